// The invariants of docs/copying.md over random days: I1 to I7. A day is a plan (a list of actions
// and a seed), so a failure shrinks to the shortest list that still breaks a promise.
#include "property/market_day.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace lockstep::property {
namespace {

rc::Gen<Action> action(bool faults) {
    using Kind = Action::Kind;
    const auto kind = faults ? rc::gen::weightedElement<Kind>({{6, Kind::market},
                                                               {5, Kind::limit},
                                                               {3, Kind::stop},
                                                               {4, Kind::bracket},
                                                               {3, Kind::replace},
                                                               {3, Kind::resize},
                                                               {2, Kind::cancel},
                                                               {2, Kind::flat},
                                                               {14, Kind::move},
                                                               {2, Kind::drop_follower},
                                                               {1, Kind::drop_leader},
                                                               {1, Kind::pause},
                                                               {1, Kind::resume}})
                             : rc::gen::weightedElement<Kind>({{6, Kind::market},
                                                               {5, Kind::limit},
                                                               {3, Kind::stop},
                                                               {4, Kind::bracket},
                                                               {3, Kind::replace},
                                                               {3, Kind::resize},
                                                               {2, Kind::cancel},
                                                               {2, Kind::flat},
                                                               {14, Kind::move}});
    return rc::gen::build<Action>(
        rc::gen::set(&Action::kind, kind), rc::gen::set(&Action::amount, rc::gen::inRange(1, 6)),
        rc::gen::set(&Action::buys, rc::gen::arbitrary<bool>()),
        rc::gen::set(&Action::wait_ms, rc::gen::element(1, 3, 10, 40, 700)));
}

FollowerConfig follower_named(const std::string& account) {
    FollowerConfig follower;
    follower.account = account;
    follower.balance = Money::of(*rc::gen::inRange(10'000, 200'000));
    const auto kind = *rc::gen::element(SizingKind::fixed, SizingKind::multiplier,
                                        SizingKind::percent_of_balance);
    follower.sizing.kind = kind;
    const int value = *rc::gen::inRange(1, 30);
    follower.sizing.value = kind == SizingKind::fixed        ? Ratio(1 + value % 4, 1)
                            : kind == SizingKind::multiplier ? Ratio(value, 10)
                                                             : Ratio(value * 10, 1);
    follower.sizing.rounding = *rc::gen::element(Rounding::down, Rounding::nearest, Rounding::up);
    follower.copy_mode = *rc::gen::element(CopyMode::orders, CopyMode::orders, CopyMode::fills);
    follower.late_entry = *rc::gen::element(LateEntry::keep, LateEntry::cancel, LateEntry::chase);
    follower.max_slippage_ticks = 2;
    if (follower.late_entry != LateEntry::chase && *rc::gen::arbitrary<bool>()) {
        follower.max_slippage_ticks.reset();
    }
    follower.limits.max_contracts = Ratio(*rc::gen::inRange(1, 12), 1);
    follower.join_mid_trade = *rc::gen::arbitrary<bool>();
    return follower;
}

Plan plan_with(bool faults, int repeat_percent) {
    Plan plan;
    plan.seed = *rc::gen::arbitrary<std::uint64_t>();
    for (const char* account : {"A", "B", "C"}) plan.followers.push_back(follower_named(account));
    plan.actions = *rc::gen::container<std::vector<Action>>(action(faults));
    plan.reject_percent = faults ? *rc::gen::element(0, 0, 10) : 0;
    plan.repeat_percent = repeat_percent;
    return plan;
}

void expect_kept(const Plan& plan) {
    const auto broken = MarketDay(plan).play();
    if (!broken.empty()) {
        for (const std::string& promise : broken) RC_LOG() << promise << "\n";
        RC_LOG() << describe(plan);
        MarketDay again(plan);
        again.keep_story();
        again.play();
        for (const std::string& line : again.story()) RC_LOG() << line << "\n";
    }
    RC_ASSERT(broken.empty());
}

RC_GTEST_PROP(Copying, a_day_without_faults_keeps_every_promise, ()) {
    expect_kept(plan_with(false, 0));
}

RC_GTEST_PROP(Copying, a_day_with_lost_sessions_rejects_and_pauses_keeps_every_promise, ()) {
    expect_kept(plan_with(true, 10));
}

RC_GTEST_PROP(Copying, reports_that_come_twice_change_nothing, ()) {
    Plan plan = plan_with(false, 0);
    MarketDay once(plan);
    const auto broken = once.play();
    RC_ASSERT(broken.empty());
    plan.repeat_percent = 100;
    MarketDay twice(plan);
    twice.play();
    for (const FollowerConfig& follower : plan.followers) {
        RC_ASSERT(once.orders_of(follower.account) == twice.orders_of(follower.account));
    }
}

RC_GTEST_PROP(Copying, removing_an_account_changes_nothing_for_the_others, ()) {
    Plan plan = plan_with(false, 10);
    MarketDay whole(plan);
    whole.play();
    const auto removed = *rc::gen::inRange<std::size_t>(0, plan.followers.size());
    plan.followers.erase(plan.followers.begin() + static_cast<std::ptrdiff_t>(removed));
    MarketDay without(plan);
    without.play();
    for (const FollowerConfig& follower : plan.followers) {
        RC_ASSERT(whole.orders_of(follower.account) == without.orders_of(follower.account));
    }
}

} // namespace
} // namespace lockstep::property
