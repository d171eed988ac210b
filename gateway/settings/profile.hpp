// A firm's rules as dated data: the [PROFILE] of a file in risk/profiles, or of one of the trader's
// own, read and checked by itself. docs/risk.md says what a profile does.
#pragma once

#include "settings/document.hpp"
#include "settings/key.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

struct ProfileValue {
    const Key* key = nullptr; // of [FOLLOWER]
    Entry entry;
};

struct RiskProfile {
    std::string name;
    Location where;                    // of its [PROFILE]
    std::chrono::sys_days date{};      // of what is known
    std::string source;                // whose word it is
    std::string doubt;                 // what sources disagree on; empty: nothing known
    std::vector<std::string> notes;    // rules that Lockstep does not check
    std::vector<const Key*> left_open; // the firm has a rule, its value must be the account's own
    std::vector<ProfileValue> values;  // what it sets, in the file's order
};

// Reads a whole profile from its text; `start` names the file. All trouble goes to `problems`;
// nothing comes back when one of them is an error.
std::optional<RiskProfile> read_profile(std::string_view text, const Location& start,
                                        Problems& problems);

// "2026-11-01"; refuses days that are not in the calendar.
Result<std::chrono::sys_days> read_day(std::string_view text);
std::string day_text(std::chrono::sys_days day);

// Whether a profile may set `key`: the limits of an account and its DayRoll. Who it is, what it
// copies and which instruments it has are its owner's to say.
bool may_stand_in_profile(const Key& key);

} // namespace lockstep
