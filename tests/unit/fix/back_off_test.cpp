// Waits between two dials grow, differ, and repeat on every run.
#include "fix/back_off.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <set>
#include <string>

namespace lockstep {
namespace {

using std::chrono::milliseconds;

TEST(BackOff, DoublesUpToTheCapAndStaysBetweenHalfAndWhole) {
    BackOff back_off(milliseconds(1'000), milliseconds(8'000), "A->B");
    for (const int whole_ms : {1'000, 2'000, 4'000, 8'000, 8'000, 8'000}) {
        const milliseconds wait = back_off.next();
        EXPECT_GE(wait, milliseconds(whole_ms / 2));
        EXPECT_LE(wait, milliseconds(whole_ms));
    }
    back_off.reset();
    EXPECT_LE(back_off.next(), milliseconds(1'000));
}

TEST(BackOff, ThousandSessionsDoNotReturnAtOnce) {
    std::set<std::int64_t> waits;
    for (int i = 0; i < 1'000; ++i) {
        BackOff back_off(milliseconds(5'000), milliseconds(60'000), "A->B" + std::to_string(i));
        waits.insert(back_off.next().count());
    }
    EXPECT_GT(waits.size(), 500U);
    EXPECT_LT(*waits.begin(), 2'600);
    EXPECT_GT(*waits.rbegin(), 4'900);
}

TEST(BackOff, ASessionHasTheSameRhythmOnEveryRun) {
    BackOff one(milliseconds(1'000), milliseconds(60'000), "A->B");
    BackOff other(milliseconds(1'000), milliseconds(60'000), "A->B");
    for (int i = 0; i < 10; ++i) EXPECT_EQ(one.next(), other.next());
}

TEST(BackOff, ZeroIsNotAtOnce) {
    BackOff back_off(milliseconds(0), milliseconds(60'000), "A->B");
    EXPECT_GE(back_off.next(), BackOff::shortest / 2);
}

} // namespace
} // namespace lockstep
