#include "reconciler.hpp"

#include "mirrors.hpp"
#include "proto/defects.hpp"
#include "sender.hpp"

#include <algorithm>

namespace lockstep {

namespace {

// a question may itself be lost: a peer that missed messages passes over what came with them
constexpr Duration query_again_after = Duration::seconds(2);
constexpr std::uint32_t asked_in_round_max = 10; // a round lasts until it is asked again
constexpr Duration drift_said_after = Duration::seconds(2);
constexpr int passes_max = 4; // a refusal changes what is desired; it settles in two or three

// One pass of the difference. Gives true when a refusal changed what is desired.
class Pass {
  public:
    Pass(Sender& sender, const LeaderView* leader, const Desired& desired)
        : sender_(sender), leader_(leader), desired_(desired) {}

    bool run() {
        for (const DesiredMirror& mirror : desired_.mirrors) withdraw(mirror);
        for (const DesiredMirror& mirror : desired_.mirrors) reduce(mirror);
        close_at_market();
        for (const DesiredMirror& mirror : desired_.mirrors) {
            if (!mirror.entry) place(mirror);
        }
        for (const DesiredMirror& mirror : desired_.mirrors) {
            if (mirror.entry) place(mirror);
        }
        return refused_;
    }

  private:
    Follower& follower() { return sender_.follower(); }
    Link& link() { return sender_.link(); }
    Mirror& mirror_at(const DesiredMirror& mirror) { return link().mirrors[mirror.mirror]; }
    const ChildOrder* live_child(const DesiredMirror& mirror) {
        return follower().live_child(mirror_at(mirror));
    }

    // An order that should not stand, or that the venue cannot change into what it should be.
    void withdraw(const DesiredMirror& wanted) {
        const ChildOrder* child = live_child(wanted);
        if (child == nullptr) return;
        const bool changes_kind =
            !wanted.leaves.is_zero() &&
            (wanted.terms.type != child->wanted_terms().type ||
             wanted.terms.time_in_force != child->wanted_terms().time_in_force);
        if (!wanted.leaves.is_zero() && !changes_kind) return;
        if (!sender_.cancel(*mirror_at(wanted).child)) return;
        give_up_late_entry(mirror_at(wanted), *child);
        if (may_rest(wanted)) note_withdrawn(wanted);
    }

    // An entry that the leader still works, and that this account may have.
    bool may_rest(const DesiredMirror& wanted) {
        const Mirror& mirror = mirror_at(wanted);
        if (!wanted.entry || desired_.entry_block != Reason::none) return false;
        if (mirror.admission != Admission::open || mirror.leader_filled_at) return false;
        const LeaderOrder* order = leader_->book.find(mirror.order);
        return order != nullptr && order->works();
    }

    // It fitted, and the leader's position has left no room for it since. What rounds to zero now
    // and then is no news.
    void note_withdrawn(const DesiredMirror& wanted) {
        if (!wanted.leaves.is_zero() || wanted.nothing == Reason::rounds_to_zero) return;
        note_nothing(wanted, " is not mirrored any more: it goes beyond MaxContracts");
    }

    void note_nothing(const DesiredMirror& wanted, std::string_view what) {
        const LeaderOrder& order = *leader_->book.find(mirror_at(wanted).order);
        const bool rounds = wanted.nothing == Reason::rounds_to_zero;
        sender_.note(rounds ? Severity::info : Severity::warning, wanted.nothing,
                     "the leader's " + std::string(name(order.terms.type)) + " order of " +
                         lots(order.leaves()) + std::string(what));
    }

    // The leader filled, our entry did not, and LateEntry says that it goes.
    void give_up_late_entry(Mirror& mirror, const ChildOrder& child) {
        const Quantity missed = less(mirror.earned, mirror.filled);
        if (mirror.closes || missed.is_zero() || desired_.entry_block != Reason::none) return;
        const bool leader_stands = !on_side(leader_->instrument.followed(), mirror.side).is_zero();
        if (follower().config->late_entry == LateEntry::chase && leader_stands &&
            mirror.leader_filled_at) {
            mirror.chase = true;
            return;
        }
        sender_.note(Severity::warning, Reason::missed,
                     "the leader's order filled, ours (" + child.cl_ord_id.str() + ") lacks " +
                         lots(missed) + " and is given up");
    }

