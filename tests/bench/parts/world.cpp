#include "bench/parts/world.hpp"

#include <string>
#include <utility>

namespace lockstep::bench {

namespace {

FollowerConfig follower_config(std::uint32_t index) {
    FollowerConfig follower;
    follower.account = "F" + std::to_string(index);
    follower.session = SessionIndex{index + 1};
    follower.balance = Money::of(50'000);
    follower.map = {{InstrumentId{0}, InstrumentId{0}, Ratio(1, 1)}};
    follower.copy_mode = CopyMode::fills;
    AccountLimits& limits = follower.limits;
    limits.contract_weight = {Ratio(1, 1)};
    limits.max_contracts = Ratio(100, 1);
    limits.max_order_quantity = Quantity(50);
    limits.max_notional = Money::of(900'000'000);
    limits.price_collar_ticks = 1'000;
    limits.max_orders_per_second = 10'000;
    limits.max_executions_per_day = 100'000'000;
    limits.daily_loss = Money::of(40'000);
    limits.max_drawdown = Money::of(40'000);
    limits.drawdown_mode = DrawdownMode::trailing;
    return follower;
}

} // namespace

RouterConfig world_config(std::uint32_t followers) {
    RouterConfig config;
    Instrument instrument;
    instrument.symbol = "ES";
    instrument.tick_size = Decimal{25, 2};
    instrument.tick_value = Money::of(12);
    config.instruments = {instrument};
    config.leaders.resize(1);
    config.leaders[0].account = "LEAD1";
    config.leaders[0].start_flat = true;
    config.sessions.resize(followers + 1);
    for (std::uint32_t i = 0; i < followers; ++i) {
        config.sessions[i + 1].max_messages_per_second = 100'000;
        config.followers.push_back(follower_config(i));
    }
    return config;
}

Names names_of(const RouterConfig& config) {
    NameLists lists{config.instruments, {}, {}, {"FIX.4.4:LOCKSTEP->LEADER"}};
    for (const LeaderConfig& leader : config.leaders) lists.leaders.push_back(leader.account);
    for (const FollowerConfig& follower : config.followers) {
        lists.followers.push_back(follower.account);
    }
    for (std::size_t i = 1; i < config.sessions.size(); ++i) {
        lists.sessions.push_back("FIX.4.4:LOCKSTEP->BROKER" + std::to_string(i));
    }
    return Names(lists);
}

World::World(std::uint32_t followers) : router_(world_config(followers)) {
    take(Started{"", "", 1'785'245'400, Router::state_version});
    for (std::uint32_t i = 0; i <= followers; ++i) take(SessionChanged{SessionIndex{i}, true});
    take(MarkChanged{InstrumentId{0}, Price(20'000), SessionIndex{0}});
}

void World::take(EventBody body) {
    now_ = now_ + Duration::milliseconds(1);
    ignored_.clear();
    router_.step(Event{++sequence_, now_, std::move(body)}, ignored_);
}

Event World::next_fill() {
    now_ = now_ + Duration::milliseconds(20);
    ExecutionEvent fill;
    fill.kind = ExecKind::fill;
    fill.transact_time = now_;
    fill.terms.side = fills_ % 2 == 0 ? Side::buy : Side::sell;
    fill.order_key = "L" + std::to_string(++fills_);
    fill.exec_key = "20260105/B/E" + std::to_string(fills_);
    fill.order_qty = fill.last_qty = fill.cum_qty = Quantity(1);
    fill.last_price = Price(20'000);
    fill.ord_status = '2';
    return Event{++sequence_, now_, LeaderExecution{LeaderId{0}, fill}};
}

void World::step(const Event& event, std::vector<Command>& out) {
    out.clear();
    router_.step(event, out);
}

std::array<ExecutionEvent, 2> World::reports_on(const NewOrder& order) {
    ExecutionEvent report;
    report.kind = ExecKind::accepted;
    report.transact_time = now_;
    report.cl_ord_id = order.cl_ord_id;
    report.order_key = "B" + order.cl_ord_id.str();
    report.exec_key = "20260105/X" + std::to_string(++executions_);
    report.instrument = order.instrument;
    report.terms = order.terms;
    report.order_qty = report.leaves_qty = order.quantity;
    report.ord_status = '0';
    ExecutionEvent fill = report;
    fill.kind = ExecKind::fill;
    fill.exec_key = "20260105/X" + std::to_string(++executions_);
    fill.last_qty = fill.cum_qty = order.quantity;
    fill.leaves_qty = Quantity(0);
    fill.last_price = Price(20'000);
    fill.ord_status = '2';
    return {report, fill};
}

void World::answer(const std::vector<Command>& sent) {
    for (const Command& command : sent) {
        const auto* approved = std::get_if<Approved<NewOrder>>(&command);
        if (approved == nullptr) continue;
        const NewOrder& order = approved->order();
        for (const ExecutionEvent& report : reports_on(order)) {
            take(FollowerExecution{order.follower, report});
        }
    }
}

} // namespace lockstep::bench
