// One line of the check before a session: what was looked at, and how it stands.
#pragma once

#include <string>
#include <vector>

namespace lockstep {

enum class Verdict {
    ok,
    warn, // trading can begin; somebody should know
    fail, // something would not work
};

struct PreflightRow {
    Verdict verdict = Verdict::ok;
    std::string subject; // "session FIX.4.4:LOCKSTEP->BROKER1", "disk"
    std::string words;
};

// A line a row, and one with how many there are of each. `colour`: green, yellow and red words.
std::string format_rows(const std::vector<PreflightRow>& rows, bool colour);

bool has_failed(const std::vector<PreflightRow>& rows);

} // namespace lockstep
