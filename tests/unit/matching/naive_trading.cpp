// The naive exchange's half that trades.
#include "unit/matching/naive_exchange.hpp"

#include <algorithm>
#include <cstdlib>

namespace lockstep::sim {

void NaiveExchange::act(OrderId id) {
    Working* order = find(id);
    order->queued = true;
    if (is_stop(*order)) return;
    order->queued = false;
    const InstrumentId instrument = order->state.instrument;
    const OrderTerms terms = order->state.terms;
    const Side side = terms.side;
    const Side other = side == Side::buy ? Side::sell : Side::buy;
    Price limit;
    if (terms.type == OrderType::market) {
        limit = protection(instrument, side, *market_reference(instrument, side));
    } else if (terms.type == OrderType::stop) {
        limit = protection(instrument, side, *terms.stop_price);
    } else {
        limit = *terms.price;
    }
    const auto in_reach = [&](Price price) {
        return side == Side::buy ? price <= limit : price >= limit;
    };
    if (places_[instrument.index].phase == Phase::open) {
        std::int64_t there = 0;
        for (const Level& level : depth(instrument, other)) {
            if (in_reach(level.price)) there += level.quantity.lots;
        }
        const bool kill =
            terms.time_in_force == TimeInForce::fok && there < order->state.leaves.lots;
        while (!kill && order->state.leaves.lots > 0) {
            const Working* const against = best(instrument, other);
            if (against == nullptr || !in_reach(*against->state.terms.price)) break;
            trade(id, against->state.id, *against->state.terms.price,
                  std::min(order->state.leaves.lots, against->state.leaves.lots), side);
        }
    }
    if (order->state.leaves.lots == 0) return;
    if (terms.time_in_force == TimeInForce::ioc || terms.time_in_force == TimeInForce::fok) {
        order->state.leaves = Quantity(0);
        say(ReportKind::canceled, order->state).cause = terms.time_in_force == TimeInForce::ioc
                                                            ? CancelCause::ioc_rest
                                                            : CancelCause::fok_not_filled;
        return;
    }
    if (terms.type == OrderType::market || terms.type == OrderType::stop) {
        order->state.terms =
            OrderTerms{side, OrderType::limit, terms.time_in_force, limit, std::nullopt};
        say(ReportKind::restated, order->state);
    }
    order->queued = true;
    order->arrived = ++arrivals_;
}

void NaiveExchange::trade(OrderId first, OrderId second, Price price, std::int64_t lots,
                          std::optional<Side> aggressor) {
    const TradeId number{++trade_count_};
    for (const OrderId id : {first, second}) {
        Working& order = *find(id);
        order.state.filled = Quantity(order.state.filled.lots + lots);
        order.state.leaves = Quantity(order.state.leaves.lots - lots);
        order.state.value_ticks += price.ticks * lots;
        say(ReportKind::fill, order.state).fill =
            Fill{number, price, Quantity(lots), aggressor.has_value() && id == first};
    }
    const InstrumentId instrument = std::get<OrderReport>(out_->back()).order.instrument;
    out_->emplace_back(TradePrint{now_, instrument, number, price, Quantity(lots), aggressor});
    places_[instrument.index].last = price;
    places_[instrument.index].traded.push_back(price);
}

void NaiveExchange::uncross(InstrumentId instrument) {
    const std::optional<Price> last = places_[instrument.index].last;
    const auto bids = depth(instrument, Side::buy);
    const auto asks = depth(instrument, Side::sell);
    std::vector<Price> candidates;
    candidates.reserve(bids.size() + asks.size() + 1);
    for (const Level& level : bids) candidates.push_back(level.price);
    for (const Level& level : asks) candidates.push_back(level.price);
    if (last) candidates.push_back(*last);

    struct Offer {
        Price price;
        std::int64_t volume = 0, surplus = 0, away = 0;
    };
    std::optional<Offer> chosen;
    for (const Price price : candidates) {
        std::int64_t buyers = 0, sellers = 0;
        for (const Level& level : bids) buyers += level.price >= price ? level.quantity.lots : 0;
        for (const Level& level : asks) sellers += level.price <= price ? level.quantity.lots : 0;
        const Offer offer{price, std::min(buyers, sellers), std::abs(buyers - sellers),
                          last ? std::abs(price.ticks - last->ticks) : 0};
        const auto better = [](const Offer& a, const Offer& b) {
            if (a.volume != b.volume) return a.volume > b.volume;
            if (a.surplus != b.surplus) return a.surplus < b.surplus;
            if (a.away != b.away) return a.away < b.away;
            return a.price < b.price;
        };
        if (!chosen || better(offer, *chosen)) chosen = offer;
    }
    if (!chosen) return;
    for (std::int64_t left = chosen->volume; left > 0;) {
        const Working& buyer = *best(instrument, Side::buy);
        const Working& seller = *best(instrument, Side::sell);
        const std::int64_t lots =
            std::min(left, std::min(buyer.state.leaves.lots, seller.state.leaves.lots));
        trade(buyer.state.id, seller.state.id, chosen->price, lots, std::nullopt);
        left -= lots;
    }
}

void NaiveExchange::end_of_call(InstrumentId instrument) {
    Place& place = places_[instrument.index];
    if (place.traded.empty() && place.last) place.traded.push_back(*place.last);
    while (place.phase == Phase::open) {
        Working* const stop = touched(instrument);
        if (stop == nullptr) break;
        stop->state.triggered = true;
        say(ReportKind::triggered, stop->state);
        act(stop->state.id);
    }
    place.traded.clear();
    sweep_ended();
    const auto bids = depth(instrument, Side::buy);
    const auto asks = depth(instrument, Side::sell);
    const auto front = [](const std::vector<Level>& levels) {
        return levels.empty() ? std::optional<Level>() : levels.front();
    };
    if (front(bids) == place.bid && front(asks) == place.ask) return;
    place.bid = front(bids);
    place.ask = front(asks);
    out_->emplace_back(TopOfBook{now_, instrument, place.bid, place.ask});
}

void NaiveExchange::sweep_ended() {
    std::erase_if(orders_, [](const Working& order) { return order.state.leaves.lots == 0; });
}

} // namespace lockstep::sim
