// The broker's position reports (35=AP) beside our executions. They are evidence: a difference that
// two reports confirm is shown and treated as a trade of somebody else; no trade comes of it.
#pragma once

#include "follower.hpp"
#include "step.hpp"

namespace lockstep {

// From `when` on the account's positions are to be asked for, where its broker tells them.
void want_positions(Follower& follower, Timestamp when);
// The session is gone: an answer does not come any more.
void forget_positions_question(Follower& follower);
// Asks if it is time and nothing is under way whose fills could be on their way to us; if
// something is, a little later.
void ask_for_positions(Follower& follower, Step& step);

// The two parts of the answer. While an order is unknown or under way nothing is concluded, and it
// is asked again. Both give true when something was concluded.
bool take_position(Follower& follower, const FollowerPosition& event, Step& step);
bool take_positions_answer(Follower& follower, const PositionsAnswered& event, Step& step);

} // namespace lockstep
