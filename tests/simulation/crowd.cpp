#include "simulation/crowd.hpp"

#include "simulation/plan_parts.hpp"

#include <utility>

namespace lockstep::simulation {
namespace {

constexpr std::uint64_t stream_of_the_day = 300;
constexpr std::uint64_t stream_of_sessions = 1'000; // and those after it, one a follower

void free_of_money_limits(AccountLimits& limits) {
    limits.daily_loss.reset();
    limits.max_drawdown.reset();
}

// Its commissions alone take it to its limits, its luck says when.
FollowerConfig troubled(FollowerConfig follower, Random& random) {
    AccountLimits& limits = follower.limits;
    follower.owner = troubled_owner;
    follower.sizing.kind = SizingKind::fixed;
    follower.sizing.value = Ratio(random.between(1, 3), 1);
    follower.map = {{InstrumentId{0}, InstrumentId{0}, Ratio(1, 1)},
                    {InstrumentId{1}, InstrumentId{1}, Ratio(1, 1)}};
    limits.max_contracts = Ratio(12, 1);
    limits.max_signal_age = Duration::seconds(10);
    limits.reject_breaker_count = 1'000;
    limits.max_order_quantity.reset();
    free_of_money_limits(limits);
    limits.commission = Money::of(random.between(10, 25));
    if (random.percent(50)) {
        limits.daily_loss = Money::of(random.between(20, 150));
    } else {
        limits.max_drawdown = Money::of(random.between(20, 150));
        limits.drawdown_mode =
            random.any_of({DrawdownMode::fixed, DrawdownMode::trailing, DrawdownMode::end_of_day});
    }
    return follower;
}

FollowerConfig draw_member(std::uint32_t number, bool is_troubled, std::uint64_t seed) {
    Random random(seed, stream_of_sessions + number);
    FollowerConfig follower = draw_follower(member_name(number), SessionIndex{number}, random);
    follower.owner = calm_owner;
    if (is_troubled) return troubled(std::move(follower), random);
    free_of_money_limits(follower.limits);
    return follower;
}

// The troubled stand among the calm in the settings; their sessions come after those of the calm.
void draw_members(RouterConfig& router, const Crowd& crowd, std::uint64_t seed) {
    const std::uint32_t all = crowd.calm + crowd.troubled;
    const std::uint32_t each = crowd.troubled == 0 ? all + 1 : all / crowd.troubled;
    std::uint32_t calm = 0;
    std::uint32_t others = 0;
    for (std::uint32_t i = 0; i < all; ++i) {
        const bool is_troubled = i % each == 2 % each && others < crowd.troubled;
        const std::uint32_t number = is_troubled ? crowd.calm + ++others : ++calm;
        if (is_troubled && crowd.without_troubled) continue;
        router.followers.push_back(draw_member(number, is_troubled, seed));
    }
    router.sessions.resize(1 + calm + (crowd.without_troubled ? 0 : others));
}

Faults draw_bad_habits(Random& random) {
    Faults faults;
    faults.latency_ms = random.any_of({1, 5, 20});
    faults.slow_answer_per_mille = random.any_of({0, 20});
    faults.reject_per_mille = random.any_of({0, 10});
    faults.partial_percent = random.any_of({0, 40});
    faults.repeat_per_mille = random.any_of({0, 50});
    faults.venue_cancel_per_mille = random.any_of({0, 2});
    return faults;
}

} // namespace

std::string member_name(std::uint32_t number) { return "F" + std::to_string(number); }

Plan plan_of(RouterConfig router, const std::string& place) {
    Plan plan;
    SessionConfig drop_copy = session("LEADER", plan.heartbeat_s);
    drop_copy.leads = true;
    drop_copy.connection_type = ConnectionType::acceptor;
    drop_copy.accept = {"@" + place + "-gateway", 0};
    plan.settings.sessions = {drop_copy};
    for (std::size_t i = 1; i < router.sessions.size(); ++i) {
        const std::string name = "BROKER" + std::to_string(i);
        plan.settings.sessions.push_back(session(name, plan.heartbeat_s));
        plan.settings.sessions.back().endpoints = {{"@" + place + "-" + name, 0}};
    }
    plan.settings.sessions[1].market_data = true;
    GatewayConfig& gateway = plan.settings.gateway;
    gateway.day_roll.assign(router.followers.size(), {17 * 3600, "America/Chicago"});
    gateway.hours.resize(router.followers.size());
    plan.closed.resize(router.followers.size());
    gateway.leader_session_end = {{16 * 3600, "America/Chicago"}};
    gateway.log_level = LogLevel::error;
    plan.settings.digest = "0123456789abcdef";
    plan.settings.router = std::move(router);
    return plan;
}

LeaderConfig lead_account() {
    LeaderConfig leader;
    leader.account = "LEAD1";
    leader.session = SessionIndex{0};
    leader.owner = calm_owner;
    leader.balance = Money::of(150'000);
    leader.start_flat = true;
    return leader;
}

Plan draw_crowd(std::uint64_t seed, const std::string& place, const Crowd& crowd) {
    Random random(seed, stream_of_the_day);
    RouterConfig router;
    router.instruments = all_instruments();
    router.leaders = {lead_account()};
    draw_members(router, crowd, seed);
    Plan plan = plan_of(std::move(router), place);
    plan.seed = seed;
    plan.faults = draw_bad_habits(random);
    plan.day_seconds = 60;
    plan.action_ms = 400;
    plan.move_ms = 200;
    return plan;
}

} // namespace lockstep::simulation
