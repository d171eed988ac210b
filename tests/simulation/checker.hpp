// Lost, doubled, unexplained: decided here alone, from the venues' ledger, the gateway's journal
// and what the gateway shows. Shares no code with the router: sizing, positions and open orders
// are computed again.
#pragma once

#include "simulation/ledger.hpp"
#include "simulation/plan.hpp"
#include "simulation/recorded_day.hpp"
#include "simulation/story.hpp"
#include "simulation/totals.hpp"

#include <string>
#include <vector>

namespace lockstep::simulation {

// What is being compared.
struct Evidence {
    const Plan& plan;
    const Ledger& ledger;
    const RecordedDay& day;
    Story& story;
    Totals& totals;
};

// Every fact and every execution is in the journal, and each fact has one decision an account.
void check_nothing_lost(const Evidence& evidence);
// No request twice, no ClOrdID for two orders, no order that the machine did not decide.
void check_requests(const Evidence& evidence);
// Each order, when it was sent, was one that the rules allow: cap, target, what is held.
void check_promises(const Evidence& evidence);
// No account went beyond its limits, and each stopped at the event that made it reach one.
void check_limits(const Evidence& evidence);

// The gateway at rest with its sessions up: what it shows, what its journal says and what the
// venues know are one. `leader_is_flat`: then everybody is, with nothing working.
struct AtRest {
    std::string status_json;
    std::vector<WorkingAtVenue> venue_working; // orders that a broker still works
    bool leader_is_flat = false;
    bool leader_works = false;
};
void check_rest(const Evidence& evidence, const AtRest& rest);
// Each order that a broker works then stands for one that the leader works, with its terms and its
// share of the size, and each that should is there.
void check_mirrors(const Evidence& evidence, const AtRest& rest);

} // namespace lockstep::simulation
