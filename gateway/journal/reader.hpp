// Reads a journal from its segment files and trusts none of it: checksums, order and completeness
// are verified record by record.
#pragma once

#include "journal/format.hpp"
#include "proto/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

// A segment is read whole, so it has a bound.
inline constexpr std::uint64_t segment_bytes_max = std::uint64_t{1} << 30;

std::string segment_file_name(std::uint32_t number); // "00000012.lsj"

struct JournalRecord {
    RecordType type = RecordType::event;
    std::uint64_t sequence = 0;
    std::string_view payload; // good until the next call to the reader
    std::uint32_t segment = 0;
    std::uint64_t offset = 0; // of the frame in its segment
};

// The beginning of a record whose write was cut short. The writer overwrites it.
struct TornTail {
    std::string segment_path;
    std::uint64_t offset = 0;
    std::string text() const; // one line for the log
};

// Where a journal goes on. Only a reader that came to the end without finding damage gives one, and
// a writer cannot begin without it: a damaged journal is never written to.
struct JournalEnd {
    std::uint64_t journal_id = 0;
    std::uint32_t segment = 0; // 0: there is no segment yet
    std::uint64_t offset = 0;
    std::uint64_t next_sequence = 1;
    std::optional<TornTail> torn;
};

class JournalReader {
  public:
    // Looks at the headers of all segments in `directory`; one that does not exist, or holds no
    // segments, is an empty journal. Reading begins at event `from_sequence`; earlier segments are
    // not opened again. Refuses, each in its own words and naming the file: foreign, empty, cut,
    // damaged, renamed, missing and newer segments.
    static Result<JournalReader> open(const std::filesystem::path& directory,
                                      std::uint64_t from_sequence = 1);

    // The id of the journal; 0 while it has no segment.
    std::uint64_t journal_id() const {
        return segments_.empty() ? 0 : segments_.front().header.journal_id;
    }

    // The next record, or nothing at the end. An error names segment and offset, and stays.
    Result<std::optional<JournalRecord>> next();

    // Once next() has given nothing.
    const JournalEnd& end() const;

  private:
    struct Segment {
        std::filesystem::path path;
        SegmentHeader header;
    };
    JournalReader() = default;

    Result<void> find_segments(const std::filesystem::path& directory);
    Result<void> start_at(std::uint64_t sequence);
    Result<void> load_segment();
    Result<void> read_again();
    Result<std::optional<JournalRecord>> read_record();
    Result<JournalRecord> checked(const RecordFrame& frame);
    Result<void> finish(const FrameReading& reading);
    std::unexpected<Error> broken(std::string_view why) const;
    bool in_last_segment() const { return at_ + 1 == segments_.size(); }

    std::vector<Segment> segments_;
    std::size_t at_ = 0; // index of the segment being read
    std::string bytes_;  // of that segment
    std::size_t offset_ = 0;
    bool loaded_ = false;
    std::uint64_t from_sequence_ = 1;
    std::uint64_t next_sequence_ = 1;
    std::optional<JournalEnd> end_;
    std::optional<Error> error_;
};

} // namespace lockstep
