// Prices between text and ticks, and between two instruments' ticks.
#include "proto/instrument.hpp"

#include "support/sample_events.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

TEST(Price, GoesFromTextToTicksAndBack) {
    struct Row {
        std::string_view tick;
        std::string_view text;
        std::int64_t ticks;
        std::string_view printed;
    };
    const std::vector<Row> rows{
        {"0.25", "4500.25", 18001, "4500.25"},
        {"0.25", "4500.2500", 18001, "4500.25"},
        {"0.25", "4500", 18000, "4500.00"},
        {"0.25", "-37.50", -150, "-37.50"}, // oil in 2020
        {"0.25", "0", 0, "0.00"},
        {"1", "17000.0", 17000, "17000"},
        {"0.00390625", "110.00390625", 28161, "110.00390625"},
        {"0.0000005", "0.0062345", 12469, "0.0062345"},
        {"5", "100", 20, "100"},
    };
    for (const auto& row : rows) {
        const auto instrument = test::instrument("X", row.tick, "1");
        const auto price = parse_price(instrument, row.text);
        ASSERT_TRUE(price) << price.error().what;
        EXPECT_EQ(price->ticks, row.ticks) << row.text;
        EXPECT_EQ(format_price(instrument, *price), row.printed);
    }
}

TEST(Price, RefusesWhatLiesBetweenTicksOrIsNoPrice) {
    const auto es = test::instrument("ES", "0.25", "12.50");
    EXPECT_EQ(parse_price(es, "4500.13").error().what,
              "4500.13 is not a multiple of ES's tick 0.25");
    EXPECT_EQ(parse_price(es, "999999999999999999").error().what,
              "999999999999999999 is out of range for a price of ES");
    for (const auto* text : {"", "1e5", "Inf", "NaN", "4500,25", "4500.00000000000000000001"}) {
        EXPECT_FALSE(parse_price(es, text)) << text;
    }
}

TEST(Price, ConvertsByPriceAndNotByTickCount) {
    const auto quarter = test::instrument("ES", "0.25", "12.50");
    const auto whole = test::instrument("FDAX", "1", "25");
    const auto tenth = test::instrument("GC", "0.1", "10");
    struct Row {
        const Instrument& from;
        const Instrument& to;
        std::int64_t ticks, down, up;
    };
    const std::vector<Row> rows{
        {quarter, whole, 18001, 4500, 4501}, // 4500.25
        {quarter, whole, 18000, 4500, 4500}, {quarter, whole, -1, -1, 0},
        {quarter, tenth, 1, 2, 3}, // 0.25
        {tenth, quarter, -1, -1, 0},         {whole, quarter, 4500, 18000, 18000},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(convert_price(row.from, row.to, Price(row.ticks), PriceRounding::down).ticks,
                  row.down);
        EXPECT_EQ(convert_price(row.from, row.to, Price(row.ticks), PriceRounding::up).ticks,
                  row.up);
    }
}

TEST(Instrument, IsFoundBySymbol) {
    const auto lists = test::sample_lists();
    EXPECT_EQ(find_instrument(lists.instruments, "ZT"), InstrumentId{2});
    EXPECT_EQ(find_instrument(lists.instruments, "zt"), std::nullopt);
    EXPECT_EQ(find_instrument({}, "ES"), std::nullopt);
}

} // namespace
} // namespace lockstep
