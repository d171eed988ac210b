// The outer form of a settings file in QuickFIX's format: sections of Key=Value lines.
#pragma once

#include "front/problem.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lockstep::sim {

struct SettingsEntry {
    int line = 0;
    std::string key;
    std::string value;
};

struct SettingsSection {
    int line = 0;
    std::string kind; // the word in brackets, as written
    std::vector<SettingsEntry> entries;
};

// Splits a file into its sections. `#` at the start of a line or after white space starts a
// comment, `\#` is the sign itself, `${NAME}` is an environment variable. A byte order mark and
// CR LF are accepted. Refuses, one Problem each: a line that is neither, a key before any section,
// a key twice in a section, an undefined variable, a line past 4,096 bytes.
std::vector<SettingsSection> split_sections(std::string_view text, std::vector<Problem>& problems);

} // namespace lockstep::sim
