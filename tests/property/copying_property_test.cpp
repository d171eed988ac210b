// The invariants of docs/copying.md over random days: I1 to I8. A day is a plan (a list of actions
// and a seed), so a failure shrinks to the shortest list that still breaks a promise.
#include "property/market_day.hpp"
#include "property/saved_state.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace lockstep::property {
namespace {

using Kind = Action::Kind;
using Mix = std::vector<std::pair<std::size_t, Kind>>;

const Mix trading{{6, Kind::market},  {5, Kind::limit},   {3, Kind::stop},
                  {4, Kind::bracket}, {3, Kind::replace}, {3, Kind::resize},
                  {2, Kind::cancel},  {2, Kind::flat},    {14, Kind::move}};
const Mix trouble{
    {2, Kind::drop_follower}, {1, Kind::drop_leader}, {1, Kind::pause}, {1, Kind::resume}};
// In one jump of the market a limit and a stop may fill in another order at every venue; these
// mixes leave nothing to luck.
const Mix limits_only{{6, Kind::market}, {6, Kind::limit}, {3, Kind::replace}, {3, Kind::resize},
                      {2, Kind::cancel}, {2, Kind::flat},  {14, Kind::move}};
const Mix brackets_only{{4, Kind::market}, {4, Kind::bracket}, {2, Kind::flat}, {10, Kind::move}};

rc::Gen<Action> action(const Mix& mix) {
    std::vector<Kind> bag;
    for (const auto& [weight, kind] : mix) bag.insert(bag.end(), weight, kind);
    return rc::gen::build<Action>(
        rc::gen::set(&Action::kind, rc::gen::elementOf(bag)),
        rc::gen::set(&Action::amount, rc::gen::inRange(1, 6)),
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

// So narrow that a day of some lots reaches them. A tick is worth 1.
void give_limits(AccountLimits& limits) {
    const auto some = [](int most) { return Money::of(*rc::gen::inRange(5, most)); };
    if (*rc::gen::arbitrary<bool>()) limits.daily_loss = some(100);
    if (*rc::gen::inRange(0, 4) == 0) limits.daily_profit = some(100);
    if (*rc::gen::arbitrary<bool>()) limits.max_drawdown = some(150);
    limits.drawdown_mode =
        *rc::gen::element(DrawdownMode::fixed, DrawdownMode::trailing, DrawdownMode::end_of_day);
    if (*rc::gen::arbitrary<bool>()) limits.drawdown_lock = Money::of(*rc::gen::inRange(0, 50));
    limits.on_breach = *rc::gen::element(OnBreach::pause, OnBreach::flatten);
    if (*rc::gen::arbitrary<bool>()) limits.commission = Money::of(1);
    if (*rc::gen::inRange(0, 3) == 0) limits.max_order_quantity = Quantity(*rc::gen::inRange(1, 5));
    if (*rc::gen::inRange(0, 3) == 0) limits.max_orders_per_second = *rc::gen::inRange(1, 6);
}

Plan plan_with(Mix mix, bool faults, int repeat_percent) {
    if (faults) mix.insert(mix.end(), trouble.begin(), trouble.end());
    Plan plan;
    plan.seed = *rc::gen::arbitrary<std::uint64_t>();
    for (const char* account : {"A", "B", "C"}) plan.followers.push_back(follower_named(account));
    plan.actions = *rc::gen::container<std::vector<Action>>(action(mix));
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
    expect_kept(plan_with(trading, false, 0));
}

// Every action is given a second, sizes are whole multiples below the cap (with rounding, a stop
// that is kept while the leader adds may close more than the new target asks for).
void expect_exact(const Mix& mix) {
    Plan plan = plan_with(mix, false, 0);
    plan.calm = true;
    for (Action& action : plan.actions) action.wait_ms = 1000;
    for (FollowerConfig& follower : plan.followers) {
        follower.max_slippage_ticks.reset();
        follower.late_entry = LateEntry::keep;
        follower.sizing.kind = SizingKind::multiplier;
        follower.sizing.value = Ratio(*rc::gen::inRange(1, 4), 1);
        follower.limits.max_contracts = Ratio(10'000, 1);
    }
    expect_kept(plan);
}

RC_GTEST_PROP(Copying, with_limits_and_time_every_account_holds_its_target_exactly, ()) {
    expect_exact(limits_only);
}

RC_GTEST_PROP(Copying, with_brackets_and_time_every_account_holds_its_target_exactly, ()) {
    expect_exact(brackets_only);
}

RC_GTEST_PROP(Copying, a_day_with_lost_sessions_rejects_and_pauses_keeps_every_promise, ()) {
    expect_kept(plan_with(trading, true, 10));
}

RC_GTEST_PROP(Copying, accounts_with_limits_stop_at_them_and_keep_every_promise, ()) {
    Mix mix = trading;
    mix.push_back({1, Kind::roll});
    Plan plan = plan_with(mix, true, 10);
    plan.has_prices = *rc::gen::arbitrary<bool>();
    for (FollowerConfig& follower : plan.followers) give_limits(follower.limits);
    expect_kept(plan);
}

RC_GTEST_PROP(Copying, reports_that_come_twice_change_nothing, ()) {
    Plan plan = plan_with(trading, false, 0);
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
    Plan plan = plan_with(trading, false, 10);
    plan.has_prices = *rc::gen::arbitrary<bool>();
    for (FollowerConfig& follower : plan.followers) {
        if (*rc::gen::arbitrary<bool>()) give_limits(follower.limits);
    }
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

// The day with what the broker and the leader do not do by themselves: restarts, day rolls,
// balances, position reports.
std::vector<Event> with_more_happening(const std::vector<Event>& day, std::size_t followers) {
    std::vector<Event> events;
    for (const Event& event : day) {
        events.push_back(event);
        const auto account =
            static_cast<std::uint32_t>(*rc::gen::inRange<std::size_t>(0, followers));
        switch (*rc::gen::inRange(0, 60)) {
        case 0: events.push_back({0, event.time, Started{"", "", 2}}); break;
        case 1: events.push_back({0, event.time, DayRolled{FollowerId{account}}}); break;
        case 2: events.push_back({0, event.time, LeaderSessionEnded{LeaderId{0}}}); break;
        case 3:
            events.push_back(
                {0, event.time, FollowerBalance{FollowerId{account}, Money::of(70'000)}});
            break;
        case 4:
            events.push_back(
                {0, event.time, LeaderPosition{LeaderId{0}, InstrumentId{0}, Position(2), false}});
            break;
        default: break;
        }
    }
    for (std::size_t i = 0; i < events.size(); ++i) events[i].sequence = i + 1;
    return events;
}

// I8
RC_GTEST_PROP(Copying, a_day_goes_on_from_a_snapshot_as_if_nothing_had_been, ()) {
    const Plan plan = plan_with(trading, true, 10);
    MarketDay day(plan);
    day.play();
    expect_nothing_is_lost_by_a_snapshot(day.config(),
                                         with_more_happening(day.events(), plan.followers.size()));
}

} // namespace
} // namespace lockstep::property
