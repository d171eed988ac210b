#include "codec/utc_text.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace lockstep {

std::string utc_text(Timestamp time) {
    using namespace std::chrono;
    const sys_time<nanoseconds> instant{nanoseconds(time.ns)};
    // By way of seconds: whole days before 1677-09-21 do not fit nanoseconds.
    const auto second = floor<seconds>(instant);
    const auto day = floor<days>(second);
    const year_month_day date{day};
    const hh_mm_ss clock{second - day};
    const std::int64_t fraction = (time.ns % 1'000'000'000 + 1'000'000'000) % 1'000'000'000;
    std::array<char, 64> text{};
    const int size =
        std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%09dZ",
                      static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                      static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                      static_cast<int>(clock.minutes().count()),
                      static_cast<int>(clock.seconds().count()), static_cast<int>(fraction));
    return {text.data(), static_cast<std::size_t>(size)};
}

} // namespace lockstep
