// What plans of every kind are made of.
#pragma once

#include "simulation/plan.hpp"
#include "simulation/random.hpp"

#include <string>
#include <vector>

namespace lockstep::simulation {

std::vector<Instrument> all_instruments();
// Of the gateway with that peer, without an address.
SessionConfig session(const std::string& target, int heartbeat_s);
FollowerConfig draw_follower(std::string account, SessionIndex session, Random& random);

} // namespace lockstep::simulation
