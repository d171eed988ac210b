// What every venue of the simulation stands on: the time, the prices, the ledger, its bad habits.
#pragma once

#include "simulation/ledger.hpp"
#include "simulation/market.hpp"
#include "simulation/plan.hpp"
#include "simulation/schedule.hpp"
#include "simulation/story.hpp"
#include "simulation/totals.hpp"
#include "simulation/wire.hpp"

namespace lockstep::simulation {

struct Surroundings {
    const Plan& plan;
    Schedule& schedule;
    Market& market;
    Ledger& ledger;
    Story& story;
    Totals& totals;
    Faults faults;         // of the plan in the safety phase, none in the liveness phase
    Wire::Weather weather; // of every connection
    bool safety = true;
};

} // namespace lockstep::simulation
