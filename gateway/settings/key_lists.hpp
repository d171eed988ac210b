// The lists that make up all_keys(), one file each.
#pragma once

#include "settings/key.hpp"

#include <vector>

namespace lockstep {

std::vector<Key> gateway_keys();           // [DEFAULT] alone
std::vector<Key> session_keys();           // [SESSION], ours
std::vector<Key> quickfix_keys();          // [SESSION], QuickFIX's and used
std::vector<Key> quickfix_keys_not_used(); // [SESSION], QuickFIX's and without effect, or refused
std::vector<Key> instrument_keys();        // [INSTRUMENT]
std::vector<Key> leader_keys();            // [LEADER]
std::vector<Key> follower_keys();          // [FOLLOWER]: who, and how it copies
std::vector<Key> limit_keys();             // [FOLLOWER]: its limits
std::vector<Key> profile_keys();           // [FOLLOWER]: RiskProfile

} // namespace lockstep
