// Keeps the accounts of one owner from trading against each other: several firms forbid opposite
// sides of one product, or of products that move together, and no venue likes an owner's orders to
// meet. It goes by the leaders and their resting orders, never by what another follower of the same
// leader does: accounts that copy one leader cannot be held apart by their own copies.
#pragma once

#include "follower.hpp"
#include "step.hpp"

namespace lockstep {

// The leaders, other than the account's own, that trade for the same owner or lead an account of
// that owner.
std::vector<LeaderId> rivals_of(const FollowerConfig& follower, const RouterConfig& config);

// What an entry on `instrument` with `terms` would oppose; none for an account without rivals.
std::optional<Opposition> opposition(const Follower& follower, InstrumentId instrument,
                                     const OrderTerms& terms, const Step& step);

} // namespace lockstep
