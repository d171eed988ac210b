#include "mirrors.hpp"

#include "router/ladder.hpp"

#include <algorithm>

namespace lockstep {

namespace {

constexpr std::size_t plans_max = 64;

Mirror& mirror_for(Link& link, const LeaderOrder& order) {
    const auto found = std::ranges::find(link.mirrors, order.id, &Mirror::order);
    if (found != link.mirrors.end()) return *found;
    Mirror mirror;
    mirror.order = order.id;
    mirror.side = order.terms.side;
    mirror.is_stop = is_stop(order.terms.type);
    mirror.closes = order.role == OrderRole::exit;
    if (order.late && !mirror.closes) mirror.admission = Admission::unmirrored;
    link.mirrors.push_back(mirror);
    return link.mirrors.back();
}

bool has_live_child(const Follower& follower, const Mirror& mirror) {
    return follower.live_child(mirror) != nullptr;
}

// An entry order of the leader became an exit (or, by a larger replace, the other way round): the
// order that stands for it goes on as what it now is, with its accounts begun anew.
void turn(Follower& follower, Mirror& mirror, bool closes) {
    mirror.closes = closes;
    mirror.earned = mirror.reduced = mirror.filled = mirror.stop_kept = Quantity(0);
    mirror.clipped_total.reset();
    mirror.stood_whole = false;
    const ChildOrder* child = follower.live_child(mirror);
    if (child == nullptr) return;
    follower.change(*mirror.child, [&](ChildOrder& order) {
        order.purpose = closes ? Purpose::mirror_exit : Purpose::mirror_entry;
    });
    mirror.filled = child->filled;
    (closes ? mirror.reduced : mirror.earned) = child->filled;
}

// Whether our order stands, or stood to its end, for the leader's.
bool covers(const Follower& follower, const Mirror& mirror) {
    return mirror.stood_whole || has_live_child(follower, mirror);
}

// What a change of the leader's position is worth to the link's target.
struct Worth {
    Side side = Side::buy; // of the target after it
    Quantity grows;        // away from flat, on that side
    Quantity shrinks;      // of the target before it
    bool leader_grew = false;
};

Worth worth_of(Position before, Position after, const LeaderChange& change) {
    Worth worth;
    worth.side = side_of(after);
    const Side was = side_of(before);
    worth.grows = less(abs(after), on_side(before, worth.side));
    worth.shrinks = less(abs(before), on_side(after, was));
    worth.leader_grew = abs(change.after) > on_side(change.before, side_of(change.after));
    return worth;
}

void keep_accounts(const Follower& follower, Mirror& mirror, const Worth& worth,
                   const LeaderChange& change) {
    if (mirror.closes) {
        if (covers(follower, mirror)) mirror.reduced += worth.shrinks;
    } else if (covers(follower, mirror)) {
        mirror.earned += worth.grows;
    } else {
        // what it filled ahead of the leader, before it was withdrawn, is what the leader fills now
        mirror.earned += std::min(worth.grows, less(mirror.filled, mirror.earned));
    }
    mirror.leader_fill_price = change.fill_price;
}

// By its last fill, or because it was made as small as what had filled.
void note_leader_filled(Link& link, const LeaderView& leader, const LeaderChange& change,
                        Timestamp now) {
    const LeaderOrder* order = leader.book.find(change.order);
    if (order == nullptr || order->state != LeaderOrderState::filled) return;
    const auto found = std::ranges::find(link.mirrors, change.order, &Mirror::order);
    if (found != link.mirrors.end()) found->leader_filled_at = now;
}

// While the leader only adds, working stops keep their size; when it takes off, or touches the
// order itself, they follow again.
void keep_stop_sizes(const Follower& follower, Link& link, const LeaderChange& change) {
    const bool same_side = change.before.is_long() == change.after.is_long() &&
                           change.before.is_short() == change.after.is_short();
    const bool added = same_side && abs(change.after) > abs(change.before);
    const bool took_off = !same_side || abs(change.after) < abs(change.before);
    for (Mirror& mirror : link.mirrors) {
        if (!mirror.is_stop || !mirror.closes) continue;
        const ChildOrder* child = follower.live_child(mirror);
        if (added && child != nullptr) {
            mirror.stop_kept = std::max(mirror.stop_kept, child->leaves());
        } else if (took_off || mirror.order == change.order) {
            mirror.stop_kept = Quantity(0);
        }
    }
}

// Decides the entry that copies one fill, once: now, or never. Gives why there is none.
Reason plan_entry(Follower& follower, Link& link, const LeaderView& leader,
                  const LeaderChange& change, const Worth& worth, Step& step) {
    const auto tell = [&](Severity severity, Reason reason, const std::string& why) {
        step.notice(severity, reason, follower.id, link.instrument,
                    "the leader's entry to " + lots(change.after) + " is not copied: " + why);
        return reason;
    };
    Reason block = entry_block_of(follower, link, &leader);
    if (block == Reason::none && change.late) block = Reason::stale;
    if (block != Reason::none) return tell(Severity::info, block, std::string(name(block)));
    const TargetCurve curve = curve_of(link, leader.instrument);
    const bool clips = curve.sizer.clips(abs(curve.now), curve.peak);
    if (clips && follower.config->sizing.over_cap == OverCap::skip) {
        return tell(Severity::warning, Reason::skip_over_cap, "it does not fit MaxContracts whole");
    }
    if (worth.grows.is_zero()) {
        return clips ? tell(Severity::warning, Reason::max_contracts,
                            "the account's target is at its cap of " + lots(curve.target()))
                     : tell(Severity::info, Reason::rounds_to_zero,
                            "the target stays " + lots(curve.target()));
    }
    const Quantity quantity =
        std::min(worth.grows, less(lacking(follower, link, leader), planned(link, worth.side)));
    if (quantity.is_zero()) return Reason::nothing_to_do;
    if (link.plans.size() >= plans_max) {
        return tell(Severity::alarm, Reason::too_many, "too many entries wait already");
    }
    const auto& instruments = *follower.instruments;
    const Price reference = convert_price(
        instruments[link.leader_instrument->index], instruments[link.instrument.index],
        change.fill_price, worth.side == Side::buy ? PriceRounding::down : PriceRounding::up);
    link.plans.push_back(EntryPlan{worth.side, quantity, reference, change.signal_time, false});
    return Reason::none;
}

} // namespace

void keep_mirrors(Follower& follower, Link& link, const LeaderView& leader) {
    if (follower.config->copy_mode == CopyMode::orders) {
        for (const LeaderOrderId id : leader.instrument.working) {
            const LeaderOrder* order = leader.book.find(id);
            if (!can_rest(order->terms)) continue;
            Mirror& mirror = mirror_for(link, *order);
            const bool closes = order->role == OrderRole::exit;
            mirror.is_stop = is_stop(order->terms.type);
            if (mirror.closes != closes) turn(follower, mirror, closes);
        }
    }
    std::erase_if(link.mirrors, [&](const Mirror& mirror) {
        const LeaderOrder* order = leader.book.find(mirror.order);
        const bool leader_done = order == nullptr || order->state == LeaderOrderState::filled ||
                                 order->state == LeaderOrderState::gone;
        return leader_done && !mirror.chase && !has_live_child(follower, mirror);
    });
}

void bar_resting_entries(const Follower& follower, Link& link, const LeaderView& leader,
                         Step& step) {
    Quantity barred;
    for (const LeaderOrderId id : leader.instrument.working) {
        const LeaderOrder* order = leader.book.find(id);
        if (order->role != OrderRole::entry || !can_rest(order->terms)) continue;
        if (follower.config->copy_mode != CopyMode::orders) continue;
        Mirror& mirror = mirror_for(link, *order);
        if (has_live_child(follower, mirror) || mirror.admission != Admission::open) continue;
        mirror.admission = Admission::unmirrored;
        barred += order->leaves();
    }
    if (barred.is_zero()) return;
    step.notice(Severity::info, Reason::stale, follower.id, link.instrument,
                "the leader's resting entries of " + lots(barred) +
                    " are not mirrored any more; what they fill is copied");
}

namespace {

// A replace that may not be copied takes its mirror away.
void bar_late_order(Link& link, const LeaderView& leader, const LeaderChange& change) {
    const LeaderOrder* order = leader.book.find(change.order);
    if (!change.late || change.is_fill || order == nullptr || !order->late) return;
    const auto found = std::ranges::find(link.mirrors, change.order, &Mirror::order);
    if (found == link.mirrors.end() || found->closes) return;
    if (found->admission == Admission::open) found->admission = Admission::unmirrored;
}

// What our order brings of a fill stays with the account, unless the account leaves or takes its
// entries off. Then the answer says so: what was said at the turn was of another position.
Reason what_is_kept(const Follower& follower, const Link& link, const Mirror& mirror,
                    const LeaderChange& change, Step& step) {
    const bool taken_off = has_live_child(follower, mirror) && !follower.may_enter();
    if (follower.acting() != Mode::flattening && !taken_off) return Reason::nothing_to_do;
    const Reason reason = follower.acting_reason();
    step.notice(Severity::info, reason, follower.id, link.instrument,
                "the leader's entry to " + lots(change.after) +
                    " is not kept: " + std::string(name(reason)));
    return reason;
}

// A fill of the leader: its mirror's account, or else an entry of its own.
Reason take_fill(Follower& follower, Link& link, const LeaderView& leader,
                 const LeaderChange& change, const Worth& worth, Step& step) {
    const auto found = std::ranges::find(link.mirrors, change.order, &Mirror::order);
    if (found != link.mirrors.end()) {
        keep_accounts(follower, *found, worth, change);
        if (!found->closes && found->admission == Admission::refused) {
            return Reason::refused_before;
        }
        if (!found->closes && covers(follower, *found)) {
            return what_is_kept(follower, link, *found, change, step);
        }
    }
    if (!worth.leader_grew) return Reason::none;
    return plan_entry(follower, link, leader, change, worth, step);
}

// Why an order of the leader that would open has no mirror, while the account may not enter.
Reason why_barred(const Follower& follower, const Link& link, const LeaderView& leader,
                  const LeaderChange& change) {
    const LeaderOrder* order = leader.book.find(change.order);
    const bool opens = order != nullptr && order->works() && order->role == OrderRole::entry &&
                       can_rest(order->terms) && follower.config->copy_mode == CopyMode::orders;
    if (!opens) return Reason::none;
    const Reason block = entry_block_of(follower, link, &leader);
    return block == Reason::none && order->late ? Reason::stale : block;
}

} // namespace

Reason take_leader_change(Follower& follower, Link& link, const LeaderView& leader,
                          const LeaderChange& change, Step& step) {
    const bool leaves_flat = change.before.is_flat() && !change.after.is_flat();
    const auto& sizer_before = change.before.is_flat() || !link.frozen ? link.live : link.frozen;
    const TargetCurve curve_before{sizer_before.value_or(Sizer()), change.before,
                                   change.peak_before};
    const Position before = curve_before.target();
    if (leaves_flat || change.turns_flat) link.frozen = link.live;
    if (change.turns_flat) link.out = false;
    bar_late_order(link, leader, change);
    keep_stop_sizes(follower, link, change);
    note_leader_filled(link, leader, change, step.now);
    if (!change.is_fill) return why_barred(follower, link, leader, change);
    const Worth worth = worth_of(before, curve_of(link, leader.instrument).target(), change);
    return take_fill(follower, link, leader, change, worth, step);
}

Quantity planned(const Link& link, Side side) {
    Quantity sum;
    for (const EntryPlan& plan : link.plans) {
        if (plan.side == side) sum += plan.quantity;
    }
    return sum;
}

void plan_chases(Follower& follower, Link& link, const LeaderView& leader) {
    for (Mirror& mirror : link.mirrors) {
        if (!mirror.chase || has_live_child(follower, mirror)) continue;
        mirror.chase = false;
        const bool stands = !on_side(leader.instrument.followed(), mirror.side).is_zero();
        const Quantity lacks = less(lacking(follower, link, leader), planned(link, mirror.side));
        const Quantity quantity = std::min(lacks, less(mirror.earned, mirror.filled));
        if (!stands || quantity.is_zero() || link.plans.size() >= plans_max) continue;
        const auto& instruments = *follower.instruments;
        const Price reference =
            convert_price(instruments[link.leader_instrument->index],
                          instruments[link.instrument.index], mirror.leader_fill_price,
                          mirror.side == Side::buy ? PriceRounding::down : PriceRounding::up);
        link.plans.push_back(
            EntryPlan{mirror.side, quantity, reference, *mirror.leader_filled_at, true});
    }
}

bool send_plans(Follower& follower, Link& link, const LeaderView& leader, const Desired& desired,
                Sender& sender, Step& step) {
    if (link.plans.empty()) return false;
    if (desired.entry_block != Reason::none) {
        drop_plans(follower, link, desired.entry_block, step);
        return true;
    }
    bool dropped = false;
    const Duration age_max = follower.limits.max_signal_age;
    std::size_t waiting = 0;
    for (std::size_t i = 0; i < link.plans.size(); ++i) {
        const EntryPlan plan = link.plans[i];
        const bool leader_stands = !on_side(leader.instrument.followed(), plan.side).is_zero();
        if (!leader_stands) { // closed again before it could leave
            dropped = true;
            continue;
        }
        if (step.now - plan.signal_time > age_max) {
            sender.note(Severity::warning, Reason::stale,
                        "an entry of " + lots(plan.quantity) + " waited too long and is given up");
            sender.idle(Reason::stale);
            dropped = true;
            continue;
        }
        // across zero: first flat, with nothing under way that could still open the other side
        const Working against = sender.working(opposite(plan.side));
        const bool opposed =
            !on_side(link.held, opposite(plan.side)).is_zero() || !against.entries.is_zero();
        const bool closing = !desired.catch_up.is_zero() || !against.closing.is_zero() ||
                             !owed_exits(follower, link, opposite(plan.side)).is_zero();
        const Quantity quantity = std::min(plan.quantity, lacking(follower, link, leader));
        if (opposed || closing || link.joining) {
            sender.idle(Reason::waiting_for_answer);
        } else if (quantity.is_zero()) {
            dropped = true;
            continue;
        } else if (const auto outcome = sender.enter(plan, quantity);
                   outcome != Sender::Outcome::delayed) {
            dropped |= outcome == Sender::Outcome::refused;
            continue;
        }
        sender.wake_at(plan.signal_time + age_max + Duration(1));
        link.plans[waiting++] = plan;
    }
    link.plans.resize(waiting);
    return dropped;
}

void drop_plans(Follower& follower, Link& link, Reason reason, Step& step) {
    for (const EntryPlan& plan : link.plans) {
        step.notice(Severity::warning, reason, follower.id, link.instrument,
                    "an entry of " + lots(plan.quantity) +
                        " is given up: " + std::string(name(reason)));
    }
    link.plans.clear();
}

} // namespace lockstep
