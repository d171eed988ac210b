// Where in a fan-out a kill fell: between the first and the last of the orders that follow from one
// thing that the leader did.
#pragma once

#include "chaos/journal_record.hpp"
#include "chaos/tape.hpp"

#include <cstdint>
#include <vector>

namespace lockstep::chaos {

struct Kill {
    std::int64_t time_ns = 0;
    std::int64_t next_start_ns = 0; // when the next life began
};

struct FanOutCount {
    int in_the_middle = 0;
    int before_the_first = 0; // the report was journaled, and no order had left
};

// A kill counts when the newest report of the leader in the journal, at most 50 ms older, calls for
// orders, and some but not all of them (or none) had reached the exchange before the next life.
// Orders that their own session refused do not count.
FanOutCount count_fan_outs(const std::vector<Kill>& kills, const std::vector<Fact>& facts,
                           const JournalRecord& journal);

} // namespace lockstep::chaos
