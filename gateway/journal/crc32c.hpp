// CRC-32C (Castagnoli), the checksum of journal frames.
#pragma once

#include <cstdint>
#include <string_view>

namespace lockstep {

// By the processor's own instruction where it has one (SSE 4.2), else by table.
// `before` is that of bytes which stand in front of these.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0);

// By table always: what the fast way is compared with.
std::uint32_t crc32c_by_table(std::string_view bytes, std::uint32_t before = 0);

} // namespace lockstep
