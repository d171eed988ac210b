// Events in full, as text for failure messages.
#pragma once

#include "matching/events.hpp"

#include <string>
#include <vector>

namespace lockstep::sim {

std::string describe(const MarketEvent& event);

// One line for each event, those of `told` that are not in `expected` at the same place marked.
std::string difference(const std::vector<MarketEvent>& told,
                       const std::vector<MarketEvent>& expected);

} // namespace lockstep::sim
