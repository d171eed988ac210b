// Counts starts that ended in a crash: an event that kills the process must not kill it for ever.
#pragma once

#include "proto/result.hpp"

#include <cstddef>
#include <filesystem>
#include <string>

namespace lockstep {

// DataDirectory/starts holds one letter for each start in a row that was cut short, the newest
// last: `r` while it read the journal back, `l` while it lived. A clean stop, and a minute of
// life, remove it.
class CrashWatch {
  public:
    static constexpr std::size_t crashes_max = 10; // in a row

    // Counts this start as one that crashed while it read, until it is told better. Refuses when
    // the file cannot be read or written.
    static Result<CrashWatch> begin(const std::filesystem::path& data_directory);

    // How many of the latest starts, this one apart, were cut short in a row.
    std::size_t cut_short() const { return letters_.size() - 1; }
    // And how many of those, counted back from the newest, while they read the journal.
    std::size_t cut_short_reading() const;
    bool is_looping() const { return cut_short() >= crashes_max; }

    // The journal is read. Those before that did business (executions, an operator's word) died of
    // something that came later than what they began with: they do not count.
    Result<void> lives(bool last_did_business);
    // This start counts no more, nor do those before it: it lived long enough, or stopped cleanly.
    void is_well();
    // It was refused, in words: no crash. Those before it still count.
    void was_refused();

  private:
    CrashWatch(std::filesystem::path file, std::string letters)
        : file_(std::move(file)), letters_(std::move(letters)) {}
    Result<void> write() const;

    std::filesystem::path file_;
    std::string letters_;
};

} // namespace lockstep
