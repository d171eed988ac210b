#include "router/order_id.hpp"

#include "proto/check.hpp"

#include <array>
#include <charconv>

namespace lockstep {

namespace {

constexpr std::size_t epoch_size = 7;  // base 36: until the year 4453
constexpr std::size_t count_size = 10; // 3.6 million million orders
constexpr std::size_t prefix_size_max = ClOrdId::capacity - epoch_size - count_size - 2;
constexpr std::size_t letters_of_long_names = 6;

// FNV-1a, 64 bits.
std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 1'099'511'628'211U;
    }
    return hash;
}

} // namespace

std::string id_prefix_of(std::string_view account) {
    if (account.size() <= prefix_size_max) return std::string(account);
    constexpr std::size_t digits = prefix_size_max - letters_of_long_names - 1;
    constexpr char signs[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::string prefix = std::string(account.substr(0, letters_of_long_names)) + "~";
    std::uint64_t hash = hash_of(account);
    for (std::size_t i = 0; i < digits; ++i, hash /= 36) prefix += signs[hash % 36];
    return prefix;
}

ClOrdId make_cl_ord_id(std::string_view prefix, std::uint64_t epoch, std::uint64_t count) {
    LOCKSTEP_CHECK(prefix.size() <= prefix_size_max);
    std::array<char, ClOrdId::capacity> text;
    char* const end = text.data() + text.size();
    char* to = text.data();
    for (const char c : prefix) *to++ = c;
    for (const std::uint64_t number : {epoch, count}) {
        *to++ = '-';
        const auto [written, error] = std::to_chars(to, end, number, 36);
        LOCKSTEP_CHECK(error == std::errc());
        to = written;
    }
    return ClOrdId(std::string_view(text.data(), to));
}

std::uint64_t count_in(std::string_view cl_ord_id) {
    const std::size_t dash = cl_ord_id.rfind('-');
    if (dash == cl_ord_id.npos) return 0;
    std::uint64_t count = 0;
    const char* const end = cl_ord_id.data() + cl_ord_id.size();
    const auto read = std::from_chars(cl_ord_id.data() + dash + 1, end, count, 36);
    return read.ec == std::errc() && read.ptr == end ? count : 0;
}

std::string_view id_prefix_in(std::string_view cl_ord_id) {
    for (int part = 0; part < 2; ++part) { // the count, then the epoch
        const std::size_t dash = cl_ord_id.rfind('-');
        if (dash == cl_ord_id.npos || dash + 1 == cl_ord_id.size()) return {};
        cl_ord_id = cl_ord_id.substr(0, dash);
    }
    return cl_ord_id;
}

} // namespace lockstep
