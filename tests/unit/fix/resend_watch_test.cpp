// A session is up only when nothing is owed to it any more.
#include "fix/resend_watch.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <vector>

namespace lockstep {
namespace {

constexpr ResendWatch::Time start{};
ResendWatch::Time after(int seconds) { return start + std::chrono::seconds(seconds); }

TEST(ResendWatch, IsPendingUntilWhatCameTooEarlyIsPassed) {
    ResendWatch watch;
    EXPECT_FALSE(watch.is_pending());
    EXPECT_EQ(watch.requested(5, start), 0); // message 9 came, 5 was expected
    watch.received(9, 5, start);
    EXPECT_TRUE(watch.is_pending());
    watch.received(10, 5, start); // a live message meanwhile
    for (const int number : {5, 6, 7}) {
        watch.received(number, number + 1, start);
        EXPECT_TRUE(watch.is_pending()) << number;
    }
    EXPECT_EQ(watch.messages_ahead(), 2);
    watch.received(8, 11, start); // QuickFIX then takes 9 and 10 from its queue
    EXPECT_FALSE(watch.is_pending());
    EXPECT_EQ(watch.messages_ahead(), 0);
}

TEST(ResendWatch, AGapFillEndsIt) {
    ResendWatch watch;
    watch.requested(5, start);
    watch.received(9, 5, start);
    watch.received(5, 10, start); // 34=5 36=9, and 9 is in the queue
    EXPECT_FALSE(watch.is_pending());
}

TEST(ResendWatch, AsksInPiecesWhereThePeerLimitsARequest) {
    ResendWatch watch(2'500);
    EXPECT_EQ(watch.requested(1, start), 2'500);
    watch.received(10'001, 1, start);
    std::vector<int> asked{1};
    for (int number = 1; number <= 10'000; ++number) {
        watch.received(number, number == 10'000 ? 10'002 : number + 1, start);
        if (const std::optional<int> begin = watch.next_chunk()) {
            asked.push_back(*begin);
            watch.requested(*begin, start);
        }
    }
    EXPECT_EQ(asked, (std::vector<int>{1, 2'501, 5'001, 7'501}));
    EXPECT_FALSE(watch.is_pending());
}

TEST(ResendWatch, KnowsHowLongNothingHasBeenFilled) {
    ResendWatch watch;
    EXPECT_EQ(watch.no_progress_since(), std::nullopt);
    watch.requested(5, after(10));
    watch.received(9, 5, after(10));
    watch.received(10, 5, after(12));
    EXPECT_EQ(watch.no_progress_since(), after(10));
    watch.received(5, 6, after(20));
    EXPECT_EQ(watch.no_progress_since(), after(20));
    watch.forget();
    EXPECT_EQ(watch.no_progress_since(), std::nullopt);
}

} // namespace
} // namespace lockstep
