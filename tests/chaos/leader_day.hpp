// What the leader does in every round, as a script of the simulator: it trades for as long as the
// round's trouble lasts, and brokers misbehave a little on the side.
#pragma once

#include "chaos/cast.hpp"
#include "chaos/trouble.hpp"

#include <string>
#include <vector>

namespace lockstep::chaos {

// A round waits for its cue: the cue account holds one lot more (say_cue in campaign.cpp). The
// script prints "round N" when it begins and "played N" when its trading is over. Every tenth round
// leaves the leader in a position and works no order; all others leave it flat. After the last
// cue it prints "the day is over".
std::string leader_day(const Cast& cast, const std::vector<Trouble>& troubles, Random& random);

// Whether the leader is in a position when that round is over.
bool holds_at_the_end(int round);

} // namespace lockstep::chaos
