// What followed from an event, as lines that a person can read and grep.
#pragma once

#include "router/router.hpp"

#include <string>

namespace lockstep {

// One line without a newline. Text that may come from peers is quoted as describe() quotes it.
//   F50K new buy 1 ES (market, day), id F50K-tox7ch-1
//   F50K decision on ES: no order, rounds-to-zero
std::string describe(const Command& command, const RouterConfig& config);

} // namespace lockstep
