// Reading back what earlier lives of the process journaled: the newest snapshot that fits, then the
// same step over the events behind it, nothing sent.
#pragma once

#include "engine/core.hpp"
#include "engine/day_calendar.hpp"
#include "engine/past_lives.hpp"
#include "engine/saved_state.hpp"
#include "replay/record.hpp"

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace lockstep {

struct Recovered {
    std::optional<JournalEnd> end; // where the journal goes on, when it was read to its end
    std::uint64_t journal_id = 0;  // 0 while it has no segment
    PastLives past;
    std::optional<std::uint64_t> snapshot; // the state after this event came from a snapshot
    std::uint64_t events = 0;              // read back behind it
    std::uint64_t hashes_compared = 0;
    std::uint64_t hashes_of_others = 0; // by other settings or releases: they say nothing here
    std::vector<std::string> said;      // for the log
    // What accounts that the settings do not have any more held by their fills, and which accounts
    // of the settings hold or work something: "F50K holds 2 ES". Empty when all is flat.
    std::vector<std::string> open;
};

// Where the snapshots of a journal are.
std::filesystem::path snapshot_directory(const std::filesystem::path& journal_directory);

// How far to read.
struct ReadingBounds {
    std::uint64_t last_sequence = std::numeric_limits<std::uint64_t>::max();
    std::stop_token stop; // given up when it says so, with an error
};

// Brings `core` and `calendar`, which have seen nothing, to the end of the journal in `directory`,
// or to the last event of `bounds`, which the journal must have: then it may run beside the writer.
// Adds names that the settings do not have to `names`. A snapshot that does not fit is passed over
// and said. Refuses a journal that is damaged anywhere behind the snapshot but in its torn last
// record, and one that gives another state than it recorded; the error names segment and offset,
// and `core` must not be used then.
Result<Recovered> recover(const std::filesystem::path& directory, Names& names,
                          const StateOwner& owner, EngineCore& core, DayCalendar& calendar,
                          ReadingBounds bounds = {});

} // namespace lockstep
