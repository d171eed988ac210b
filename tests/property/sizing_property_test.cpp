// What holds of every size and every ladder, whatever the settings: flat is flat, the side is the
// leader's, more of the leader is never less of the follower, the cap is never passed, and no
// rounding adds up.
#include "router/ladder.hpp"
#include "router/sizing.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <ostream>
#include <vector>

namespace lockstep {
namespace {

Ratio decimal_between(int thousandths_min, int thousandths_max) {
    return Ratio(*rc::gen::inRange(thousandths_min, thousandths_max + 1), 1'000);
}

// Any sizing that the settings take, small enough to round often.
Sizer any_sizer() {
    Sizing sizing;
    sizing.kind = *rc::gen::element(SizingKind::fixed, SizingKind::multiplier,
                                    SizingKind::percent_of_balance);
    sizing.rounding = *rc::gen::element(Rounding::down, Rounding::nearest, Rounding::up);
    const auto follower = Money(*rc::gen::inRange<std::int64_t>(1, 2'000'000'000));
    const auto leader = Money(*rc::gen::inRange<std::int64_t>(1, 2'000'000'000));
    switch (sizing.kind) {
    case SizingKind::fixed: sizing.value = Ratio(*rc::gen::inRange(1, 20), 1); break;
    case SizingKind::multiplier: sizing.value = decimal_between(1, 4'000); break;
    case SizingKind::percent_of_balance: sizing.value = decimal_between(1, 300'000); break;
    }
    const Ratio factor = *rc::gen::element(Ratio(1, 1), Ratio(10, 1), Ratio(1, 10));
    const Quantity cap(*rc::gen::element(0, 1, 5, 50, 1'000'000));
    return *Sizer::make(sizing, factor, follower, leader, cap);
}

TargetCurve any_curve() {
    const Position now(*rc::gen::inRange(-40, 41));
    const Quantity peak(std::max<std::int64_t>(abs(now).lots, *rc::gen::inRange(0, 60)));
    return TargetCurve{any_sizer(), now, now.is_flat() ? Quantity(0) : peak};
}

std::vector<Quantity> any_leaves() {
    std::vector<Quantity> leaves;
    for (const int lots : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 9))) {
        leaves.emplace_back(lots);
    }
    return leaves;
}

std::int64_t sum(const std::vector<Quantity>& quantities) {
    std::int64_t total = 0;
    for (const Quantity quantity : quantities) total += quantity.lots;
    return total;
}

RC_GTEST_PROP(Target, of_flat_is_flat_and_keeps_the_leaders_sign, ()) {
    const TargetCurve curve = any_curve();
    RC_ASSERT(curve.target(Position(0)).is_flat());
    const Position p(*rc::gen::inRange(-200, 201));
    const Position target = curve.target(p);
    RC_ASSERT(target.is_flat() || target.is_long() == p.is_long());
}

RC_GTEST_PROP(Target, never_falls_while_the_leader_grows, ()) {
    const TargetCurve curve = any_curve();
    const Side side = *rc::gen::element(Side::buy, Side::sell);
    Quantity before;
    for (std::int64_t lots = 0; lots <= 100; ++lots) {
        const Quantity target = abs(curve.target(signed_quantity(side, Quantity(lots))));
        RC_ASSERT(target >= before);
        before = target;
    }
}

// The same while the leader really trades, so that the peak grows with it.
RC_GTEST_PROP(Target, never_falls_as_the_leader_adds_trade_by_trade, ()) {
    const Sizer sizer = any_sizer();
    Quantity before;
    for (std::int64_t lots = 1; lots <= 100; ++lots) {
        const Quantity target = sizer.size(Quantity(lots), Quantity(lots));
        RC_ASSERT(target >= before);
        before = target;
    }
}

RC_GTEST_PROP(Target, never_passes_the_cap_and_says_when_it_is_the_cap, ()) {
    const Quantity cap(*rc::gen::inRange(0, 30));
    const Ratio value = decimal_between(1, 9'000);
    const auto rounding = *rc::gen::element(Rounding::down, Rounding::nearest, Rounding::up);
    const Sizing sizing{SizingKind::multiplier, value, rounding, OverCap::clip};
    const auto make = [&](Quantity most) {
        return *Sizer::make(sizing, Ratio(1, 1), std::nullopt, std::nullopt, most);
    };
    const Quantity held(*rc::gen::inRange(0, 50));
    const Quantity free = make(Quantity(1'000'000)).size(held, held);
    RC_ASSERT(make(cap).size(held, held) == std::min(free, cap));
    RC_ASSERT(make(cap).clips(held, held) == (free > cap));
}

// Three roundings of one number lie within one contract of it, and in their order.
RC_GTEST_PROP(Target, is_rounded_once, ()) {
    const Ratio value = decimal_between(1, 9'000);
    const Quantity held(*rc::gen::inRange(1, 1'000));
    const auto size = [&](Rounding rounding) {
        const Sizing sizing{SizingKind::multiplier, value, rounding, OverCap::clip};
        return Sizer::make(sizing, Ratio(1, 1), std::nullopt, std::nullopt, Quantity(1'000'000))
            ->size(held, held)
            .lots;
    };
    const Ratio exact = value * Ratio(held.lots, 1);
    const std::int64_t down = size(Rounding::down), up = size(Rounding::up);
    RC_ASSERT(Ratio(down, 1) <= exact && exact < Ratio(down + 1, 1));
    RC_ASSERT(Ratio(up - 1, 1) < exact && exact <= Ratio(up, 1));
    const std::int64_t nearest = size(Rounding::nearest);
    RC_ASSERT(nearest == (exact * Ratio(2, 1) >= Ratio(2 * down + 1, 1) ? down + 1 : down));
}

// However the leader comes to a position, in however many fills, what its followers were told on
// the way adds up to less than one contract beside the exact size: the position is scaled, never an
// order or a fill.
RC_GTEST_PROP(Target, adds_up_no_rounding_over_any_day, ()) {
    const auto kind = *rc::gen::element(SizingKind::fixed, SizingKind::multiplier);
    const bool fixed = kind == SizingKind::fixed;
    const Ratio value = fixed ? Ratio(*rc::gen::inRange(1, 20), 1) : decimal_between(1, 4'000);
    const auto rounding = *rc::gen::element(Rounding::down, Rounding::nearest, Rounding::up);
    const Sizer sizer = *Sizer::make(Sizing{kind, value, rounding, OverCap::clip}, Ratio(1, 1),
                                     std::nullopt, std::nullopt, Quantity(1'000'000));
    Position p;
    Quantity peak;
    std::int64_t held = 0;
    for (const int trade : *rc::gen::container<std::vector<int>>(rc::gen::inRange(-7, 8))) {
        const Position before = TargetCurve{sizer, p, peak}.target();
        const Position after_it = p + Position(trade);
        const bool turns = after_it.is_flat() || after_it.is_long() != p.is_long();
        peak = turns ? abs(after_it) : std::max(peak, abs(after_it));
        p = after_it;
        held += TargetCurve{sizer, p, peak}.target().net - before.net;
        const Ratio share =
            fixed && !p.is_flat() ? Ratio(abs(p).lots, peak.lots) : Ratio(abs(p).lots, 1);
        const Ratio exact = value * share;
        const std::int64_t size = p.is_short() ? -held : held;
        RC_ASSERT(size >= 0 && Ratio(size - 1, 1) < exact && exact < Ratio(size + 1, 1));
    }
}

RC_GTEST_PROP(EntryLadder, adds_up_to_the_target_of_all_its_orders, ()) {
    const TargetCurve curve = any_curve();
    const Side side =
        curve.now.is_flat() ? *rc::gen::element(Side::buy, Side::sell) : side_of(curve.now);
    const auto leaves = any_leaves();
    const auto earned = entry_ladder(curve, side, leaves);
    RC_ASSERT(earned.size() == leaves.size());
    const Position furthest = curve.now + signed_quantity(side, Quantity(sum(leaves)));
    RC_ASSERT(sum(earned) == abs(curve.target(furthest)).lots - abs(curve.target()).lots);
}

// How the leader splits an entry over orders changes no mirror behind the split.
RC_GTEST_PROP(EntryLadder, is_worth_the_same_however_it_is_split, ()) {
    const TargetCurve curve = any_curve();
    const Side side = side_of(curve.now);
    const auto leaves = any_leaves();
    RC_PRE(!leaves.empty());
    const auto at = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(leaves.size())));
    const Quantity part(*rc::gen::inRange<std::int64_t>(0, leaves[at].lots + 1));
    auto split = leaves;
    split[at] = less(leaves[at], part);
    split.insert(split.begin() + static_cast<std::ptrdiff_t>(at), part);
    const auto whole = entry_ladder(curve, side, leaves);
    auto parts = entry_ladder(curve, side, split);
    parts[at + 1] += parts[at];
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at));
    RC_ASSERT(parts == whole);
}

RC_GTEST_PROP(ClosingLadder, never_works_more_than_is_held, ()) {
    const TargetCurve curve = any_curve();
    const Quantity held(*rc::gen::inRange(0, 80));
    const auto leaves = any_leaves();
    const auto works = closing_ladder(curve, held, leaves);
    RC_ASSERT(works.size() == leaves.size());
    RC_ASSERT(sum(works) <= held.lots);
}

RC_GTEST_PROP(ClosingLadder, the_order_that_takes_the_leader_flat_takes_the_follower_flat, ()) {
    const TargetCurve curve = any_curve();
    RC_PRE(!curve.now.is_flat());
    const Quantity held(*rc::gen::inRange(0, 80));
    auto leaves = any_leaves();
    leaves.emplace_back(*rc::gen::inRange<std::int64_t>(0, 60));
    const auto works = closing_ladder(curve, held, leaves);
    std::int64_t leader = abs(curve.now).lots;
    std::int64_t follower = held.lots;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        leader = std::max<std::int64_t>(0, leader - leaves[i].lots);
        follower -= works[i].lots;
        const Quantity target =
            abs(curve.target(signed_quantity(side_of(curve.now), Quantity(leader))));
        // with each order the follower comes to the target, if it held more
        RC_ASSERT(follower == std::min(held, target).lots);
        if (leader == 0) RC_ASSERT(follower == 0);
    }
}

// A second ladder over the same position (stops beside targets) is worth the same walk, so either
// of them alone takes the follower where it should be.
RC_GTEST_PROP(ClosingLadder, is_worth_the_same_however_it_is_split, ()) {
    const TargetCurve curve = any_curve();
    const Quantity held(*rc::gen::inRange(0, 80));
    const auto leaves = any_leaves();
    const auto works = closing_ladder(curve, held, leaves);
    const auto one = closing_ladder(curve, held, {Quantity(sum(leaves))});
    if (!leaves.empty()) RC_ASSERT(sum(works) == sum(one));
}

} // namespace
} // namespace lockstep
