// The background market: quotes, walks that take everybody on the way along, and random steps that
// are the same for the same seed.
#include "matching/background_market.hpp"
#include "unit/matching/event_text.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <random>

namespace lockstep::sim {
namespace {

constexpr InstrumentId es{0};
constexpr InstrumentId nq{1};
constexpr OwnerId background{1};
constexpr OwnerId customer{2};

// ES and NQ, both open, with a background of three levels of 10.
struct Floor {
    explicit Floor(std::uint64_t seed = 1)
        : exchange({listing("ES"), listing("NQ")}),
          market(exchange, background, seed,
                 {.levels = 3, .level_quantity = Quantity(10), .max_trade = Quantity(4)}) {}

    static Listing listing(const char* symbol) {
        Listing listing;
        listing.instrument.symbol = symbol;
        listing.protection_ticks = 8;
        listing.max_order_quantity = Quantity(100);
        listing.phase = Phase::open;
        return listing;
    }

    OrderId order(Side side, OrderType type, std::int64_t lots, std::optional<Price> price,
                  std::optional<Price> stop = std::nullopt) {
        const OrderTerms terms{side, type, TimeInForce::day, price, stop};
        return exchange.submit({customer, es, terms, Quantity(lots)}, Timestamp(0), events);
    }
    OrderId limit(Side side, std::int64_t lots, std::int64_t ticks) {
        return order(side, OrderType::limit, lots, Price(ticks));
    }
    OrderId stop(Side side, std::int64_t lots, std::int64_t ticks) {
        return order(side, OrderType::stop, lots, std::nullopt, Price(ticks));
    }
    void quote(std::int64_t ticks) {
        ASSERT_TRUE(market.quote(es, Price(ticks), Timestamp(0), events));
    }
    void move_to(std::int64_t ticks) {
        const auto moved = market.move_to(es, Price(ticks), Timestamp(0), events);
        ASSERT_TRUE(moved) << moved.error().what;
    }

    // Last report of an order, whatever it was.
    OrderState outcome(OrderId id) const {
        OrderState found;
        for (const MarketEvent& event : events) {
            const auto* const report = std::get_if<OrderReport>(&event);
            if (report != nullptr && report->order.id == id) found = report->order;
        }
        return found;
    }
    std::vector<std::int64_t> traded_prices() const {
        std::vector<std::int64_t> prices;
        for (const MarketEvent& event : events) {
            if (const auto* const print = std::get_if<TradePrint>(&event)) {
                prices.push_back(print->price.ticks);
            }
        }
        return prices;
    }

