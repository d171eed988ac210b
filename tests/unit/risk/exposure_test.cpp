// How many weighted contracts an account stands for at its worst.
#include "risk/exposure.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lockstep {
namespace {

TEST(Exposure, is_at_its_worst_when_one_side_fills_whole) {
    struct Row {
        std::int64_t net, buys, sells, worst;
        std::int64_t entry_buys = 0, entry_sells = 0;
    };
    const std::vector<Row> rows{
        {0, 0, 0, 0},
        {5, 0, 0, 5},
        {-5, 0, 0, 5},
        {0, 3, 0, 3},
        {0, 0, 3, 3},
        {0, 3, 4, 4},
        {5, 2, 0, 7},
        {5, 0, 2, 5},
        {5, 0, 10, 5},
        {5, 0, 11, 6},
        {-5, 10, 0, 5},
        {-5, 11, 0, 6},
        {-5, 2, 2, 7},
        {5, 1, 12, 7},
        {-5, 12, 1, 7},
        // an entry against what is held counts whole: that may be closed first
        {3, 0, 4, 4, 0, 4},
        {3, 0, 7, 4, 0, 3},
        {3, 0, 2, 3, 0, 2},
        {-3, 5, 0, 5, 5, 0},
        {3, 2, 0, 5, 2, 0},
        // past every cap is past every cap
        {2'000'000'000, 0, 0, 1'000'000'000},
    };
    for (const Row& row : rows) {
        const Exposure exposure{Position(row.net), Quantity(row.buys), Quantity(row.sells),
                                Quantity(row.entry_buys), Quantity(row.entry_sells)};
        EXPECT_EQ(exposure.worst().lots, row.worst)
            << "net " << row.net << ", buys " << row.buys << " (" << row.entry_buys
            << " entries), sells " << row.sells << " (" << row.entry_sells << ")";
    }
}

TEST(AccountExposure, adds_the_worst_of_each_instrument_by_its_weight) {
    AccountExposure account(3);
    const std::vector<Ratio> weights{Ratio(1, 1), Ratio(1, 10), Ratio(1, 3)};
    EXPECT_EQ(account.weighted(weights), Ratio(0, 1));
    account.at(InstrumentId{0}).net = Position(-2);
    account.at(InstrumentId{0}).add_working(Side::sell, Quantity(1), true);
    EXPECT_EQ(account.weighted(weights), Ratio(3, 1));
    account.at(InstrumentId{1}).net = Position(7);
    EXPECT_EQ(account.weighted(weights), Ratio(37, 10));
    account.at(InstrumentId{2}).add_working(Side::buy, Quantity(4), true);
    account.at(InstrumentId{2}).add_working(Side::sell, Quantity(2), true);
    EXPECT_EQ(account.weighted(weights), Ratio(151, 30));
}

// The largest and finest weights that settings allow, on positions that no account could carry.
TEST(AccountExposure, calculates_exactly_at_the_bounds_of_the_settings) {
    constexpr std::uint32_t instruments = 100;
    AccountExposure account(instruments);
    AccountLimits limits;
    limits.max_contracts = Ratio(999'999'999, 10'000); // 99,999.9999
    limits.contract_weight.assign(instruments, Ratio(9'999'999, 10'000));
    limits.contract_weight[1] = Ratio(1, 10'000);
    for (std::uint32_t i = 2; i < instruments; ++i) {
        account.at(InstrumentId{i}).net = Position(i % 2 == 0 ? 5'000'000'000 : -5'000'000'000);
    }
    EXPECT_EQ(account.weighted(limits.contract_weight),
              Ratio(98 * 9'999'999 * std::int64_t{100'000}, 1));
    EXPECT_EQ(account.room(InstrumentId{0}, Side::buy, limits), Quantity(0));
    for (std::uint32_t i = 2; i < instruments; ++i) account.at(InstrumentId{i}).net = Position(0);
    EXPECT_EQ(account.room(InstrumentId{0}, Side::buy, limits), Quantity(100));
    EXPECT_EQ(account.room(InstrumentId{1}, Side::sell, limits), Quantity(999'999'999));
}

} // namespace
} // namespace lockstep
