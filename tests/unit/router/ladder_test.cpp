// The ladder rule: what each of the leader's working orders is worth to a follower.
#include "router/ladder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lockstep {
namespace {

constexpr Quantity no_cap(1'000'000);

TargetCurve curve_of(SizingKind kind, Ratio value, std::int64_t now, std::int64_t peak,
                     Quantity cap = no_cap) {
    const Rounding rounding = kind == SizingKind::fixed ? Rounding::up : Rounding::down;
    const Sizing sizing{kind, value, rounding, OverCap::clip};
    return {*Sizer::make(sizing, Ratio(1, 1), std::nullopt, std::nullopt, cap), Position(now),
            Quantity(peak)};
}

std::vector<Quantity> quantities(const std::vector<std::int64_t>& lots) {
    std::vector<Quantity> made;
    for (const std::int64_t lot : lots) made.emplace_back(lot);
    return made;
}

std::string shown(const std::vector<Quantity>& ladder) {
    std::string text;
    for (const Quantity rung : ladder)
        text += (text.empty() ? "" : " ") + std::to_string(rung.lots);
    return text;
}

struct EntryRow {
    std::string name;
    SizingKind kind;
    Ratio value;
    std::int64_t now, peak;
    Side side;
    std::vector<std::int64_t> leaves; // front first
    std::string earned;
};

TEST(EntryLadder, walks_from_the_leaders_position_outwards) {
    const auto times = SizingKind::multiplier;
    const std::vector<EntryRow> rows{
        {"one for one", times, {1, 1}, 0, 0, Side::buy, {3, 2}, "3 2"},
        {"half, rung by rung", times, {1, 2}, 0, 0, Side::buy, {1, 1, 1, 1}, "0 1 0 1"},
        {"half, from a position", times, {1, 2}, 1, 1, Side::buy, {1, 1}, "1 0"},
        {"half, sold", times, {1, 2}, -1, 1, Side::sell, {1, 2, 1}, "1 1 0"},
        {"into micros", times, {10, 1}, 0, 0, Side::sell, {1, 1}, "10 10"},
        {"an order of nothing", times, {1, 1}, 0, 0, Side::buy, {0, 2}, "0 2"},
        {"no orders", times, {1, 1}, 0, 0, Side::buy, {}, ""},
        // the first order takes a fixed size whole, what is added takes nothing
        {"fixed, from flat", SizingKind::fixed, {2, 1}, 0, 0, Side::buy, {1, 5}, "2 0"},
        {"fixed, at its peak", SizingKind::fixed, {2, 1}, 3, 3, Side::buy, {1, 5}, "0 0"},
        {"fixed, below its peak", SizingKind::fixed, {4, 1}, 1, 4, Side::buy, {1, 2, 3}, "1 2 0"},
    };
    for (const EntryRow& row : rows) {
        const TargetCurve curve = curve_of(row.kind, row.value, row.now, row.peak);
        EXPECT_EQ(shown(entry_ladder(curve, row.side, quantities(row.leaves))), row.earned)
            << row.name;
    }
}

TEST(EntryLadder, stops_at_the_cap) {
    const TargetCurve curve = curve_of(SizingKind::multiplier, Ratio(1, 1), 1, 1, Quantity(4));
    EXPECT_EQ(shown(entry_ladder(curve, Side::buy, quantities({2, 2, 2}))), "2 1 0");
}

struct ClosingRow {
    std::string name;
    SizingKind kind;
    Ratio value;
    std::int64_t now, peak;
    std::int64_t held;
    std::vector<std::int64_t> leaves;
    std::string works;
};

TEST(ClosingLadder, walks_over_what_is_held_inwards) {
    const auto times = SizingKind::multiplier;
    const std::vector<ClosingRow> rows{
        {"one for one", times, {1, 1}, 3, 3, 3, {1, 1, 1}, "1 1 1"},
        {"one order for all", times, {1, 1}, 3, 3, 3, {3}, "3"},
        {"short", times, {1, 1}, -3, 3, 3, {1, 2}, "1 2"},
        {"half", times, {1, 2}, 3, 3, 1, {1, 1, 1}, "0 1 0"},
        {"a part of the position", times, {1, 1}, 3, 3, 3, {1}, "1"},
        // the order that takes the leader flat takes the follower flat, however much it holds
        {"holds less than its target", times, {1, 1}, 4, 4, 2, {1, 1, 2}, "0 0 2"},
        {"holds more than its target", times, {1, 1}, 2, 2, 5, {1, 1}, "4 1"},
        {"holds nothing", times, {1, 1}, 2, 2, 0, {1, 1}, "0 0"},
        {"more is worked than the leader holds", times, {1, 1}, 2, 2, 2, {2, 3}, "2 0"},
        {"one order beyond the leader's position", times, {1, 1}, 2, 2, 2, {5}, "2"},
        {"fixed goes last", SizingKind::fixed, {1, 1}, 3, 3, 1, {1, 1, 1}, "0 0 1"},
        {"fixed by its peak", SizingKind::fixed, {2, 1}, 2, 4, 1, {1, 1}, "0 1"},
        {"no orders", times, {1, 1}, 2, 2, 2, {}, ""},
    };
    for (const ClosingRow& row : rows) {
        const TargetCurve curve = curve_of(row.kind, row.value, row.now, row.peak);
        EXPECT_EQ(shown(closing_ladder(curve, Quantity(row.held), quantities(row.leaves))),
                  row.works)
            << row.name;
    }
}

OrderTerms terms_of(Side side, OrderType type, std::int64_t price) {
    OrderTerms terms{side, type, TimeInForce::day, std::nullopt, std::nullopt};
    if (type == OrderType::limit || type == OrderType::stop_limit) terms.price = Price(price);
    if (is_stop(type)) terms.stop_price = Price(price);
    return terms;
}

TEST(Ladder, has_the_order_in_front_that_would_trade_first) {
    struct Row {
        std::string name;
        Side side;
        OrderType type;
        std::int64_t first, second; // prices: the first one trades first
    };
    const std::vector<Row> rows{
        {"buy limits, the highest", Side::buy, OrderType::limit, 101, 100},
        {"sell limits, the lowest", Side::sell, OrderType::limit, 100, 101},
        {"buy stops, the lowest", Side::buy, OrderType::stop, 100, 101},
        {"sell stops, the highest", Side::sell, OrderType::stop, 101, 100},
        {"buy stop-limits by their stop", Side::buy, OrderType::stop_limit, 100, 101},
        {"below zero", Side::buy, OrderType::limit, -1, -2},
    };
    for (const Row& row : rows) {
        const OrderTerms first = terms_of(row.side, row.type, row.first);
        const OrderTerms second = terms_of(row.side, row.type, row.second);
        EXPECT_TRUE(trades_before(first, second)) << row.name;
        EXPECT_FALSE(trades_before(second, first)) << row.name;
        EXPECT_FALSE(trades_before(first, first)) << row.name << ", at a tie";
    }
    OrderTerms far_limit = terms_of(Side::sell, OrderType::stop_limit, 101);
    far_limit.price = Price(1);
    EXPECT_TRUE(trades_before(far_limit, terms_of(Side::sell, OrderType::stop, 100)));
}

TEST(LadderDeathTest, compares_only_what_stands_on_one_ladder) {
    const OrderTerms buy = terms_of(Side::buy, OrderType::limit, 100);
    EXPECT_DEATH(trades_before(buy, terms_of(Side::sell, OrderType::limit, 100)), "invariant");
    EXPECT_DEATH(trades_before(buy, terms_of(Side::buy, OrderType::stop, 100)), "invariant");
}

} // namespace
} // namespace lockstep
