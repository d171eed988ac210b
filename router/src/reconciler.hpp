// Compares what a link should hold and work with what it does, and sends the difference through
// the risk gate: cancels and reductions first, then exits, then entries.
#pragma once

#include "desired.hpp"
#include "follower.hpp"
#include "step.hpp"

namespace lockstep {

// Brings one link as far towards what is desired as answers, limits and the message budget allow.
// Sets the link's wake time and idle reason. Safe to call at any time: with nothing to do it sends
// nothing. `leader` is null for an instrument that nothing is copied into.
void reconcile(Follower& follower, Link& link, const LeaderView* leader, Step& step);

} // namespace lockstep
