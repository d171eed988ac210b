#include "fuzz/journal_bytes.hpp"

#include "journal/crc32c.hpp"
#include "journal/format.hpp"
#include "journal/little_endian.hpp"

#include <algorithm>
#include <cstdint>

namespace lockstep::fuzz {
namespace {

// docs/journal.md has the layout. It is written down here once more, so that the reader is not
// tested with its own idea of it.
constexpr std::size_t crc_of_segment = 60;
constexpr std::size_t snapshot_header = 48;

// Gives the place behind the frame; it has no more payload than there are bytes.
std::size_t repair_frame(std::string& bytes, std::size_t at, std::uint64_t sequence) {
    const std::size_t room = bytes.size() - at - frame_overhead;
    const std::size_t stated = get_number<std::uint32_t>(bytes, at);
    const std::size_t payload = stated <= room ? stated : std::min(stated % 256, room);
    const auto part = [&](std::size_t from, std::size_t size) {
        return std::string_view(bytes).substr(at + from, size);
    };
    put_number(bytes, at, static_cast<std::uint32_t>(payload));
    if (sequence != 0) put_number(bytes, at + 8, sequence);
    put_number(bytes, at + 16, crc32c(part(frame_header_size, payload)));
    put_number(bytes, at + 20, crc32c(part(0, 20)));
    bytes[at + 24] = '\xA5';
    bytes[at + frame_header_size + payload] = '\x5A';
    return at + frame_overhead + payload;
}

} // namespace

void repair_segment(std::string& bytes, unsigned number, bool renumbers) {
    if (bytes.size() < segment_header_size) return;
    bytes.replace(0, 8, "LSJOURNL");
    put_number(bytes, 12, std::uint32_t{number});
    put_number(bytes, crc_of_segment, crc32c(std::string_view(bytes).substr(0, crc_of_segment)));
    auto sequence = get_number<std::uint64_t>(bytes, 24);
    for (std::size_t at = segment_header_size; at + frame_overhead <= bytes.size();) {
        const bool is_hash = get_number<std::uint16_t>(bytes, at + 4) == 2;
        const std::uint64_t wanted = is_hash ? sequence - 1 : sequence++;
        at = repair_frame(bytes, at, renumbers ? wanted : 0);
    }
}

void repair_snapshot(std::string& bytes) {
    if (bytes.size() < snapshot_header) return;
    bytes.replace(0, 8, "LSSNAPSH");
    put_number(bytes, 40, std::uint64_t{bytes.size() - snapshot_header});
    put_number(bytes, 12, crc32c(std::string_view(bytes).substr(16)));
}

} // namespace lockstep::fuzz
