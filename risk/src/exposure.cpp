#include "risk/exposure.hpp"

#include <algorithm>

namespace lockstep {

namespace {

Ratio add(Ratio a, Ratio b) {
    // weights are settings with few decimals, so the products stay far below 63 bits
    return Ratio(a.numerator() * b.denominator() + b.numerator() * a.denominator(),
                 a.denominator() * b.denominator());
}

} // namespace

Quantity Exposure::worst() const {
    return std::max(abs(net + signed_quantity(Side::buy, working_buys)),
                    abs(net + signed_quantity(Side::sell, working_sells)));
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
