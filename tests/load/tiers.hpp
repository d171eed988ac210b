// What a busy day asks of the gateway, tier by tier (docs/performance.md).
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace lockstep::load {

struct Tier {
    const char* name;
    const char* what;
    bool (*run)(std::ostream& out); // false when it did not hold
};

const std::vector<Tier>& tiers();

} // namespace lockstep::load
