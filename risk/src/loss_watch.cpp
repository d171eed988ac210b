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
    if (latched_) return std::nullopt;
    const auto lowest = floor();
    if (lowest && equity <= *lowest) {
        latched_ = Breach{Reason::drawdown, *lowest, equity};
    } else if (daily_loss_ && day_start_ - equity >= *daily_loss_) {
        latched_ = Breach{Reason::daily_loss, *daily_loss_, day_start_ - equity};
    }
    return latched_;
}

bool LossWatch::roll_day(Money equity) {
    day_start_ = equity;
    raise_high_water(equity);
    if (!latched_ || latched_->reason != Reason::daily_loss) return false;
    latched_.reset();
    return true;
}

bool LossWatch::lift_drawdown(Money equity) {
    if (!latched_ || latched_->reason != Reason::drawdown) return false;
    latched_.reset();
    start_ = equity;
    high_water_ = equity;
    return true;
}

void LossWatch::raise_high_water(Money equity) { high_water_ = std::max(high_water_, equity); }

} // namespace lockstep
