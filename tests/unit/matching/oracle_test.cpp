// Random days of trading: the exchange and the naive one must say the same, event by event.
#include "unit/matching/event_text.hpp"
#include "unit/matching/naive_exchange.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>

namespace lockstep::sim {
namespace {

constexpr int day_count = 400;
constexpr int requests_a_day = 400;

struct Tally {
    std::map<std::string_view, std::uint64_t> events;
    std::uint64_t requests = 0;

    void count(const MarketEvent& event) {
        if (const auto* const report = std::get_if<OrderReport>(&event)) {
            ++events[name(report->kind)];
            if (report->refusal != Refusal::none) ++events[name(report->refusal)];
            if (report->cause != CancelCause::none) ++events[name(report->cause)];
        } else if (const auto* const refused = std::get_if<CancelRejected>(&event)) {
            ++events[name(refused->refusal)];
        } else if (const auto* const print = std::get_if<TradePrint>(&event)) {
            ++events[print->aggressor ? "trades" : "trades of an uncross"];
        }
    }
};

// One day of two instruments: narrow prices, so that orders meet, and now and then nonsense.
class Day {
  public:
    Day(std::uint32_t seed, Tally& tally)
        : random_(seed), tally_(tally), listings_(listings(seed)), real_(listings_),
          naive_(listings_) {}

    void play() {
        for (int i = 0; i < requests_a_day && !::testing::Test::HasFailure(); ++i) {
            request(Timestamp(i));
            compare(i);
        }
    }

  private:
    static std::vector<Listing> listings(std::uint32_t seed) {
        Listing es;
        es.protection_ticks = seed % 5;
        es.max_order_quantity = Quantity(12);
        es.max_working_orders = 20 + seed % 20;
        es.phase = Phase::open;
        if (seed % 3 != 0) es.last_settlement = Price(100);
        Listing nq = es;
        nq.phase = Phase::pre_open;
        return {es, nq};
    }

    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low +
               static_cast<std::int64_t>(random_() % static_cast<std::uint32_t>(high - low + 1));
    }
    bool one_in(std::int64_t times) { return between(1, times) == 1; }

    std::optional<Price> price() {
        if (one_in(60)) return std::nullopt;
        if (one_in(100)) return Price(max_price_ticks + between(0, 1));
        return Price(between(93, 107));
    }

    Quantity quantity() {
        if (one_in(40)) return Quantity(between(-1, 0));
        return Quantity(between(1, 13));
    }

    OrderTerms terms() {
        static constexpr std::array types = {
            OrderType::market, OrderType::limit, OrderType::limit,     OrderType::limit,
            OrderType::stop,   OrderType::stop,  OrderType::stop_limit};
        static constexpr std::array forces = {TimeInForce::day,
                                              TimeInForce::day,
                                              TimeInForce::day,
                                              TimeInForce::good_till_cancel,
                                              TimeInForce::good_till_cancel,
                                              TimeInForce::ioc,
                                              TimeInForce::fok,
                                              TimeInForce::gtd};
        OrderTerms terms;
        terms.side = one_in(2) ? Side::buy : Side::sell;
        terms.type = types[static_cast<std::size_t>(between(0, types.size() - 1))];
        terms.time_in_force = forces[static_cast<std::size_t>(
            between(0, one_in(20) ? forces.size() - 1 : forces.size() - 2))];
        terms.price = price();
        terms.stop_price = price();
        return terms;
    }

    // Mostly an order that works, else one that has ended or never was.
    OrderId some_order() {
        const auto working = naive_.orders_of(OwnerId{static_cast<std::uint64_t>(between(1, 3))});
        if (!working.empty() && !one_in(8)) {
            return working[static_cast<std::size_t>(
                               between(0, static_cast<std::int64_t>(working.size()) - 1))]
                .id;
        }
        return OrderId{static_cast<std::uint64_t>(between(0, given_ + 2))};
    }

    ReplaceEntry replacement() {
        const OrderId id = some_order();
        ReplaceEntry entry{id, terms(), quantity()};
        const OrderState* const order = real_.find(id);
        if (order == nullptr || one_in(6)) return entry;
        entry.terms = order->terms; // something sensible: another price or quantity
        if (one_in(3)) entry.total = order->total;
        if (entry.terms.price && one_in(2)) entry.terms.price = price();
        if (entry.terms.stop_price && one_in(3)) entry.terms.stop_price = price();
        return entry;
    }

