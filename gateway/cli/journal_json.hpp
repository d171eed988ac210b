// Journal records as JSON, one object a line, for programs.
#pragma once

#include "codec/names.hpp"
#include "proto/events.hpp"
#include "router/router.hpp"

#include <string>
#include <vector>

namespace lockstep {

// {"sequence":26,"time":"...","event":"leader","kind":"fill","account":"LEAD1",...}: what is there
// of the event, by name, prices as decimal text, and in "text" the line that `journal dump` prints.
// With `followed`, that is there too, as lines. Text is printable ASCII.
std::string event_json(const Event& event, const Names& names,
                       const std::vector<std::string>* followed);

} // namespace lockstep
