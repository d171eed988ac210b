// The checker's own word on how many contracts a follower should hold: docs/copying.md computed
// again from the settings, with nothing of the router's.
#pragma once

#include "router/config.hpp"

#include <cstdint>

namespace lockstep::simulation {

class OwnSizing {
  public:
    // Of one follower on one of its mapped instruments.
    OwnSizing(const RouterConfig& config, const FollowerConfig& follower,
              const InstrumentMapping& map);

    // T of a leader position, which was at most `peak` in size since it was flat or turned.
    std::int64_t target(std::int64_t position, std::int64_t peak) const;
    std::int64_t cap() const { return cap_; }

  private:
    bool fixed_ = false;
    Int128 numerator_ = 0;
    Int128 denominator_ = 1;
    Rounding rounding_;
    std::int64_t cap_ = 0;
};

} // namespace lockstep::simulation
