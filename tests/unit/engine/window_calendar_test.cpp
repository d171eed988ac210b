// Windows as the machine is told of them: once each, and what was slept through in one.
#include "engine/window_calendar.hpp"

#include "settings/values.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

Timestamp at(const std::string& time) {
    return *read_instant("2026-11-23 " + time + " America/Chicago");
}

WindowCalendar two_accounts() {
    AccountHours none;
    AccountHours day = none;
    day.day_roll = *read_daily_time("17:00 America/Chicago");
    day.trading = *read_trading_window("08:30-15:00 America/Chicago");
    day.flat_by = read_daily_time("15:10 America/Chicago").value();
    return WindowCalendar({none, day});
}

TEST(WindowCalendar, TellsEachChangeUntilItIsHeard) {
    WindowCalendar calendar = two_accounts();
    const FollowerId second{1};
    EXPECT_EQ(calendar.due(at("10:00")), std::vector<WindowChanged>{});
    EXPECT_EQ(calendar.next(), at("15:00"));
    const std::vector closed{WindowChanged{second, Window::outside_hours}};
    EXPECT_EQ(calendar.due(at("15:00")), closed);
    EXPECT_EQ(calendar.due(at("15:01")), closed) << "nobody has heard of it";
    calendar.stands(second, Window::outside_hours);
    EXPECT_EQ(calendar.due(at("15:02")), std::vector<WindowChanged>{});
    EXPECT_EQ(calendar.next(), at("15:09"));
    EXPECT_EQ(calendar.due(at("15:09")), (std::vector{WindowChanged{second, Window::flat_by}}));
}

TEST(WindowCalendar, WhatWasSleptThroughIsOneChangeOrNone) {
    WindowCalendar calendar = two_accounts();
    const FollowerId second{1};
    calendar.stands(second, Window::flat_by); // from yesterday
    EXPECT_EQ(calendar.due(at("12:00")), (std::vector{WindowChanged{second, Window::open}}));
    WindowCalendar again = two_accounts();
    again.stands(second, Window::flat_by);
    EXPECT_EQ(again.due(at("16:00")), std::vector<WindowChanged>{});
}

TEST(WindowCalendar, WithoutRulesHasNothingToWaitFor) {
    WindowCalendar calendar({AccountHours()});
    EXPECT_EQ(calendar.due(at("12:00")), std::vector<WindowChanged>{});
    EXPECT_EQ(calendar.next(), std::nullopt);
}

} // namespace
} // namespace lockstep
