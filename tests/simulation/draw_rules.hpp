// The rules that some accounts of a day live under, drawn apart from everything else: a seed's
// leader, brokers and faults are what they would be without them.
#pragma once

#include "simulation/plan.hpp"

#include <string>

namespace lockstep::simulation {

// In about half of the seeds most followers get limits, so narrow that many are reached; some get a
// day roll within the day, and a broker may send prices.
void draw_rules(Plan& plan);

// " loss 300.00, ..." for people; empty without limits.
std::string describe_rules(const Plan& plan, FollowerId follower);

} // namespace lockstep::simulation
