// A settings file as it is written: sections and keys with their lines, not yet understood.
#pragma once

#include "settings/environment.hpp"
#include "settings/problem.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

enum class SectionKind { defaults, session, instrument, leader, follower, profile };

// "[DEFAULT]", "[SESSION]", ...
std::string_view name(SectionKind kind);

struct Entry {
    std::string key; // as written
    std::string value;
    bool literal = true; // the value stands in the file, at least in part
    Location where;
    std::filesystem::path folder; // of its file: what a relative path starts from
};

struct Section {
    SectionKind kind = SectionKind::defaults;
    Location where; // of its "[NAME]"
    std::vector<Entry> entries;
};

struct Document {
    Location start; // the file itself
    std::vector<Section> sections;
};

// Reads `file` and what it includes. Every departure from the format goes to `problems`, and the
// reading goes on after it. Takes a byte order mark, CRLF, tabs and a last line without an end.
// Bounds: 64 kB a line, 4 MiB a file, 100 files 10 deep, 10,000 sections.
Document read_document(const std::filesystem::path& file, const Environment& environment,
                       Problems& problems);

// Reads the text of a risk profile, whose sections are all [PROFILE]; `start` names its file. It
// includes nothing and refers to no environment.
Document read_profile_document(std::string_view text, const Location& start, Problems& problems);

// Key and section names are compared without regard to case, as QuickFIX does with keys.
bool same_name(std::string_view a, std::string_view b);

} // namespace lockstep
