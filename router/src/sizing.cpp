#include "router/sizing.hpp"

#include "proto/check.hpp"

#include <algorithm>

namespace lockstep {

namespace {

Int128 gcd(Int128 a, Int128 b) {
    while (b != 0) {
        const Int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

// Lots past this are beyond every cap. Settings bound what multiplies them: SizingValue and factor
// have 10^12 each on top, and with balances (10^13) beside them 10^15 together, so that a product
// with lots keeps within 10^37 of the 10^38 that 128 bits hold.
constexpr std::int64_t lots_max = 1'000'000'000;
constexpr Money balance_max = Money::of(1'000'000'000);
constexpr Int128 numerator_max = Int128{10'000'000'000'000'000} * 1'000'000'000'000;

bool can_size(const std::optional<Money>& balance) {
    return balance && *balance > Money(0) && *balance <= balance_max;
}

// Products of these with lots, doubled for rounding, keep within 63 bits.
constexpr std::int64_t small_max = std::int64_t{1} << 31;

// The same for what every usual sizing comes to, in the processor's own numbers.
std::int64_t divide_small(std::int64_t numerator, std::int64_t denominator, Rounding rounding) {
    switch (rounding) {
    case Rounding::down: break;
    case Rounding::nearest:
        numerator = 2 * numerator + denominator;
        denominator *= 2;
        break;
    case Rounding::up: numerator += denominator - 1; break;
    }
    return std::min(numerator / denominator, lots_max);
}

std::int64_t divide(Int128 numerator, Int128 denominator, Rounding rounding) {
    if (numerator / denominator >= lots_max) return lots_max;
    switch (rounding) {
    case Rounding::down: return floor_divide(numerator, denominator);
    case Rounding::nearest: return floor_divide(2 * numerator + denominator, 2 * denominator);
    case Rounding::up: return ceil_divide(numerator, denominator);
    }
    LOCKSTEP_CHECK(!"a rounding");
}

} // namespace

std::optional<Sizer> Sizer::make(const Sizing& sizing, Ratio factor,
                                 std::optional<Money> follower_balance,
                                 std::optional<Money> leader_balance, Quantity cap) {
    Sizer sizer;
    sizer.by_peak_ = sizing.kind == SizingKind::fixed;
    sizer.numerator_ = sizing.value.numerator();
    sizer.denominator_ = sizing.value.denominator();
    if (sizing.kind != SizingKind::fixed) {
        sizer.numerator_ *= factor.numerator();
        sizer.denominator_ *= factor.denominator();
    }
    if (sizing.kind == SizingKind::percent_of_balance) {
        if (!can_size(follower_balance) || !can_size(leader_balance)) return std::nullopt;
        const Int128 shared = gcd(follower_balance->units, leader_balance->units);
        sizer.numerator_ *= follower_balance->units / shared;
        sizer.denominator_ *= 100 * (leader_balance->units / shared);
    }
    const Int128 shared = gcd(sizer.numerator_, sizer.denominator_);
    LOCKSTEP_CHECK(shared > 0);
    sizer.numerator_ /= shared;
    sizer.denominator_ /= shared;
    LOCKSTEP_CHECK(sizer.numerator_ >= 0 && sizer.numerator_ <= numerator_max);
    sizer.rounding_ = sizing.rounding;
    sizer.cap_ = cap;
    return sizer;
}

std::int64_t Sizer::uncapped(Quantity held, Quantity peak) const {
    const std::int64_t lots = std::min(held.lots, lots_max);
    const std::int64_t top = by_peak_ ? std::max(lots, std::min(peak.lots, lots_max)) : 1;
    if (numerator_ <= small_max && denominator_ <= small_max) {
        return divide_small(static_cast<std::int64_t>(numerator_) * lots,
                            static_cast<std::int64_t>(denominator_) * top, rounding_);
    }
    return divide(numerator_ * lots, denominator_ * top, rounding_);
}

Quantity Sizer::size(Quantity held, Quantity peak) const {
    if (held.is_zero()) return Quantity(0);
    return std::min(cap_, Quantity(uncapped(held, peak)));
}

bool Sizer::clips(Quantity held, Quantity peak) const {
    return !held.is_zero() && uncapped(held, peak) > cap_.lots;
}

Position TargetCurve::target(Position p) const {
    const bool same_side = p.is_long() == now.is_long() && p.is_short() == now.is_short();
    return signed_quantity(side_of(p), sizer.size(abs(p), same_side ? peak : abs(p)));
}

} // namespace lockstep
