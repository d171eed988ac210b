// How many contracts: the three sizings with the three roundings, the cap, the peak, balances that
// are fixed, missing or not above zero, and the bounds of the arithmetic.
#include "router/sizing.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lockstep {
namespace {

constexpr Quantity no_cap(1'000'000'000);

Sizer sizer_of(SizingKind kind, Ratio value, Rounding rounding, Ratio factor = Ratio(1, 1),
               std::optional<Money> follower = std::nullopt,
               std::optional<Money> leader = std::nullopt, Quantity cap = no_cap) {
    return *Sizer::make(Sizing{kind, value, rounding, OverCap::clip}, factor, follower, leader,
                        cap);
}

// The sizes for a leader of 0, 1, 2, ... lots at the given peak (none: every size is its own peak).
std::string sizes(const Sizer& sizer, std::int64_t held_max, std::int64_t peak = 0) {
    std::string text;
    for (std::int64_t held = 0; held <= held_max; ++held) {
        if (!text.empty()) text += ' ';
        text += std::to_string(sizer.size(Quantity(held), Quantity(std::max(peak, held))).lots);
    }
    return text;
}

TEST(Sizer, multiplies) {
    struct Row {
        Ratio value;
        Ratio factor;
        std::string down, nearest, up; // for a leader of 0 to 6
    };
    const std::vector<Row> rows{
        {{1, 1}, {1, 1}, "0 1 2 3 4 5 6", "0 1 2 3 4 5 6", "0 1 2 3 4 5 6"},
        {{1, 2}, {1, 1}, "0 0 1 1 2 2 3", "0 1 1 2 2 3 3", "0 1 1 2 2 3 3"},
        {{1, 3}, {1, 1}, "0 0 0 1 1 1 2", "0 0 1 1 1 2 2", "0 1 1 1 2 2 2"},
        {{3, 10}, {1, 1}, "0 0 0 0 1 1 1", "0 0 1 1 1 2 2", "0 1 1 1 2 2 2"},
        {{3, 2}, {1, 1}, "0 1 3 4 6 7 9", "0 2 3 5 6 8 9", "0 2 3 5 6 8 9"},
        {{2, 1}, {1, 1}, "0 2 4 6 8 10 12", "0 2 4 6 8 10 12", "0 2 4 6 8 10 12"},
        // into micros, and from micros
        {{1, 4}, {10, 1}, "0 2 5 7 10 12 15", "0 3 5 8 10 13 15", "0 3 5 8 10 13 15"},
        {{2, 1}, {1, 10}, "0 0 0 0 0 1 1", "0 0 0 1 1 1 1", "0 1 1 1 1 1 2"},
    };
    for (const Row& row : rows) {
        const std::string name = row.value.str() + " with factor " + row.factor.str();
        const auto shown = [&](Rounding rounding) {
            return sizes(sizer_of(SizingKind::multiplier, row.value, rounding, row.factor), 6);
        };
        EXPECT_EQ(shown(Rounding::down), row.down) << name << ", down";
        EXPECT_EQ(shown(Rounding::nearest), row.nearest) << name << ", nearest";
        EXPECT_EQ(shown(Rounding::up), row.up) << name << ", up";
    }
}

TEST(Sizer, shares_a_fixed_size_by_the_peak) {
    struct Row {
        std::int64_t value;
        std::int64_t peak;
        std::string down, nearest, up; // for a leader of 0 to its peak
    };
    const std::vector<Row> rows{
        {1, 1, "0 1", "0 1", "0 1"},
        {1, 3, "0 0 0 1", "0 0 1 1", "0 1 1 1"},
        {2, 3, "0 0 1 2", "0 1 1 2", "0 1 2 2"},
        {3, 3, "0 1 2 3", "0 1 2 3", "0 1 2 3"},
        {5, 4, "0 1 2 3 5", "0 1 3 4 5", "0 2 3 4 5"},
        {3, 6, "0 0 1 1 2 2 3", "0 1 1 2 2 3 3", "0 1 1 2 2 3 3"},
    };
    for (const Row& row : rows) {
        const std::string name = std::to_string(row.value) + " at peak " + std::to_string(row.peak);
        const auto shown = [&](Rounding rounding) {
            return sizes(sizer_of(SizingKind::fixed, Ratio(row.value, 1), rounding), row.peak,
                         row.peak);
        };
        EXPECT_EQ(shown(Rounding::down), row.down) << name << ", down";
        EXPECT_EQ(shown(Rounding::nearest), row.nearest) << name << ", nearest";
        EXPECT_EQ(shown(Rounding::up), row.up) << name << ", up";
    }
}

TEST(Sizer, of_a_fixed_size_takes_no_factor_and_no_balance) {
    const Sizer plain = sizer_of(SizingKind::fixed, Ratio(3, 1), Rounding::up);
    const Sizer rich = sizer_of(SizingKind::fixed, Ratio(3, 1), Rounding::up, Ratio(10, 1),
                                Money::of(1), Money::of(1'000'000));
    EXPECT_EQ(sizes(plain, 4), "0 3 3 3 3");
    EXPECT_EQ(sizes(rich, 4), "0 3 3 3 3");
}

TEST(Sizer, shares_by_balance) {
    struct Row {
        std::string name;
        Ratio percent;
        std::int64_t follower, leader; // balances
        Ratio factor;
        std::string down, nearest, up; // for a leader of 0 to 4
    };
    const std::vector<Row> rows{
        {"a third", {100, 1}, 50'000, 150'000, {1, 1}, "0 0 0 1 1", "0 0 1 1 1", "0 1 1 1 2"},
        {"the same", {100, 1}, 7, 7, {1, 1}, "0 1 2 3 4", "0 1 2 3 4", "0 1 2 3 4"},
        {"half of it", {50, 1}, 7, 7, {1, 1}, "0 0 1 1 2", "0 1 1 2 2", "0 1 1 2 2"},
        {"a part of one", {1, 2}, 300, 1, {1, 1}, "0 1 3 4 6", "0 2 3 5 6", "0 2 3 5 6"},
        {"micros", {100, 1}, 50'000, 150'000, {10, 1}, "0 3 6 10 13", "0 3 7 10 13", "0 4 7 10 14"},
    };
    for (const Row& row : rows) {
        const auto shown = [&](Rounding rounding) {
            return sizes(sizer_of(SizingKind::percent_of_balance, row.percent, rounding, row.factor,
                                  Money::of(row.follower), Money::of(row.leader)),
                         4);
        };
        EXPECT_EQ(shown(Rounding::down), row.down) << row.name << ", down";
        EXPECT_EQ(shown(Rounding::nearest), row.nearest) << row.name << ", nearest";
        EXPECT_EQ(shown(Rounding::up), row.up) << row.name << ", up";
    }
}

TEST(Sizer, needs_balances_that_it_can_divide_by) {
    struct Row {
        std::string name;
        std::optional<Money> follower, leader;
        bool made;
    };
    const Money some = Money::of(50'000);
    const Money most = Money::of(1'000'000'000);
    const std::vector<Row> rows{
        {"both", some, some, true},
        {"no follower's", std::nullopt, some, false},
        {"no leader's", some, std::nullopt, false},
        {"none", std::nullopt, std::nullopt, false},
        {"a follower without money", Money(0), some, false},
        {"a leader without money", some, Money(0), false},
        {"a follower in debt", Money(-1), some, false},
        {"a leader in debt", some, Money(-1), false},
        {"the smallest", Money(1), Money(1), true},
        {"the largest", most, most, true},
        {"a follower past it", most + Money(1), some, false},
        {"a leader past it", some, most + Money(1), false},
    };
    for (const Row& row : rows) {
        const Sizing percent{SizingKind::percent_of_balance, Ratio(100, 1), Rounding::down,
                             OverCap::clip};
        EXPECT_EQ(Sizer::make(percent, Ratio(1, 1), row.follower, row.leader, no_cap).has_value(),
                  row.made)
            << row.name;
        const Sizing multiplier{SizingKind::multiplier, Ratio(1, 1), Rounding::down, OverCap::clip};
        EXPECT_TRUE(Sizer::make(multiplier, Ratio(1, 1), row.follower, row.leader, no_cap))
            << row.name << ", which a multiplier does not ask for";
    }
}

TEST(Sizer, sizes_everything_to_nothing_until_it_is_made) {
    EXPECT_EQ(sizes(Sizer(), 3), "0 0 0 0");
    EXPECT_FALSE(Sizer().clips(Quantity(3), Quantity(3)));
}

TEST(Sizer, stops_at_the_cap_and_says_that_it_did) {
    struct Row {
        std::string name;
        SizingKind kind;
        Ratio value;
        std::int64_t cap;
        std::int64_t held, peak;
        std::int64_t size;
        bool clips;
    };
    const std::vector<Row> rows{
        {"below it", SizingKind::multiplier, {1, 1}, 3, 2, 2, 2, false},
        {"just at it", SizingKind::multiplier, {1, 1}, 3, 3, 3, 3, false},
        {"past it", SizingKind::multiplier, {1, 1}, 3, 4, 4, 3, true},
        {"past it before rounding alone", SizingKind::multiplier, {1, 2}, 3, 7, 7, 3, false},
        {"a cap of nothing", SizingKind::multiplier, {1, 1}, 0, 1, 1, 0, true},
        {"flat", SizingKind::multiplier, {1, 1}, 0, 0, 0, 0, false},
        {"a fixed size past it", SizingKind::fixed, {5, 1}, 3, 1, 1, 3, true},
        {"a share of a fixed size past it", SizingKind::fixed, {5, 1}, 3, 2, 5, 2, false},
    };
    for (const Row& row : rows) {
        const Sizer sizer = sizer_of(row.kind, row.value, Rounding::down, Ratio(1, 1), std::nullopt,
                                     std::nullopt, Quantity(row.cap));
        EXPECT_EQ(sizer.size(Quantity(row.held), Quantity(row.peak)).lots, row.size) << row.name;
        EXPECT_EQ(sizer.clips(Quantity(row.held), Quantity(row.peak)), row.clips) << row.name;
    }
}

// What settings allow at most: SizingValue and factor to a million with six decimals, balances to a
// thousand million with four, and for percent_of_balance 10^15 in the digits of both.
TEST(Sizer, calculates_exactly_at_the_bounds_of_the_settings) {
    const Ratio value(999'999'999'999, 1'000'000); // 999,999.999999
    const Ratio least(1, 1'000'000);
    const Money rich = Money(9'999'999'999'999);
    const Money poor = Money(1);
    const Quantity million(1'000'000);
    for (const Rounding rounding : {Rounding::down, Rounding::nearest, Rounding::up}) {
        const std::int64_t up = rounding == Rounding::up ? 1 : 0;
        const Sizer largest = sizer_of(SizingKind::multiplier, value, rounding, value);
        EXPECT_EQ(largest.size(million, million), no_cap);
        const Sizer level = sizer_of(SizingKind::multiplier, value, rounding, least);
        EXPECT_EQ(level.size(million, million).lots,
                  999'999 + (rounding == Rounding::down ? 0 : 1));
        const Sizer smallest = sizer_of(SizingKind::multiplier, least, rounding, least);
        EXPECT_EQ(smallest.size(million, million).lots, up);
        const Sizer shared = sizer_of(SizingKind::percent_of_balance, Ratio(1'000'000, 1), rounding,
                                      Ratio(999'999'999, 1'000'000), rich, poor);
        EXPECT_EQ(shared.size(million, million), no_cap);
        const Sizer crumbs = sizer_of(SizingKind::percent_of_balance, Ratio(999'999'999, 1'000'000),
                                      rounding, Ratio(999'999, 1'000'000), poor, rich);
        EXPECT_EQ(crumbs.size(million, million).lots, up);
        const Sizer fixed = sizer_of(SizingKind::fixed, Ratio(1'000'000, 1), rounding);
        EXPECT_EQ(fixed.size(million, million), million);
        EXPECT_EQ(fixed.size(Quantity(1), million), Quantity(1));
    }
}

// A peer may tell of orders that nobody could have; the curve has to answer for them too.
TEST(Sizer, takes_positions_past_its_bound_as_the_bound) {
    struct Row {
        std::string name;
        SizingKind kind;
        Ratio value;
        std::int64_t size;
    };
    const std::vector<Row> rows{
        {"a million times", SizingKind::multiplier, {1'000'000, 1}, 1'000'000'000},
        {"a millionth", SizingKind::multiplier, {1, 1'000'000}, 1'000},
        {"fixed", SizingKind::fixed, {2, 1}, 2},
        {"a millionth percent", SizingKind::percent_of_balance, {1, 1'000'000}, 10},
    };
    for (const Row& row : rows) {
        const Sizer sizer = sizer_of(row.kind, row.value, Rounding::down, Ratio(1, 1),
                                     Money::of(50'000), Money::of(50'000));
        for (const Quantity held : {no_cap, Quantity(10'000'000'000'000), Quantity(INT64_MAX)}) {
            EXPECT_EQ(sizer.size(held, held).lots, row.size) << row.name << " of " << held;
        }
    }
}

TEST(SizerDeathTest, stops_where_settings_would_have_let_digits_pass) {
    const Sizing sizing{SizingKind::percent_of_balance, Ratio(999'999'999'999, 1'000'000),
                        Rounding::down, OverCap::clip};
    EXPECT_DEATH(Sizer::make(sizing, Ratio(999'999'999'999, 1'000'000), Money(9'999'999'999'999),
                             Money(1), no_cap),
                 "invariant broken");
}

TEST(TargetCurve, bears_the_sign_of_the_leader) {
    struct Row {
        std::string name;
        SizingKind kind;
        std::int64_t now, peak;
        std::string targets; // for a leader of -4 to 4
    };
    const std::vector<Row> rows{
        {"half, flat", SizingKind::multiplier, 0, 0, "-2 -1 -1 0 0 0 1 1 2"},
        {"half, long", SizingKind::multiplier, 3, 4, "-2 -1 -1 0 0 0 1 1 2"},
        // a fixed 2: on the leader's side by the peak, on the other side whole
        {"fixed, flat", SizingKind::fixed, 0, 0, "-2 -2 -2 -2 0 2 2 2 2"},
        {"fixed, long 1 of a peak of 3", SizingKind::fixed, 1, 3, "-2 -2 -2 -2 0 0 1 2 2"},
        {"fixed, short 3", SizingKind::fixed, -3, 3, "-2 -2 -1 0 0 2 2 2 2"},
    };
    for (const Row& row : rows) {
        const Ratio value = row.kind == SizingKind::fixed ? Ratio(2, 1) : Ratio(1, 2);
        const TargetCurve curve{sizer_of(row.kind, value, Rounding::down), Position(row.now),
                                Quantity(row.peak)};
        std::string shown;
        for (std::int64_t p = -4; p <= 4; ++p) {
            if (!shown.empty()) shown += ' ';
            shown += std::to_string(curve.target(Position(p)).net);
        }
        EXPECT_EQ(shown, row.targets) << row.name;
        EXPECT_EQ(curve.target(), curve.target(Position(row.now))) << row.name;
    }
}

} // namespace
} // namespace lockstep
