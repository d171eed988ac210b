// Day rolls at their UTC instants, and once for a night that the process slept through.
#include "engine/day_calendar.hpp"

#include "codec/utc_text.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

Timestamp at(std::int64_t day_of_july, int hour, int minute = 0) {
    constexpr std::int64_t july_1_2026 = 1'782'864'000;
    return Timestamp((july_1_2026 + (day_of_july - 1) * 86'400 + hour * 3600 + minute * 60) *
                     1'000'000'000);
}

DayCalendar chicago() {
    return DayCalendar({{17 * 3600, "America/Chicago"}, {0, "UTC"}},
                       {{16 * 3600, "America/Chicago"}});
}

TEST(DayCalendar, WaitsForTheFirstEvent) {
    DayCalendar calendar = chicago();
    EXPECT_FALSE(calendar.next());
    EXPECT_TRUE(calendar.due(at(28, 12)).empty());
    calendar.saw(Started{}, at(28, 12));
    EXPECT_EQ(utc_text(*calendar.next()), "2026-07-28T21:00:00.000000000Z");
}

TEST(DayCalendar, FallsDueInOrderAndOnce) {
    DayCalendar calendar = chicago();
    calendar.saw(Started{}, at(28, 12));
    EXPECT_TRUE(calendar.due(Timestamp(at(28, 21).ns - 1)).empty());
    const EventBody ended = LeaderSessionEnded{LeaderId{0}};
    const EventBody rolled = DayRolled{FollowerId{0}};
    const EventBody midnight = DayRolled{FollowerId{1}};
    EXPECT_EQ(calendar.due(at(28, 21)), std::vector{ended});
    EXPECT_EQ(calendar.due(at(28, 22)), (std::vector{ended, rolled}));
    calendar.saw(ended, at(28, 22));
    calendar.saw(rolled, at(28, 22));
    EXPECT_TRUE(calendar.due(at(28, 23)).empty());
    EXPECT_EQ(calendar.due(at(29, 0)), std::vector{midnight});
}

TEST(DayCalendar, ThreeMissedNightsAreOneRoll) {
    DayCalendar calendar = chicago();
    calendar.saw(Started{}, at(10, 12));
    calendar.saw(DayRolled{FollowerId{0}}, at(10, 22));
    calendar.saw(TimerFired{}, at(13, 12)); // other events do not move it
    const auto due = calendar.due(at(13, 12));
    ASSERT_EQ(due.size(), 3U);
    for (const EventBody& event : due) calendar.saw(event, at(13, 12));
    EXPECT_TRUE(calendar.due(at(13, 12)).empty());
    EXPECT_EQ(utc_text(*calendar.next()), "2026-07-13T21:00:00.000000000Z");
}

} // namespace
} // namespace lockstep
