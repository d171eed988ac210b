#include "reports.hpp"

#include "limit_watch.hpp"
#include "positions.hpp"
#include "proto/check.hpp"

#include <algorithm>
#include <utility>

namespace lockstep {

namespace {

// A partial exit of `held` by a trade of somebody else, or a position that is none of ours.
void apply_foreign_fill(Follower& follower, Link& link, const ExecutionEvent& execution,
                        Step& step) {
    const Side side = execution.terms.side;
    const Position held_before = link.held;
    const Position trade = signed_quantity(side, execution.last_qty);
    const Quantity against = std::min(on_side(link.held, opposite(side)), execution.last_qty);
    const auto policy = follower.config->on_foreign_trade;
    if (policy == OnForeignTrade::adopt) {
        link.held = link.held + trade;
    } else {
        link.held = link.held + signed_quantity(side, against);
        link.foreign = link.foreign + signed_quantity(side, less(execution.last_qty, against));
    }
    follower.ledger.fill(link.instrument, side, execution.last_qty, execution.last_price, step.now);
    note_execution(follower, link, held_before, step);
    step.notice(Severity::alarm, Reason::foreign_trade, follower.id, link.instrument,
                "a trade that is not ours: " + std::string(name(side)) + " " +
                    lots(execution.last_qty) + " " + step.symbol(link.instrument) + " at " +
                    step.price(link.instrument, execution.last_price) + "; held is now " +
                    lots(link.held) + ", foreign " + lots(link.foreign));
    if (policy != OnForeignTrade::pause) return;
    follower.set_mode(ModeTrigger::pause, Reason::foreign_trade, "a trade that is not ours");
}

// The session went before a change or a cancel was answered: that the order traded or was accepted
// does not say what became of the request.
bool request_is_unknown(const ChildOrder& order) {
    return order.state == ChildState::unknown && !order.pending_id.empty();
}

void apply_fill(Follower& follower, ChildOrder& order, const ExecutionEvent& execution,
                Step& step) {
    Link& link = follower.link(order.instrument);
    if (order.state == ChildState::ended) {
        step.notice(Severity::warning, Reason::bad_report, follower.id, link.instrument,
                    "order " + order.cl_ord_id.str() + " filled after it had ended; counted");
    }
    order.filled += execution.last_qty;
    if (order.filled > std::max(order.total, order.pending_total)) {
        step.notice(Severity::alarm, Reason::bad_report, follower.id, link.instrument,
                    "order " + order.cl_ord_id.str() + " filled more than it asked; counted");
    }
    const Position held_before = link.held;
    link.held = link.held + signed_quantity(order.terms.side, execution.last_qty);
    note_execution(follower, link, held_before, step);
    if (link.held.is_flat()) {
        link.overshot = false;
    } else if (!order.is_entry() && !on_side(link.held, order.terms.side).is_zero()) {
        link.overshot = true;
    }
    follower.ledger.fill(link.instrument, order.terms.side, execution.last_qty,
                         execution.last_price, step.now);
    if (Mirror* mirror = follower.mirror_of(order)) mirror->filled += execution.last_qty;
    if (!order.is_entry()) link.exits.succeed();
    const Quantity total =
        order.pending_id.empty() ? order.total : std::max(order.total, order.pending_total);
    const bool done = order.filled >= total;
    if (!done && request_is_unknown(order)) return;
    order.state =
        next_state(order.state, done ? ChildTrigger::filled : ChildTrigger::partly_filled);
}

void apply_accepted(ChildOrder& order) {
    if (request_is_unknown(order)) return;
    order.state = next_state(order.state, ChildTrigger::accepted);
}

void apply_replaced(ChildOrder& order, const ExecutionEvent& execution) {
    const bool asked = !order.pending_id.empty() && order.state != ChildState::pending_cancel &&
                       (execution.cl_ord_id.empty() || execution.cl_ord_id == order.pending_id);
    if (asked) {
        order.terms = order.pending_terms;
        order.total = order.pending_total;
        order.cl_ord_id = order.pending_id;
        order.pending_id = ClOrdId();
    }
    if (!execution.order_qty.is_zero()) order.total = execution.order_qty;
    const bool done = order.filled >= order.total;
    order.state = next_state(order.state, done ? ChildTrigger::filled : ChildTrigger::replaced);
}

// The venue changed an order by itself (a market order's rest became a limit, an overnight
// renewal).
void apply_restated(ChildOrder& order, const ExecutionEvent& execution) {
    if (!execution.order_qty.is_zero()) order.total = execution.order_qty;
    if (order.filled >= order.total) order.state = next_state(order.state, ChildTrigger::filled);
}

// An immediate order ended with something unfilled: an entry is given up, an exit tried again.
void apply_unfilled(Follower& follower, const ChildOrder& order, Step& step) {
    const std::string what =
        order.cl_ord_id.str() + " filled " + lots(order.filled) + " of " + lots(order.total);
    if (order.is_entry()) {
        step.notice(Severity::warning, Reason::slipped, follower.id, order.instrument,
                    "entry " + what + "; the rest is given up");
        return;
    }
    follower.link(order.instrument).exits.refuse(step.now);
    step.notice(Severity::alarm, Reason::exit_rejected, follower.id, order.instrument,
                "exit " + what + "; tried again");
}

// The venue ended a resting order that we had not asked it to end: an entry is not sent again, an
// exit is.
void apply_venue_cancel(Follower& follower, const ChildOrder& order,
                        const ExecutionEvent& execution, Step& step) {
    Mirror* mirror = follower.mirror_of(order);
    if (mirror != nullptr && order.is_entry()) mirror->admission = Admission::refused;
    if (!order.is_entry()) follower.link(order.instrument).exits.lose(step.now);
    step.notice(order.is_entry() ? Severity::warning : Severity::alarm, Reason::canceled_by_venue,
                follower.id, order.instrument,
                "the venue ended order " + order.cl_ord_id.str() + " (" +
                    std::string(name(execution.kind)) + ")" +
                    (order.is_entry() ? "; it is not sent again" : "; the exit is placed again") +
                    (execution.text.empty() ? "" : ": " + execution.text));
}

// Done for the day, such an order goes on.
bool works_tomorrow(const ChildOrder& order) {
    return order.terms.time_in_force == TimeInForce::good_till_cancel;
}

void apply_end(Follower& follower, ChildOrder& order, const ExecutionEvent& execution, Step& step) {
    const bool was_live = order.is_live();
    // also when the session went before the answer to our cancel came
    const bool asked = order.state == ChildState::pending_cancel ||
                       (!order.pending_id.empty() && execution.cl_ord_id == order.pending_id);
    order.state = next_state(order.state, ChildTrigger::ended);
    order.pending_id = ClOrdId();
    if (!was_live || asked || order.filled >= order.total) return;
    if (can_rest(order.terms)) {
        apply_venue_cancel(follower, order, execution, step);
    } else {
        apply_unfilled(follower, order, step);
    }
}

void apply_rejected(Follower& follower, ChildOrder& order, const ExecutionEvent& execution,
                    Step& step) {
    if (!order.is_live()) return;
    Link& link = follower.link(order.instrument);
    order.state = next_state(order.state, ChildTrigger::ended);
    order.pending_id = ClOrdId();
    const std::string what = std::string(name(order.terms.side)) + " " + lots(order.total) + " " +
                             step.symbol(order.instrument) + " " +
                             std::string(name(order.terms.type)) + " was rejected" +
                             (execution.text.empty() ? "" : ": " + execution.text);
    if (order.is_entry()) {
        if (Mirror* mirror = follower.mirror_of(order)) mirror->admission = Admission::refused;
        step.notice(Severity::warning, Reason::rejected_by_broker, follower.id, link.instrument,
                    "entry " + what + "; not tried again");
    } else {
        link.exits.refuse(step.now);
        step.notice(Severity::alarm, Reason::exit_rejected, follower.id, link.instrument,
                    "exit " + what + "; tried again");
    }
    if (!follower.rejects.reject(step.now)) return;
    step.notice(Severity::alarm, Reason::reject_breaker, follower.id,
                std::to_string(follower.limits.reject_breaker_count) +
                    " rejects in a row: the account pauses");
    follower.set_mode(ModeTrigger::pause, Reason::reject_breaker, "too many rejects in a row");
}

// What filled to its last contract while a change that would have raised it was under way.
void end_if_filled(ChildOrder& order) {
    if (order.filled >= order.total) order.state = next_state(order.state, ChildTrigger::filled);
}

void apply_request_rejected(Follower& follower, ChildOrder& order, const ExecutionEvent& execution,
                            Step& step) {
    if (order.pending_id.empty() || execution.cl_ord_id != order.pending_id) return;
    const bool was_replace = order.state == ChildState::pending_replace;
    order.pending_id = ClOrdId();
    order.state = next_state(order.state, ChildTrigger::request_rejected);
    end_if_filled(order);
    if (!order.is_live()) return;
    (was_replace ? order.changes : order.cancels).refuse(step.now);
    if (was_replace && order.purpose == Purpose::mirror_entry) {
        if (Mirror* mirror = follower.mirror_of(order)) mirror->admission = Admission::refused;
    }
    // the broker says that the order is gone, or does not know it: the report of that is missing
    const bool gone = execution.ord_status == '2' || execution.ord_status == '4' ||
                      execution.ord_status == '8' || execution.ord_status == 'C';
    if (gone) {
        order.state = next_state(order.state, ChildTrigger::session_lost);
        order.asked_at = order.query_at = step.now;
    }
    step.notice(Severity::warning, Reason::rejected_by_broker, follower.id, order.instrument,
                std::string("a ") + (was_replace ? "change" : "cancel") + " of order " +
                    order.cl_ord_id.str() + " was refused" +
                    (execution.text.empty() ? "" : ": " + execution.text));
}

// The broker does not know the order by the id that it was asked under. Where a change is under way
// it may bear that one's id by now, and then it lives: to take it for gone would let a second order
// out.
bool asks_again_under_pending_id(ChildOrder& order, const ExecutionEvent& execution, Step& step) {
    if (order.pending_id.empty() || execution.cl_ord_id == order.pending_id) return false;
    if (std::exchange(order.asks_pending_id, true)) return !execution.cl_ord_id.empty();
    order.query_at = step.now;
    return true;
}

// We asked after our cancel had left, and the broker says that the order plainly works, nothing
// pending: the cancel was dropped on the way. It may go again, under another id; should the first
// one turn up after all, the second is refused, which harms nothing.
void take_cancel_for_unheard(Follower& follower, ChildOrder& order, Step& step) {
    step.notice(Severity::alarm, Reason::unanswered, follower.id, order.instrument,
                "the broker says that order " + order.cl_ord_id.str() +
                    " works, and nothing of the cancel " + order.pending_id.str() +
                    ": it is sent again while it is wanted");
    order.pending_id = ClOrdId();
    order.state = next_state(order.state, ChildTrigger::request_rejected);
    order.cancels.refuse(step.now);
}

// An answer to a question. Positions move by fills alone, so an order that the broker says has
// filled more than we were told stays unknown until the fills arrive.
void apply_status(Follower& follower, ChildOrder& order, const ExecutionEvent& execution,
                  Step& step) {
    if (!order.is_live()) return;
    if (execution.cum_qty > order.filled) {
        if (order.told_filled == execution.cum_qty) return;
        order.told_filled = execution.cum_qty;
        step.notice(Severity::warning, Reason::bad_report, follower.id, order.instrument,
                    "the broker says order " + order.cl_ord_id.str() + " filled " +
                        lots(execution.cum_qty) + ", its reports say " + lots(order.filled));
        return;
    }
    const char status = execution.ord_status;
    if (status == '8' && asks_again_under_pending_id(order, execution, step)) return;
    const bool done = status == '3' && !works_tomorrow(order);
    if (status == '2' || done || status == '4' || status == '8' || status == 'C') {
        apply_end(follower, order, execution, step);
        return;
    }
    // it considers a change or a cancel of ours, or the order itself with a change behind it: only
    // the answer to that says what the order is
    const bool changes = !order.pending_id.empty();
    if (status == 'E' || status == '6' || (status == 'A' && changes)) return;
    const bool plainly_works = status == '0' || status == '1';
    if (order.state == ChildState::pending_cancel && plainly_works && order.was_asked_after()) {
        return take_cancel_for_unheard(follower, order, step);
    }
    if (order.state == ChildState::unknown) {
        order.pending_id = ClOrdId();
        if (!execution.order_qty.is_zero()) order.total = execution.order_qty;
        if (execution.terms.price) order.terms.price = execution.terms.price;
        if (execution.terms.stop_price) order.terms.stop_price = execution.terms.stop_price;
        const bool ours =
            follower.orders.find(execution.cl_ord_id) == follower.orders.find(order.cl_ord_id);
        if (ours) order.cl_ord_id = execution.cl_ord_id;
    }
    order.state = next_state(order.state, ChildTrigger::found_working);
}

void apply_to_order(Follower& follower, ChildOrder& order, const ExecutionEvent& execution,
                    Step& step) {
    switch (execution.kind) {
    case ExecKind::fill: apply_fill(follower, order, execution, step); break;
    case ExecKind::accepted:
    case ExecKind::triggered: apply_accepted(order); break;
    case ExecKind::replaced: apply_replaced(order, execution); break;
    case ExecKind::restated: apply_restated(order, execution); break;
    case ExecKind::done:
        if (!works_tomorrow(order)) apply_end(follower, order, execution, step);
        break;
    case ExecKind::canceled:
    case ExecKind::expired: apply_end(follower, order, execution, step); break;
    case ExecKind::rejected:
        if (!order.pending_id.empty() && execution.cl_ord_id == order.pending_id) {
            apply_request_rejected(follower, order, execution, step);
        } else {
            apply_rejected(follower, order, execution, step);
        }
        break;
    case ExecKind::cancel_rejected: apply_request_rejected(follower, order, execution, step); break;
    case ExecKind::status: apply_status(follower, order, execution, step); break;
    case ExecKind::pending:
    case ExecKind::suspended: break; // not the last word
    case ExecKind::fill_bust:
    case ExecKind::fill_corrected: LOCKSTEP_CHECK(!"busts are handled before");
    }
}

// The broker lists an order that is none of ours. It is shown; nothing is traded on it, and if it
// fills, that is a trade of somebody else.
void tell_foreign_order(const Follower& follower, const ExecutionEvent& execution, Step& step) {
    const char status = execution.ord_status;
    if (status != '0' && status != '1' && status != '6' && status != 'A' && status != 'E') return;
    step.notice(Severity::warning, Reason::foreign_trade, follower.id, execution.instrument,
                "an order that is not ours works on the account: " +
                    std::string(name(execution.terms.side)) + " " + lots(execution.order_qty) +
                    " " + step.symbol(execution.instrument) + " " +
                    std::string(name(execution.terms.type)) + ", the broker's " +
                    execution.order_key.str());
}

// A bust or correction of our own fill: the position and the money follow it, people are told.
std::optional<InstrumentId> apply_bust(Follower& follower, const ExecutionEvent& execution,
                                       Step& step) {
    const SeenExecution* fill = follower.seen.find(execution.exec_ref_key);
    if (fill == nullptr || fill->kind != ExecKind::fill) {
        step.notice(Severity::alarm, Reason::bad_report, follower.id, execution.instrument,
                    "a bust or correction of an execution that is not known: " +
                        execution.exec_ref_key.str());
        return std::nullopt;
    }
    const SeenExecution old = *fill;
    const bool bust = execution.kind == ExecKind::fill_bust;
    Link& link = follower.link(old.instrument);
    const Quantity now = bust ? Quantity(0) : execution.last_qty;
    follower.ledger.unfill(old.instrument, old.side, old.quantity, old.price);
    if (!now.is_zero()) {
        follower.ledger.fill(old.instrument, old.side, now, execution.last_price, step.now);
        follower.seen.amend(execution.exec_ref_key, now, execution.last_price);
    } else {
        follower.seen.take_back(execution.exec_ref_key);
    }
    const Position by = signed_quantity(old.side, now) - signed_quantity(old.side, old.quantity);
    const bool ours = old.order != 0;
    (ours ? link.held : link.foreign) = (ours ? link.held : link.foreign) + by;
    step.notice(Severity::alarm, Reason::bust_pending, follower.id, old.instrument,
                "a fill of this account was " + std::string(bust ? "busted" : "corrected") +
                    ": held is now " + lots(link.held));
    return old.instrument;
}

// A change or a cancel that was not handed to the session.
void give_up_request(ChildOrder& order) {
    order.pending_id = ClOrdId();
    const bool is_unknown = order.state == ChildState::unknown;
    order.state = next_state(order.state, is_unknown ? ChildTrigger::session_lost
                                                     : ChildTrigger::request_rejected);
    end_if_filled(order);
}

// A new order that was not.
void give_up_order(Follower& follower, ChildOrder& order, Step& step) {
    order.state = next_state(order.state, ChildTrigger::ended);
    if (Mirror* mirror = follower.mirror_of(order); mirror != nullptr && order.is_entry()) {
        mirror->admission = Admission::unmirrored;
    }
    step.notice(Severity::warning, Reason::session_down, follower.id, order.instrument,
                "order " + order.cl_ord_id.str() + " could not be handed to its session");
}

} // namespace

std::optional<InstrumentId> apply_report(Follower& follower, const ExecutionEvent& execution,
                                         Step& step) {
    switch (follower.seen.judge(execution)) {
    case SeenExecutions::Verdict::fresh: break;
    case SeenExecutions::Verdict::repeat: return std::nullopt;
    case SeenExecutions::Verdict::changed:
        step.notice(Severity::alarm, Reason::bad_report, follower.id, execution.instrument,
                    "execution " + execution.exec_key.str() +
                        " came again with another content; not counted");
        return std::nullopt;
    }
    if (execution.kind == ExecKind::fill_bust || execution.kind == ExecKind::fill_corrected) {
        return apply_bust(follower, execution, step);
    }
    const bool moves = execution.kind == ExecKind::fill;
    if (moves && !follower.link(execution.instrument).positions.unexplained.is_flat()) {
        want_positions(follower, step.now); // it may be what was missing
    }
    const auto number = follower.orders.find(execution);
    const bool ours = number && follower.child(*number).instrument == execution.instrument &&
                      follower.child(*number).terms.side == execution.terms.side;
    const bool names_nothing_else =
        number && execution.kind != ExecKind::fill; // the id alone says which order is meant
    if (!ours && !names_nothing_else) {
        if (execution.kind == ExecKind::status) tell_foreign_order(follower, execution, step);
        if (execution.kind != ExecKind::fill) return std::nullopt;
        apply_foreign_fill(follower, follower.link(execution.instrument), execution, step);
        return execution.instrument;
    }
    if (moves) follower.seen.counted_for(execution.exec_key, *number);
    follower.orders.note_key(*number, execution.order_key);
    follower.change(*number,
                    [&](ChildOrder& order) { apply_to_order(follower, order, execution, step); });
    return follower.child(*number).instrument;
}

std::optional<InstrumentId> apply_not_sent(Follower& follower, const ClOrdId& id, Step& step) {
    const auto number = follower.orders.find(id);
    if (!number) return std::nullopt;
    const ChildOrder& order = follower.child(*number);
    const bool is_request = order.pending_id == id;
    // else: a change or a cancel that was given up before, and the order lives
    if (!order.is_live() || (!is_request && order.cl_ord_id != id)) return std::nullopt;
    follower.change(*number, [&](ChildOrder& unsent) {
        if (is_request) {
            give_up_request(unsent);
        } else {
            give_up_order(follower, unsent, step);
        }
    });
    return order.instrument;
}

} // namespace lockstep
