// The checker's own account of the leader, folded from the journal: positions, peaks, what works.
#pragma once

#include "proto/events.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace lockstep::simulation {

class LeaderBooks {
  public:
    void hear(const ExecutionEvent& execution);

    struct Standing {
        std::int64_t net = 0;
        std::int64_t peak = 0;        // largest size since it was flat or turned
        std::uint64_t flat_since = 0; // how often it was flat or turned: a new trade, a new number
    };
    const Standing& at(InstrumentId instrument) { return standing_[instrument.index]; }
    // Contracts of its orders of one side that may still trade.
    std::int64_t working(InstrumentId instrument, Side side) const;

  private:
    struct Order {
        InstrumentId instrument;
        Side side = Side::buy;
        std::int64_t total = 0;
        std::int64_t filled = 0;
        bool is_open = true;
    };
    std::map<std::uint32_t, Standing> standing_;
    std::map<std::string, Order> orders_;
    std::set<std::string> counted_;
};

} // namespace lockstep::simulation
