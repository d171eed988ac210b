// A what-if as people read it: the record beside the same day with other settings.
#pragma once

#include "whatif/what_if.hpp"

#include <string>

namespace lockstep {

// A row for each account, then why orders were not sent and which limits were reached where that
// differs. Only printable ASCII and newlines.
std::string replay_table(const Comparison& comparison, const RouterConfig& recorded,
                         const RouterConfig& other);

// The same as one JSON object, with everything there is.
std::string replay_json(const Comparison& comparison, const RouterConfig& recorded,
                        const RouterConfig& other);

} // namespace lockstep
