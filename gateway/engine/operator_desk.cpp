#include "engine/operator_desk.hpp"

#include "router/child_order.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace lockstep {

namespace {

constexpr std::string_view who = "console";

// The index of the account in a table of the settings.
template <class Account>
std::optional<std::uint32_t> find(const std::vector<Account>& accounts, std::string_view name) {
    const auto found = std::ranges::find(accounts, name, &Account::account);
    if (found == accounts.end()) return std::nullopt;
    return static_cast<std::uint32_t>(found - accounts.begin());
}

std::vector<FollowerId> group_of(const RouterConfig& config, std::optional<LeaderId> leader) {
    std::vector<FollowerId> group;
    for (std::uint32_t i = 0; i < config.followers.size(); ++i) {
        if (!leader || config.followers[i].leader == *leader) group.push_back({i});
    }
    return group;
}

Result<LeaderId> leader_named(const RouterConfig& config, const std::string& name) {
    const auto index = find(config.leaders, name);
    if (!index) return failure("there is no leader " + name);
    return LeaderId{*index};
}

Result<OperatorOrder> order_of(const AccountsAction& action, const RouterConfig& config) {
    OperatorCommand command{action.action, {}, {}, std::string(who), action.reason};
    if (action.scope == ActionScope::account) {
        const auto index = find(config.followers, action.name);
        if (!index) return failure("there is no account " + action.name);
        command.follower = FollowerId{*index};
        return OperatorOrder{command, {FollowerId{*index}}};
    }
    if (action.scope == ActionScope::group) {
        const auto leader = leader_named(config, action.name);
        if (!leader) return std::unexpected(leader.error());
        command.group = *leader;
    }
    return OperatorOrder{command, group_of(config, command.group)};
}

Result<OperatorOrder> order_of(const StatePosition& action, const RouterConfig& config) {
    const auto leader = leader_named(config, action.leader);
    if (!leader) return std::unexpected(leader.error());
    const auto instrument = find_instrument(config.instruments, action.symbol);
    if (!instrument) return failure("there is no instrument " + action.symbol);
    return OperatorOrder{LeaderPosition{*leader, *instrument, action.position, true},
                         group_of(config, *leader)};
}

Result<OperatorOrder> order_of(const AnswerBust& action, const RouterConfig& config) {
    const auto leader = leader_named(config, action.leader);
    if (!leader) return std::unexpected(leader.error());
    const OperatorAction answer =
        action.follow ? OperatorAction::bust_follow : OperatorAction::bust_keep;
    return OperatorOrder{OperatorCommand{answer, {}, *leader, std::string(who), action.reason},
                         group_of(config, *leader)};
}

Result<OperatorOrder> order_of(const ChangeLimit& action, const RouterConfig& config) {
    const auto index = find(config.followers, action.account);
    if (!index) return failure("there is no account " + action.account);
    return OperatorOrder{LimitChanged{FollowerId{*index}, action.limit, action.value,
                                      std::string(who), action.reason},
                         {FollowerId{*index}}};
}

OpenOrders open_orders(const Router& router, FollowerId id) {
    const auto is = [](const WorkingOrderView& order, ChildState state) {
        return order.state == name(state);
    };
    OpenOrders open;
    for (const WorkingOrderView& order : router.working_orders(id)) {
        const bool closes = !order.entry && order.terms.type == OrderType::market;
        if (is(order, ChildState::pending_cancel)) {
            open.cancelling.add(order.leaves.lots);
        } else if (is(order, ChildState::unknown)) {
            open.unknown.add(order.leaves.lots);
        } else if (closes) {
            open.closing.add(order.leaves.lots);
        } else if (is(order, ChildState::pending_new)) {
            open.unknown.add(order.leaves.lots);
        } else {
            open.working.add(order.leaves.lots);
        }
    }
    return open;
}

} // namespace

Result<OperatorOrder> understand(const ConsoleAction& action, const RouterConfig& config) {
    return std::visit([&](const auto& it) { return order_of(it, config); }, action);
}

std::vector<AccountOutcome> stand(const Router& router, const std::vector<FollowerId>& accounts) {
    const RouterConfig& config = router.config();
    std::vector<AccountOutcome> outcomes;
    for (const FollowerId id : accounts) {
        const FollowerView view = router.view(id);
        AccountOutcome outcome{
            config.followers[id.index].account,
            std::string(name(view.mode)),
            view.mode_reason == Reason::none ? std::string() : std::string(name(view.mode_reason)),
            view.session_up,
            {},
            open_orders(router, id)};
        for (const LinkView& link : view.links) {
            outcome.instruments.push_back(
                {config.instruments[link.instrument.index].symbol, link.held.net, link.target.net,
                 link.working_entries.lots, link.working_exits.lots, link.unknown_orders});
        }
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

} // namespace lockstep
