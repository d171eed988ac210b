// A step of the wall clock reaches QuickFIX as a slow drift.
#include "fix/slewed_clock.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace lockstep {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t hour_ns = 3'600 * second_ns;

TEST(SlewedClock, FollowsTheWallClockWhenBothAgree) {
    SlewedClock clock(0, hour_ns);
    for (std::int64_t s = 0; s < 100; ++s) {
        EXPECT_EQ(clock.now_ns(s * second_ns, hour_ns + s * second_ns), hour_ns + s * second_ns);
    }
}

TEST(SlewedClock, AStepOfAnHourNeitherJumpsNorStops) {
    for (const std::int64_t step_ns : {hour_ns, -hour_ns}) {
        SlewedClock clock(0, 10 * hour_ns);
        std::int64_t before = clock.now_ns(second_ns, 10 * hour_ns + second_ns);
        for (std::int64_t s = 2; s < 1'000; ++s) {
            const std::int64_t now =
                clock.now_ns(s * second_ns, 10 * hour_ns + step_ns + s * second_ns);
            EXPECT_GE(now - before, second_ns - second_ns / SlewedClock::slew_divisor);
            EXPECT_LE(now - before, second_ns + second_ns / SlewedClock::slew_divisor);
            before = now;
        }
    }
}

TEST(SlewedClock, MakesUpASmallStep) {
    SlewedClock clock(0, 0);
    for (std::int64_t s = 1; s <= 400; ++s) clock.now_ns(s * second_ns, second_ns + s * second_ns);
    EXPECT_EQ(clock.now_ns(401 * second_ns, 402 * second_ns), 402 * second_ns);
}

TEST(SlewedClock, NeverGoesBackHoweverOftenItIsAsked) {
    SlewedClock clock(0, hour_ns);
    std::int64_t before = 0;
    for (std::int64_t ns = 0; ns < 100'000; ns += 7) {
        const std::int64_t now = clock.now_ns(ns, 0);
        EXPECT_GE(now, before);
        before = now;
    }
}

} // namespace
} // namespace lockstep
