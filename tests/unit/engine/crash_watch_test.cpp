// Starts that crash are counted, and only those.
#include "engine/crash_watch.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

using test::TemporaryDirectory;

class Starts : public testing::Test {
  protected:
    CrashWatch begin() { return CrashWatch::begin(directory_.path()).value(); }
    void crash_reading() { (void)begin(); }
    void crash_living(bool did_business = false) { begin().lives(did_business).value(); }
    bool is_counted() const { return std::filesystem::exists(directory_.path() / "starts"); }

    const TemporaryDirectory directory_;
};

TEST_F(Starts, TheFirstHasNothingBeforeIt) {
    const CrashWatch watch = begin();
    EXPECT_EQ(watch.cut_short(), 0U);
    EXPECT_EQ(watch.cut_short_reading(), 0U);
    EXPECT_FALSE(watch.is_looping());
}

TEST_F(Starts, TenCrashesInARowAreALoop) {
    for (std::size_t i = 0; i < CrashWatch::crashes_max; ++i) {
        const CrashWatch watch = begin(); // and it dies
        EXPECT_EQ(watch.cut_short(), i);
        EXPECT_FALSE(watch.is_looping());
    }
    EXPECT_TRUE(begin().is_looping());
}

TEST_F(Starts, OneThatDiedReadingIsToldFromOneThatLived) {
    crash_living();
    crash_reading();
    crash_reading();
    const CrashWatch watch = begin();
    EXPECT_EQ(watch.cut_short(), 3U);
    EXPECT_EQ(watch.cut_short_reading(), 2U);
}

TEST_F(Starts, AKilledLifeThatDidBusinessIsNoLoop) {
    for (int i = 0; i < 20; ++i) crash_living(i > 0);
    EXPECT_EQ(begin().cut_short(), 1U) << "only the newest, whose business is not known yet";
}

TEST_F(Starts, AMinuteOfLifeOrACleanStopForgetsThem) {
    for (std::size_t i = 0; i < CrashWatch::crashes_max; ++i) crash_living();
    CrashWatch watch = begin();
    EXPECT_TRUE(watch.is_looping());
    watch.is_well();
    EXPECT_FALSE(is_counted());
    EXPECT_EQ(begin().cut_short(), 0U);
}

TEST_F(Starts, ARefusedStartIsNoCrash) {
    crash_living();
    for (int i = 0; i < 10; ++i) begin().was_refused();
    EXPECT_EQ(begin().cut_short(), 1U);
}

TEST_F(Starts, CountNoFurtherThanNeeded) {
    for (int i = 0; i < 100; ++i) crash_reading();
    EXPECT_LT(begin().cut_short(), 40U);
    EXPECT_TRUE(begin().is_looping());
}

} // namespace
} // namespace lockstep
