// The simulator's ledger as it grows: what the exchange and its brokers were asked, what they did,
// and what every account holds by their own record.
#pragma once

#include "e2e/ledger.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace lockstep::chaos {

// One row that matters; what a kind of row does not have is empty or 0.
struct Fact {
    enum class Kind : std::uint8_t { request, report, sent };
    Kind kind = Kind::request;
    std::int64_t time_ns = 0;
    std::int64_t asked_ns = 0; // request: tag 60 as the client wrote it
    char type = '\0';          // MsgType of a request (D, G, F); ExecType of a report
    char status = '\0';        // of a report
    std::string session;       // sent, request
    std::string account;
    std::string cl_ord_id;
    std::string orig;    // of a replace or cancel, and of its report
    std::string content; // of a request: everything but numbers and times
    std::string exec;    // of a report, and of what was sent
    std::string order;   // of a report: the broker's id
    std::string symbol;
    bool buys = false;
    std::int64_t quantity = 0; // tag 38
    std::int64_t last = 0;     // of a fill
    std::int64_t leaves = 0;
    std::string reason; // tag 103 of a reject
    bool ends() const { return status == '2' || status == '4' || status == '8' || status == 'C'; }
    bool fills() const { return kind == Kind::report && type == 'F'; }
};

class Tape {
  public:
    explicit Tape(std::filesystem::path ledger) : file_(std::move(ledger)) {}

    // Takes what has been written since. True when there was something new.
    bool read_on();
    const std::vector<Fact>& facts() const { return facts_; }

    std::int64_t position(const std::string& account, const std::string& symbol) const;
    // Lots that an account works, over all symbols.
    std::int64_t working(const std::string& account) const;

  private:
    void take(const e2e::LedgerRow& row);

    std::filesystem::path file_;
    std::uintmax_t at_ = 0;
    std::string rest_; // of a line that is not whole yet
    std::vector<Fact> facts_;
    std::map<std::pair<std::string, std::string>, std::int64_t> positions_;
    std::map<std::string, std::map<std::string, std::int64_t>> leaves_; // account, order
};

} // namespace lockstep::chaos