    Exchange exchange;
    BackgroundMarket market;
    std::vector<MarketEvent> events;
};

using Levels = std::vector<Level>;

Levels levels(std::initializer_list<std::int64_t> ticks) {
    Levels levels;
    for (const std::int64_t one : ticks) levels.push_back({Price(one), Quantity(10)});
    return levels;
}

void expect_settled_at(const Floor& floor, std::int64_t ticks) {
    EXPECT_EQ(floor.exchange.last_trade(es), Price(ticks));
    EXPECT_EQ(floor.market.reference(es), Price(ticks));
    ASSERT_TRUE(floor.exchange.best(es, Side::buy));
    ASSERT_TRUE(floor.exchange.best(es, Side::sell));
    EXPECT_EQ(floor.exchange.best(es, Side::buy)->price, Price(ticks - 1));
    EXPECT_EQ(floor.exchange.best(es, Side::sell)->price, Price(ticks + 1));
    for (const Side side : {Side::buy, Side::sell}) {
        for (const Level& level : floor.exchange.depth(es, side, 3)) {
            EXPECT_GE(level.quantity, Quantity(10));
        }
    }
}

} // namespace

TEST(Background, QuotesBothSidesAroundThePriceWithoutATrade) {
    Floor floor;
    floor.quote(100);
    EXPECT_EQ(floor.exchange.depth(es, Side::buy, 9), levels({99, 98, 97}));
    EXPECT_EQ(floor.exchange.depth(es, Side::sell, 9), levels({101, 102, 103}));
    EXPECT_EQ(floor.exchange.last_trade(es), std::nullopt);
    EXPECT_FALSE(floor.market.is_on(nq));
    EXPECT_TRUE(floor.exchange.depth(nq, Side::buy, 9).empty());
}

TEST(Background, MovesTickByTickAndTradesAtEach) {
    Floor floor;
    floor.quote(100);
    floor.move_to(100);
    expect_settled_at(floor, 100);
    floor.move_to(103);
    expect_settled_at(floor, 103);
    EXPECT_EQ(floor.traded_prices(), (std::vector<std::int64_t>{100, 101, 102, 103}));
    floor.move_to(101);
    expect_settled_at(floor, 101);
    EXPECT_EQ(floor.exchange.depth(es, Side::buy, 9), levels({100, 99, 98}));
    EXPECT_EQ(floor.exchange.depth(es, Side::sell, 9), levels({102, 103, 104}));
    EXPECT_TRUE(floor.exchange.orders_of(customer).empty());
}

TEST(Background, LimitsOnTheWayFillAtTheirPriceAndNoOthers) {
    Floor floor;
    floor.quote(100);
    floor.move_to(100);
    const OrderId target = floor.limit(Side::sell, 4, 105);
    const OrderId far_target = floor.limit(Side::sell, 4, 106);
    const OrderId entry = floor.limit(Side::buy, 2, 98);
    floor.move_to(105);
    expect_settled_at(floor, 105);
    EXPECT_EQ(floor.outcome(target).filled, Quantity(4));
    EXPECT_EQ(floor.outcome(target).value_ticks, 4 * 105);
    EXPECT_EQ(floor.outcome(far_target).filled, Quantity(0));
    EXPECT_EQ(floor.outcome(entry).filled, Quantity(0));
    floor.move_to(98);
    expect_settled_at(floor, 98);
    EXPECT_EQ(floor.outcome(entry).value_ticks, 2 * 98);
}

TEST(Background, StopsOnTheWayTriggerAndFillOneTickBeyond) {
    Floor floor;
    floor.quote(100);
    floor.move_to(100);
    const OrderId buy_stop = floor.stop(Side::buy, 2, 103);
    const OrderId sell_stop = floor.stop(Side::sell, 3, 97);
    const OrderId stop_limit =
        floor.order(Side::buy, OrderType::stop_limit, 1, Price(104), Price(103));
    floor.move_to(102);
    EXPECT_EQ(floor.outcome(buy_stop).filled, Quantity(0));
    floor.move_to(104);
    expect_settled_at(floor, 104);
    EXPECT_EQ(floor.outcome(buy_stop).value_ticks, 2 * 104);
    EXPECT_EQ(floor.outcome(stop_limit).value_ticks, 104);
    EXPECT_EQ(floor.outcome(sell_stop).filled, Quantity(0));
    floor.move_to(96);
    expect_settled_at(floor, 96);
    EXPECT_EQ(floor.outcome(sell_stop).value_ticks, 3 * 96);
}

TEST(Background, AStopLargerThanTheDepthEndsFilledAndThePriceHolds) {
    Floor floor;
    floor.quote(100);
    floor.move_to(100);
    const OrderId stop = floor.stop(Side::buy, 90, 102); // 30 are quoted
    floor.move_to(102);
    expect_settled_at(floor, 102);
    EXPECT_EQ(floor.outcome(stop).filled, Quantity(90));
}

TEST(Background, AStopLimitThatComesToRestAtThePriceTradesToo) {
    Floor floor;
    floor.quote(100);
    floor.move_to(100);
    floor.limit(Side::buy, 1, 98); // its fill triggers the stop-limit, which offers at 98
    const OrderId stop = floor.order(Side::sell, OrderType::stop_limit, 2, Price(98), Price(98));
    floor.move_to(98);
    expect_settled_at(floor, 98);
    EXPECT_EQ(floor.outcome(stop).value_ticks, 2 * 98);
}

TEST(Background, RefillsWhatMarketOrdersTook) {
    Floor floor;
    floor.quote(100);
    floor.move_to(100);
    floor.order(Side::buy, OrderType::market, 25, std::nullopt);
    EXPECT_EQ(floor.exchange.last_trade(es), Price(103));
    floor.move_to(100);
    expect_settled_at(floor, 100);
    EXPECT_EQ(floor.exchange.depth(es, Side::sell, 9), levels({101, 102, 103}));
}

TEST(Background, WithdrawTakesEveryQuoteAndLeavesTheOthers) {
    Floor floor;
    floor.quote(100);
    const OrderId mine = floor.limit(Side::buy, 1, 90);
    floor.market.withdraw(es, Timestamp(0), floor.events);
    EXPECT_FALSE(floor.market.is_on(es));
    EXPECT_TRUE(floor.exchange.orders_of(background).empty());
    EXPECT_NE(floor.exchange.find(mine), nullptr);
    const std::size_t before = floor.events.size();
    floor.market.step(es, Timestamp(0), floor.events);
    EXPECT_EQ(floor.events.size(), before);
    EXPECT_FALSE(floor.market.move_to(es, Price(101), Timestamp(0), floor.events));
}

TEST(Background, RefusesWhatItCannotDo) {
    Floor floor;
    const auto said = [](const Result<void>& result) {
        return result ? std::string("done") : result.error().what;
    };
    const auto quote = [&](InstrumentId instrument, std::int64_t ticks) {
        return said(floor.market.quote(instrument, Price(ticks), Timestamp(0), floor.events));
    };
    const auto move_to = [&](std::int64_t ticks) {
        return said(floor.market.move_to(es, Price(ticks), Timestamp(0), floor.events));
    };
    EXPECT_EQ(move_to(100), "background market: not switched on here");
    EXPECT_EQ(quote(InstrumentId{2}, 100), "background market: no such instrument");
    EXPECT_EQ(quote(es, max_price_ticks + 1), "background market: ES: price out of range");
    EXPECT_EQ(quote(es, max_price_ticks), "background market: ES: the exchange refuses quotes "
                                          "around 1000000000 ticks");
    EXPECT_FALSE(floor.market.is_on(es));
    EXPECT_TRUE(floor.exchange.orders_of(background).empty());
    EXPECT_EQ(quote(es, 100), "done");
    EXPECT_EQ(move_to(-max_price_ticks - 1), "background market: ES: price out of range");
    EXPECT_EQ(move_to(100 + BackgroundMarket::max_walk_ticks + 1),
              "background market: ES: more than 20000 ticks in one move");
    floor.exchange.set_phase(es, Phase::halted, Timestamp(0), floor.events);
    EXPECT_EQ(move_to(101), "background market: ES is halted");
    EXPECT_EQ(quote(es, 101), "background market: ES is halted");
}

TEST(Background, AWalkIntoTheBoundOfOrdersStopsWithAnError) {
    Listing listing = Floor::listing("ES");
    listing.max_working_orders = 6; // its own quotes and no more
    Exchange exchange({listing});
    BackgroundMarket market(exchange, background, 1, {.levels = 3});
    std::vector<MarketEvent> events;
    ASSERT_TRUE(market.quote(es, Price(100), Timestamp(0), events));
    const auto moved = market.move_to(es, Price(101), Timestamp(0), events);
    ASSERT_FALSE(moved);
    EXPECT_EQ(moved.error().what,
              "background market: ES: the exchange refuses orders around 101 ticks");
}

TEST(Background, QuotesComeBackAfterTheNight) {
    Floor floor;
    floor.quote(100);
    floor.exchange.set_phase(es, Phase::closed, Timestamp(0), floor.events);
    EXPECT_TRUE(floor.exchange.orders_of(background).empty());
    floor.exchange.set_phase(es, Phase::open, Timestamp(0), floor.events);
    floor.move_to(101);
    expect_settled_at(floor, 101);
}

TEST(Background, SameSeedSameCallsSameEvents) {
    const auto run = [](std::uint64_t seed) {
        Floor floor(seed);
        floor.quote(100);
        floor.limit(Side::sell, 5, 104);
        floor.stop(Side::sell, 5, 95);
        for (int i = 0; i < 500; ++i) {
            floor.market.step(es, Timestamp(i), floor.events);
            if (i % 100 == 99) floor.move_to(100 + i / 100);
        }
        return floor.events;
    };
    const auto first = run(7);
    EXPECT_TRUE(first == run(7));
    EXPECT_FALSE(first == run(8));
    EXPECT_GT(first.size(), 1'000U);
}

TEST(Background, StepsTradeAndWanderWithinTheirBounds) {
    Floor floor(3);
    floor.quote(1'000);
    std::int64_t lowest = 1'000;
    std::int64_t highest = 1'000;
    for (int i = 0; i < 5'000; ++i) {
        floor.market.step(es, Timestamp(i), floor.events);
        lowest = std::min(lowest, floor.market.reference(es)->ticks);
        highest = std::max(highest, floor.market.reference(es)->ticks);
        ASSERT_TRUE(floor.exchange.best(es, Side::buy));
        ASSERT_TRUE(floor.exchange.best(es, Side::sell));
    }
    EXPECT_EQ(lowest, 992); // the default wander of 8 ticks, reached and kept
    EXPECT_EQ(highest, 1'008);
    EXPECT_GT(floor.traded_prices().size(), 1'000U);
    for (const std::int64_t price : floor.traded_prices()) {
        ASSERT_GE(price, lowest - 3);
        ASSERT_LE(price, highest + 3);
    }
}

// Whatever customers have in the book, a walk ends where it should, and everything it passed has
// traded.
TEST(Background, EveryWalkSettlesWhateverRestsOnTheWay) {
    constexpr int floors = 150;
    std::uint64_t walks = 0;
    std::uint64_t triggered = 0;
    for (std::uint32_t seed = 1; seed <= floors && !HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937 random(seed);
        const auto between = [&](std::int64_t low, std::int64_t high) {
            return low +
                   static_cast<std::int64_t>(random() % static_cast<std::uint32_t>(high - low + 1));
        };
        Floor floor(seed);
        floor.quote(100);
        floor.move_to(100);
        std::int64_t at = 100;
        for (int walk = 0; walk < 15 && !HasFailure(); ++walk) {
            for (std::int64_t i = between(0, 12); i > 0; --i) {
                const Side side = between(0, 1) == 0 ? Side::buy : Side::sell;
                const auto type = static_cast<OrderType>(between(0, 3));
                floor.order(side, type, between(1, 60), Price(between(at - 12, at + 12)),
                            Price(between(at - 12, at + 12)));
            }
            const std::int64_t from = at;
            at += between(-10, 10);
            // The walk trades at every price after the first, up to the last.
            const std::int64_t first = from + (at > from ? 1 : at < from ? -1 : 0);
            floor.move_to(at);
            expect_settled_at(floor, at);
            ++walks;
            for (const OrderState& order : floor.exchange.orders_of(customer)) {
                const bool buys = order.terms.side == Side::buy;
                if (order.terms.stop_price && !order.triggered) {
                    const std::int64_t stop = order.terms.stop_price->ticks;
                    EXPECT_TRUE(buys ? stop > std::max(first, at) : stop < std::min(first, at));
                } else {
                    EXPECT_TRUE(buys ? *order.terms.price < Price(at)
                                     : *order.terms.price > Price(at));
                }
            }
        }
        for (const MarketEvent& event : floor.events) {
            const auto* const report = std::get_if<OrderReport>(&event);
            triggered += report != nullptr && report->kind == ReportKind::triggered ? 1 : 0;
        }
    }
    std::cout << floors << " floors, " << walks << " walks, " << triggered << " stops triggered\n";
    EXPECT_GT(triggered, 500U);
}

} // namespace lockstep::sim