    void reduce(const DesiredMirror& wanted) {
        const ChildOrder* child = live_child(wanted);
        if (child == nullptr || wanted.leaves.is_zero()) return;
        const Quantity total = child->filled + wanted.leaves;
        if (total < child->wanted_total()) {
            sender_.replace(*mirror_at(wanted).child, wanted.terms, total, wanted.entry);
        }
    }

    // Held beyond what anything else accounts for goes at market, as far as nothing that works
    // could sell it a second time.
    void close_at_market() {
        const Working working = sender_.working(desired_.exit_side);
        const Quantity wanted = less(desired_.catch_up, working.closing);
        Quantity may_close = working.closing + std::max(working.targets, working.stops);
        // an entry on that side, not cancelled yet, would close what a flatten sells
        if (follower().acting() == Mode::flattening) may_close += working.entries;
        const Quantity free = less(desired_.to_close, may_close);
        const Quantity now =
            has_defect(Defect::oversells) ? desired_.catch_up : std::min(wanted, free);
        if (now < wanted) sender_.idle(Reason::waiting_for_answer);
        if (now.is_zero()) return;
        sender_.exit_at_market(desired_.exit_side, now, desired_.catch_up_reason);
    }

    void place(const DesiredMirror& wanted) {
        if (wanted.leaves.is_zero()) {
            note_rounding(wanted);
            return;
        }
        Mirror& mirror = mirror_at(wanted);
        const ChildOrder* child = live_child(wanted);
        const Quantity works = child == nullptr ? Quantity(0) : child->leaves();
        Quantity raise = less(wanted.leaves, works);
        raise = std::min(raise, wanted.entry ? entry_room(mirror.side) : exit_room(mirror.is_stop));
        if (raise < less(wanted.leaves, works)) sender_.idle(Reason::waiting_for_answer);
        if (child == nullptr) {
            if (raise.is_zero()) return;
            refused_ |= sender_.place(mirror, wanted.terms, raise, wanted.entry);
        } else if (!raise.is_zero() || child->wanted_terms() != wanted.terms) {
            Quantity raised = child->filled + works + raise;
            const auto most = follower().limits.max_order_quantity;
            if (most && !wanted.entry) raised = std::min(raised, *most);
            const Quantity total = std::max(child->wanted_total(), raised);
            refused_ |= sender_.replace(*mirror.child, wanted.terms, total, wanted.entry);
        }
    }

    // Never sell twice: each closing ladder with what goes at market stays within what is held.
    Quantity exit_room(bool stops) {
        const Working working = sender_.working(desired_.exit_side);
        return less(desired_.to_close, working.closing + (stops ? working.stops : working.targets));
    }

    // No entry while the account is being brought back or its joining is not judged, none beyond
    // what the leader's position and its working entries are worth, copies that leave after this
    // counted in.
    Quantity entry_room(Side side) {
        if (link().joining) return Quantity(0);
        const Working closing = sender_.working(desired_.exit_side);
        if (!desired_.catch_up.is_zero() || !closing.closing.is_zero()) return Quantity(0);
        const Quantity limit =
            side == Side::buy ? desired_.entry_limit_buys : desired_.entry_limit_sells;
        const Quantity under_way = sender_.working(side).entries + planned(link(), side);
        return less(limit, on_side(link().held, side) + under_way);
    }

    void note_rounding(const DesiredMirror& wanted) {
        Mirror& mirror = mirror_at(wanted);
        if (mirror.noticed || mirror.child || !mirror.earned.is_zero()) return;
        if (!may_rest(wanted)) return;
        mirror.noticed = true;
        sender_.idle(wanted.nothing);
        note_nothing(wanted, wanted.nothing == Reason::rounds_to_zero
                                 ? " adds nothing to this account's size"
                                 : " is not mirrored: it goes beyond MaxContracts");
    }

