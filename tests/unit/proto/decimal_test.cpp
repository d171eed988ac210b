// Numbers as peers and operators write them: exact, or refused.
#include "proto/decimal.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lockstep {
namespace {

TEST(Decimal, ReadsWhatFixPeersWrite) {
    struct Row {
        std::string_view text;
        std::int64_t mantissa;
        int scale;
        std::string_view printed;
    };
    const std::vector<Row> rows{
        {"0", 0, 0, "0"},
        {"-0", 0, 0, "0"},
        {"12", 12, 0, "12"},
        {"-12", -12, 0, "-12"},
        {"4500.25", 450025, 2, "4500.25"},
        {"002000.00", 200000, 2, "2000.00"},
        {".5", 5, 1, "0.5"},
        {"-.5", -5, 1, "-0.5"},
        {"5.", 5, 0, "5"},
        {"0.00390625", 390625, 8, "0.00390625"},
        {"999999999999999999", 999'999'999'999'999'999, 0, "999999999999999999"},
        {"0.000000000000000001", 1, 18, "0.000000000000000001"},
        {"0.0000000000000000010", 1, 18, "0.000000000000000001"}, // a zero too many says nothing
    };
    for (const auto& row : rows) {
        const auto value = Decimal::parse(row.text);
        ASSERT_TRUE(value) << value.error().what;
        EXPECT_EQ(value->mantissa, row.mantissa) << row.text;
        EXPECT_EQ(value->scale, row.scale) << row.text;
        EXPECT_EQ(value->str(), row.printed);
    }
}

TEST(Decimal, RefusesWhatIsNoNumber) {
    const std::string nul("1\0", 2);
    for (const std::string_view text : {"",
                                        "-",
                                        ".",
                                        "-.",
                                        "+1",
                                        "--1",
                                        "1-",
                                        "1e5",
                                        "1E5",
                                        "Inf",
                                        "NaN",
                                        "0x10",
                                        " 1",
                                        "1 ",
                                        "1,000",
                                        "1.2.3",
                                        "1'000",
                                        "\xD9\xA1",
                                        "9999999999999999999",
                                        "0.0000000000000000001"}) {
        EXPECT_FALSE(Decimal::parse(text)) << text;
    }
    EXPECT_FALSE(Decimal::parse(nul));
    EXPECT_EQ(Decimal::parse("1e5").error().what,
              "\"1e5\" is not a number: only digits, one point and a leading minus are allowed");
}

TEST(Decimal, QuotesOnlyTheBeginningOfALongText) {
    EXPECT_LT(Decimal::parse(std::string(100'000, 'x')).error().what.size(), 200U);
}

TEST(Ratio, IsReducedWithTheSignOnTop) {
    EXPECT_EQ(Ratio(2, 4).str(), "1/2");
    EXPECT_EQ(Ratio(1, -2).str(), "-1/2");
    EXPECT_EQ(Ratio(-6, -3).str(), "2");
    EXPECT_EQ(Ratio(0, -5).str(), "0");
    EXPECT_EQ(Ratio::parse("0.333")->str(), "333/1000");
    EXPECT_FALSE(Ratio::parse("1/3"));
}

TEST(Ratio, CalculatesAndComparesExactly) {
    EXPECT_EQ(Ratio(1, 3) * Ratio(3, 4), Ratio(1, 4));
    EXPECT_EQ(Ratio(1, 3) / Ratio(2, 3), Ratio(1, 2));
    EXPECT_EQ(Ratio(1, 3) / Ratio(-2, 3), Ratio(-1, 2));
    EXPECT_LT(Ratio(1, 3), Ratio(1, 2));
    EXPECT_LT(Ratio(-1, 2), Ratio(-1, 3));
    EXPECT_GT(Ratio(INT64_MAX, 2), Ratio(INT64_MAX, 3));
    // by way of 128 bits
    EXPECT_EQ(Ratio(INT64_MAX, 3) * Ratio(3, INT64_MAX), Ratio(1, 1));
}

TEST(RatioDeathTest, StopsWhereAResultWouldNotFit) {
    EXPECT_DEATH(Ratio(1, 0), "invariant broken");
    EXPECT_DEATH(Ratio(INT64_MAX, 1) * Ratio(2, 1), "invariant broken");
    EXPECT_DEATH(Ratio(1, 1) / Ratio(0, 1), "invariant broken");
}

TEST(Rounding, MakesWholeContracts) {
    struct Row {
        Ratio value;
        std::int64_t down, nearest, up;
    };
    const std::vector<Row> rows{
        {{0, 1}, 0, 0, 0}, {{1, 3}, 0, 0, 1}, {{1, 2}, 0, 1, 1},
        {{2, 3}, 0, 1, 1}, {{1, 1}, 1, 1, 1}, {{5, 4}, 1, 1, 2},
        {{3, 2}, 1, 2, 2}, {{5, 2}, 2, 3, 3}, {{99, 100}, 0, 1, 1},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(round_ratio(row.value, Rounding::down), row.down) << row.value.str();
        EXPECT_EQ(round_ratio(row.value, Rounding::nearest), row.nearest) << row.value.str();
        EXPECT_EQ(round_ratio(row.value, Rounding::up), row.up) << row.value.str();
    }
    EXPECT_DEATH(round_ratio(Ratio(-1, 2), Rounding::down), "invariant broken");
}

TEST(Divide, RoundsTowardsTheEndsAndNotTowardsZero) {
    EXPECT_EQ(floor_divide(7, 2), 3);
    EXPECT_EQ(floor_divide(-7, 2), -4);
    EXPECT_EQ(floor_divide(-8, 2), -4);
    EXPECT_EQ(ceil_divide(7, 2), 4);
    EXPECT_EQ(ceil_divide(-7, 2), -3);
    EXPECT_EQ(ceil_divide(8, 2), 4);
    EXPECT_DEATH(floor_divide(1, 0), "invariant broken");
}

} // namespace
} // namespace lockstep
