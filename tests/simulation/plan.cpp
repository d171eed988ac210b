#include "simulation/plan.hpp"

#include "simulation/draw_rules.hpp"
#include "simulation/plan_parts.hpp"
#include "simulation/random.hpp"

#include <sstream>

namespace lockstep::simulation {
namespace {

constexpr int leader_and_broker_names = 4;

Instrument instrument(const char* symbol, const char* tick, const char* value, Ratio weight) {
    Instrument made;
    made.symbol = symbol;
    made.tick_size = *Decimal::parse(tick);
    made.tick_value = *Money::parse(value);
    made.contract_weight = weight;
    return made;
}

} // namespace

SessionConfig session(const std::string& target, int heartbeat_s) {
    SessionConfig made;
    made.begin_string = "FIX.4.4";
    made.sender_comp_id = "LOCKSTEP";
    made.target_comp_id = target;
    made.reconnect_interval_s = 1;
    made.quickfix["HeartBtInt"] = std::to_string(heartbeat_s);
    return made;
}

std::vector<Instrument> all_instruments() {
    return {instrument("ES", "0.25", "12.50", Ratio(1, 1)),
            instrument("NQ", "0.25", "5.00", Ratio(1, 1)),
            instrument("MES", "0.25", "1.25", Ratio(1, 1))};
}

namespace {

void draw_sizing(FollowerConfig& follower, Random& random) {
    Sizing& sizing = follower.sizing;
    sizing.kind = random.any_of({SizingKind::multiplier, SizingKind::multiplier, SizingKind::fixed,
                                 SizingKind::percent_of_balance});
    const std::int64_t value = random.between(1, 25);
    sizing.value = sizing.kind == SizingKind::fixed        ? Ratio(1 + value % 5, 1)
                   : sizing.kind == SizingKind::multiplier ? Ratio(value, 10)
                                                           : Ratio(value * 10, 1);
    sizing.rounding = random.any_of({Rounding::down, Rounding::nearest, Rounding::up});
    sizing.over_cap = random.any_of({OverCap::clip, OverCap::clip, OverCap::skip});
    const bool micro = random.percent(30);
    follower.map = {{InstrumentId{0}, InstrumentId{micro ? 2U : 0U},
                     micro ? Ratio(random.between(2, 10), 1) : Ratio(1, 1)}};
    if (random.percent(80)) {
        follower.map.push_back({InstrumentId{1}, InstrumentId{1}, Ratio(1, 1)});
    }
}

void draw_limits(FollowerConfig& follower, Random& random) {
    AccountLimits& limits = follower.limits;
    limits.max_contracts = Ratio(random.between(2, 15), 1);
    limits.contract_weight = {Ratio(1, 1), Ratio(1, 1), random.any_of({Ratio(1, 1), Ratio(1, 10)})};
    if (random.percent(15)) limits.max_order_quantity = Quantity(random.between(1, 6));
    if (random.percent(10)) limits.daily_loss = Money::of(random.between(50, 2'000));
    if (random.percent(10)) limits.max_drawdown = Money::of(random.between(50, 2'000));
    limits.on_breach = random.any_of({OnBreach::pause, OnBreach::flatten});
    limits.max_signal_age = Duration::milliseconds(random.any_of({500, 2'000, 2'000, 10'000}));
    limits.reject_breaker_count = static_cast<int>(random.any_of({3, 5, 1'000}));
}

} // namespace

FollowerConfig draw_follower(std::string account, SessionIndex session, Random& random) {
    FollowerConfig follower;
    follower.account = std::move(account);
    follower.session = session;
    follower.balance = Money::of(random.between(10, 200) * 1'000);
    draw_sizing(follower, random);
    draw_limits(follower, random);
    follower.copy_mode = random.any_of({CopyMode::orders, CopyMode::orders, CopyMode::fills});
    follower.late_entry = random.any_of({LateEntry::keep, LateEntry::cancel, LateEntry::chase});
    follower.max_slippage_ticks = random.between(1, 6);
    if (follower.late_entry != LateEntry::chase && random.percent(50)) {
        follower.max_slippage_ticks.reset();
    }
    follower.catch_up = random.any_of({CatchUp::market, CatchUp::market, CatchUp::none});
    follower.catch_up_after = Duration::milliseconds(random.any_of({100, 500, 500, 2'000}));
    follower.join_mid_trade = random.percent(30);
    follower.on_leader_lost = random.any_of(
        {OnLeaderLost::cancel_entries, OnLeaderLost::cancel_entries, OnLeaderLost::hold});
    return follower;
}

namespace {

RouterConfig draw_router(Random& random) {
    RouterConfig router;
    router.instruments = all_instruments();
    LeaderConfig leader;
    leader.account = "LEAD1";
    leader.session = SessionIndex{0};
    leader.balance = Money::of(random.between(50, 300) * 1'000);
    leader.start_flat = true;
    router.leaders = {leader};
    const auto followers = static_cast<std::uint32_t>(random.between(2, 5));
    const auto brokers = static_cast<std::uint32_t>(
        random.between(1, std::min<std::int64_t>(followers, leader_and_broker_names)));
    for (std::uint32_t i = 0; i < followers; ++i) {
        router.followers.push_back(
            draw_follower("F" + std::to_string(i + 1), SessionIndex{1 + i % brokers}, random));
    }
    router.sessions.resize(1 + brokers);
    for (std::uint32_t i = 1; i <= brokers; ++i) {
        if (random.percent(10)) {
            router.sessions[i].max_messages_per_second = static_cast<int>(random.between(5, 50));
        }
    }
    return router;
}

void draw_sessions(Plan& plan, const std::string& place, Random& random) {
    plan.heartbeat_s = static_cast<int>(random.any_of({1, 5, 30}));
    SessionConfig leader = session("LEADER", plan.heartbeat_s);
    leader.leads = true;
    plan.leader_dials = random.percent(70);
    if (plan.leader_dials) {
        leader.connection_type = ConnectionType::acceptor;
        leader.accept = {"@" + place + "-gateway", 0};
    } else {
        leader.endpoints = {{"@" + place + "-LEADER", 0}};
    }
    plan.settings.sessions = {leader};
    for (std::size_t i = 1; i < plan.settings.router.sessions.size(); ++i) {
        const std::string name = "BROKER" + std::to_string(i);
        plan.settings.sessions.push_back(session(name, plan.heartbeat_s));
        plan.settings.sessions.back().endpoints = {{"@" + place + "-" + name, 0}};
    }
}

Faults draw_faults(Random& random) {
    Faults faults;
    const auto maybe = [&](std::int64_t percent, std::int64_t most) {
        return random.percent(percent) ? random.between(1, most) : 0;
    };
    faults.latency_ms = random.any_of({1, 5, 20, 150, 500});
    faults.slow_answer_per_mille = maybe(40, 100);
    faults.silent_per_mille = maybe(30, 40);
    faults.reject_per_mille = maybe(50, 150);
    faults.partial_percent = maybe(70, 60);
    faults.repeat_per_mille = maybe(60, 300);
    faults.venue_cancel_per_mille = maybe(30, 20);
    faults.split_per_mille = maybe(40, 200);
    faults.cuts = maybe(70, 6);
    faults.freezes = maybe(30, 2);
    faults.outages = maybe(30, 2);
    faults.crashes = maybe(75, 5);
    faults.stops = maybe(20, 2);
    faults.refuses_second_logon = random.percent(20);
    faults.byte_by_byte = random.percent(3);
    return faults;
}

} // namespace

Plan draw_plan(std::uint64_t seed, const std::string& place) {
    Random random(seed, 1);
    Plan plan;
    plan.seed = seed;
    plan.settings.router = draw_router(random);
    draw_sessions(plan, place, random);
    GatewayConfig& gateway = plan.settings.gateway;
    gateway.durability = random.percent(30) ? Durability::power : Durability::process;
    gateway.day_roll.assign(plan.settings.router.followers.size(), {17 * 3600, "America/Chicago"});
    gateway.hours.resize(plan.settings.router.followers.size());
    plan.closed.resize(plan.settings.router.followers.size());
    gateway.leader_session_end = {{16 * 3600, "America/Chicago"}};
    gateway.log_level = LogLevel::error;
    plan.settings.digest = "0123456789abcdef";
    plan.faults = draw_faults(random);
    plan.faults.power_cuts = gateway.durability == Durability::power;
    plan.day_seconds = random.between(10, 40);
    plan.action_ms = random.any_of({50, 200, 500, 1'500});
    plan.move_ms = random.any_of({50, 200, 1'000});
    plan.segment_bytes = random.any_of({16, 64, 256}) * std::uint64_t{1024};
    draw_rules(plan);
    return plan;
}

std::string describe(const Plan& plan) {
    std::ostringstream text;
    const Faults& f = plan.faults;
    text << "seed " << plan.seed << ": " << plan.day_seconds
         << " s of trading, the leader acts every " << plan.action_ms << " ms and "
         << (plan.leader_dials ? "dials" : "is dialled") << ", prices move every " << plan.move_ms
         << " ms, heartbeat " << plan.heartbeat_s << " s, durability "
         << name(plan.settings.gateway.durability) << ", segments of " << plan.segment_bytes
         << " bytes\n  faults: latency " << f.latency_ms << " ms, slow " << f.slow_answer_per_mille
         << ", silent " << f.silent_per_mille << ", rejects " << f.reject_per_mille << ", partial "
         << f.partial_percent << " %, repeats " << f.repeat_per_mille << ", venue cancels "
         << f.venue_cancel_per_mille << ", split " << f.split_per_mille << " (per mille)"
         << (f.byte_by_byte ? ", byte by byte" : "") << "; cuts " << f.cuts << ", freezes "
         << f.freezes << ", outages " << f.outages << ", crashes " << f.crashes << ", stops "
         << f.stops << (f.refuses_second_logon ? ", a second logon is refused" : "") << "; lifts "
         << plan.lifts << "\n";
    const RouterConfig& router = plan.settings.router;
    for (std::uint32_t i = 0; i < router.followers.size(); ++i) {
        const FollowerConfig& follower = router.followers[i];
        const bool has_prices = plan.settings.sessions[follower.session.index].market_data;
        constexpr const char* sizings[] = {"fixed", "multiplier", "percent"};
        constexpr const char* roundings[] = {"down", "nearest", "up"};
        constexpr const char* late[] = {"keep", "cancel", "chase"};
        constexpr const char* lost[] = {"cancel entries", "hold", "flatten"};
        text << "  " << follower.account << " at BROKER" << follower.session.index
             << (has_prices ? " (which sends prices): " : ": ")
             << sizings[static_cast<int>(follower.sizing.kind)] << " "
             << follower.sizing.value.str() << " "
             << roundings[static_cast<int>(follower.sizing.rounding)] << ", at most "
             << follower.limits.max_contracts.str()
             << (follower.sizing.over_cap == OverCap::skip ? " (skip)" : "") << ", copies "
             << (follower.copy_mode == CopyMode::fills ? "fills" : "orders") << ", late entry "
             << late[static_cast<int>(follower.late_entry)]
             << ", leader lost: " << lost[static_cast<int>(follower.on_leader_lost)]
             << (follower.join_mid_trade ? ", joins" : "")
             << (follower.catch_up == CatchUp::none ? ", no catch-up" : "") << ";";
        for (const InstrumentMapping& map : follower.map) {
            text << " " << router.instruments[map.leader.index].symbol << ":"
                 << router.instruments[map.follower.index].symbol << "*" << map.factor.str();
        }
        text << describe_rules(plan, FollowerId{i}) << "\n";
    }
    return text.str();
}

} // namespace lockstep::simulation
