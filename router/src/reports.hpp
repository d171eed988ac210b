// What a broker's report does to a follower account.
#pragma once

#include "follower.hpp"
#include "step.hpp"

#include <optional>

namespace lockstep {

// Takes one report. Gives the instrument whose link has to be looked at again, none for a report
// that changed nothing.
std::optional<InstrumentId> apply_report(Follower& follower, const ExecutionEvent& execution,
                                         Step& step);

// The engine could not hand the request `id` to its session.
std::optional<InstrumentId> apply_not_sent(Follower& follower, const ClOrdId& id, Step& step);

} // namespace lockstep
