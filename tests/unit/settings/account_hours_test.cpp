// Trading hours, FlatBy, holidays and news, instant by instant; times are in Chicago unless a row
// says UTC.
#include "settings/account_hours.hpp"
#include "settings/products.hpp"
#include "settings/values.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

const std::string chicago = "America/Chicago";

Timestamp at(const std::string& text) {
    const bool has_zone = text.find('/') != text.npos || text.ends_with("UTC");
    const auto instant = read_instant(has_zone ? text : text + " " + chicago);
    EXPECT_TRUE(instant) << text;
    return instant.value_or(Timestamp());
}

DailyTime daily(const std::string& text) { return *read_daily_time(text + " " + chicago); }

AccountHours hours_of_a_day() {
    AccountHours hours;
    hours.day_roll = daily("17:00");
    return hours;
}

struct Row {
    std::string when;
    std::string window;
};

void expect_windows(const AccountHours& hours, const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        EXPECT_EQ(name(window_at(hours, at(row.when))), row.window) << row.when;
    }
}

// Between two edges that are named one after the other, nothing changes.
void expect_edges(const AccountHours& hours, const std::string& from,
                  const std::vector<Row>& rows) {
    Timestamp now = at(from);
    for (const Row& row : rows) {
        Window before = window_at(hours, now);
        do {
            now = next_window_edge(hours, now);
        } while (window_at(hours, now) == before);
        EXPECT_EQ(now, at(row.when)) << row.when;
        EXPECT_EQ(name(window_at(hours, now)), row.window) << row.when;
        EXPECT_EQ(window_at(hours, Timestamp(now.ns - 1)), before) << row.when;
    }
}

TEST(AccountHours, without_rules_are_always_open) {
    const AccountHours hours = hours_of_a_day();
    EXPECT_FALSE(hours.has_rules());
    expect_windows(hours, {{"2026-11-23 03:00", "open"}});
    EXPECT_EQ(next_window_edge(hours, at("2026-11-23 03:00")), Timestamp(INT64_MAX));
}

TEST(TradingWindow, opens_at_its_instant_and_closes_at_its_instant) {
    AccountHours hours = hours_of_a_day();
    hours.trading = *read_trading_window("08:30-11:00,13:00-15:00 America/Chicago");
    expect_windows(hours, {{"2026-11-23 08:29:59", "outside-hours"},
                           {"2026-11-23 08:30:00", "open"},
                           {"2026-11-23 10:59:59", "open"},
                           {"2026-11-23 11:00:00", "outside-hours"},
                           {"2026-11-23 13:00:00", "open"},
                           {"2026-11-23 15:00:00", "outside-hours"}});
}

TEST(TradingWindow, may_go_over_midnight) {
    AccountHours hours = hours_of_a_day();
    hours.trading = *read_trading_window("17:00-16:00 America/Chicago");
    expect_windows(hours, {{"2026-11-23 15:59:59", "open"},
                           {"2026-11-23 16:00", "outside-hours"},
                           {"2026-11-23 17:00", "open"},
                           {"2026-11-24 00:00", "open"}});
}

// The clock goes forward on 2026-03-08 and back on 2026-11-01.
TEST(TradingWindow, keeps_local_time_over_both_switches) {
    AccountHours hours = hours_of_a_day();
    hours.trading = *read_trading_window("08:30-15:00 America/Chicago");
    expect_edges(hours, "2026-03-07 10:00",
                 {{"2026-03-07 21:00 UTC", "outside-hours"},
                  {"2026-03-08 13:30 UTC", "open"},
                  {"2026-03-08 20:00 UTC", "outside-hours"},
                  {"2026-03-09 13:30 UTC", "open"}});
    expect_edges(hours, "2026-10-31 10:00",
                 {{"2026-10-31 20:00 UTC", "outside-hours"},
                  {"2026-11-01 14:30 UTC", "open"},
                  {"2026-11-01 21:00 UTC", "outside-hours"}});
}

TEST(FlatBy, holds_from_its_lead_until_the_day_rolls) {
    AccountHours hours = hours_of_a_day();
    hours.flat_by = daily("15:10");
    expect_edges(hours, "2026-11-23 12:00",
                 {{"2026-11-23 15:09", "flat-by"},
                  {"2026-11-23 17:00", "open"},
                  {"2026-11-24 15:09", "flat-by"}});
    hours.flat_by_lead = Duration();
    expect_edges(hours, "2026-11-23 12:00", {{"2026-11-23 15:10", "flat-by"}});
}

TEST(FlatBy, may_be_in_another_zone_than_the_day_roll) {
    AccountHours hours = hours_of_a_day();
    hours.flat_by = *read_daily_time("16:59 America/New_York");
    expect_edges(hours, "2026-11-23 12:00",
                 {{"2026-11-23 15:58", "flat-by"}, {"2026-11-23 17:00", "open"}});
}

TEST(FlatBy, at_the_day_roll_itself_is_over_with_it) {
    AccountHours hours = hours_of_a_day();
    hours.flat_by = daily("17:00");
    expect_edges(hours, "2026-11-23 12:00",
                 {{"2026-11-23 16:59", "flat-by"}, {"2026-11-23 17:00", "open"}});
}

DatedCalendar calendar(const std::string& text) {
    const auto read = read_dated_calendar(text);
    EXPECT_TRUE(read) << read.error().what;
    return read.value_or(DatedCalendar());
}

