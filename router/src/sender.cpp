#include "sender.hpp"

#include "owner_guard.hpp"
#include "router/ladder.hpp"

#include <algorithm>

namespace lockstep {

namespace {

// Pieces of exits at market that may live on one link. A broken report may tell of a position that
// would take millions of them.
constexpr std::int64_t exit_pieces_max = 200;

std::string describe(const ChildOrder& order, Step& step) {
    std::string text = std::string(name(order.terms.side)) + " " + lots(order.total) + " " +
                       step.symbol(order.instrument) + " " + std::string(name(order.terms.type));
    if (order.terms.stop_price) text += " " + step.price(order.instrument, *order.terms.stop_price);
    if (order.terms.price) text += " " + step.price(order.instrument, *order.terms.price);
    return text;
}

} // namespace

void Sender::wake_at(Timestamp when) {
    if (!link_.wake || when < *link_.wake) link_.wake = when;
}

void Sender::note(Severity severity, Reason reason, std::string text) {
    step_.notice(severity, reason, follower_.id, link_.instrument, std::move(text));
}

AccountView Sender::view() const {
    return AccountView{follower_.limits,       follower_.acting(), follower_.acting_reason(),
                       follower_.session_up,   follower_.exposure, follower_.ledger,
                       follower_.rate,         follower_.losses,   *follower_.instruments,
                       follower_.entries_held, follower_.window,   follower_.executions_today};
}

AccountView Sender::view_for(const OrderTerms& terms, std::optional<Price> copied) const {
    AccountView account = view();
    account.outlook.price = copied;
    account.outlook.stop = known_stop(terms.side);
    account.outlook.opposition = opposition(follower_, link_.instrument, terms, step_);
    return account;
}

// The farthest of the leader's working stops that would close a position on `side`.
std::optional<Price> Sender::known_stop(Side side) const {
    std::optional<Price> farthest;
    if (leader_ == nullptr) return farthest;
    for (const LeaderOrderId id : leader_->instrument.working) {
        const LeaderOrder* order = leader_->book.find(id);
        const bool closes = order != nullptr && order->works() && order->role == OrderRole::exit &&
                            order->terms.side == opposite(side) && order->terms.stop_price;
        if (!closes) continue;
        const Price stop = *mirrored_terms(order->terms, instrument_of(*link_.leader_instrument),
                                           instrument_of(link_.instrument))
                                .stop_price;
        const bool farther = !farthest || (side == Side::buy ? stop < *farthest : stop > *farthest);
        if (farther) farthest = stop;
    }
    return farthest;
}

Timestamp Sender::signal_time() const {
    return leader_ == nullptr ? step_.now : leader_->instrument.signal_time;
}

bool Sender::in_back_off(const BackOff& waits) {
    if (!waits.waits(step_.now)) return false;
    wake_at(waits.until());
    idle(Reason::exit_rejected);
    return true;
}

void Sender::report(const Denial& denial, const std::string& what) {
    idle(denial.reason);
    std::string text = what + " was denied: " + std::string(name(denial.reason));
    if (!denial.limit.empty()) text += " (limit " + denial.limit + ", is " + denial.observed + ")";
    note(Severity::warning, denial.reason, std::move(text));
}

bool Sender::cancel(ChildNumber number) {
    const ChildOrder& child = follower_.child(number);
    if (child.state != ChildState::working) {
        idle(Reason::waiting_for_answer);
        return false;
    }
    if (in_back_off(child.cancels)) return false;
    const CancelOrder order{follower_.id,    follower_.next_cl_ord_id(), child.cl_ord_id,
                            child.order_key, child.instrument,           child.terms.side,
                            child.total};
    auto approved = step_.gate.approve(view(), budget(), order, step_.now);
    if (!approved) {
        idle(approved.error().reason);
        if (approved.error().retry_at) wake_at(*approved.error().retry_at);
        return false;
    }
    follower_.orders.rename(number, order.cl_ord_id);
    follower_.change(number, [&](ChildOrder& asked) {
        asked.ask(ChildTrigger::ask_cancel, order.cl_ord_id, asked.terms, asked.total, step_.now);
    });
    step_.out.push_back(*approved);
    return true;
}

bool Sender::replace(ChildNumber number, const OrderTerms& terms, Quantity total, bool entry) {
    const ChildOrder& child = follower_.child(number);
    if (child.state != ChildState::working) {
        idle(Reason::waiting_for_answer);
        return false;
    }
    if (in_back_off(child.changes)) return false;
    Quantity added = less(total, child.total);
    if (entry && !added.is_zero()) {
        added = std::min(added,
                         follower_.exposure.room(child.instrument, terms.side, follower_.limits));
        total = std::max(child.total, total) == child.total ? total : child.total + added;
    }
    if (total == child.total && terms == child.terms) return false;
    const ReplaceOrder order{follower_.id,
                             follower_.next_cl_ord_id(),
                             child.cl_ord_id,
                             child.order_key,
                             child.instrument,
                             terms,
                             total};
    // a pure reduction meets no check of an entry
    const bool checked = entry && (!added.is_zero() || terms != child.terms);
    auto approved =
        step_.gate.approve(checked ? view_for(terms, {}) : view(), budget(), order, added,
                           checked ? Intent::entry : Intent::exit, signal_time(), step_.now);
    if (!approved) {
        idle(approved.error().reason);
        if (approved.error().retry_at) {
            wake_at(*approved.error().retry_at);
            return false;
        }
        report(approved.error(), "a change of order " + child.cl_ord_id.str());
        Mirror* mirror = follower_.mirror_of(child);
        if (!entry || mirror == nullptr) return false;
        mirror->admission = Admission::unmirrored;
        return true;
    }
    follower_.orders.rename(number, order.cl_ord_id);
    follower_.change(number, [&](ChildOrder& asked) {
        asked.ask(ChildTrigger::ask_replace, order.cl_ord_id, terms, total, step_.now);
    });
    step_.out.push_back(*approved);
    follower_.rate.sent(step_.now);
    follower_.refresh_exposure(link_);
    return false;
}

bool Sender::frees_room_soon(Side side) const {
    return std::ranges::any_of(link_.live_orders.numbers(), [&](ChildNumber number) {
        const ChildOrder& order = follower_.child(number);
        const bool leaves =
            order.state == ChildState::pending_cancel ||
            (order.state == ChildState::pending_replace && order.pending_total < order.total);
        return order.terms.side == side && leaves;
    });
}

std::optional<Quantity> Sender::fit(Side side, Quantity quantity) {
    const Quantity room = follower_.exposure.room(link_.instrument, side, follower_.limits);
    if (quantity <= room) return quantity;
    if (frees_room_soon(side)) {
        idle(Reason::waiting_for_answer);
        return std::nullopt;
    }
    const bool skip = follower_.config->sizing.over_cap == OverCap::skip;
    const Quantity fits = skip ? Quantity(0) : room;
    const Reason reason = skip ? Reason::skip_over_cap : Reason::max_contracts;
    idle(reason);
    note(Severity::warning, reason,
         "an entry of " + lots(quantity) + " meets MaxContracts " +
             follower_.limits.max_contracts.str() + " (room for " + lots(room) +
             "): " + (fits.is_zero() ? "not sent" : lots(fits) + " sent"));
    return fits;
}

std::optional<Denial> Sender::submit(ChildOrder order, Intent intent, Timestamp signal_time,
                                     ChildNumber* number, std::optional<Price> copied) {
    order.cl_ord_id = follower_.next_cl_ord_id();
    order.instrument = link_.instrument;
    order.asked_at = step_.now;
    order.query_at = step_.now + ChildOrder::query_after;
    const NewOrder request{follower_.id, order.cl_ord_id, order.instrument, order.terms,
                           order.total};
    const AccountView account = intent == Intent::entry ? view_for(order.terms, copied) : view();
    auto approved = step_.gate.approve(account, budget(), request, intent, signal_time, step_.now);
    if (!approved) return approved.error();
    step_.out.push_back(*approved);
    follower_.rate.sent(step_.now);
    ++follower_.orders_sent;
    const ChildNumber added = follower_.add(order);
    if (number != nullptr) *number = added;
    follower_.refresh_exposure(link_);
    return std::nullopt;
}

bool Sender::place(Mirror& mirror, const OrderTerms& terms, Quantity quantity, bool entry) {
    if (!entry && in_back_off(link_.exits)) return false;
    if (entry) {
        const auto fits = fit(terms.side, quantity);
        if (!fits) return false;
        if (fits->is_zero()) {
            mirror.admission = Admission::refused;
            return true;
        }
        if (*fits < quantity) mirror.clipped_total = mirror.filled + *fits;
        quantity = *fits;
    } else if (const auto most = follower_.limits.max_order_quantity) {
        quantity = std::min(quantity, *most);
    }
    ChildOrder order;
    order.purpose = entry ? Purpose::mirror_entry : Purpose::mirror_exit;
    order.leader_order = mirror.order;
    order.terms = terms;
    order.total = quantity;
    ChildNumber number = 0;
    const auto denial = submit(order, entry ? Intent::entry : Intent::exit, signal_time(), &number);
    if (!denial) {
        mirror.child = number;
        mirror.stood_whole = false;
        mirror.closes = !entry;
        return false;
    }
    idle(denial->reason);
    if (denial->retry_at) {
        wake_at(*denial->retry_at);
        return false;
    }
    if (!entry) return false;
    report(*denial, "entry " + describe(order, step_));
    mirror.admission = denial->reason == Reason::stale ? Admission::unmirrored : Admission::refused;
    return true;
}

void Sender::exit_at_market(Side side, Quantity quantity, Reason reason) {
    if (in_back_off(link_.exits)) return;
    const Quantity most = follower_.limits.max_order_quantity.value_or(quantity);
    const Quantity whole = quantity;
    const LiveOrders& live = link_.live_orders;
    auto pieces = live.on(Side::buy).closing_orders + live.on(Side::sell).closing_orders;
    while (!quantity.is_zero()) {
        if (++pieces > exit_pieces_max) { // the rest goes as answers come
            idle(Reason::too_many);
            break;
        }
        ChildOrder order;
        order.purpose = Purpose::exit;
        order.terms = OrderTerms{side, OrderType::market, TimeInForce::day, {}, {}};
        order.total = std::min(quantity, most);
        if (const auto denial = submit(order, Intent::exit, step_.now, nullptr)) {
            idle(denial->reason);
            if (denial->retry_at) wake_at(*denial->retry_at);
            break;
        }
        quantity = less(quantity, order.total);
    }
    const Quantity sent = less(whole, quantity);
    const bool plain_copy = step_.copies_fill && reason == Reason::drift_closed && !link_.overshot;
    if (sent.is_zero() || plain_copy) return;
    note(link_.overshot ? Severity::alarm : Severity::info, reason,
         std::string(name(side)) + " " + lots(sent) + " " + step_.symbol(link_.instrument) +
             " at market (held " + lots(link_.held) + ")");
}

Sender::Outcome Sender::enter(const EntryPlan& plan, Quantity quantity) {
    const auto fits = fit(plan.side, quantity);
    if (!fits) return Outcome::delayed;
    if (fits->is_zero()) return Outcome::refused;
    quantity = *fits;
    ChildOrder order;
    order.purpose = Purpose::entry;
    order.terms = OrderTerms{plan.side, OrderType::market, TimeInForce::day, {}, {}};
    if (const auto slippage = follower_.config->max_slippage_ticks) {
        const std::int64_t worse = plan.side == Side::buy ? *slippage : -*slippage;
        order.terms.type = OrderType::limit;
        order.terms.time_in_force = TimeInForce::ioc;
        order.terms.price = Price(plan.reference.ticks + worse);
    }
    order.total = quantity;
    const auto denial = submit(order, Intent::entry, plan.signal_time, nullptr, plan.reference);
    if (!denial) return Outcome::sent;
    if (denial->retry_at) {
        idle(denial->reason);
        wake_at(*denial->retry_at);
        return Outcome::delayed;
    }
    report(*denial, "entry " + describe(order, step_));
    return Outcome::refused;
}

} // namespace lockstep
