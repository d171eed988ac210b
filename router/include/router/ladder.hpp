// The ladder rule: what each of the leader's working orders is worth to a follower. Pure
// arithmetic over the target curve (docs/copying.md, "Ladders").
#pragma once

#include "proto/order.hpp"
#include "router/sizing.hpp"

#include <vector>

namespace lockstep {

// What an order is to the leader's position.
enum class LadderKind : std::uint8_t { entry_limits, entry_stops, targets, stops };

// Limits trade at their price or better, stops (stop-limits included) once it is reached.
constexpr bool is_stop(OrderType type) {
    return type == OrderType::stop || type == OrderType::stop_limit;
}

// Whether an order with terms `a` would trade before one with terms `b`, both on one side and both
// limits or both stops. Neither is before the other when their prices tie.
bool trades_before(const OrderTerms& a, const OrderTerms& b);

// Entry ladder: walks outwards from the leader's position over the orders' open quantities, front
// first. Gives for each what the rest of it would earn: |T(P') - T(P)|.
std::vector<Quantity> entry_ladder(const TargetCurve& curve, Side side,
                                   const std::vector<Quantity>& leaves);

// Closing ladder: walks inwards over `held` (what this ladder has to close). An order that takes
// the leader to P' leaves min(held, |T(P')|); each works the difference.
std::vector<Quantity> closing_ladder(const TargetCurve& curve, Quantity held,
                                     const std::vector<Quantity>& leaves);

} // namespace lockstep
