// The one price at which a crossed book opens.
#pragma once

#include "matching/price_queue.hpp"

#include <optional>

namespace lockstep::sim {

// The price that trades the most and how much that is; none when no bid meets an ask. Among equals
// the one that leaves the smallest surplus, then the nearest to `last`, then the lowest. Prices
// that are looked at: those of the orders, and `last`.
std::optional<Level> uncross_price(const PriceQueue& bids, const PriceQueue& asks,
                                   std::optional<Price> last);

} // namespace lockstep::sim