    Sender& sender_;
    const LeaderView* leader_;
    const Desired& desired_;
    bool refused_ = false;
};

// Joining in the middle of a trade: an account that holds its target carries on, one that holds
// less is out until the leader is flat or turns; entries that rest already are not mirrored.
void judge_joining(Follower& follower, Link& link, const LeaderView& leader, Step& step) {
    if (!link.joining || !leader.instrument.known) return;
    const bool any_unknown =
        std::ranges::any_of(link.live_orders.numbers(), [&](ChildNumber number) {
            return follower.child(number).state == ChildState::unknown;
        });
    if (any_unknown) return;
    link.joining = false;
    bar_resting_entries(follower, link, leader, step);
    if (follower.config->join_mid_trade) return;
    const TargetCurve curve = curve_of(link, leader.instrument);
    const Side side = side_of(curve.now);
    const Quantity target = abs(curve.target());
    Quantity will_hold = on_side(link.held, side);
    for (const EntryPlan& plan : link.plans) { // what came while an answer was awaited
        if (plan.side == side) will_hold += plan.quantity;
    }
    link.out = will_hold < target;
    if (!link.out) return;
    step.notice(Severity::warning, Reason::out, follower.id, link.instrument,
                "holds " + lots(link.held) + " where the leader's position asks for " +
                    lots(curve.target()) + ": exits only until the leader is flat or turns");
}

// Copies of fills that became resting orders (a market order's rest under price protection) do not
// stay: an entry is given up, an exit is sent again.
void withdraw_rested(Follower& follower, Link& link, Sender& sender, Step& step) {
    const auto first = follower.first_rested(link);
    if (!first) return;
    if (follower.may_enter() && step.now < first->at) return sender.wake_at(first->at);
    const Duration rest_max = follower.limits.max_signal_age;
    for (const ChildNumber number : link.live_orders.numbers()) {
        const ChildOrder& child = follower.child(number);
        if (child.is_mirror() || child.state != ChildState::working) continue;
        // the kill switch leaves exits at the broker: another one could not be sent
        if (!child.is_entry() && !allows_exits(follower.mode)) continue;
        const bool unwanted = child.is_entry() && !follower.may_enter();
        if (unwanted || step.now - child.asked_at >= rest_max) {
            sender.cancel(number);
        } else {
            sender.wake_at(child.asked_at + rest_max);
        }
    }
}

// A request without an answer is asked after until there is one, and reported; it is never sent a
// second time. Of many only some are asked after at a time, those first that have waited longest: a
// broker that does not keep up would have to answer all these questions as well.
void watch_answers(Follower& follower, Link& link, Sender& sender, Step& step) {
    while (const auto due = follower.first_unanswered(link)) {
        if (step.now < due->at) return sender.wake_at(due->at);
        if (step.now >= link.round_ends) {
            link.round_ends = step.now + query_again_after;
            link.asked_in_round = 0;
        }
        if (link.asked_in_round == asked_in_round_max) return sender.wake_at(link.round_ends);
        ++link.asked_in_round;
        const ChildOrder& child = follower.child(due->order);
        if (step.now >= child.query_at) {
            follower.change(due->order, [&](ChildOrder& order) {
                order.query_at = step.now + query_again_after;
            });
            step.out.push_back(StatusRequest{follower.id, child.question_id(), child.instrument,
                                             child.terms.side});
        }
        if (step.now - child.asked_at < ChildOrder::alarm_after || child.alarmed) continue;
        follower.change(due->order, [](ChildOrder& order) { order.alarmed = true; });
        sender.note(Severity::alarm, Reason::unanswered,
                    "order " + child.cl_ord_id.str() + " (" + std::string(name(child.state)) +
                        ") has had no answer for 30 s");
    }
}

// Farther from its target than MaxDrift. An account that is out is known to be away from it.
bool is_far_off(const Follower& follower, const Link& link) {
    const auto& most = follower.limits.max_drift;
    return most && abs(link.drift) > *most && !link.out && follower.mode == Mode::active &&
           follower.may_enter();
}

// Also while the session is down: a drift of another trade is another one, however large.
void note_drift(const Follower& follower, Link& link, const LeaderView& leader, Timestamp now) {
    const Position drift = curve_of(link, leader.instrument).target() - link.held;
    if (drift == link.drift) return;
    link.drift = drift;
    link.drift_since = now;
    link.drift_said = drift.is_flat();
    if (!is_far_off(follower, link)) link.drifts_since.reset();
}

// Holding less than the target is not made up, so it has to be said, with the numbers.
void watch_drift(const Follower& follower, Link& link, const LeaderView& leader, Sender& sender,
                 Step& step) {
    if (follower.acting() == Mode::flattening || !leader.instrument.known) return;
    note_drift(follower, link, leader, step.now);
    if (link.drift_said) return;
    const Position target = curve_of(link, leader.instrument).target();
    const Position drift = link.drift;
    if (step.now - link.drift_since < drift_said_after) {
        return sender.wake_at(link.drift_since + drift_said_after);
    }
    link.drift_said = true;
    sender.note(Severity::warning, Reason::drift,
                "holds " + lots(link.held) + ", the target is " + lots(target) +
                    (drift.is_long() == target.is_long() ? "; the difference is not made up"
                                                         : "; ahead of the leader's orders"));
}

// Too far from the target for too long pauses the account, on all its instruments.
void judge_drift(Follower& follower, Link& link, Sender& sender, Step& step) {
    const AccountLimits& limits = follower.limits;
    if (!is_far_off(follower, link)) return link.drifts_since.reset();
    if (!link.drifts_since) link.drifts_since = step.now;
    const Timestamp first_too_late = *link.drifts_since + limits.max_drift_time + Duration(1);
    if (step.now < first_too_late) return sender.wake_at(first_too_late);
    link.drifts_since.reset();
    const std::string text = "drift of " + lots(abs(link.drift)) + " contracts, limit " +
                             lots(*limits.max_drift) + ", for too long";
    follower.set_mode(ModeTrigger::pause, Reason::drift, text);
    sender.note(Severity::alarm, Reason::drift,
                text + "; the account is " + std::string(name(follower.mode)));
    for (Link& each : follower.links) each.wake = step.now + Duration(1); // its entries go
}

void settle_passes(Follower& follower, Link& link, const LeaderView* leader, Sender& sender,
                   Step& step) {
    for (int pass = 0; pass < passes_max; ++pass) {
        const Desired desired = desire(follower, link, leader, step.now);
        if (desired.wake) sender.wake_at(*desired.wake);
        if (Pass(sender, leader, desired).run()) continue;
        if (leader == nullptr || !send_plans(follower, link, *leader, desired, sender, step))
            return;
    }
}

} // namespace

void reconcile(Follower& follower, Link& link, const LeaderView* leader, Step& step) {
    link.wake.reset();
    link.idle_reason = Reason::nothing_to_do;
    // also while nothing can be sent: what became an exit by now counts as one later
    if (leader != nullptr) keep_mirrors(follower, link, *leader);
    if (!follower.session_up || follower.mode == Mode::observing) {
        link.idle_reason = follower.session_up ? follower.mode_reason : Reason::session_down;
        if (leader != nullptr && leader->instrument.known) {
            note_drift(follower, link, *leader, step.now);
        }
        drop_plans(follower, link, link.idle_reason, step);
        follower.refresh_exposure(link);
        return;
    }
    if (leader != nullptr) {
        judge_joining(follower, link, *leader, step);
        plan_chases(follower, link, *leader);
    }
    follower.refresh_exposure(link);
    Sender sender(follower, link, leader, step);
    withdraw_rested(follower, link, sender, step);
    settle_passes(follower, link, leader, sender, step);
    watch_answers(follower, link, sender, step);
    if (leader != nullptr) {
        watch_drift(follower, link, *leader, sender, step);
        judge_drift(follower, link, sender, step);
    }
    follower.refresh_exposure(link);
}

} // namespace lockstep
