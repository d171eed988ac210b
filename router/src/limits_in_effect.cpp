// Which limits an account is held to: its settings, what operators changed since, and the cap that
// its scaling plan allows.
#include "follower.hpp"

#include <algorithm>

namespace lockstep {

namespace {

std::optional<Ratio> ratio(const std::optional<Money>& money) {
    return money ? std::optional(Ratio(money->units, 1)) : std::nullopt;
}
std::optional<Ratio> ratio(const std::optional<Quantity>& quantity) {
    return quantity ? std::optional(Ratio(quantity->lots, 1)) : std::nullopt;
}
template <std::integral Count> std::optional<Ratio> ratio(const std::optional<Count>& count) {
    return count ? std::optional(Ratio(*count, 1)) : std::nullopt;
}

std::optional<Ratio> read(const AccountLimits& limits, LimitKind limit) {
    switch (limit) {
    case LimitKind::max_contracts: return limits.max_contracts;
    case LimitKind::max_order_quantity: return ratio(limits.max_order_quantity);
    case LimitKind::max_notional: return ratio(limits.max_notional);
    case LimitKind::price_collar_ticks: return ratio(limits.price_collar_ticks);
    case LimitKind::max_orders_per_second: return ratio(limits.max_orders_per_second);
    case LimitKind::max_executions_per_day: return ratio(limits.max_executions_per_day);
    case LimitKind::daily_loss: return ratio(limits.daily_loss);
    case LimitKind::daily_profit: return ratio(limits.daily_profit);
    case LimitKind::max_drawdown: return ratio(limits.max_drawdown);
    }
    return std::nullopt;
}

template <class Value> void put(std::optional<Value>& limit, const std::optional<Ratio>& value) {
    if (!value) return limit.reset();
    limit = Value(static_cast<Value>(round_ratio(*value, Rounding::down)));
}

void write(AccountLimits& limits, LimitKind limit, const std::optional<Ratio>& value) {
    switch (limit) {
    case LimitKind::max_contracts: limits.max_contracts = value.value_or(Ratio(0, 1)); return;
    case LimitKind::max_order_quantity: return put(limits.max_order_quantity, value);
    case LimitKind::max_notional: return put(limits.max_notional, value);
    case LimitKind::price_collar_ticks: return put(limits.price_collar_ticks, value);
    case LimitKind::max_orders_per_second: return put(limits.max_orders_per_second, value);
    case LimitKind::max_executions_per_day: return put(limits.max_executions_per_day, value);
    case LimitKind::daily_loss: return put(limits.daily_loss, value);
    case LimitKind::daily_profit: return put(limits.daily_profit, value);
    case LimitKind::max_drawdown: return put(limits.max_drawdown, value);
    }
}

} // namespace

std::optional<Ratio> Follower::configured(LimitKind limit) const {
    return read(config->limits, limit);
}

std::optional<Ratio> Follower::in_effect(LimitKind limit) const {
    const auto found = std::ranges::find(limit_overrides_, limit, &LimitOverride::limit);
    return found == limit_overrides_.end() ? configured(limit) : found->value;
}

void Follower::override_limit(LimitKind limit, const std::optional<Ratio>& value) {
    std::erase_if(limit_overrides_, [&](const LimitOverride& row) { return row.limit == limit; });
    const auto settings = configured(limit);
    if (value != settings) limit_overrides_.push_back({limit, value, settings});
    refresh_limits();
}

std::vector<LimitKind> Follower::forget_overrides() {
    std::vector<LimitKind> dropped;
    std::erase_if(limit_overrides_, [&](const LimitOverride& row) {
        const bool is_old = row.instead_of != configured(row.limit);
        if (is_old) dropped.push_back(row.limit);
        return is_old;
    });
    refresh_limits();
    return dropped;
}

void Follower::refresh_limits() {
    limits = config->limits;
    for (const LimitOverride& row : limit_overrides_) write(limits, row.limit, row.value);
    if (!limits.scaling_plan.empty()) {
        limits.max_contracts = std::min(limits.max_contracts, tier_cap());
    }
    losses.set_limits(limits);
    rate.set_limit(limits);
}

// Below the first tier's profit its cap holds too.
Ratio Follower::tier_cap() const {
    const bool live = limits.scaling_basis == ScalingBasis::live;
    const Money profit = (live ? ledger.equity() : losses.day_start()) - ledger.balance();
    Ratio cap = limits.scaling_plan.front().max_contracts;
    for (const ScalingTier& tier : limits.scaling_plan) {
        if (profit >= tier.profit) cap = tier.max_contracts;
    }
    return cap;
}

} // namespace lockstep
