#include "simulation/own_sizing.hpp"

#include <algorithm>
#include <cstdlib>

namespace lockstep::simulation {

OwnSizing::OwnSizing(const RouterConfig& config, const FollowerConfig& follower,
                     const InstrumentMapping& map)
    : rounding_(follower.sizing.rounding) {
    const Sizing& sizing = follower.sizing;
    numerator_ = sizing.value.numerator();
    denominator_ = sizing.value.denominator();
    fixed_ = sizing.kind == SizingKind::fixed;
    if (!fixed_) {
        numerator_ *= map.factor.numerator();
        denominator_ *= map.factor.denominator();
    }
    if (sizing.kind == SizingKind::percent_of_balance) {
        numerator_ *= follower.balance->units;
        denominator_ *= config.leaders[follower.leader.index].balance->units;
        denominator_ *= 100;
    }
    const Ratio most = follower.limits.max_contracts;
    const Ratio weight = follower.limits.contract_weight[map.follower.index];
    cap_ = most.numerator() * weight.denominator() / (most.denominator() * weight.numerator());
}

std::int64_t OwnSizing::target(std::int64_t position, std::int64_t peak) const {
    const std::int64_t size = std::abs(position);
    if (size == 0) return 0;
    Int128 above = numerator_ * size;
    Int128 below = denominator_;
    if (fixed_) below *= std::max(size, peak);
    Int128 lots = above / below;
    const Int128 rest = above % below;
    if (rest > 0 && rounding_ == Rounding::up) ++lots;
    if (rounding_ == Rounding::nearest && 2 * rest >= below) ++lots;
    const auto capped = static_cast<std::int64_t>(std::min<Int128>(lots, cap_));
    return position > 0 ? capped : -capped;
}

} // namespace lockstep::simulation
