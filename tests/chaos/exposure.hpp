// How much every account held and worked at every moment of the day, by the exchange's ledger
// alone, against its cap and against what its leader's path called for.
#pragma once

#include "chaos/cast.hpp"
#include "chaos/tape.hpp"

#include <string>
#include <vector>

namespace lockstep::chaos {

// A line for each account that was beyond a bound, at its first time:
// - held and worked, weighted over its symbols, more than the cap;
// - held on one side more than the target of the leader's position with all of the leader's working
//   orders on that side, the largest of these since just before the first of the orders was sent
//   that have made the account's position since it was last flat.
std::vector<std::string> excesses(const Cast& cast, const std::vector<Fact>& facts);

} // namespace lockstep::chaos
