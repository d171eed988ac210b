// What a script can wait for, looked up at the desk.
#pragma once

#include "front/desk.hpp"
#include "script/script.hpp"

#include <string>
#include <vector>

namespace lockstep::sim {

// `orders`: the first ClOrdID of each script order, by ScriptOrder; empty before it is placed.
bool holds(const Condition& condition, const Desk& desk, const std::vector<ClOrdId>& orders);

// How things stand, for the message of a wait that failed: "it is 0".
std::string state(const Condition& condition, const Desk& desk, const std::vector<ClOrdId>& orders);

} // namespace lockstep::sim
