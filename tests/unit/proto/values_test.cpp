// The value types: money, positions, quantities, short text.
#include "proto/text.hpp"
#include "proto/values.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lockstep {
namespace {

TEST(Money, ReadsAndPrintsUpToFourDecimals) {
    struct Row {
        std::string_view text;
        std::int64_t units;
        std::string_view printed;
    };
    const std::vector<Row> rows{
        {"0", 0, "0.00"},           {"1234.5", 12'345'000, "1234.50"}, {"7.8125", 78'125, "7.8125"},
        {"-0.01", -100, "-0.01"},   {"-0.0001", -1, "-0.0001"},        {"12.50", 125'000, "12.50"},
        {"1.125", 11'250, "1.125"}, {"3.10000", 31'000, "3.10"},
    };
    for (const auto& row : rows) {
        const auto money = Money::parse(row.text);
        ASSERT_TRUE(money) << money.error().what;
        EXPECT_EQ(money->units, row.units);
        EXPECT_EQ(money->str(), row.printed);
    }
}

TEST(Money, RefusesWhatItCannotHold) {
    EXPECT_EQ(Money::parse("0.00001").error().what, "\"0.00001\" has more than four decimals");
    EXPECT_EQ(Money::parse("999999999999999").error().what,
              "\"999999999999999\" is too large for an amount of money");
    EXPECT_FALSE(Money::parse("-999999999999999999"));
    EXPECT_FALSE(Money::parse("ten"));
}

TEST(Money, OfTicksGoesByWayOf128Bits) {
    EXPECT_EQ(money_of_ticks(*Money::parse("12.50"), Int128{-3} * 2), *Money::parse("-75"));
    EXPECT_EQ(money_of_ticks(Money(1), INT64_MAX), Money(INT64_MAX));
    EXPECT_DEATH(money_of_ticks(Money(2), INT64_MAX), "invariant broken");
}

TEST(Position, TellsSidesAndSizes) {
    EXPECT_EQ(abs(Position(-3)), Quantity(3));
    EXPECT_EQ(signed_quantity(Side::sell, Quantity(2)), Position(-2));
    EXPECT_EQ(side_of(Position(-1)), Side::sell);
    EXPECT_EQ(side_of(Position(0)), Side::buy);
    EXPECT_EQ(on_side(Position(3), Side::buy), Quantity(3));
    EXPECT_EQ(on_side(Position(3), Side::sell), Quantity(0));
    EXPECT_EQ(on_side(Position(-3), Side::sell), Quantity(3));
    EXPECT_EQ(Position(2) - Position(5), -Position(3));
    EXPECT_EQ(less(Quantity(2), Quantity(5)), Quantity(0));
    EXPECT_EQ(less(Quantity(5), Quantity(2)), Quantity(3));
}

TEST(Time, AddsAndSubtracts) {
    EXPECT_EQ(Timestamp(5) + Duration::milliseconds(2), Timestamp(2'000'005));
    EXPECT_EQ(Timestamp(2'000'000'000) - Timestamp(0), Duration::seconds(2));
}

TEST(ShortText, HoldsUpToItsCapacity) {
    EXPECT_EQ(Text<4>("abcd").view(), "abcd");
    EXPECT_TRUE(Text<4>::fits("abcd"));
    EXPECT_FALSE(Text<4>::fits("abcde"));
    EXPECT_TRUE(Text<4>().empty());
    EXPECT_LT(Text<4>("ab"), Text<4>("b"));
    EXPECT_EQ(std::hash<Text<4>>{}("ab"), std::hash<Text<4>>{}(std::string("ab")));
    EXPECT_DEATH(Text<4>("abcde"), "invariant broken");
}

} // namespace
} // namespace lockstep