    void request(Timestamp now) {
        told_.clear();
        expected_.clear();
        ++tally_.requests;
        const std::int64_t roll = between(1, 100);
        if (roll <= 62) {
            const OrderEntry entry{
                OwnerId{static_cast<std::uint64_t>(between(1, 3))},
                InstrumentId{static_cast<std::uint32_t>(one_in(100) ? 2 : between(0, 1))}, terms(),
                quantity()};
            const OrderId given = real_.submit(entry, now, told_);
            EXPECT_EQ(given, naive_.submit(entry, now, expected_));
            given_ = std::max(given_, static_cast<std::int64_t>(given.number));
        } else if (roll <= 80) {
            const ReplaceEntry entry = replacement();
            real_.replace(entry, now, told_);
            naive_.replace(entry, now, expected_);
        } else if (roll <= 94) {
            const OrderId order = some_order();
            const CancelCause cause = one_in(5) ? CancelCause::by_venue : CancelCause::requested;
            real_.cancel(order, now, told_, cause);
            naive_.cancel(order, now, expected_, cause);
        } else {
            static constexpr std::array phases = {Phase::open,     Phase::open,   Phase::open,
                                                  Phase::open,     Phase::open,   Phase::open,
                                                  Phase::pre_open, Phase::halted, Phase::closed};
            const InstrumentId instrument{static_cast<std::uint32_t>(between(0, 1))};
            const Phase phase = phases[static_cast<std::size_t>(between(0, phases.size() - 1))];
            real_.set_phase(instrument, phase, now, told_);
            naive_.set_phase(instrument, phase, now, expected_);
        }
    }

    void compare(int number) {
        EXPECT_TRUE(told_ == expected_) << "request " << number << ":\n"
                                        << difference(told_, expected_);
        for (const MarketEvent& event : told_) tally_.count(event);
        for (std::uint32_t i = 0; i < 2; ++i) {
            const InstrumentId instrument{i};
            EXPECT_EQ(real_.last_trade(instrument), naive_.last_trade(instrument));
            for (const Side side : {Side::buy, Side::sell}) {
                EXPECT_TRUE(real_.depth(instrument, side, 1'000) == naive_.depth(instrument, side));
            }
        }
        for (std::uint64_t owner = 1; owner <= 3; ++owner) {
            EXPECT_TRUE(real_.orders_of(OwnerId{owner}) == naive_.orders_of(OwnerId{owner}));
        }
    }

    std::mt19937 random_;
    Tally& tally_;
    std::vector<Listing> listings_;
    Exchange real_;
    NaiveExchange naive_;
    std::vector<MarketEvent> told_;
    std::vector<MarketEvent> expected_;
    std::int64_t given_ = 0;
};

} // namespace

TEST(Oracle, RandomDaysGiveTheSameEventsAsTheNaiveExchange) {
    Tally tally;
    for (std::uint32_t seed = 1; seed <= day_count && !HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Day(seed, tally).play();
    }
    std::cout << day_count << " days, " << tally.requests << " requests\n";
    for (const auto& [event, count] : tally.events) {
        std::cout << "  " << event << ": " << count << '\n';
    }
    // The days prove only what they reach: every kind of report, every refusal, every cause.
    for (int i = 0; i <= static_cast<int>(ReportKind::expired); ++i) {
        EXPECT_GT(tally.events[name(static_cast<ReportKind>(i))], 100U);
    }
    for (int i = 1; i <= static_cast<int>(Refusal::already_triggered); ++i) {
        EXPECT_GT(tally.events[name(static_cast<Refusal>(i))], 20U)
            << name(static_cast<Refusal>(i));
    }
    for (int i = 1; i <= static_cast<int>(CancelCause::fok_not_filled); ++i) {
        EXPECT_GT(tally.events[name(static_cast<CancelCause>(i))], 100U);
    }
    EXPECT_GT(tally.events["trades of an uncross"], 100U);
}

} // namespace lockstep::sim
