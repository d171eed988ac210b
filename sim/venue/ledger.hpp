// The broker's own record of every request and every report, one line each, for whoever checks a
// run afterwards without trusting anybody else. docs/simulator.md describes the lines.
#pragma once

#include "proto/instrument.hpp"
#include "venue/report.hpp"

#include <string>
#include <string_view>

namespace lockstep::sim {

// TIME_NS KIND key=value... ; a value with blanks is in double quotes, `"` and `\` in it escaped.
class LedgerLine {
  public:
    LedgerLine(Timestamp time, std::string_view kind);
    LedgerLine& add(std::string_view key, std::string_view value);
    LedgerLine& add(std::string_view key, std::int64_t value);
    // Nothing when the value is empty.
    LedgerLine& add_some(std::string_view key, std::string_view value);
    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

// `report`: one execution report (35=8) as it was made, whether or not its session is up.
std::string ledger_report(const ExecutionReport& report, const Instrument* contract);

// `cancel-reject`: one 35=9.
std::string ledger_cancel_reject(const CancelReject& reject);

} // namespace lockstep::sim
