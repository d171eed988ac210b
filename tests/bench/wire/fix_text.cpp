#include "bench/wire/fix_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <numeric>

namespace lockstep::bench {

namespace {

std::int64_t read(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

} // namespace

std::string framed(std::string_view body) {
    std::string inner(body);
    std::ranges::replace(inner, '|', soh);
    std::string message =
        std::string("8=FIX.4.4") + soh + "9=" + std::to_string(inner.size()) + soh + inner;
    const unsigned sum =
        std::accumulate(message.begin(), message.end(), 0U, [](unsigned total, char c) {
            return total + static_cast<unsigned char>(c);
        });
    std::array<char, 8> tail{};
    std::snprintf(tail.data(), tail.size(), "10=%03u", sum % 256);
    return message + tail.data() + soh;
}

std::string_view field(std::string_view message, std::string_view tag) {
    const std::string start = soh + std::string(tag) + "=";
    const std::size_t at = message.find(start);
    if (at == message.npos) return {};
    const std::string_view rest = message.substr(at + start.size());
    return rest.substr(0, rest.find(soh));
}

std::string_view first_message(std::string_view bytes) {
    const std::size_t trailer = bytes.find("\x01"
                                           "10=");
    if (trailer == bytes.npos) return {};
    const std::size_t end = bytes.find(soh, trailer + 1);
    return end == bytes.npos ? std::string_view() : bytes.substr(0, end + 1);
}

std::string utc_now() {
    const std::int64_t ns = read(CLOCK_REALTIME);
    const std::time_t seconds = ns / 1'000'000'000;
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 40> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y%m%d-%H:%M:%S", &utc);
    std::snprintf(text.data() + size, text.size() - size, ".%03d",
                  static_cast<int>(ns % 1'000'000'000 / 1'000'000));
    return text.data();
}

std::int64_t now_ns() { return read(CLOCK_MONOTONIC); }

} // namespace lockstep::bench
