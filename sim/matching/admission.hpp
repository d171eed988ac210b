// Which orders and replaces an exchange takes at all.
#pragma once

#include "matching/exchange.hpp"

namespace lockstep::sim {

// The terms without the prices that their type has no use for.
OrderTerms normalized(const OrderTerms& terms);

// The first reason to refuse, none to accept, in this order: phase, time in force, quantity, prices
// missing, prices out of range. The caller has matched the instrument.
Refusal check_entry(const Listing& listing, Phase phase, const OrderEntry& entry);

// The same for a replace of `order`: phase, side, type, stop price of a triggered stop, time in
// force, quantity, prices.
Refusal check_replace(const Listing& listing, Phase phase, const OrderState& order,
                      const ReplaceEntry& entry);

} // namespace lockstep::sim
