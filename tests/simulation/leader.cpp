#include "simulation/leader.hpp"

#include <algorithm>
#include <cstdlib>

namespace lockstep::simulation {
namespace {

constexpr const char* account = "LEAD1";
constexpr std::int64_t position_max = 12; // no leader adds for ever

} // namespace

Leader::Leader(const std::string& address, Surroundings& world, Random random)
    : world_(world), random_(random),
      peer_({"LEADER", address, world.plan.leader_dials, world.plan.heartbeat_s,
             world.faults.refuses_second_logon},
            world.schedule, world.weather, Random(random_.next()), world.story, world.totals,
            [](const FIX::Message&) {}) {}

std::int64_t Leader::position(const std::string& symbol) const {
    return world_.ledger.position(account, symbol);
}

void Leader::begin_day() {
    trading_ = true;
    act();
}

void Leader::act() {
    if (!trading_) return;
    act_once();
    const std::int64_t mean = world_.plan.action_ms;
    const std::int64_t wait_ms = random_.percent(30) ? random_.between(0, 3) // in a burst
                                                     : random_.between(1, 2 * mean);
    world_.schedule.after(wait_ms * ms, [this] { act(); });
}

void Leader::act_once() {
    const std::string symbol = random_.percent(70) ? "ES" : "NQ";
    const std::int64_t net = position(symbol);
    bool buys = random_.percent(50);
    if (std::abs(net) >= position_max) buys = net < 0;
    const std::int64_t lots = random_.between(1, 4);
    const std::int64_t chance = random_.between(1, 100);
    if (chance <= 25) return trade(symbol, buys, lots);
    if (chance <= 45) return work(make(symbol, buys, '2', lots));
    if (chance <= 52) return work(make(symbol, buys, '3', lots));
    if (chance <= 55) return work(make(symbol, buys, '4', lots));
    if (chance <= 70) return bracket(symbol);
    if (chance <= 82) return change_newest();
    if (chance <= 90) {
        if (Order* const order = newest()) cancel(*order);
        return;
    }
    if (chance <= 93) return trade(symbol, net < 0, std::abs(net) + lots); // turns
    close(symbol);
}

Leader::Order Leader::make(const std::string& symbol, bool buys, char type, std::int64_t lots) {
    Order order;
    order.id = "L" + std::to_string(orders_.size() + 1);
    order.terms.symbol = symbol;
    order.terms.buys = buys;
    order.terms.type = type;
    order.terms.time_in_force = random_.percent(80) ? '0' : '1';
    order.total = lots;
    const std::int64_t price = world_.market.price(symbol);
    const std::int64_t away = random_.between(1, 6);
    const std::int64_t sign = buys ? 1 : -1;
    if (type == '2') order.terms.price = price - sign * away;
    if (type == '3' || type == '4') order.terms.stop_price = price + sign * away;
    if (type == '4') order.terms.price = *order.terms.stop_price + sign * random_.between(0, 4);
    return order;
}

void Leader::trade(const std::string& symbol, bool buys, std::int64_t lots) {
    if (lots <= 0) return;
    work(make(symbol, buys, '1', lots));
}

void Leader::bid_below(const std::string& symbol, std::int64_t ticks) {
    Order order = make(symbol, true, '2', 1);
    order.terms.time_in_force = '0';
    order.terms.price = world_.market.price(symbol) - ticks;
    orders_.push_back(std::move(order));
    report(orders_.back(), '0', '0', 0);
}

void Leader::work(Order order) {
    orders_.push_back(std::move(order));
    if (!random_.percent(5)) report(orders_.back(), '0', '0', 0); // else its fill comes first
    look_at(orders_.back());
}

// A target and a stop around what it holds.
void Leader::bracket(const std::string& symbol) {
    const std::int64_t net = position(symbol);
    if (net == 0) return;
    const bool sells = net > 0;
    Order target = make(symbol, !sells, '2', std::abs(net));
    Order stop = make(symbol, !sells, '3', std::abs(net));
    stop.id = "L" + std::to_string(orders_.size() + 2);
    work(std::move(target));
    if (position(symbol) == net) work(std::move(stop));
}

Leader::Order* Leader::newest() {
    const auto found = std::ranges::find_if(orders_.rbegin(), orders_.rend(), &Order::live);
    return found == orders_.rend() ? nullptr : &*found;
}

void Leader::change_newest() {
    Order* const order = newest();
    if (order == nullptr || order->terms.triggered) return;
    const std::int64_t by = random_.between(-3, 3);
    if (random_.percent(60)) {
        if (order->terms.price) *order->terms.price += by;
        if (order->terms.stop_price) *order->terms.stop_price += by;
    } else {
        order->total = order->filled + random_.between(1, 5);
    }
    report(*order, '5', order->filled > 0 ? '1' : '0', 0);
    look_at(*order);
}

void Leader::close(const std::string& symbol) {
    for (Order& order : orders_) {
        if (order.live && order.terms.symbol == symbol) cancel(order);
    }
    const std::int64_t net = position(symbol);
    if (net != 0) trade(symbol, net < 0, std::abs(net));
}

void Leader::cancel_everything() {
    for (Order& order : orders_) {
        if (order.live) cancel(order);
    }
}

void Leader::go_flat() {
    close("ES");
    close("NQ");
}

bool Leader::has_working_orders() const { return std::ranges::any_of(orders_, &Order::live); }

void Leader::look_at_market() {
    for (Order& order : orders_) look_at(order);
}

void Leader::look_at(Order& order) {
    if (!order.live) return;
    const Reach reached = reach(order.terms, world_.market.price(order.terms.symbol));
    if (reached == Reach::no) return;
    if (reached == Reach::touched && !random_.percent(30)) return;
    const bool in_parts = order.terms.type == '1' ? random_.percent(30) : random_.percent(20);
    while (order.live) {
        const std::int64_t open = order.total - order.filled;
        if (in_parts && open > 1) {
            fill(order, random_.between(1, open - 1));
            if (order.terms.type != '1' && world_.safety) return; // the rest waits
        } else {
            fill(order, open);
        }
    }
}

void Leader::fill(Order& order, std::int64_t lots) {
    order.filled += lots;
    order.live = order.filled < order.total;
    world_.ledger.fill(VirtualClock::now_ns(), account, order.terms.symbol,
                       order.terms.buys ? lots : -lots);
    report(order, 'F', order.live ? '1' : '2', lots);
}

void Leader::cancel(Order& order) {
    order.live = false;
    report(order, '4', '4', 0);
}

void Leader::report(const Order& order, char exec_type, char status, std::int64_t lots) {
    const std::string exec_id = "LX" + std::to_string(++executions_);
    FIX::Message message;
    message.getHeader().setField(FIX::FIELD::MsgType, "8");
    message.setField(1, account);
    message.setField(17, exec_id);
    message.setField(37, order.id);
    message.setField(38, std::to_string(order.total));
    message.setField(39, std::string(1, status));
    message.setField(40, std::string(1, order.terms.type));
    message.setField(54, order.terms.buys ? "1" : "2");
    message.setField(55, order.terms.symbol);
    message.setField(59, std::string(1, order.terms.time_in_force));
    if (order.terms.price) message.setField(44, price_text(*order.terms.price));
    if (order.terms.stop_price) message.setField(99, price_text(*order.terms.stop_price));
    if (lots > 0) {
        message.setField(31, price_text(world_.market.price(order.terms.symbol)));
        message.setField(32, std::to_string(lots));
    }
    message.setField(14, std::to_string(order.filled));
    message.setField(150, std::string(1, exec_type));
    message.setField(151, std::to_string(order.live ? order.total - order.filled : 0));
    message.setField(60, time_text(VirtualClock::now_ns()));
    const std::string what =
        std::string("150=") + exec_type + " of " + order.id +
        (order.terms.buys ? " buy " : " sell ") + std::to_string(order.total) + " " +
        order.terms.symbol +
        (order.terms.stop_price ? " stop " + price_text(*order.terms.stop_price) : "") +
        (order.terms.price ? " limit " + price_text(*order.terms.price) : "") +
        (lots > 0 ? ": " + std::to_string(lots) + " filled, it holds " +
                        std::to_string(position(order.terms.symbol))
                  : "");
    world_.ledger.leader_reports.push_back({VirtualClock::now_ns(), account, exec_id, what});
    world_.story.tell("LEADER reports " + exec_id + ": " + what);
    ++world_.totals.facts;
    const std::int64_t repeats = random_.per_mille(world_.faults.repeat_per_mille) ? 1 : 0;
    if (repeats > 0) {
        ++world_.totals.duplicates;
        FIX::Message again = message;
        if (random_.percent(60)) again.getHeader().setField(97, "Y");
        world_.schedule.after(random_.between(0, 3 * second),
                              [this, again]() mutable { peer_.say(again); });
    }
    peer_.say(message);
}

} // namespace lockstep::simulation
