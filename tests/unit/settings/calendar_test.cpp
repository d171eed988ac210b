// Day rolls and session windows over the days on which the clock changes.
#include "settings/calendar.hpp"

#include <cstdio>
#include <date/date.h>
#include <gtest/gtest.h>

namespace lockstep {
namespace {

// "2026-03-08 22:00:00" as UTC.
Timestamp utc(const std::string& text) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (std::sscanf(text.c_str(), "%d-%d-%d %d:%d:%d", &year, &month, &day, &hour, &minute,
                    &second) != 6) {
        throw std::runtime_error("no instant: " + text);
    }
    const auto instant = date::sys_days(date::year(year) / month / day) + std::chrono::hours(hour) +
                         std::chrono::minutes(minute) + std::chrono::seconds(second);
    return Timestamp(std::chrono::nanoseconds(instant.time_since_epoch()).count());
}

std::string text(Timestamp time) {
    const auto since = std::chrono::nanoseconds(time.ns);
    return date::format("%F %T", date::sys_seconds(date::floor<std::chrono::seconds>(since)));
}

constexpr int hour = 3600;

struct RollRow {
    const char* when;
    DailyTime roll;
    const char* after;
    const char* next;
};

const DailyTime chicago{17 * hour, "America/Chicago"};

const RollRow roll_rows[] = {
    {"a winter's day", chicago, "2026-01-14 12:00:00", "2026-01-14 23:00:00"},
    {"a summer's day", chicago, "2026-07-14 12:00:00", "2026-07-14 22:00:00"},
    {"a second before", chicago, "2026-07-14 21:59:59", "2026-07-14 22:00:00"},
    {"the roll itself is past", chicago, "2026-07-14 22:00:00", "2026-07-15 22:00:00"},
    {"Saturday before the clock goes forward", chicago, "2026-03-07 23:00:00",
     "2026-03-08 22:00:00"},
    {"Sunday on which it went forward", chicago, "2026-03-08 09:00:00", "2026-03-08 22:00:00"},
    {"Saturday before the clock goes back", chicago, "2026-10-31 22:00:00", "2026-11-01 23:00:00"},
    {"Sunday on which it went back", chicago, "2026-11-01 09:00:00", "2026-11-01 23:00:00"},
    {"over the new year", chicago, "2026-12-31 23:00:00", "2027-01-01 23:00:00"},
    {"over the leap day", chicago, "2028-02-28 23:00:00", "2028-02-29 23:00:00"},
    {"the skipped 02:30 stands for 03:00",
     {2 * hour + 1800, "America/Chicago"},
     "2026-03-08 00:00:00",
     "2026-03-08 08:00:00"},
    {"and comes once",
     {2 * hour + 1800, "America/Chicago"},
     "2026-03-08 08:00:00",
     "2026-03-09 07:30:00"},
    {"the repeated 01:30 is the first",
     {hour + 1800, "America/Chicago"},
     "2026-11-01 00:00:00",
     "2026-11-01 06:30:00"},
    {"and comes once too",
     {hour + 1800, "America/Chicago"},
     "2026-11-01 06:30:00",
     "2026-11-02 07:30:00"},
    {"midnight where the clock changes at midnight",
     {0, "America/Havana"},
     "2026-03-08 00:00:00",
     "2026-03-08 05:00:00"},
    {"London", {22 * hour, "Europe/London"}, "2026-03-28 23:00:00", "2026-03-29 21:00:00"},
    {"the other hemisphere",
     {17 * hour, "Australia/Sydney"},
     "2026-04-04 06:00:00",
     "2026-04-05 07:00:00"},
    {"half an hour's zone",
     {17 * hour, "Asia/Kolkata"},
     "2026-04-04 11:30:00",
     "2026-04-05 11:30:00"},
    {"a day that the zone skipped whole",
     {17 * hour, "Pacific/Apia"},
     "2011-12-30 03:00:00",
     "2011-12-30 10:00:00"},
    {"UTC", {0, "UTC"}, "2026-04-04 00:00:00", "2026-04-05 00:00:00"},
};

TEST(DayRoll, comes_at_its_local_time) {
    for (const RollRow& row : roll_rows) {
        EXPECT_EQ(text(next_occurrence(row.roll, utc(row.after))), row.next) << row.when;
    }
}

TEST(DayRoll, comes_once_every_local_day_of_ten_years) {
    for (const char* zone : {"America/Chicago", "America/New_York", "Europe/London", "UTC"}) {
        for (const int second : {0, hour + 1800, 2 * hour + 1800, 17 * hour}) {
            const DailyTime roll{second, zone};
            Timestamp at = utc("2020-01-01 00:00:00");
            for (int day = 0; day < 3652; ++day) {
                const Timestamp next = next_occurrence(roll, at);
                const std::int64_t hours = (next - at).ns / 3'600'000'000'000;
                ASSERT_GE(day == 0 ? 23 : hours, 22) << roll.str() << " after " << text(at);
                ASSERT_LE(hours, 25) << roll.str() << " after " << text(at);
                at = next;
            }
            EXPECT_EQ(text(at).substr(0, 7), "2029-12") << roll.str();
        }
    }
}

TEST(DayRoll, says_itself) {
    EXPECT_EQ(chicago.str(), "17:00:00 America/Chicago");
    EXPECT_EQ((DailyTime{9 * hour + 5 * 60 + 7, "UTC"}.str()), "09:05:07 UTC");
}

TEST(Zones, are_those_of_the_system) {
    EXPECT_TRUE(is_known_zone("America/Chicago"));
    EXPECT_TRUE(is_known_zone("UTC"));
    EXPECT_FALSE(is_known_zone("Chicago"));
    EXPECT_FALSE(is_known_zone(""));
    EXPECT_FALSE(is_known_zone("../../../etc/passwd"));
}

struct WindowRow {
    const char* when;
    SessionSchedule schedule;
    const char* at;
    const char* opens;
    const char* closes;
};

const SessionSchedule all_day{};
const SessionSchedule office{"America/Chicago", 8 * hour, 16 * hour, {}, {}};
const SessionSchedule night{"America/Chicago", 17 * hour, 16 * hour, {}, {}};
const SessionSchedule week{"America/Chicago", 17 * hour, 16 * hour, 0, 5};
const SessionSchedule whole_week{"UTC", 0, 0, 6, 6};
const SessionSchedule almost_day{"America/Chicago", 17 * hour, 17 * hour - 1, {}, {}};
const SessionSchedule one_day{"UTC", 8 * hour, 16 * hour, 3, 3};

const WindowRow window_rows[] = {
    {"inside", office, "2026-07-14 13:00:00", "2026-07-14 13:00:00", "2026-07-14 21:00:00"},
    {"before: the next", office, "2026-07-14 12:59:59", "2026-07-14 13:00:00",
     "2026-07-14 21:00:00"},
    {"at the close: the next", office, "2026-07-14 21:00:00", "2026-07-15 13:00:00",
     "2026-07-15 21:00:00"},
    {"over midnight", night, "2026-07-14 03:00:00", "2026-07-13 22:00:00", "2026-07-14 21:00:00"},
    {"in the hour between", night, "2026-07-14 21:30:00", "2026-07-14 22:00:00",
     "2026-07-15 21:00:00"},
    {"the night in which the clock goes forward", night, "2026-03-08 05:00:00",
     "2026-03-07 23:00:00", "2026-03-08 21:00:00"},
    {"the night in which it goes back", night, "2026-11-01 05:00:00", "2026-10-31 22:00:00",
     "2026-11-01 22:00:00"},
    {"a week, on Wednesday", week, "2026-07-15 12:00:00", "2026-07-12 22:00:00",
     "2026-07-17 21:00:00"},
    {"a week, on its Sunday before it opens", week, "2026-07-12 21:59:59", "2026-07-12 22:00:00",
     "2026-07-17 21:00:00"},
    {"a week, on Saturday: the next", week, "2026-07-18 12:00:00", "2026-07-19 22:00:00",
     "2026-07-24 21:00:00"},
    {"the week after the clock went forward", week, "2026-03-10 12:00:00", "2026-03-08 22:00:00",
     "2026-03-13 21:00:00"},
    {"the week after the clock went back", week, "2026-11-03 12:00:00", "2026-11-01 23:00:00",
     "2026-11-06 22:00:00"},
    {"a whole week", whole_week, "2026-07-17 23:59:59", "2026-07-11 00:00:00",
     "2026-07-18 00:00:00"},
    {"a second short of a day", almost_day, "2026-07-14 12:00:00", "2026-07-13 22:00:00",
     "2026-07-14 21:59:59"},
    {"and in that second", almost_day, "2026-07-14 21:59:59", "2026-07-14 22:00:00",
     "2026-07-15 21:59:59"},
    {"one day of the week", one_day, "2026-07-15 17:00:00", "2026-07-22 08:00:00",
     "2026-07-22 16:00:00"},
};

TEST(SessionWindows, are_those_of_the_schedule) {
    for (const WindowRow& row : window_rows) {
        const SessionWindow window = session_window(row.schedule, utc(row.at));
        EXPECT_EQ(text(window.opens), row.opens) << row.when;
        EXPECT_EQ(text(window.closes), row.closes) << row.when;
    }
}

TEST(SessionWindows, with_equal_times_and_no_days_never_close) {
    for (const int second : {0, 17 * hour}) {
        const SessionSchedule schedule{"America/Chicago", second, second, {}, {}};
        const SessionWindow window = session_window(schedule, utc("2026-07-14 12:00:00"));
        EXPECT_EQ(window.opens, Timestamp(INT64_MIN));
        EXPECT_EQ(window.closes, Timestamp(INT64_MAX));
    }
}

TEST(SessionWindows, contain_what_they_were_asked_for_or_come_after_it) {
    for (const SessionSchedule& schedule :
         {all_day, office, night, week, whole_week, almost_day, one_day}) {
        Timestamp at = utc("2026-01-01 00:00:00");
        for (int i = 0; i < 24 * 400; ++i) {
            const SessionWindow window = session_window(schedule, at);
            ASSERT_TRUE(window.contains(at) || at < window.opens) << text(at);
            ASSERT_LT(window.opens, window.closes) << text(at);
            at = at + Duration::seconds(hour);
        }
    }
}

} // namespace
} // namespace lockstep
