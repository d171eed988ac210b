#include "settings/calendar.hpp"

#include "proto/check.hpp"

#include <chrono>
#include <cstdint>
#include <date/date.h>
#include <date/tz.h>
#include <stdexcept>

namespace lockstep {

namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;
using Instant = date::sys_time<nanoseconds>;

constexpr int seconds_of_minute = 60;
constexpr int seconds_of_hour = 3600;

const date::time_zone* find_zone(std::string_view zone) {
    try {
        return date::locate_zone(std::string(zone));
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

const date::time_zone& zone_of(const std::string& name) {
    const date::time_zone* zone = find_zone(name);
    LOCKSTEP_CHECK(zone != nullptr);
    return *zone;
}

Instant instant_at(Timestamp time) { return Instant(nanoseconds(time.ns)); }

date::local_days local_day(const date::time_zone& zone, Timestamp time) {
    return date::floor<date::days>(zone.to_local(date::floor<seconds>(instant_at(time))));
}

Timestamp to_utc(const date::time_zone& zone, date::local_seconds local) {
    const date::local_info info = zone.get_info(local);
    // For a skipped time `second` is the span that begins where the clock went forward; for any
    // other `first` is the span that holds the time, the earlier one if it comes twice.
    const date::sys_seconds utc =
        info.result == date::local_info::nonexistent
            ? info.second.begin
            : date::sys_seconds(local.time_since_epoch()) - info.first.offset;
    return Timestamp(nanoseconds(utc.time_since_epoch()).count());
}

bool opens_on(const SessionSchedule& schedule, date::local_days day) {
    return !schedule.start_day ||
           date::weekday(day).c_encoding() == static_cast<unsigned>(*schedule.start_day);
}

// Days from the day on which a window opens to the day on which it closes.
int days_open(const SessionSchedule& schedule) {
    const bool later_the_same_day = schedule.end_second > schedule.start_second;
    if (!schedule.start_day) return later_the_same_day ? 0 : 1;
    const int days = (*schedule.end_day - *schedule.start_day + 7) % 7;
    return days == 0 && !later_the_same_day ? 7 : days;
}

} // namespace

std::string DailyTime::str() const {
    const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return two(second_of_day / seconds_of_hour) + ":" +
           two(second_of_day % seconds_of_hour / seconds_of_minute) + ":" +
           two(second_of_day % seconds_of_minute) + " " + zone;
}

bool is_known_zone(std::string_view zone) { return find_zone(zone) != nullptr; }

Timestamp next_occurrence(const DailyTime& time, Timestamp after) {
    const date::time_zone& zone = zone_of(time.zone);
    // A day before and two after: a zone may skip a whole day.
    const date::local_days first = local_day(zone, after) - date::days(1);
    for (int i = 0; i < 5; ++i) {
        const Timestamp candidate =
            to_utc(zone, first + date::days(i) + seconds(time.second_of_day));
        if (candidate > after) return candidate;
    }
    LOCKSTEP_CHECK(!"a day has an end");
}

Result<LocalDate> read_date(std::string_view text) {
    const bool has_form = text.size() == 10 && text[4] == '-' && text[7] == '-';
    const auto number = [&](std::size_t from, std::size_t size) -> std::optional<int> {
        int value = 0;
        for (const char c : text.substr(from, size)) {
            if (c < '0' || c > '9') return std::nullopt;
            value = value * 10 + (c - '0');
        }
        return value;
    };
    const auto year = has_form ? number(0, 4) : std::nullopt;
    const auto month = has_form ? number(5, 2) : std::nullopt;
    const auto day = has_form ? number(8, 2) : std::nullopt;
    constexpr int year_min = 1970;
    constexpr int year_max = 2200;
    const bool is_day =
        year && month && day && *year >= year_min && *year <= year_max &&
        date::year_month_day(date::year(*year), date::month(static_cast<unsigned>(*month)),
                             date::day(static_cast<unsigned>(*day)))
            .ok();
    if (!is_day) return failure("is not a day; write YYYY-MM-DD");
    return LocalDate{*year, *month, *day};
}

Timestamp instant_of(const LocalDate& day, int second_of_day, const std::string& zone) {
    const date::year_month_day local(date::year(day.year),
                                     date::month(static_cast<unsigned>(day.month)),
                                     date::day(static_cast<unsigned>(day.day)));
    return to_utc(zone_of(zone), date::local_days(local) + seconds(second_of_day));
}

Timestamp day_end(const LocalDate& day, const std::string& zone) {
    constexpr int seconds_of_day = 24 * seconds_of_hour;
    return instant_of(day, seconds_of_day, zone);
}

SessionWindow session_window(const SessionSchedule& schedule, Timestamp instant) {
    if (!schedule.start_day && schedule.start_second == schedule.end_second) {
        return {Timestamp(INT64_MIN), Timestamp(INT64_MAX)};
    }
    const date::time_zone& zone = zone_of(schedule.zone);
    const int length = days_open(schedule);
    const date::local_days today = local_day(zone, instant);
    for (date::local_days day = today - date::days(9); day < today + date::days(10);
         day += date::days(1)) {
        if (!opens_on(schedule, day)) continue;
        const SessionWindow window{
            to_utc(zone, day + seconds(schedule.start_second)),
            to_utc(zone, day + date::days(length) + seconds(schedule.end_second))};
        if (instant < window.closes && window.opens < window.closes) return window;
    }
    LOCKSTEP_CHECK(!"a week has every day");
}

} // namespace lockstep
