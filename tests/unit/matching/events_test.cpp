// What the events carry, field by field.
#include "unit/matching/event_text.hpp"
#include "unit/matching/play.hpp"

#include <set>

namespace lockstep::sim {
namespace {

template <class T> std::vector<T> all_of(const std::vector<MarketEvent>& events) {
    std::vector<T> found;
    for (const MarketEvent& event : events) {
        if (const auto* const one = std::get_if<T>(&event)) found.push_back(*one);
    }
    return found;
}

OrderEntry limit_order(std::uint64_t owner, Side side, std::int64_t lots, std::int64_t ticks) {
    OrderEntry entry;
    entry.owner = OwnerId{owner};
    entry.terms.side = side;
    entry.terms.type = OrderType::limit;
    entry.terms.price = Price(ticks);
    entry.quantity = Quantity(lots);
    return entry;
}

} // namespace

TEST(Events, OneTradeFieldByField) {
    Exchange exchange({es_listing()});
    std::vector<MarketEvent> events;
    const OrderEntry offer = limit_order(7, Side::sell, 5, 101);
    const OrderEntry bid = limit_order(8, Side::buy, 2, 103);
    EXPECT_EQ(exchange.submit(offer, Timestamp(11), events), OrderId{1});
    EXPECT_EQ(exchange.submit(bid, Timestamp(12), events), OrderId{2});

    OrderState sold{OrderId{1},  OwnerId{7},  InstrumentId{0}, offer.terms,
                    Quantity(5), Quantity(0), Quantity(5)};
    OrderState bought{OrderId{2},  OwnerId{8},  InstrumentId{0}, bid.terms,
                      Quantity(2), Quantity(0), Quantity(2)};
    const auto report = [](Timestamp time, std::uint64_t exec, ReportKind kind,
                           const OrderState& order, std::optional<Fill> fill = std::nullopt) {
        return OrderReport{time, ExecId{exec}, kind, order, {}, CancelCause::none, fill};
    };
    std::vector<MarketEvent> expected;
    expected.emplace_back(report(Timestamp(11), 1, ReportKind::accepted, sold));
    expected.emplace_back(
        TopOfBook{Timestamp(11), InstrumentId{0}, std::nullopt, Level{Price(101), Quantity(5)}});
    expected.emplace_back(report(Timestamp(12), 2, ReportKind::accepted, bought));
    bought.filled = Quantity(2);
    bought.leaves = Quantity(0);
    bought.value_ticks = 202;
    sold.filled = Quantity(2);
    sold.leaves = Quantity(3);
    sold.value_ticks = 202;
    expected.emplace_back(report(Timestamp(12), 3, ReportKind::fill, bought,
                                 Fill{TradeId{1}, Price(101), Quantity(2), true}));
    expected.emplace_back(report(Timestamp(12), 4, ReportKind::fill, sold,
                                 Fill{TradeId{1}, Price(101), Quantity(2), false}));
    expected.emplace_back(
        TradePrint{Timestamp(12), InstrumentId{0}, TradeId{1}, Price(101), Quantity(2), Side::buy});
    expected.emplace_back(
        TopOfBook{Timestamp(12), InstrumentId{0}, std::nullopt, Level{Price(101), Quantity(3)}});
    EXPECT_TRUE(events == expected) << difference(events, expected);
    EXPECT_EQ(exchange.last_trade(InstrumentId{0}), Price(101));
    ASSERT_NE(exchange.find(OrderId{1}), nullptr);
    EXPECT_TRUE(*exchange.find(OrderId{1}) == sold);
    EXPECT_EQ(exchange.find(OrderId{2}), nullptr);
}

TEST(Events, TopOfBookComesOnceACallAndOnlyWhenItChanged) {
    Play(Shown::everything)
        .rows({
            {"a buy 2 limit 99", "a accepted; bid 2 @ 99, ask none"},
            {"b buy 2 limit 98", "b accepted"},
            {"c sell 2 limit 101", "c accepted; bid 2 @ 99, ask 2 @ 101"},
            {"d buy 1 limit 99", "d accepted; bid 3 @ 99, ask 2 @ 101"},
            {"x sell 5 limit 98",
             "x accepted; x takes 2 @ 99, 3 left; a gives 2 @ 99, 0 left; "
             "traded 2 @ 99 by a sell; x takes 1 @ 99, 2 left; d gives 1 @ 99, 0 left; "
             "traded 1 @ 99 by a sell; x takes 2 @ 98, 0 left; b gives 2 @ 98, 0 left; "
             "traded 2 @ 98 by a sell; bid none, ask 2 @ 101"},
            {"cancel c", "c canceled: requested; bid none, ask none"},
        });
}

TEST(Events, ExecutionIdsCountOverAllInstrumentsWithoutAGap) {
    Listing nq = es_listing();
    nq.instrument.symbol = "NQ";
    Exchange exchange({es_listing(), nq});
    std::vector<MarketEvent> events;
    for (std::uint32_t i = 0; i < 20; ++i) {
        OrderEntry entry = limit_order(1, i % 4 < 2 ? Side::buy : Side::sell, 1 + i % 3, 100);
        entry.instrument = InstrumentId{i % 2};
        exchange.submit(entry, Timestamp(i), events);
    }
    std::uint64_t last = 0;
    std::uint64_t fills = 0;
    for (const OrderReport& report : all_of<OrderReport>(events)) {
        EXPECT_EQ(report.exec_id.number, ++last);
        fills += report.kind == ReportKind::fill ? 1 : 0;
    }
    EXPECT_EQ(fills, 2 * all_of<TradePrint>(events).size());
    EXPECT_GT(fills, 0U);
}

TEST(Events, AverageComesFromTheValueOfAllFills) {
    Play play;
    play.request("a sell 1 limit 100");
    play.request("b sell 2 limit 103");
    play.request("x buy 5 limit 103");
    const OrderState& order = *play.exchange().find(play.id("x"));
    EXPECT_EQ(order.filled, Quantity(3));
    EXPECT_EQ(order.value_ticks, 100 + 2 * 103);
}

TEST(Events, OrdersOfAnOwnerOldestFirst) {
    Play play;
    play.request("alice/a buy 1 limit 99");
    play.request("bob/b buy 1 limit 98");
    play.request("alice/c sell 1 stop 90");
    const OwnerId alice = play.exchange().find(play.id("a"))->owner;
    const std::vector<OrderState> orders = play.exchange().orders_of(alice);
    ASSERT_EQ(orders.size(), 2U);
    EXPECT_EQ(orders[0].id, play.id("a"));
    EXPECT_EQ(orders[1].id, play.id("c"));
    EXPECT_TRUE(play.exchange().orders_of(OwnerId{99}).empty());
}

TEST(Events, EveryWordHasItsOwnName) {
    std::set<std::string_view> names;
    std::size_t words = 0;
    const auto add = [&](std::string_view one) {
        names.insert(one);
        ++words;
    };
    for (int i = 0; i <= static_cast<int>(Refusal::already_triggered); ++i) {
        add(name(static_cast<Refusal>(i)));
    }
    for (int i = 0; i <= static_cast<int>(ReportKind::expired); ++i) {
        add(name(static_cast<ReportKind>(i)));
    }
    EXPECT_EQ(names.size(), words);
    EXPECT_FALSE(names.contains(""));
}

} // namespace lockstep::sim
