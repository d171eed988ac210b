// How long to wait after a refusal: twice as long each time, and not at all after the first loss.
#include "risk/back_off.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lockstep {
namespace {

constexpr Timestamp start(1'785'245'400'000'000'000);

TEST(BackOff, waits_as_long_as_it_was_refused) {
    // Each row goes on from the one before. r: refused, l: lost, s: succeeded, then the next try is
    // allowed after so many milliseconds, and the next row happens so many after that.
    struct Row {
        std::string name;
        char what;
        std::int64_t waits_ms;
        std::int64_t then_ms;
    };
    const std::vector<std::vector<Row>> stories{
        {{"once", 'r', 500, 0},
         {"twice", 'r', 1'000, 0},
         {"three times", 'r', 2'000, 0},
         {"four times", 'r', 4'000, 10'000},
         {"after ten seconds it still counts", 'r', 8'000, 0},
         {"six times", 'r', 16'000, 0},
         {"seven times", 'r', 32'000, 0},
         {"no longer than that", 'r', 32'000, 10'001},
         {"after a longer quiet it begins anew", 'r', 500, 0}},
        {{"refused", 'r', 500, 0},
         {"refused again", 'r', 1'000, 0},
         {"done", 's', 0, 0},
         {"and refused", 'r', 500, 0}},
        {{"lost once", 'l', 0, 0},
         {"lost in a row", 'l', 500, 0},
         {"and again", 'l', 1'000, 10'001},
         {"after a quiet time", 'l', 0, 0}},
        {{"refused", 'r', 500, 0}, {"lost for the first time", 'l', 0, 0}},
    };
    for (const auto& story : stories) {
        BackOff back_off;
        Timestamp now = start;
        EXPECT_FALSE(back_off.waits(now)) << "new";
        for (const Row& row : story) {
            switch (row.what) {
            case 'r': back_off.refuse(now); break;
            case 'l': back_off.lose(now); break;
            default: back_off.succeed(); break;
            }
            const Timestamp ready = now + Duration::milliseconds(row.waits_ms);
            EXPECT_FALSE(back_off.waits(ready)) << row.name;
            if (row.waits_ms > 0) {
                EXPECT_TRUE(back_off.waits(ready + Duration(-1))) << row.name;
                EXPECT_EQ(back_off.until(), ready) << row.name;
            }
            now = ready + Duration::milliseconds(row.then_ms);
        }
    }
}

TEST(BackOff, begins_with_the_wait_that_it_is_given) {
    BackOff back_off;
    back_off.refuse(start, Duration::milliseconds(10));
    EXPECT_EQ(back_off.until(), start + Duration::milliseconds(10));
    back_off.refuse(back_off.until(), Duration::milliseconds(10));
    EXPECT_EQ(back_off.until(), start + Duration::milliseconds(30));
}

} // namespace
} // namespace lockstep
