#include "risk/exposure.hpp"

#include "proto/check.hpp"

#include <algorithm>
#include <numeric>

namespace lockstep {

namespace {

// Past every MaxContracts, whatever the weight; it keeps sums over all instruments within 63 bits.
constexpr Quantity worst_max(1'000'000'000);

// By way of 128 bits. Weights and MaxContracts have four decimals in the settings, so what all of
// them have in common stays small.
Ratio add(Ratio a, Ratio b) {
    const std::int64_t denominator = std::lcm(a.denominator(), b.denominator());
    const Int128 numerator = Int128{a.numerator()} * (denominator / a.denominator()) +
                             Int128{b.numerator()} * (denominator / b.denominator());
    LOCKSTEP_CHECK(numerator <= INT64_MAX && numerator >= -INT64_MAX);
    return Ratio(static_cast<std::int64_t>(numerator), denominator);
}

} // namespace

Quantity Exposure::worst() const {
    const Quantity worst = std::max(abs(net + signed_quantity(Side::buy, working_buys)),
                                    abs(net + signed_quantity(Side::sell, working_sells)));
    return std::min(worst, worst_max);
}

Ratio AccountExposure::weighted(const std::vector<Ratio>& weights) const {
    Ratio sum;
    for (std::size_t i = 0; i < by_instrument_.size(); ++i) {
        const Quantity worst = by_instrument_[i].worst();
        if (!worst.is_zero()) sum = add(sum, Ratio(worst.lots, 1) * weights[i]);
    }
    return sum;
}

Quantity AccountExposure::room(InstrumentId instrument, Side side,
                               const AccountLimits& limits) const {
    const Exposure& here = at(instrument);
    const Ratio weight = limits.contract_weight[instrument.index];
    const Ratio others =
        add(weighted(limits.contract_weight), Ratio(-here.worst().lots, 1) * weight);
    const Ratio left = add(limits.max_contracts, Ratio(-1, 1) * others);
    if (left.numerator() <= 0) return Quantity(0);
    const Quantity cap(round_ratio(left / weight, Rounding::down));
    // towards `side` the account may go from where its working orders already take it up to the cap
    const Quantity working = side == Side::buy ? here.working_buys : here.working_sells;
    const Position reached = here.net + signed_quantity(side, working);
    const Position limit = signed_quantity(side, cap);
    const std::int64_t room = side == Side::buy ? limit.net - reached.net : reached.net - limit.net;
    return Quantity(std::max<std::int64_t>(0, room));
}

} // namespace lockstep
