// Days with many accounts, each at a broker of its own, and without faults of the network: what one
// account meets follows from the seed and its own name in the crowd, whoever else is there.
#pragma once

#include "simulation/plan.hpp"

#include <cstdint>
#include <string>

namespace lockstep::simulation {

struct Crowd {
    std::uint32_t calm = 40;       // accounts without a limit on what they lose or make
    std::uint32_t troubled = 10;   // of another owner, with limits so narrow that they reach one
    bool without_troubled = false; // the same day, those ones apart
};

constexpr const char* calm_owner = "ANNA";
constexpr const char* troubled_owner = "BERT";

// From 1 on, the calm ones first.
std::string member_name(std::uint32_t number);

// LEAD1, on the first session, flat at the start.
LeaderConfig lead_account();

// A day of these followers without faults, its files and addresses named after `place`. Each broker
// session gets its settings.
Plan plan_of(RouterConfig router, const std::string& place);

Plan draw_crowd(std::uint64_t seed, const std::string& place, const Crowd& crowd);

} // namespace lockstep::simulation
