// The message budget of a broker's session: a bucket of one second's worth, the last 30 % of it for
// cancels and exits.
#include "risk/message_budget.hpp"

#include <gtest/gtest.h>

#include <climits>
#include <string>
#include <vector>

namespace lockstep {
namespace {

constexpr Timestamp start(1'785'245'400'000'000'000);
constexpr auto entry = MessageClass::entry;
constexpr auto other = MessageClass::exit_or_cancel;

MessageBudget budget_of(int rate) { return MessageBudget(SessionLimits{rate}); }

int taken(MessageBudget& budget, MessageClass message_class, Timestamp now, int tries) {
    int count = 0;
    for (int i = 0; i < tries; ++i) count += budget.take(message_class, now) ? 1 : 0;
    return count;
}

TEST(MessageBudget, keeps_three_tenths_for_cancels_and_exits) {
    struct Row {
        int rate;
        int entries; // of a full bucket
        int exits;   // after them
    };
    const std::vector<Row> rows{
        // a rate too small to hold one back
        {1, 1, 0},  {2, 1, 1},     {3, 2, 1},
        {4, 2, 2},  {5, 3, 2},     {10, 7, 3},
        {11, 7, 4}, {100, 70, 30}, {10'000, 7'000, 3'000},
    };
    for (const Row& row : rows) {
        MessageBudget budget = budget_of(row.rate);
        EXPECT_EQ(taken(budget, entry, start, 20'000), row.entries) << row.rate << " a second";
        EXPECT_EQ(taken(budget, other, start, 20'000), row.exits) << row.rate << " a second";
        MessageBudget only_exits = budget_of(row.rate);
        EXPECT_EQ(taken(only_exits, other, start, 20'000), row.rate) << row.rate << " a second";
        EXPECT_EQ(taken(only_exits, entry, start, 1), 0) << row.rate << " a second";
    }
}

TEST(MessageBudget, without_a_rate_holds_nothing_back) {
    MessageBudget budget{SessionLimits()};
    EXPECT_EQ(taken(budget, entry, start, 100'000), 100'000);
    EXPECT_EQ(budget.ready_at(entry, start), start);
    EXPECT_EQ(budget.messages_per_second(), 0);
}

TEST(MessageBudget, passes_at_the_nanosecond_that_it_names) {
    struct Row {
        int rate;
        int entries, exits; // taken at the start
        MessageClass then;
        std::int64_t ready_ns; // after the start
    };
    const std::vector<Row> rows{
        {10, 7, 0, entry, 100'000'000}, // one message comes back
        {10, 7, 3, entry, 400'000'000}, // the reserve first
        {10, 7, 3, other, 100'000'000},
        {10, 6, 0, entry, 0},
        {10, 7, 2, other, 0},
        {3, 0, 3, other, 333'333'334}, // a third of a second, up to a whole nanosecond
        {7, 0, 7, other, 142'857'143},
        {1, 1, 0, entry, 1'000'000'000},
        {10'000, 0, 10'000, other, 100'000},
    };
    for (const Row& row : rows) {
        const std::string name = std::to_string(row.rate) + " a second, after " +
                                 std::to_string(row.entries) + " entries and " +
                                 std::to_string(row.exits) + " exits";
        MessageBudget budget = budget_of(row.rate);
        ASSERT_EQ(taken(budget, entry, start, row.entries), row.entries) << name;
        ASSERT_EQ(taken(budget, other, start, row.exits), row.exits) << name;
        const Timestamp ready = budget.ready_at(row.then, start);
        EXPECT_EQ((ready - start).ns, row.ready_ns) << name;
        // asked at any time in between, the answer is the same
        EXPECT_EQ(budget.ready_at(row.then, start + Duration(row.ready_ns / 2)), ready) << name;
        if (row.ready_ns > 0) {
            EXPECT_FALSE(budget.take(row.then, ready + Duration(-1))) << name;
        }
        EXPECT_TRUE(budget.take(row.then, ready)) << name;
    }
}

TEST(MessageBudget, fills_up_to_one_second_and_no_further) {
    MessageBudget budget = budget_of(10);
    EXPECT_EQ(taken(budget, other, start, 100), 10);
    EXPECT_EQ(taken(budget, other, start + Duration::milliseconds(250), 100), 2);
    EXPECT_EQ(taken(budget, other, start + Duration::seconds(3600), 100), 10);
    // a clock that went back neither gives nor takes
    EXPECT_EQ(taken(budget, other, start, 100), 0);
    EXPECT_EQ(taken(budget, other, start + Duration::seconds(3601), 100), 10);
}

TEST(MessageBudget, counts_exactly_at_any_rate) {
    MessageBudget budget = budget_of(INT_MAX);
    EXPECT_TRUE(budget.take(entry, start));
    EXPECT_TRUE(budget.take(entry, start + Duration::seconds(86'400)));
    EXPECT_EQ(budget.ready_at(other, start + Duration::seconds(86'400)),
              start + Duration::seconds(86'400));
}

// Over a long time no more leaves than the bucket and the rate allow, however it is asked.
TEST(MessageBudget, lets_no_more_than_its_rate_pass_in_the_long_run) {
    for (const int rate : {1, 3, 10, 997}) {
        MessageBudget budget = budget_of(rate);
        const Duration step(1'234'567);
        const int steps = 8'100; // ten seconds
        int count = 0;
        Timestamp now = start;
        for (int i = 0; i < steps; ++i, now = now + step) count += taken(budget, other, now, 10);
        const std::int64_t seconds_ns = (now - start).ns;
        EXPECT_LE(count, rate + rate * seconds_ns / 1'000'000'000) << rate;
        EXPECT_GE(count, rate + rate * seconds_ns / 1'000'000'000 - 2) << rate;
    }
}

} // namespace
} // namespace lockstep
