// The bytes of a journal: the header of a segment file and the frames behind it. All numbers are
// little-endian; docs/journal.md shows the layout.
#pragma once

#include "proto/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lockstep {

inline constexpr std::uint32_t segment_version = 1;
inline constexpr std::size_t segment_header_size = 64;

struct SegmentHeader {
    std::uint32_t version = segment_version;
    std::uint32_t number = 0;         // from 1; also the name of the file
    std::uint64_t journal_id = 0;     // the same in all segments of one journal
    std::uint64_t first_sequence = 0; // of the first event in the segment
};

std::string segment_header(const SegmentHeader& header);

// Refuses what is no segment, a damaged header, and versions newer than ours, each in its own
// words.
Result<SegmentHeader> parse_segment_header(std::string_view bytes);

enum class RecordType : std::uint16_t {
    event = 1,      // payload: lockstep.journal.v1.Event
    state_hash = 2, // payload: hash of the machine's state after the event of the same sequence
};

inline constexpr std::uint16_t record_version = 1;
inline constexpr std::size_t frame_header_size = 25;
inline constexpr std::size_t frame_overhead = frame_header_size + 1; // and the end mark
inline constexpr std::size_t payload_size_max = std::size_t{1} << 20;

// A frame is built in place, around its payload: begin, append the payload, finish.
void begin_frame(std::string& frame);
void finish_frame(std::string& frame, RecordType type, std::uint64_t sequence);

struct RecordFrame {
    std::uint16_t type = 0;
    std::uint16_t version = 0;
    std::uint64_t sequence = 0;
    std::string_view payload;
    std::size_t size = 0; // of the whole frame
};

// What stands at a place where a frame may begin.
enum class FrameState : std::uint8_t {
    good,
    none,    // nothing but zeros from here on: the end of what was written
    torn,    // the beginning of a frame, and nothing but zeros after it: its write was cut short
    damaged, // anything else
};

struct FrameReading {
    FrameState state = FrameState::none;
    RecordFrame frame;    // when good
    std::string_view why; // when damaged
};

// Reads the frame at the start of `bytes`, which go on to the end of the file.
FrameReading read_frame(std::string_view bytes);

std::string state_hash_payload(std::uint64_t hash);
Result<std::uint64_t> parse_state_hash(std::string_view payload);

} // namespace lockstep