const std::string thanksgiving = "Zone=America/Chicago\n"
                                 "Through=2026-12-31\n"
                                 "2026-11-26 closed Thanksgiving\n"
                                 "2026-11-27 12:15 the day after # early\n";

TEST(Holidays, close_whole_days_and_close_others_early) {
    AccountHours hours = hours_of_a_day();
    hours.holidays = calendar(thanksgiving);
    expect_edges(hours, "2026-11-25 12:00",
                 {{"2026-11-26 00:00", "holiday"},
                  {"2026-11-27 00:00", "open"},
                  {"2026-11-27 12:15", "holiday"},
                  {"2026-11-28 00:00", "open"},
                  {"2027-01-01 00:00", "holiday"}}); // nobody knows
}

TEST(Holidays, an_early_close_is_a_flat_by_where_there_is_one) {
    AccountHours hours = hours_of_a_day();
    hours.holidays = calendar(thanksgiving);
    hours.flat_by = daily("15:10");
    expect_edges(hours, "2026-11-27 09:00",
                 {{"2026-11-27 12:14", "flat-by"},
                  {"2026-11-27 17:00", "holiday"},
                  {"2026-11-28 00:00", "open"}});
}

const std::string releases = "Zone=America/New_York\n"
                             "Through=2026-12-11\n"
                             "2026-12-10 08:30 CPI\n";

TEST(News, closes_around_a_release) {
    AccountHours hours = hours_of_a_day();
    hours.news = calendar(releases);
    expect_edges(hours, "2026-12-09 12:00",
                 {{"2026-12-10 07:28", "news"},
                  {"2026-12-10 07:32", "open"},
                  {"2026-12-11 23:00", "news-unknown"}}); // midnight in New York
    hours.flat_for_news = true;
    hours.news_before = Duration::seconds(60);
    hours.news_after = Duration::seconds(30);
    expect_edges(hours, "2026-12-09 12:00",
                 {{"2026-12-10 07:29", "flat-for-news"}, {"2026-12-10 07:30:30", "open"}});
}

TEST(Windows, to_be_flat_outranks_the_rest) {
    AccountHours hours = hours_of_a_day();
    hours.flat_by = daily("07:31");
    hours.news = calendar(releases);
    hours.trading = *read_trading_window("08:30-15:00 America/Chicago");
    expect_edges(hours, "2026-12-10 07:00",
                 {{"2026-12-10 07:28", "news"},
                  {"2026-12-10 07:30", "flat-by"},
                  {"2026-12-10 17:00", "outside-hours"}});
}

TEST(CalendarFile, says_what_is_wrong_with_it_and_where) {
    const std::string zone = "Zone=America/Chicago\n";
    const std::vector<std::pair<std::string, std::string>> rows{
        {"", "it has no Through=; write the last day that it knows of, such as Through=2027-12-31"},
        {"2026-11-26 closed\n", "line 1: there is no Zone= yet; write it first"},
        {"Through=2026-11-26\n", "line 1: there is no Zone= yet; write it first"},
        {"\nZone=Chicago\n",
         "line 2: Zone=Chicago names no time zone that this system knows; write "
         "a name such as America/Chicago or UTC"},
        {zone + "2026-02-30 closed\n", "line 2: 2026-02-30 is not a day; write YYYY-MM-DD"},
        {zone + "26-11-2026 closed\n", "line 2: 26-11-2026 is not a day; write YYYY-MM-DD"},
        {zone + "2026-11-26 noon\n",
         "line 2: \"noon\" is neither `closed` nor a time; write HH:MM"},
        {zone + "2026-11-26\n", "line 2: \"\" is neither `closed` nor a time; write HH:MM"},
        {zone + "Through=2026-11-26\nThrough=2026-11-27\n",
         "line 3: Through= stands twice; keep one of the two"},
        {zone + "Through=2026-11-26\n" + zone, "line 3: Zone= stands after a date; write it first"},
    };
    for (const auto& [text, error] : rows) {
        const auto read = read_dated_calendar(text);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().what, error);
    }
}

TEST(CalendarFile, takes_lines_of_any_kind_of_end) {
    EXPECT_EQ(calendar("Zone=UTC\r\n# nothing\r\nThrough=2026-12-31\r\n2026-11-26 closed A b\r\n")
                  .entries,
              calendar("Zone=UTC\nThrough=2026-12-31\n  2026-11-26   closed  A b").entries);
}

TEST(Products, are_known_by_the_symbol_or_by_its_root) {
    for (const auto& [symbol, product, family] :
         {std::tuple{"ES", "SP500", "equity-index"}, std::tuple{"MES", "SP500", "equity-index"},
          std::tuple{"ESZ6", "SP500", "equity-index"},
          std::tuple{"MNQH27", "NASDAQ100", "equity-index"},
          std::tuple{"6E", "EURUSD", "currencies"}, std::tuple{"6EU6", "EURUSD", "currencies"},
          std::tuple{"FDAX", "FDAX", ""}, std::tuple{"FDAXZ6", "FDAX", ""},
          std::tuple{"A", "A", ""}, std::tuple{"26", "26", ""}}) {
        EXPECT_EQ(product_of_symbol(symbol).product, product) << symbol;
        EXPECT_EQ(product_of_symbol(symbol).family, family) << symbol;
    }
}

} // namespace
} // namespace lockstep
