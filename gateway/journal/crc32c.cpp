#include "journal/crc32c.hpp"

#include <boost/crc.hpp>

#include <cstring>

namespace lockstep {

namespace {

constexpr std::uint32_t all_ones = 0xFFFFFFFF;

std::uint32_t mirrored(std::uint32_t bits) {
    std::uint32_t result = 0;
    for (int i = 0; i < 32; ++i) result |= (bits >> i & 1U) << (31 - i);
    return result;
}

} // namespace

std::uint32_t crc32c_by_table(std::string_view bytes, std::uint32_t before) {
    // the library takes the register to begin with the other way round
    boost::crc_optimal<32, 0x1EDC6F41, all_ones, all_ones, true, true> crc(
        mirrored(before ^ all_ones));
    crc.process_bytes(bytes.data(), bytes.size());
    return crc.checksum();
}

#if defined(__x86_64__)

namespace {

__attribute__((target("sse4.2"))) std::uint32_t crc32c_by_instruction(std::string_view bytes,
                                                                      std::uint32_t before) {
    std::uint64_t crc = before ^ all_ones;
    while (bytes.size() >= sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), sizeof(word));
        crc = __builtin_ia32_crc32di(crc, word);
        bytes.remove_prefix(sizeof(word));
    }
    auto rest = static_cast<std::uint32_t>(crc);
    for (const char c : bytes) rest = __builtin_ia32_crc32qi(rest, static_cast<unsigned char>(c));
    return rest ^ all_ones;
}

} // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) {
    static const bool has_instruction = __builtin_cpu_supports("sse4.2");
    return has_instruction ? crc32c_by_instruction(bytes, before) : crc32c_by_table(bytes, before);
}

#else

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) {
    return crc32c_by_table(bytes, before);
}

#endif

} // namespace lockstep
