// What follows from an account's equity, its trades and an operator's word for its limits.
#pragma once

#include "follower.hpp"
#include "step.hpp"

namespace lockstep {

// After a fill or a mark: does equity cross a limit? Gives true when the mode changed.
bool watch_losses(Follower& follower, Step& step);

// Looks up the cap that the scaling plan allows now, and says when it is another one.
void scale(Follower& follower, Step& step);

// One execution of the account, ours or not: it counts against MaxExecutionsPerDay, and one that
// takes off what is held sooner than MinHold after the opening is noticed.
void note_execution(Follower& follower, Link& link, Position held_before, Step& step);

// Whether a limit may have that value at all, and whether it lets more through than before.
bool is_sane(LimitKind limit, const std::optional<Ratio>& value);
bool is_looser(const std::optional<Ratio>& before, const std::optional<Ratio>& after);

} // namespace lockstep
