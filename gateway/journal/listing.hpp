// A journal from end to end, for people: as lines, or only verified.
#pragma once

#include "codec/names.hpp"
#include "journal/reader.hpp"
#include "proto/result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep {

struct JournalSummary {
    std::uint64_t events = 0;
    std::uint64_t state_hashes = 0;
    std::uint32_t segments = 0;
    std::optional<Timestamp> first; // times of the first and the last event
    std::optional<Timestamp> last;
    std::optional<TornTail> torn;

    // One line: "1204 events in 1 segment, from ... to ..., 0 state hashes"
    std::string text() const;
};

// Hands every record from event `from_sequence` on to `line`, as one line of text each. `names` are
// those of the settings, or none: accounts that they do not have are shown under the names that the
// journal holds. Refuses what the reader and the codec refuse; the error names segment and offset,
// and the lines up to there have been handed over. It may run beside a writer, whose newest record
// then may look torn.
Result<JournalSummary> list_journal(const std::filesystem::path& directory, Names names,
                                    std::uint64_t from_sequence,
                                    const std::function<void(std::string_view)>& line);

// What was read of one segment.
struct SegmentSummary {
    std::uint32_t number = 0;
    std::uint64_t events = 0;
    std::uint64_t first_sequence = 0; // of its first and its last event; 0 for none
    std::uint64_t last_sequence = 0;
    std::uint64_t state_hashes = 0;

    // One line: "00000001.lsj: events 1 to 491, 0 state hashes"
    std::string text() const;
};

// Reads everything as list_journal does and says only what there is: each segment that was read to
// its end without finding damage, and the whole.
Result<JournalSummary>
verify_journal(const std::filesystem::path& directory,
               const std::function<void(const SegmentSummary&)>& on_segment = {});

} // namespace lockstep
