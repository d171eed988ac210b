#include "journal/format.hpp"

#include "journal/crc32c.hpp"
#include "journal/little_endian.hpp"
#include "proto/check.hpp"

#include <algorithm>
#include <cstring>

namespace lockstep {

namespace {

constexpr std::string_view magic = "LSJOURNL";
constexpr std::size_t segment_crc_offset = segment_header_size - 4;

// Neither is zero, nor one bit away from it: a frame whose marks stand was written to its end.
constexpr char header_mark = '\xA5';
constexpr char end_mark = '\x5A';

// Offsets within a frame's header.
constexpr std::size_t type_offset = 4;
constexpr std::size_t version_offset = 6;
constexpr std::size_t sequence_offset = 8;
constexpr std::size_t payload_crc_offset = 16;
constexpr std::size_t header_crc_offset = 20;
constexpr std::size_t header_mark_offset = 24;
static_assert(frame_header_size == header_mark_offset + 1);

// Compared with itself, one byte on: the end of a segment is tens of megabytes of zeros.
bool all_zero(std::string_view bytes) {
    return bytes.empty() ||
           (bytes[0] == '\0' && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

std::string_view from(std::string_view bytes, std::size_t offset) {
    return bytes.substr(std::min(offset, bytes.size()));
}

FrameReading damaged(std::string_view why) { return {FrameState::damaged, {}, why}; }

// The header's mark is not there: the end, a header cut short, or stray bytes.
FrameReading read_without_header(std::string_view bytes) {
    if (!all_zero(from(bytes, header_mark_offset))) {
        return damaged("there are bytes behind it, but no record begins here");
    }
    return {all_zero(bytes) ? FrameState::none : FrameState::torn, {}, {}};
}

} // namespace

std::string segment_header(const SegmentHeader& header) {
    std::string bytes(segment_header_size, '\0');
    bytes.replace(0, magic.size(), magic);
    put_number(bytes, 8, header.version);
    put_number(bytes, 12, header.number);
    put_number(bytes, 16, header.journal_id);
    put_number(bytes, 24, header.first_sequence);
    put_number(bytes, segment_crc_offset,
               crc32c(std::string_view(bytes).substr(0, segment_crc_offset)));
    return bytes;
}

Result<SegmentHeader> parse_segment_header(std::string_view bytes) {
    if (bytes.empty()) return failure("the file is empty");
    if (!bytes.starts_with(magic.substr(0, bytes.size()))) {
        return failure("this is no journal segment of Lockstep (it does not begin with LSJOURNL)");
    }
    if (bytes.size() < segment_header_size) {
        return failure("the file is cut short within its header, at " +
                       std::to_string(bytes.size()) + " bytes");
    }
    const SegmentHeader header{
        get_number<std::uint32_t>(bytes, 8), get_number<std::uint32_t>(bytes, 12),
        get_number<std::uint64_t>(bytes, 16), get_number<std::uint64_t>(bytes, 24)};
    const auto crc = get_number<std::uint32_t>(bytes, segment_crc_offset);
    if (crc != crc32c(bytes.substr(0, segment_crc_offset))) {
        return failure("the segment's header is damaged: its checksum is wrong");
    }
    if (header.version != segment_version) {
        return failure("the segment has version " + std::to_string(header.version) +
                       ", this Lockstep reads version " + std::to_string(segment_version) +
                       "; it was written by another release");
    }
    return header;
}

void begin_frame(std::string& frame) { frame.assign(frame_header_size, '\0'); }

void finish_frame(std::string& frame, RecordType type, std::uint64_t sequence) {
    LOCKSTEP_CHECK(frame.size() >= frame_header_size);
    const std::size_t payload_size = frame.size() - frame_header_size;
    LOCKSTEP_CHECK(payload_size <= payload_size_max);
    put_number(frame, 0, static_cast<std::uint32_t>(payload_size));
    put_number(frame, type_offset, static_cast<std::uint16_t>(type));
    put_number(frame, version_offset, record_version);
    put_number(frame, sequence_offset, sequence);
    put_number(frame, payload_crc_offset,
               crc32c(std::string_view(frame).substr(frame_header_size)));
    put_number(frame, header_crc_offset,
               crc32c(std::string_view(frame).substr(0, header_crc_offset)));
    frame[header_mark_offset] = header_mark;
    frame.push_back(end_mark);
}

FrameReading read_frame(std::string_view bytes) {
    if (bytes.size() < frame_header_size || bytes[header_mark_offset] == '\0') {
        return read_without_header(bytes);
    }
    const bool header_good = bytes[header_mark_offset] == header_mark &&
                             get_number<std::uint32_t>(bytes, header_crc_offset) ==
                                 crc32c(bytes.substr(0, header_crc_offset));
    if (!header_good) return damaged("the checksum of the record's header is wrong");
    const std::size_t payload_size = get_number<std::uint32_t>(bytes, 0);
    if (payload_size > payload_size_max) return damaged("the record is longer than any may be");
    const std::size_t end_offset = frame_header_size + payload_size;
    if (bytes.size() <= end_offset || bytes[end_offset] == '\0') {
        if (all_zero(from(bytes, end_offset))) return {FrameState::torn, {}, {}};
        return damaged("the record has no end mark, and there are bytes behind it");
    }
    const std::string_view payload = bytes.substr(frame_header_size, payload_size);
    if (bytes[end_offset] != end_mark) return damaged("the record's end mark is wrong");
    if (get_number<std::uint32_t>(bytes, payload_crc_offset) != crc32c(payload)) {
        return damaged("the record's checksum is wrong");
    }
    const RecordFrame frame{get_number<std::uint16_t>(bytes, type_offset),
                            get_number<std::uint16_t>(bytes, version_offset),
                            get_number<std::uint64_t>(bytes, sequence_offset), payload,
                            end_offset + 1};
    return {FrameState::good, frame, {}};
}

std::string state_hash_payload(std::uint64_t hash) {
    std::string payload(sizeof(hash), '\0');
    put_number(payload, 0, hash);
    return payload;
}

Result<std::uint64_t> parse_state_hash(std::string_view payload) {
    if (payload.size() != sizeof(std::uint64_t)) {
        return failure("a state hash has 8 bytes, not " + std::to_string(payload.size()));
    }
    return get_number<std::uint64_t>(payload, 0);
}

} // namespace lockstep
