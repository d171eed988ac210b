// Where a journal lies and which settings it was made with, from whatever a person names: a
// settings file, a data directory, or the journal's folder itself. Everything is only read.
#pragma once

#include "replay/record.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace lockstep {

struct JournalSource {
    std::filesystem::path journal;        // the folder of the segments
    std::filesystem::path data_directory; // where copies of the settings are kept
    std::optional<Settings> settings;     // of the file, when a file was named
};

// A directory is a data directory when it has a folder `journal`, else a journal's folder itself.
JournalSource source_of_directory(const std::filesystem::path& directory);
JournalSource source_of_settings(Settings settings);

// Leaves the settings of a start beside the journal, in DataDirectory/settings-DIGEST.cfg, readable
// by the owner alone. One that is there already is the same by its name and stays.
Result<void> keep_settings(const Settings& settings);

struct RecordedSettings {
    Settings settings;
    std::string digest;         // of the newest start in the journal; empty for none
    std::uint32_t changes = 0;  // how often a start had other settings than the one before it
    std::filesystem::path file; // where they were read
};

// The settings of the newest start in the journal: those of the source's own file when they are
// the same, else the copy that the gateway kept. Refuses when there is neither, and says how to
// name the original; refuses a damaged journal.
Result<RecordedSettings> recorded_settings(const JournalSource& source);

} // namespace lockstep
