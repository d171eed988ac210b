// One seed from its plan to its verdict.
#pragma once

#include "simulation/story.hpp"
#include "simulation/totals.hpp"

#include <cstdint>
#include <string>

namespace lockstep::simulation {

// Adds the seed to `totals`. With `trace`, or when a promise was broken, gives what there is to
// tell: the options, the story around the first broken promise (with `trace` all of it), and the
// command that repeats it.
std::string run_seed(std::uint64_t seed, bool trace, const std::string& defect, Totals& totals);

} // namespace lockstep::simulation
