// The checker's own account of the leader, folded from the journal: positions, peaks, what works
// and what each order is to the position.
#pragma once

#include "proto/events.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

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

    struct Order {
        InstrumentId instrument;
        OrderTerms terms;
        std::int64_t total = 0;
        std::int64_t filled = 0;
        bool is_open = true;
        bool is_exit = false;   // it stood against the position when it came, grew, or since
        std::uint64_t came = 0; // first of all: 1
        std::int64_t leaves() const { return is_open && total > filled ? total - filled : 0; }
    };
    // By its key; null when nobody has heard of it.
    const Order* find(const std::string& key) const;
    // Contracts of its resting entries of one side.
    std::int64_t entries(InstrumentId instrument, Side side) const;
    // Its resting orders of one side that are limits or stops, exits or entries, the one that would
    // trade first in front.
    std::vector<std::string> ladder(InstrumentId instrument, Side side, bool stops,
                                    bool exits) const;

  private:
    void see_roles(InstrumentId instrument);

    std::map<std::uint32_t, Standing> standing_;
    std::map<std::string, Order> orders_;
    std::set<std::string> open_;
    std::set<std::string> counted_;
};

} // namespace lockstep::simulation
