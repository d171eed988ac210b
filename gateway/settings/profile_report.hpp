// Risk profiles for people: what there is, how old it is, and what each does to an account.
#pragma once

#include "settings/settings.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace lockstep {

// A profile that is older than this is warned of.
constexpr std::chrono::days profile_age_max{90};

// The program's own profiles with their main figures, a line each under a heading.
std::string profile_table(std::chrono::sys_days today);

// The text of one of the program's own profiles; refuses a name that it does not know.
Result<std::string_view> profile_text(std::string_view name);

// For every follower with a profile: which, how old and how doubtful it is, what it sets, what the
// settings file has instead, and what neither checks. Empty when no follower has one.
std::string format_profiles(const Checked& checked, std::chrono::sys_days today);

} // namespace lockstep
