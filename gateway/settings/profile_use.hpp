// What RiskProfile= of one [FOLLOWER] brings into it, and what the settings file has instead.
#pragma once

#include "settings/profile.hpp"
#include "settings/strictness.hpp"

#include <string>
#include <vector>

namespace lockstep {

struct ProfileRow {
    std::string key;
    std::string theirs; // the profile's value; empty where it sets none
    std::string ours;   // what the settings file has instead; empty: the profile's counts
    Strictness standing = Strictness::same; // of ours, where there is one
};

struct ProfileUse {
    RiskProfile profile;
    std::vector<ProfileRow> rows;
};

} // namespace lockstep
