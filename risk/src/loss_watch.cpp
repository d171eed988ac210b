#include "risk/loss_watch.hpp"

#include <algorithm>

namespace lockstep {

std::string in_words(Reason reason) {
    switch (reason) {
    case Reason::daily_loss: return "the daily loss limit";
    case Reason::profit_target: return "the daily profit target";
    default: return "the drawdown";
    }
}

std::string in_words(const Breach& breach) {
    const std::string limit = breach.limit.str();
    const std::string observed = breach.observed.str();
    switch (breach.reason) {
    case Reason::daily_loss: return "daily loss " + observed + " reached the limit " + limit;
    case Reason::profit_target: return "profit " + observed + " reached the day's target " + limit;
    default: return "equity " + observed + " reached the floor " + limit;
    }
}

LossWatch::LossWatch(const AccountLimits& limits, Money start_equity)
    : mode_(limits.drawdown_mode), lock_(limits.drawdown_lock), start_(start_equity),
      day_start_(start_equity), high_water_(start_equity) {
    set_limits(limits);
}

void LossWatch::set_limits(const AccountLimits& limits) {
    daily_loss_ = limits.daily_loss;
    daily_profit_ = limits.daily_profit;
    max_drawdown_ = limits.max_drawdown;
}

std::optional<Breach> LossWatch::would_breach(Money equity) const {
    const auto lowest = floor();
    if (lowest && equity <= *lowest) return Breach{Reason::drawdown, *lowest, equity};
    if (!daily_loss_ || day_start_ - equity < *daily_loss_) return std::nullopt;
    return Breach{Reason::daily_loss, *daily_loss_, day_start_ - equity};
}

std::optional<Money> LossWatch::floor() const {
    if (!max_drawdown_) return std::nullopt;
    const Money from = mode_ == DrawdownMode::fixed ? start_ : high_water_;
    const Money floor = from - *max_drawdown_;
    return lock_ ? std::min(floor, start_ + *lock_) : floor;
}

std::optional<Breach> LossWatch::watch(Money equity) {
    if (mode_ != DrawdownMode::end_of_day) raise_high_water(equity);
    std::optional<Breach> crossed;
    if (!daily_ && daily_loss_ && day_start_ - equity >= *daily_loss_) {
        crossed = daily_ = Breach{Reason::daily_loss, *daily_loss_, day_start_ - equity};
    }
    if (!profit_ && daily_profit_ && equity - day_start_ >= *daily_profit_) {
        crossed = profit_ = Breach{Reason::profit_target, *daily_profit_, equity - day_start_};
    }
    const auto lowest = floor();
    if (!drawdown_ && lowest && equity <= *lowest) {
        crossed = drawdown_ = Breach{Reason::drawdown, *lowest, equity};
    }
    return crossed;
}

bool LossWatch::roll_day(Money equity) {
    day_start_ = equity;
    raise_high_water(equity);
    const bool freed = (daily_ || profit_) && !drawdown_;
    daily_.reset();
    profit_.reset();
    return freed;
}

bool LossWatch::lift_drawdown(Money equity) {
    if (!drawdown_) return false;
    drawdown_.reset();
    start_ = equity;
    high_water_ = equity;
    return true;
}

void LossWatch::raise_high_water(Money equity) { high_water_ = std::max(high_water_, equity); }

} // namespace lockstep
