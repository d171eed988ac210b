// What operators ask for, as events for the core, and what came of it in numbers.
#pragma once

#include "console/actions.hpp"
#include "engine/core.hpp"
#include "proto/result.hpp"

#include <vector>

namespace lockstep {

// An action with its names looked up.
struct OperatorOrder {
    EventBody event;
    std::vector<FollowerId> accounts; // whom it is about
};

// Refuses an account, a leader or an instrument that the settings do not have, and names it.
Result<OperatorOrder> understand(const ConsoleAction& action, const RouterConfig& config);

// How the accounts stand, for the operator who acted.
std::vector<AccountOutcome> stand(const Router& router, const std::vector<FollowerId>& accounts);

} // namespace lockstep
