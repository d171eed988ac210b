#include "whatif/outcome.hpp"

#include "risk/loss_watch.hpp"

#include <type_traits>

namespace lockstep {

void DayCount::saw(const Event& event, const std::vector<Command>& commands, const Router& router) {
    for (const Command& command : commands) count(command, event.time);
    if (const auto* report = std::get_if<FollowerExecution>(&event.body)) {
        look(report->follower, router);
    } else if (const auto* not_sent = std::get_if<OrderNotSent>(&event.body)) {
        Account& account = accounts_[not_sent->follower.index];
        account.outcome.orders -= account.new_orders.erase(not_sent->cl_ord_id);
    }
}

void DayCount::count(const Command& command, Timestamp time) {
    const auto take = [&](const auto& it) {
        using Kind = std::decay_t<decltype(it)>;
        if constexpr (std::is_same_v<Kind, Approved<NewOrder>>) {
            Account& account = accounts_[it.order().follower.index];
            account.outcome.orders += account.new_orders.insert(it.order().cl_ord_id).second;
        } else if constexpr (std::is_same_v<Kind, Approved<ReplaceOrder>>) {
            ++accounts_[it.order().follower.index].outcome.changes;
        } else if constexpr (std::is_same_v<Kind, Approved<CancelOrder>>) {
            ++accounts_[it.order().follower.index].outcome.cancels;
        } else if constexpr (std::is_same_v<Kind, Decision>) {
            const bool refused = it.orders == 0 && it.reason != Reason::nothing_to_do;
            if (refused) ++accounts_[it.follower.index].outcome.no_orders[it.reason];
        } else if constexpr (std::is_same_v<Kind, Notice>) {
            const bool breach = it.severity == Severity::alarm &&
                                (is_daily(it.reason) || it.reason == Reason::drawdown);
            if (!breach || !it.follower) return;
            accounts_[it.follower->index].outcome.breaches.push_back({time, it.reason, it.text});
        }
    };
    std::visit(take, command);
}

void DayCount::look(FollowerId follower, const Router& router) {
    Account& account = accounts_[follower.index];
    for (const LinkView& link : router.view(follower).links) {
        const Position net = link.held + link.foreign;
        Position& before = account.net[link.instrument];
        account.outcome.contracts += static_cast<std::uint64_t>(abs(net - before).lots);
        before = net;
        if (net.is_flat()) continue;
        Position& most = account.outcome.most[link.instrument];
        if (abs(net) > abs(most)) most = net;
    }
}

AccountOutcome DayCount::outcome(FollowerId follower, const Router& router) const {
    AccountOutcome outcome = accounts_[follower.index].outcome;
    const FollowerView view = router.view(follower);
    for (const LinkView& link : view.links) {
        const Position net = link.held + link.foreign;
        if (!net.is_flat()) outcome.held[link.instrument] = net;
    }
    const auto& balance = router.config().followers[follower.index].balance;
    outcome.result = view.equity - balance.value_or(Money(0));
    return outcome;
}

} // namespace lockstep
