#include "risk/loss_watch.hpp"

#include <algorithm>

namespace lockstep {

LossWatch::LossWatch(const AccountLimits& limits, Money start_equity)
    : daily_loss_(limits.daily_loss), max_drawdown_(limits.max_drawdown),
      mode_(limits.drawdown_mode), lock_(limits.drawdown_lock), start_(start_equity),
      day_start_(start_equity), high_water_(start_equity) {}

std::optional<Money> LossWatch::floor() const {
    if (!max_drawdown_) return std::nullopt;
    const Money from = mode_ == DrawdownMode::fixed ? start_ : high_water_;
    const Money floor = from - *max_drawdown_;
    return lock_ ? std::min(floor, start_ + *lock_) : floor;
}

std::optional<Breach> LossWatch::watch(Money equity) {
    if (mode_ == DrawdownMode::trailing) raise_high_water(equity);
    std::optional<Breach> crossed;
    if (!daily_ && daily_loss_ && day_start_ - equity >= *daily_loss_) {
        crossed = daily_ = Breach{Reason::daily_loss, *daily_loss_, day_start_ - equity};
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
    const bool freed = daily_ && !drawdown_;
    daily_.reset();
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
