// So many rejects within so long trip the breaker, then it counts anew.
#include "risk/reject_breaker.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lockstep {
namespace {

TEST(RejectBreaker, trips_when_the_count_falls_into_the_window) {
    struct Row {
        std::string name;
        int count;
        std::int64_t window_ns;
        std::vector<std::int64_t> rejects_ns;
        std::string trips; // one sign a reject: x trips, . does not
    };
    const std::vector<Row> rows{
        {"all at once", 5, 10, {0, 0, 0, 0, 0}, "....x"},
        {"one too few", 5, 10, {0, 0, 0, 0}, "...."},
        {"just within the window", 3, 10, {0, 5, 10}, "..x"},
        {"just outside", 3, 10, {0, 5, 11}, "..."},
        {"the first has passed, the others count", 3, 10, {0, 5, 11, 15}, "...x"},
        {"it counts anew after it tripped", 3, 10, {0, 1, 2, 3, 4, 5}, "..x..x"},
        {"always just too slow", 2, 10, {0, 11, 22, 33}, "...."},
        {"a breaker of one", 1, 10, {0, 0, 50}, "xxx"},
    };
    for (const Row& row : rows) {
        AccountLimits limits;
        limits.reject_breaker_count = row.count;
        limits.reject_breaker_window = Duration(row.window_ns);
        RejectBreaker breaker(limits);
        std::string trips;
        for (const std::int64_t at : row.rejects_ns) {
            trips += breaker.reject(Timestamp(at)) ? 'x' : '.';
        }
        EXPECT_EQ(trips, row.trips) << row.name;
    }
}

TEST(RejectBreaker, stands_at_five_in_ten_seconds_unless_told) {
    RejectBreaker breaker{AccountLimits()};
    for (int i = 0; i < 4; ++i) EXPECT_FALSE(breaker.reject(Timestamp(0)));
    EXPECT_TRUE(breaker.reject(Timestamp(Duration::seconds(10).ns)));
}

} // namespace
} // namespace lockstep
