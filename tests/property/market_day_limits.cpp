// What a market day must keep of its accounts' limits, by a second calculation of their money.
#include "property/market_day_parts.hpp"

namespace lockstep::property {

// The event at which an account reaches a limit is the one that is answered with its alarm.
void MarketDay::watch_money(const EventBody& body, const std::vector<Command>& said) {
    if (const auto* report = std::get_if<FollowerExecution>(&body)) {
        const ExecutionEvent& fill = report->execution;
        if (fill.kind == ExecKind::fill && counted_.insert(fill.exec_key.str()).second) {
            const bool buys = fill.terms.side == Side::buy;
            money_[report->follower.index].fill(fill.instrument,
                                                buys ? fill.last_qty.lots : -fill.last_qty.lots,
                                                fill.last_price.ticks, now_ns_);
        }
    } else if (const auto* mark = std::get_if<MarkChanged>(&body)) {
        for (auto& account : money_) {
            account.see_price(mark->instrument, mark->price.ticks, now_ns_);
        }
    } else if (const auto* roll = std::get_if<DayRolled>(&body)) {
        money_[roll->follower.index].roll_day();
    } else if (const auto* command = std::get_if<OperatorCommand>(&body)) {
        if (command->action == OperatorAction::resume) money_[command->follower->index].resume();
    }
    for (std::size_t i = 0; i < money_.size(); ++i) {
        const std::set<Reason> reached = money_[i].look();
        const bool alarmed = std::ranges::any_of(said, [&](const Command& command) {
            const auto* const notice = std::get_if<Notice>(&command);
            return notice != nullptr && notice->severity == Severity::alarm && notice->follower &&
                   notice->follower->index == i && reached.contains(notice->reason);
        });
        if (alarmed != !reached.empty()) {
            broken(brokers_[i].account + " reaches a limit and nothing says so");
        }
    }
}

// Nothing leaves a held account but what reduces it; `lots` are those of a new order.
void MarketDay::check_limits(FollowerId follower, Side side, std::int64_t lots,
                             const std::string& what) {
    const std::string& account = brokers_[follower.index].account;
    const auto& most = plan_.followers[follower.index].limits.max_order_quantity;
    if (most && lots > most->lots)
        broken(account + ": " + what + " is larger than an order may be");
    const std::int64_t held = money_[follower.index].held(InstrumentId{0});
    const bool reduces = side == Side::sell ? held > 0 : held < 0;
    if (money_[follower.index].held_by().empty() || reduces) return;
    broken(account + " sends " + what + " while a limit holds it");
}

// At rest: what was flattened is flat, and what is held works no entry.
void MarketDay::check_stopped(const Broker& broker) {
    if (money_[broker.id.index].held_by().empty()) return;
    const bool flattens = plan_.followers[broker.id.index].limits.on_breach == OnBreach::flatten;
    if (flattens && broker.net != 0) broken(broker.account + " is flattened and not flat");
    for (const Broker::Order& order : broker.orders) {
        const bool reduces = order.terms.side == Side::sell ? broker.net > 0 : broker.net < 0;
        if (order.live && (flattens || !reduces)) {
            broken(broker.account + " is held by a limit and works " + order.id.str());
        }
    }
    if (router_.view(broker.id).mode == Mode::active) broken(broker.account + " trades on");
}

} // namespace lockstep::property
