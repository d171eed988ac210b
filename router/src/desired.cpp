#include "desired.hpp"

#include "router/ladder.hpp"

#include <algorithm>

namespace lockstep {

namespace {

// The leader's working orders of one ladder, front first.
std::vector<const LeaderOrder*> rungs(const LeaderView& leader, Side side, bool stops,
                                      OrderRole role) {
    std::vector<const LeaderOrder*> orders;
    for (const LeaderOrderId id : leader.instrument.working) {
        const LeaderOrder* order = leader.book.find(id);
        if (order->works() && order->role == role && order->terms.side == side &&
            can_rest(order->terms) && is_stop(order->terms.type) == stops) {
            orders.push_back(order);
        }
    }
    std::ranges::stable_sort(orders, [](const LeaderOrder* a, const LeaderOrder* b) {
        return trades_before(a->terms, b->terms);
    });
    return orders;
}

std::vector<Quantity> leaves_of(const std::vector<const LeaderOrder*>& orders) {
    std::vector<Quantity> leaves;
    for (const LeaderOrder* order : orders) leaves.push_back(order->leaves());
    return leaves;
}

Quantity child_leaves(const Follower& follower, const Mirror& mirror) {
    const ChildOrder* child = follower.live_child(mirror);
    return child == nullptr ? Quantity(0) : child->leaves();
}

bool leader_works(const LeaderView& leader, const Mirror& mirror) {
    const LeaderOrder* order = leader.book.find(mirror.order);
    return order != nullptr && order->works();
}

bool leader_filled(const LeaderView& leader, const Mirror& mirror) {
    const LeaderOrder* order = leader.book.find(mirror.order);
    return order != nullptr && order->state == LeaderOrderState::filled;
}

// The leader's resting entries on one side.
Quantity resting_entries(const LeaderView& leader, Side side) {
    Quantity sum;
    for (const LeaderOrderId id : leader.instrument.working) {
        const LeaderOrder* order = leader.book.find(id);
        if (order->works() && order->role == OrderRole::entry && order->terms.side == side &&
            can_rest(order->terms)) {
            sum += order->leaves();
        }
    }
    return sum;
}

// Entries of ours that filled before the leader's did, while its order still works: the account
// is ahead, not too big.
Quantity filled_early(const LeaderView& leader, const Link& link, Side side) {
    Quantity early;
    for (const Mirror& mirror : link.mirrors) {
        if (mirror.side != side || mirror.closes || !leader_works(leader, mirror)) continue;
        early += less(mirror.filled, mirror.earned);
    }
    // no more than what rests there may still add: the leader may have made its order smaller
    const TargetCurve curve = curve_of(link, leader.instrument);
    const Position furthest = curve.now + signed_quantity(side, resting_entries(leader, side));
    return std::min(early,
                    less(on_side(curve.target(furthest), side), on_side(curve.target(), side)));
}

struct Owed {
    Quantity beside;    // by exit mirrors whose leader order still works
    Quantity left_over; // by those whose leader order filled, within CatchUpAfter
    std::optional<Timestamp> wake;
};

// Until when an order that the leader's fill left behind may still fill by itself.
std::optional<Timestamp> patience(const Follower& follower, const TargetCurve& curve,
                                  const Mirror& mirror) {
    const bool waits_for_ever = follower.config->catch_up == CatchUp::none && !curve.now.is_flat();
    if (waits_for_ever || !mirror.leader_filled_at) return std::nullopt;
    return *mirror.leader_filled_at + follower.config->catch_up_after;
}

bool still_waits(const Follower& follower, const LeaderView& leader, const TargetCurve& curve,
                 const Mirror& mirror, Timestamp now) {
    if (!leader_filled(leader, mirror)) return false;
    const auto until = patience(follower, curve, mirror);
    return !until || now < *until;
}

// Those of a side on which they would open, since the account has turned, close nothing.
Owed owed_by_exits(const Follower& follower, const Link& link, const LeaderView& leader,
                   const TargetCurve& curve, Side exit_side, Timestamp now) {
    Owed owed;
    for (const Mirror& mirror : link.mirrors) {
        const Quantity leaves = child_leaves(follower, mirror);
        if (!mirror.closes || mirror.side != exit_side || leaves.is_zero()) continue;
        if (leader_works(leader, mirror)) {
            owed.beside += std::min(leaves, less(mirror.reduced, mirror.filled));
        } else if (still_waits(follower, leader, curve, mirror, now)) {
            owed.left_over += std::min(leaves, less(mirror.reduced, mirror.filled));
            const auto until = patience(follower, curve, mirror);
            if (until && (!owed.wake || *until < *owed.wake)) owed.wake = until;
        }
    }
    return owed;
}

bool against(Position held, Position leader) {
    return !held.is_flat() && !leader.is_flat() && held.is_long() != leader.is_long();
}

// What the account stands with and may close: its own fills, but never more than its net position,
// nor than its broker says there is; everything when it is being flattened.
Position closable(const Follower& follower, const Link& link) {
    const Position net = follower.ledger.net(link.instrument);
    const Position reported = net + link.positions.unexplained;
    if (follower.acting() == Mode::flattening) {
        const Side side = side_of(net);
        return signed_quantity(side, std::min(on_side(net, side), on_side(reported, side)));
    }
    const Side side = side_of(link.held);
    return signed_quantity(
        side, std::min({on_side(link.held, side), on_side(net, side), on_side(reported, side)}));
}

// How much has to go at market: what is held beyond what the leader's position, its early fills
// and the exit mirrors that can still do it account for.
void decide_catch_up(const Follower& follower, const Link& link, const LeaderView* leader,
                     Timestamp now, Desired& desired) {
    const Position held = closable(follower, link);
    const Side side = side_of(held);
    desired.exit_side = opposite(side);
    desired.to_close = abs(held);
    if (held.is_flat()) return;
    if (follower.acting() == Mode::flattening) {
        desired.catch_up = desired.to_close;
        desired.catch_up_reason = Reason::flattening;
        return;
    }
    if (leader == nullptr || !leader->instrument.known) return;
    const TargetCurve curve = curve_of(link, leader->instrument);
    if (against(held, curve.now)) {
        desired.catch_up = desired.to_close;
        desired.catch_up_reason = Reason::wrong_side;
        return;
    }
    const Quantity target = abs(curve.target());
    const Position with_entries = curve.now + signed_quantity(side, resting_entries(*leader, side));
    const Quantity allowed = std::max(target, std::min(target + filled_early(*leader, link, side),
                                                       on_side(curve.target(with_entries), side)));
    const Owed owed = owed_by_exits(follower, link, *leader, curve, desired.exit_side, now);
    const Quantity excess = less(desired.to_close, allowed);
    desired.catch_up = less(excess, owed.beside + owed.left_over);
    desired.catch_up_reason = Reason::drift_closed;
    desired.wake = owed.wake; // a left-over exit goes then, also where nothing is held too much
}

std::size_t index_of(const Link& link, LeaderOrderId order) {
    const auto found = std::ranges::find(link.mirrors, order, &Mirror::order);
    return static_cast<std::size_t>(found - link.mirrors.begin());
}

void want(Desired& desired, std::size_t mirror, bool entry, Quantity leaves, OrderTerms terms) {
    desired.mirrors.push_back(DesiredMirror{mirror, entry, leaves, terms});
}

// One side's entry ladder of limits or stops.
void desire_entries(const Follower& follower, const Link& link, const LeaderView& leader,
                    const TargetCurve& curve, Side side, bool stops, Desired& desired) {
    const auto orders = rungs(leader, side, stops, OrderRole::entry);
    const auto earns = entry_ladder(curve, side, leaves_of(orders));
    const auto& instruments = *follower.instruments;
    const bool skips = follower.config->sizing.over_cap == OverCap::skip;
    Position reached = curve.now;
    for (std::size_t i = 0; i < orders.size(); ++i) {
        reached = reached + signed_quantity(side, orders[i]->leaves());
        const std::size_t at = index_of(link, orders[i]->id);
        if (at == link.mirrors.size()) continue;
        const Mirror& mirror = link.mirrors[at];
        const bool clips = curve.sizer.clips(abs(reached), curve.peak);
        const bool fits = !skips || !clips;
        const bool may =
            fits && desired.entry_block == Reason::none && mirror.admission == Admission::open;
        Quantity total = mirror.earned + earns[i];
        if (mirror.clipped_total) total = std::min(total, *mirror.clipped_total);
        want(desired, at, true, may ? less(total, mirror.filled) : Quantity(0),
             mirrored_terms(orders[i]->terms, instruments[link.leader_instrument->index],
                            instruments[link.instrument.index]));
        if (clips) {
            desired.mirrors.back().nothing = skips ? Reason::skip_over_cap : Reason::max_contracts;
        }
    }
}

// Entries whose leader order has filled: LateEntry says whether they stay, and the target how much
// of them may.
void desire_late_entries(const Follower& follower, const Link& link, const LeaderView& leader,
                         const TargetCurve& curve, Timestamp now, Desired& desired) {
    const Side side = side_of(curve.now);
    Quantity room = less(abs(curve.target()), on_side(link.held, side));
    room = less(room, link.live_orders.on(side).copies);
    for (std::size_t i = 0; i < link.mirrors.size(); ++i) {
        const Mirror& mirror = link.mirrors[i];
        const Quantity leaves = child_leaves(follower, mirror);
        if (mirror.closes || leaves.is_zero() || !leader_filled(leader, mirror)) continue;
        const bool leader_stands = !curve.now.is_flat() && mirror.side == side;
        const bool keeps = follower.config->late_entry == LateEntry::keep ||
                           still_waits(follower, leader, curve, mirror, now);
        const bool stays = desired.entry_block == Reason::none && leader_stands && keeps;
        const Quantity kept = stays ? std::min(leaves, room) : Quantity(0);
        room = less(room, kept);
        want(desired, i, true, kept, follower.live_child(mirror)->wanted_terms());
        if (kept.is_zero() || follower.config->late_entry == LateEntry::keep) continue;
        if (const auto until = patience(follower, curve, mirror)) {
            if (!desired.wake || *until < *desired.wake) desired.wake = until;
        }
    }
}

// A working stop is not made smaller because the leader added.
void keep_stops(const Follower& follower, const Link& link,
                const std::vector<const LeaderOrder*>& orders, Quantity held,
                std::vector<Quantity>& works) {
    for (std::size_t i = 0; i < orders.size(); ++i) {
        const std::size_t at = index_of(link, orders[i]->id);
        if (at != link.mirrors.size()) {
            const Mirror& mirror = link.mirrors[at];
            const Quantity kept = std::min(mirror.stop_kept, child_leaves(follower, mirror));
            works[i] = std::min(std::max(works[i], kept), held);
        }
        held = less(held, works[i]);
    }
}

// What a closing mirror has sold that its leader order, which still works, has not.
Quantity sold_early(const LeaderView& leader, const Mirror& mirror) {
    if (!mirror.closes || !leader_works(leader, mirror)) return Quantity(0);
    return less(mirror.filled, mirror.reduced);
}

// One closing ladder, over what is held less what catch-up and its own left-over mirrors will sell.
void desire_exits(const Follower& follower, const Link& link, const LeaderView& leader,
                  const TargetCurve& curve, bool stops, Timestamp now, Desired& desired) {
    const Working& working = link.live_orders.on(desired.exit_side);
    // what filled ahead of the leader gets its exits when the leader's entry fills
    const Quantity ahead = filled_early(leader, link, opposite(desired.exit_side));
    Quantity held = less(desired.to_close, std::max(desired.catch_up, working.closing) + ahead);
    for (std::size_t i = 0; i < link.mirrors.size(); ++i) {
        const Mirror& mirror = link.mirrors[i];
        const Quantity leaves = child_leaves(follower, mirror);
        if (!mirror.closes || mirror.is_stop != stops || leaves.is_zero()) continue;
        if (mirror.side != desired.exit_side) continue; // the account has turned: it would open
        if (!still_waits(follower, leader, curve, mirror, now)) continue;
        const Quantity owes = less(mirror.reduced, mirror.filled);
        const Quantity stays = std::min({leaves, owes, held});
        held = less(held, stays);
        want(desired, i, false, stays, follower.live_child(mirror)->wanted_terms());
    }
    // the ladder is walked as if what was sold early were still held; each mirror's own early
    // sales count against it alone, so that the others keep their place
    Quantity early;
    for (const Mirror& mirror : link.mirrors) {
        const bool is_rung = mirror.is_stop == stops && mirror.side == desired.exit_side;
        if (is_rung) early += sold_early(leader, mirror);
    }
    const auto orders = rungs(leader, desired.exit_side, stops, OrderRole::exit);
    auto works = closing_ladder(curve, held + early, leaves_of(orders));
    if (stops) keep_stops(follower, link, orders, held + early, works);
    const auto& instruments = *follower.instruments;
    for (std::size_t i = 0; i < orders.size(); ++i) {
        const std::size_t at = index_of(link, orders[i]->id);
        if (at == link.mirrors.size()) continue;
        const Quantity own = less(works[i], sold_early(leader, link.mirrors[at]));
        const Quantity leaves = std::min(own, held);
        held = less(held, leaves);
        want(desired, at, false, leaves,
             mirrored_terms(orders[i]->terms, instruments[link.leader_instrument->index],
                            instruments[link.instrument.index]));
    }
}

// The kill switch: entries go, working exits stay as they are, within what is held.
void desire_halted(const Follower& follower, const Link& link, Desired& desired) {
    desired.catch_up = Quantity(0);
    Quantity left[2] = {desired.to_close, desired.to_close};
    for (std::size_t i = 0; i < link.mirrors.size(); ++i) {
        const Mirror& mirror = link.mirrors[i];
        const Quantity leaves = child_leaves(follower, mirror);
        if (leaves.is_zero()) continue;
        const bool closes = mirror.closes && mirror.side == desired.exit_side;
        Quantity& room = left[mirror.is_stop ? 1 : 0];
        const Quantity stays = closes ? std::min(leaves, room) : Quantity(0);
        if (closes) room = less(room, stays);
        want(desired, i, !closes, stays, follower.live_child(mirror)->wanted_terms());
    }
}

Quantity entry_limit(const LeaderView& leader, const TargetCurve& curve, Side side) {
    const Position furthest = curve.now + signed_quantity(side, resting_entries(leader, side));
    return on_side(curve.target(furthest), side);
}

Price convert(const Instrument& from, const Instrument& to, Price price, bool down) {
    return convert_price(from, to, price, down ? PriceRounding::down : PriceRounding::up);
}

} // namespace

Reason entry_block_of(const Follower& follower, const Link& link, const LeaderView* leader) {
    if (!follower.may_enter()) return follower.acting_reason();
    if (follower.entries_held) return Reason::disk_full;
    if (leader == nullptr) return Reason::not_mapped;
    if (leader->lost) return Reason::leader_lost;
    if (!leader->instrument.known) return Reason::position_unknown;
    if (leader->instrument.disagrees) return Reason::position_disagrees;
    if (leader->instrument.bust_pending) return Reason::bust_pending;
    if (link.out) return Reason::out;
    const bool flat = leader->instrument.followed().is_flat();
    if (!(flat || !link.frozen ? link.live : link.frozen)) return Reason::balance_missing;
    return Reason::none;
}

Desired desire(const Follower& follower, const Link& link, const LeaderView* leader,
               Timestamp now) {
    Desired desired;
    desired.entry_block = entry_block_of(follower, link, leader);
    decide_catch_up(follower, link, leader, now, desired);
    if (follower.mode == Mode::halted) {
        desire_halted(follower, link, desired);
        return desired;
    }
    if (link.mirrors.empty()) return desired;
    if (leader != nullptr && follower.acting() != Mode::flattening && leader->instrument.known) {
        const TargetCurve curve = curve_of(link, leader->instrument);
        const bool opposed =
            against(signed_quantity(opposite(desired.exit_side), desired.to_close), curve.now);
        if (!desired.to_close.is_zero() && !opposed) {
            for (const bool stops : {false, true}) {
                desire_exits(follower, link, *leader, curve, stops, now, desired);
            }
        }
        desire_late_entries(follower, link, *leader, curve, now, desired);
        for (const Side side : {Side::buy, Side::sell}) {
            if (against(signed_quantity(side, Quantity(1)), curve.now)) continue;
            for (const bool stops : {false, true}) {
                desire_entries(follower, link, *leader, curve, side, stops, desired);
            }
        }
        desired.entry_limit_buys = entry_limit(*leader, curve, Side::buy);
        desired.entry_limit_sells = entry_limit(*leader, curve, Side::sell);
    }
    // what nothing above wants has no order
    std::vector<bool> wanted(link.mirrors.size());
    for (const DesiredMirror& mirror : desired.mirrors) wanted[mirror.mirror] = true;
    for (std::size_t i = 0; i < link.mirrors.size(); ++i) {
        if (!wanted[i]) want(desired, i, !link.mirrors[i].closes, Quantity(0), OrderTerms());
    }
    return desired;
}

Quantity owed_exits(const Follower& follower, const Link& link, Side side) {
    Quantity owed;
    for (const Mirror& mirror : link.mirrors) {
        if (!mirror.closes || mirror.side != side) continue;
        owed += std::min(child_leaves(follower, mirror), less(mirror.reduced, mirror.filled));
    }
    return owed;
}

Quantity lacking(const Follower& follower, const Link& link, const LeaderView& leader) {
    const TargetCurve curve = curve_of(link, leader.instrument);
    const Side side = side_of(curve.now);
    // what is being closed already is not there any more
    const Quantity stays =
        less(on_side(link.held, side), link.live_orders.on(opposite(side)).closing +
                                           owed_exits(follower, link, opposite(side)));
    Quantity there = less(stays, filled_early(leader, link, side));
    there += link.live_orders.on(side).copies;
    for (const Mirror& mirror : link.mirrors) {
        if (mirror.closes || mirror.side != side) continue;
        there += std::min(child_leaves(follower, mirror), less(mirror.earned, mirror.filled));
    }
    return less(abs(curve.target()), there);
}

OrderTerms mirrored_terms(const OrderTerms& terms, const Instrument& from, const Instrument& to) {
    OrderTerms mirrored = terms;
    const bool buys = terms.side == Side::buy;
    // passive: a buy lower, a sell higher; triggering sooner: a buy stop lower, a sell stop higher
    if (terms.price) mirrored.price = convert(from, to, *terms.price, buys);
    if (terms.stop_price) mirrored.stop_price = convert(from, to, *terms.stop_price, buys);
    if (terms.time_in_force == TimeInForce::gtd) mirrored.time_in_force = TimeInForce::day;
    return mirrored;
}

} // namespace lockstep
