#include "matching/matcher.hpp"

#include "matching/uncross.hpp"
#include "proto/check.hpp"

#include <algorithm>

namespace lockstep::sim {
namespace {

// `reference` made worse by `ticks` for whoever trades on `side`.
Price worse_by(Price reference, std::int64_t ticks, Side side) {
    const std::int64_t moved =
        side == Side::buy ? reference.ticks + ticks : reference.ticks - ticks;
    return Price(std::clamp(moved, -max_price_ticks, max_price_ticks));
}

void count_fill(OrderState& order, Level at) {
    order.filled += at.quantity;
    order.value_ticks += at.price.ticks * at.quantity.lots;
}

bool may_rest(TimeInForce time_in_force) {
    return time_in_force != TimeInForce::ioc && time_in_force != TimeInForce::fok;
}

} // namespace

std::optional<Price> Matcher::reference(Side side, bool open) const {
    if (!open) return last_;
    const std::optional<Level> best = book_.side(opposite(side)).best();
    return best ? best->price : last_;
}

Price Matcher::limit_of(const OrderState& order, bool open) const {
    const OrderTerms& terms = order.terms;
    switch (terms.type) {
    case OrderType::limit:
    case OrderType::stop_limit: return *terms.price;
    case OrderType::stop: return worse_by(*terms.stop_price, protection_ticks_, terms.side);
    case OrderType::market: break;
    }
    const std::optional<Price> from = reference(terms.side, open);
    LOCKSTEP_CHECK(from.has_value());
    return worse_by(*from, protection_ticks_, terms.side);
}

void Matcher::enter(Order& order, bool open, Tape& tape) {
    if (is_waiting_stop(order.state)) {
        book_.rest(order);
        return;
    }
    const Price limit = limit_of(order.state, open);
    if (open) {
        const PriceQueue& others = book_.side(opposite(order.state.terms.side));
        const bool whole_or_nothing = order.state.terms.time_in_force == TimeInForce::fok;
        if (!whole_or_nothing || others.holds(order.state.leaves, limit)) {
            trade_up_to(order, limit, tape);
        }
    }
    settle_rest(order, limit, tape);
}

void Matcher::trade_up_to(Order& order, Price limit, Tape& tape) {
    const Side side = order.state.terms.side;
    const PriceQueue& others = book_.side(opposite(side));
    while (!order.state.leaves.is_zero()) {
        const std::optional<Level> best = others.best();
        if (!best || !others.reaches(best->price, limit)) return;
        Order& resting = *book_.find(*others.front());
        const Level at{best->price, std::min(order.state.leaves, resting.state.leaves)};
        count_fill(order.state, at);
        order.state.leaves = less(order.state.leaves, at.quantity);
        fill_resting(resting, at);
        tell_trade(order, resting, at, side, tape);
        forget_if_done(resting);
    }
}

void Matcher::fill_resting(Order& order, Level at) {
    count_fill(order.state, at);
    if (at.quantity < order.state.leaves) {
        book_.reduce(order, less(order.state.leaves, at.quantity));
        return;
    }
    book_.take_out(order);
    order.state.leaves = Quantity(0);
}

void Matcher::tell_trade(const Order& first, const Order& second, Level at,
                         std::optional<Side> aggressor, Tape& tape) {
    Fill fill{tape.counters().next_trade(), at.price, at.quantity, aggressor.has_value()};
    tape.filled(first.state, fill);
    fill.aggressor = false;
    tape.filled(second.state, fill);
    tape.print(instrument_, fill, aggressor);
    last_ = at.price;
    lowest_ = std::min(lowest_.value_or(at.price), at.price);
    highest_ = std::max(highest_.value_or(at.price), at.price);
}

void Matcher::forget_if_done(const Order& order) {
    if (order.state.leaves.is_zero()) book_.forget(order.state.id);
}

// What to do with what an order could not trade on arrival.
void Matcher::settle_rest(Order& order, Price limit, Tape& tape) {
    OrderState& state = order.state;
    if (!state.leaves.is_zero() && !may_rest(state.terms.time_in_force)) {
        const bool fok = state.terms.time_in_force == TimeInForce::fok;
        state.leaves = Quantity(0);
        tape.canceled(state, fok ? CancelCause::fok_not_filled : CancelCause::ioc_rest);
    }
    if (state.leaves.is_zero()) return forget_if_done(order);
    if (state.terms.type == OrderType::market || state.terms.type == OrderType::stop) {
        state.terms.type = OrderType::limit;
        state.terms.price = limit;
        state.terms.stop_price.reset();
        tape.report(ReportKind::restated, state);
    }
    book_.rest(order);
}

void Matcher::uncross(Tape& tape) {
    const auto at = uncross_price(book_.side(Side::buy), book_.side(Side::sell), last_);
    if (!at) return;
    Quantity to_trade = at->quantity;
    while (!to_trade.is_zero()) {
        Order& buyer = *book_.find(*book_.side(Side::buy).front());
        Order& seller = *book_.find(*book_.side(Side::sell).front());
        const Quantity quantity = std::min({to_trade, buyer.state.leaves, seller.state.leaves});
        const Level pair{at->price, quantity};
        fill_resting(buyer, pair);
        fill_resting(seller, pair);
        tell_trade(buyer, seller, pair, std::nullopt, tape);
        forget_if_done(buyer);
        forget_if_done(seller);
        to_trade = less(to_trade, quantity);
    }
}

void Matcher::trigger_stops(Tape& tape) {
    if (last_) {
        lowest_ = std::min(lowest_.value_or(*last_), *last_);
        highest_ = std::max(highest_.value_or(*last_), *last_);
        while (const auto touched = book_.touched_stop(*lowest_, *highest_)) {
            Order& stop = *book_.find(*touched);
            book_.take_out(stop);
            stop.state.triggered = true;
            tape.report(ReportKind::triggered, stop.state);
            enter(stop, true, tape);
        }
    }
    lowest_.reset();
    highest_.reset();
}

} // namespace lockstep::sim
