#include "matching/market.hpp"

#include "matching/admission.hpp"
#include "proto/check.hpp"

#include <algorithm>
#include <vector>

namespace lockstep::sim {

Market::Market(InstrumentId instrument, const Listing& listing)
    : instrument_(instrument), listing_(listing), phase_(listing.phase),
      matcher_(instrument, listing.protection_ticks, listing.last_settlement) {
    LOCKSTEP_CHECK(listing.protection_ticks >= 0 && listing.protection_ticks <= max_price_ticks);
    LOCKSTEP_CHECK(listing.max_order_quantity.lots > 0 &&
                   listing.max_order_quantity.lots <= max_quantity_lots);
    LOCKSTEP_CHECK(listing.max_working_orders <= max_orders_per_instrument);
}

Refusal Market::check(const OrderEntry& entry) const {
    if (const Refusal refusal = check_entry(listing_, phase_, entry); refusal != Refusal::none) {
        return refusal;
    }
    if (entry.terms.type == OrderType::market &&
        !matcher_.reference(entry.terms.side, phase_ == Phase::open)) {
        return Refusal::no_reference_price;
    }
    if (matcher_.book().orders().size() >= listing_.max_working_orders) {
        return Refusal::too_many_orders;
    }
    return Refusal::none;
}

OrderId Market::submit(const OrderEntry& entry, Tape& tape) {
    if (const Refusal refusal = check(entry); refusal != Refusal::none) {
        tape.rejected(entry, refusal);
        return OrderId{};
    }
    OrderState state;
    state.id = tape.counters().next_order();
    state.owner = entry.owner;
    state.instrument = instrument_;
    state.terms = normalized(entry.terms);
    state.total = entry.quantity;
    state.leaves = entry.quantity;
    tape.report(ReportKind::accepted, state);
    matcher_.enter(matcher_.book().add(state), phase_ == Phase::open, tape);
    finish(tape);
    return state.id;
}

void Market::replace(const ReplaceEntry& entry, Tape& tape) {
    Order& order = *matcher_.book().find(entry.order);
    const Refusal refusal = check_replace(listing_, phase_, order.state, entry);
    if (refusal != Refusal::none) {
        tape.cancel_rejected(entry.order, RequestKind::replace, refusal);
        return;
    }
    apply(order, normalized(entry.terms), std::max(entry.total, order.state.filled), tape);
    finish(tape);
}

void Market::apply(Order& order, const OrderTerms& terms, Quantity total, Tape& tape) {
    OrderState& state = order.state;
    Book& book = matcher_.book();
    const bool same_prices =
        terms.price == state.terms.price && terms.stop_price == state.terms.stop_price;
    const bool keeps_place = same_prices && total <= state.total;
    const Quantity leaves = less(total, state.filled);

    if (keeps_place && !leaves.is_zero()) {
        book.reduce(order, leaves);
    } else {
        book.take_out(order);
    }
    state.terms = terms;
    state.total = total;
    state.leaves = leaves;
    tape.report(ReportKind::replaced, state);
    if (leaves.is_zero()) {
        book.forget(state.id);
    } else if (!keeps_place) {
        matcher_.enter(order, phase_ == Phase::open, tape);
    }
}

void Market::cancel(OrderId id, CancelCause cause, Tape& tape) {
    if (phase_ == Phase::closed) {
        tape.cancel_rejected(id, RequestKind::cancel, Refusal::off_session);
        return;
    }
    Book& book = matcher_.book();
    Order& order = *book.find(id);
    book.take_out(order);
    order.state.leaves = Quantity(0);
    tape.canceled(order.state, cause);
    book.forget(id);
    finish(tape);
}

void Market::set_phase(Phase phase, Tape& tape) {
    if (phase == phase_) return;
    phase_ = phase;
    tape.phase_changed(instrument_, phase);
    if (phase == Phase::closed) expire_day_orders(tape);
    if (phase == Phase::open) matcher_.uncross(tape);
    finish(tape);
}

void Market::expire_day_orders(Tape& tape) {
    Book& book = matcher_.book();
    std::vector<OrderId> ended;
    for (const auto& [id, order] : book.orders()) {
        if (order.state.terms.time_in_force == TimeInForce::day) ended.push_back(id);
    }
    for (const OrderId id : ended) {
        Order& order = *book.find(id);
        book.take_out(order);
        order.state.leaves = Quantity(0);
        tape.report(ReportKind::expired, order.state);
        book.forget(id);
    }
}

// What every change ends with: stops that it touched, and the best prices if they are new.
void Market::finish(Tape& tape) {
    if (phase_ == Phase::open) matcher_.trigger_stops(tape);
    const Book& book = matcher_.book();
    const std::optional<Level> bid = book.side(Side::buy).best();
    const std::optional<Level> ask = book.side(Side::sell).best();
    if (bid == told_bid_ && ask == told_ask_) return;
    told_bid_ = bid;
    told_ask_ = ask;
    tape.top_of_book(instrument_, bid, ask);
}

} // namespace lockstep::sim
