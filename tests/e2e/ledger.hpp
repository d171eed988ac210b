// The simulator's own record of a run, read back: what was asked, what was answered, what is held.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::e2e {

struct LedgerRow {
    std::int64_t time_ns = 0;
    std::string kind; // request, report, cancel-reject, sent, session
    std::map<std::string, std::string> values;
    // Empty when the row has no such key.
    std::string operator[](const std::string& key) const;
};

// One line of the file.
LedgerRow ledger_row(const std::string& line);

class Ledger {
  public:
    explicit Ledger(std::string_view text);

    const std::vector<LedgerRow>& rows() const { return rows_; }
    // What the fills add up to; 0 when there were none.
    std::int64_t position(const std::string& account, const std::string& symbol) const;
    // Lots that still work, by the last report of every order.
    std::int64_t working(const std::string& account) const;
    // What an account was sent, in its order: new orders, replaces and cancels (D, G, F), or those
    // of one MsgType.
    std::vector<LedgerRow> requests(const std::string& account, const std::string& type = "") const;

  private:
    std::vector<LedgerRow> rows_;
};

} // namespace lockstep::e2e
