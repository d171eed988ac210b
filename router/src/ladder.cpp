#include "router/ladder.hpp"

#include "proto/check.hpp"

#include <algorithm>

namespace lockstep {

bool trades_before(const OrderTerms& a, const OrderTerms& b) {
    LOCKSTEP_CHECK(a.side == b.side && is_stop(a.type) == is_stop(b.type));
    const auto trigger = [](const OrderTerms& terms) {
        return is_stop(terms.type) ? *terms.stop_price : *terms.price;
    };
    // a buy limit trades first at the highest price, a buy stop at the lowest; sells the other way
    const bool highest_first = (a.side == Side::buy) != is_stop(a.type);
    return highest_first ? trigger(a) > trigger(b) : trigger(a) < trigger(b);
}

std::vector<Quantity> entry_ladder(const TargetCurve& curve, Side side,
                                   const std::vector<Quantity>& leaves) {
    std::vector<Quantity> earned;
    earned.reserve(leaves.size());
    Position p = curve.now;
    Quantity reached = abs(curve.target(p));
    for (const Quantity quantity : leaves) {
        p = p + signed_quantity(side, quantity);
        const Quantity next = abs(curve.target(p));
        earned.push_back(less(next, reached));
        reached = std::max(reached, next);
    }
    return earned;
}

std::vector<Quantity> closing_ladder(const TargetCurve& curve, Quantity held,
                                     const std::vector<Quantity>& leaves) {
    std::vector<Quantity> works;
    works.reserve(leaves.size());
    Quantity leader = abs(curve.now);
    for (const Quantity quantity : leaves) {
        leader = less(leader, quantity);
        const Position p = signed_quantity(side_of(curve.now), leader);
        const Quantity left = std::min(held, abs(curve.target(p)));
        works.push_back(less(held, left));
        held = left;
    }
    return works;
}

} // namespace lockstep
