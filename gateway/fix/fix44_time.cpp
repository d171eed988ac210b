#include "fix/fix44_time.hpp"

#include "proto/check.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace lockstep::fix44 {

namespace {

constexpr std::int64_t ns_per_second = 1'000'000'000;
constexpr std::int64_t seconds_per_day = 86'400;
constexpr std::size_t whole_seconds_size = 17; // YYYYMMDD-HH:MM:SS
constexpr std::size_t fraction_digits_max = 9;

// The number that `text` writes with digits alone, or nothing.
std::optional<int> digits(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = 10 * value + (c - '0');
    }
    return value;
}

std::optional<std::chrono::sys_days> parse_day(std::string_view text) {
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(4, 2));
    const auto day = digits(text.substr(6, 2));
    if (!year || !month || !day || *year < 1970 || *year > 2200) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date);
}

// Nanoseconds of ".123"; the point has to be followed by one to nine digits.
std::optional<std::int64_t> parse_fraction(std::string_view text) {
    if (text.empty()) return 0;
    if (text.front() != '.' || text.size() == 1 || text.size() > 1 + fraction_digits_max) {
        return std::nullopt;
    }
    const auto value = digits(text.substr(1));
    if (!value) return std::nullopt;
    std::int64_t ns = *value;
    for (std::size_t i = text.size() - 1; i < fraction_digits_max; ++i) ns *= 10;
    return ns;
}

// "YYYYMMDD-HH:MM:SS." to `text`.
void write_second(std::int64_t seconds, char* text) {
    const std::chrono::sys_days day{std::chrono::days(seconds / seconds_per_day)};
    const std::chrono::year_month_day date{day};
    const std::int64_t second = seconds % seconds_per_day;
    char made[40];
    const int size =
        std::snprintf(made, sizeof made, "%04d%02u%02u-%02d:%02d:%02d.",
                      static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                      static_cast<unsigned>(date.day()), static_cast<int>(second / 3600),
                      static_cast<int>(second / 60 % 60), static_cast<int>(second % 60));
    LOCKSTEP_CHECK(size == whole_seconds_size + 1);
    std::copy(made, made + size, text);
}

} // namespace

std::optional<Timestamp> parse_utc_time(std::string_view text) {
    if (text.size() < whole_seconds_size || text[8] != '-' || text[11] != ':' || text[14] != ':') {
        return std::nullopt;
    }
    const auto day = parse_day(text);
    const auto hour = digits(text.substr(9, 2));
    const auto minute = digits(text.substr(12, 2));
    const auto second = digits(text.substr(15, 2));
    const auto fraction_ns = parse_fraction(text.substr(whole_seconds_size));
    if (!day || !hour || !minute || !second || !fraction_ns) return std::nullopt;
    if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    const std::int64_t seconds =
        day->time_since_epoch().count() * seconds_per_day + *hour * 3600 + *minute * 60 + *second;
    return Timestamp(seconds * ns_per_second + (*second == 60 ? 0 : *fraction_ns));
}

std::optional<std::string_view> parse_date(std::string_view text) {
    if (text.size() < 8 || (text.size() > 8 && !parse_utc_time(text)) || !parse_day(text)) {
        return std::nullopt;
    }
    return text.substr(0, 8);
}

std::string format_utc_time(Timestamp time) { return std::string(UtcTimeText().at(time)); }

std::string_view UtcTimeText::at(Timestamp time) {
    LOCKSTEP_CHECK(time.ns >= 0);
    const std::int64_t seconds = time.ns / ns_per_second;
    if (seconds != second_) {
        second_ = seconds;
        write_second(seconds, text_.data());
    }
    std::int64_t fraction = time.ns % ns_per_second;
    for (std::size_t i = text_.size(); i-- > whole_seconds_size + 1; fraction /= 10) {
        text_[i] = static_cast<char>('0' + fraction % 10);
    }
    const std::size_t size = whole_seconds_size + (decimals_ == 0 ? 0U : 1U + decimals_);
    return std::string_view(text_.data(), size);
}

} // namespace lockstep::fix44
