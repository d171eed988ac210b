// What the leader, its venue and the market do in a market day.
#include "property/market_day_parts.hpp"

#include <utility>

namespace lockstep::property {

void MarketDay::deliver_leader(ExecutionEvent event) {
    if (!leader_up_) {
        leader_backlog_.push_back(event);
        return;
    }
    leader_report_at_ =
        std::max(leader_report_at_, now_ns_ + draw(leader_stream_, plan_.latency_ms_max * ms));
    const bool twice = draw(leader_stream_, 100) < plan_.repeat_percent;
    at(leader_report_at_, [this, event, twice] {
        if (!leader_up_) {
            leader_backlog_.push_back(event);
            return;
        }
        step(LeaderExecution{LeaderId{0}, event});
        if (!twice) return;
        ExecutionEvent again = event;
        again.poss_dup = true;
        step(LeaderExecution{LeaderId{0}, again});
    });
}

void MarketDay::leader_report(LeaderOrder& order, ExecKind kind, int last, Price price) {
    ExecutionEvent event;
    event.kind = kind;
    event.transact_time = Timestamp(now_ns_);
    event.order_key = order.key;
    event.exec_key = ExecKey("L" + std::to_string(++executions_));
    event.terms = order.terms;
    event.order_qty = Quantity(order.total);
    event.last_qty = Quantity(last);
    event.last_price = price;
    event.cum_qty = Quantity(order.filled);
    event.leaves_qty = Quantity(order.live ? order.total - order.filled : 0);
    deliver_leader(event);
}

void MarketDay::leader_trades(bool buys, int lots) {
    LeaderOrder order;
    order.key = OrderKey("K" + std::to_string(leader_orders_.size() + 1));
    order.terms.side = buys ? Side::buy : Side::sell;
    order.total = lots;
    leader_report(order, ExecKind::accepted, 0, Price(0));
    const int first = lots > 2 ? lots / 2 : lots;
    for (const int part : {first, lots - first}) {
        if (part == 0) continue;
        order.filled += part;
        leader_net_ += buys ? part : -part;
        order.live = order.filled < order.total;
        leader_report(order, ExecKind::fill, part, Price(price_));
    }
    leader_orders_.push_back(order);
}

void MarketDay::leader_works(OrderTerms terms, int lots) {
    LeaderOrder order;
    order.key = OrderKey("K" + std::to_string(leader_orders_.size() + 1));
    order.terms = terms;
    order.total = lots;
    leader_report(order, ExecKind::accepted, 0, Price(0));
    leader_orders_.push_back(order);
    trigger_leader_orders();
}

void MarketDay::leader_bracket() {
    if (leader_net_ == 0) return;
    const bool sells = leader_net_ > 0;
    const int lots = std::abs(leader_net_);
    OrderTerms target{sells ? Side::sell : Side::buy, OrderType::limit, TimeInForce::day,
                      Price(price_ + (sells ? 4 : -4)), std::nullopt};
    OrderTerms stop{target.side, OrderType::stop, TimeInForce::day, std::nullopt,
                    Price(price_ + (sells ? -4 : 4))};
    leader_works(target, lots);
    leader_works(stop, lots);
}

void MarketDay::leader_flat() {
    for (LeaderOrder& order : leader_orders_) {
        if (!order.live) continue;
        order.live = false;
        leader_report(order, ExecKind::canceled, 0, Price(0));
    }
    if (leader_net_ != 0) leader_trades(leader_net_ < 0, std::abs(leader_net_));
}

void MarketDay::trigger_leader_orders() {
    bool filled[2] = {false, false}; // buys, sells
    for (std::size_t i = 0; i < leader_orders_.size(); ++i) {
        LeaderOrder& order = leader_orders_[i];
        if (!order.live) continue;
        const bool buys = order.terms.side == Side::buy;
        const bool hit = order.terms.stop_price ? (buys ? price_ >= order.terms.stop_price->ticks
                                                        : price_ <= order.terms.stop_price->ticks)
                         : order.terms.price    ? (buys ? price_ < order.terms.price->ticks
                                                        : price_ > order.terms.price->ticks)
                                                : false;
        if (!hit) continue;
        const int open = order.total - order.filled;
        const bool in_parts = open > 1 && !plan_.calm && draw(leader_stream_, 3) == 0;
        const int part = in_parts ? open / 2 : open;
        order.filled += part;
        leader_net_ += buys ? part : -part;
        order.live = order.filled < order.total;
        leader_report(order, ExecKind::fill, part, Price(price_));
        filled[buys ? 0 : 1] = true;
    }
    if (filled[0] && filled[1]) filled_both_ways_ = true;
}

void MarketDay::move_market(int ticks) {
    price_ += ticks;
    if (plan_.has_prices) step(MarkChanged{InstrumentId{0}, Price(price_), SessionIndex{0}});
    trigger_leader_orders();
    for (Broker& broker : brokers_) {
        for (std::size_t i = 0; i < broker.orders.size(); ++i) broker.try_fill(i);
    }
}

void MarketDay::act(const Action& action) {
    const Side side = action.buys ? Side::buy : Side::sell;
    const int sign = action.buys ? 1 : -1;
    LeaderOrder* newest = nullptr;
    for (LeaderOrder& order : leader_orders_) {
        if (order.live) newest = &order;
    }
    switch (action.kind) {
    case Action::Kind::market: leader_trades(action.buys, action.amount); break;
    case Action::Kind::limit:
        leader_works({side, OrderType::limit, TimeInForce::day,
                      Price(price_ - sign * (1 + action.amount % 3)), std::nullopt},
                     action.amount);
        break;
    case Action::Kind::stop:
        leader_works({side, OrderType::stop, TimeInForce::day, std::nullopt,
                      Price(price_ + sign * (1 + action.amount % 3))},
                     action.amount);
        break;
    case Action::Kind::bracket: leader_bracket(); break;
    case Action::Kind::replace:
        if (newest == nullptr) break;
        (newest->terms.stop_price ? newest->terms.stop_price : newest->terms.price)->ticks += sign;
        leader_report(*newest, ExecKind::replaced, 0, Price(0));
        trigger_leader_orders();
        break;
    case Action::Kind::resize:
        if (newest == nullptr) break;
        newest->total = newest->filled + action.amount;
        leader_report(*newest, ExecKind::replaced, 0, Price(0));
        break;
    case Action::Kind::cancel:
        if (newest == nullptr) break;
        newest->live = false;
        leader_report(*newest, ExecKind::canceled, 0, Price(0));
        break;
    case Action::Kind::flat: leader_flat(); break;
    case Action::Kind::move: move_market(sign * (action.amount % 4)); break;
    case Action::Kind::drop_follower: {
        Broker& broker = brokers_[static_cast<std::size_t>(action.amount) % brokers_.size()];
        broker.drop();
        at(now_ns_ + 300 * ms, [&broker] { broker.come_back(); });
        break;
    }
    case Action::Kind::drop_leader:
        if (!leader_up_) break;
        leader_up_ = false;
        step(SessionChanged{SessionIndex{0}, false});
        at(now_ns_ + 200 * ms, [this] {
            leader_up_ = true;
            for (ExecutionEvent event : std::exchange(leader_backlog_, {})) {
                event.poss_dup = true;
                step(LeaderExecution{LeaderId{0}, event});
            }
            step(SessionChanged{SessionIndex{0}, true});
        });
        break;
    case Action::Kind::pause:
    case Action::Kind::resume:
        step(OperatorCommand{action.kind == Action::Kind::pause ? OperatorAction::pause
                                                                : OperatorAction::resume,
                             FollowerId{static_cast<std::uint32_t>(action.amount) %
                                        static_cast<std::uint32_t>(brokers_.size())},
                             std::nullopt, "ops", "told"});
        break;
    case Action::Kind::roll:
        step(DayRolled{FollowerId{static_cast<std::uint32_t>(action.amount) %
                                  static_cast<std::uint32_t>(brokers_.size())}});
        break;
    }
}

} // namespace lockstep::property
