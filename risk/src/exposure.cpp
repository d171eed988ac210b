#include "risk/exposure.hpp"

#include "proto/check.hpp"

#include <algorithm>
#include <numeric>

namespace lockstep {

namespace {

// Past every MaxContracts, whatever the weight; it keeps sums over all instruments within 63 bits.
constexpr Quantity worst_max(1'000'000'000);

// A sum of weighted contracts, not reduced: a common divisor costs more than all the rest of a
// check. Weights and MaxContracts have four decimals in the settings, so what all of them have in
// common stays small, and 128 bits are enough.
struct Weighted {
    Int128 numerator = 0;
    std::int64_t denominator = 1;

    void add(std::int64_t contracts, Ratio weight) {
        if (denominator != weight.denominator()) {
            const std::int64_t common = std::lcm(denominator, weight.denominator());
            numerator *= common / denominator;
            denominator = common;
        }
        numerator += Int128{contracts} * weight.numerator() * (denominator / weight.denominator());
    }
};

} // namespace

Quantity Exposure::worst() const {
    const Quantity worst =
        std::max({abs(net + signed_quantity(Side::buy, working_buys)),
                  abs(net + signed_quantity(Side::sell, working_sells)), entry_buys, entry_sells});
    return std::min(worst, worst_max);
}

void Exposure::add_working(Side side, Quantity leaves, bool entry) {
    (side == Side::buy ? working_buys : working_sells) += leaves;
    if (entry) (side == Side::buy ? entry_buys : entry_sells) += leaves;
}

Ratio AccountExposure::weighted(const std::vector<Ratio>& weights) const {
    Weighted sum;
    for (std::size_t i = 0; i < by_instrument_.size(); ++i) {
        const Quantity worst = by_instrument_[i].worst();
        if (!worst.is_zero()) sum.add(worst.lots, weights[i]);
    }
    LOCKSTEP_CHECK(sum.numerator <= INT64_MAX);
    return Ratio(static_cast<std::int64_t>(sum.numerator), sum.denominator);
}

Quantity AccountExposure::room(InstrumentId instrument, Side side,
                               const AccountLimits& limits) const {
    const Exposure& here = at(instrument);
    Weighted left; // MaxContracts, less what the other instruments take of it
    left.add(1, limits.max_contracts);
    for (std::size_t i = 0; i < by_instrument_.size(); ++i) {
        if (i == instrument.index) continue;
        const Quantity worst = by_instrument_[i].worst();
        if (!worst.is_zero()) left.add(-worst.lots, limits.contract_weight[i]);
    }
    if (left.numerator <= 0) return Quantity(0);
    const Ratio weight = limits.contract_weight[instrument.index];
    const Quantity cap(floor_divide(left.numerator * weight.denominator(),
                                    Int128{left.denominator} * weight.numerator()));
    // towards `side` the account may go up to the cap, from where its working orders already take
    // it, or its entries alone: what it holds against them may be closed first
    const bool buys = side == Side::buy;
    const std::int64_t reached =
        buys ? here.net.net + here.working_buys.lots : here.working_sells.lots - here.net.net;
    const Quantity entries = buys ? here.entry_buys : here.entry_sells;
    return Quantity(std::max<std::int64_t>(0, cap.lots - std::max(reached, entries.lots)));
}

} // namespace lockstep
