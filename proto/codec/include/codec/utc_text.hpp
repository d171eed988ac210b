// Instants as people and logs read them.
#pragma once

#include "proto/values.hpp"

#include <string>

namespace lockstep {

// ISO 8601 in UTC with nanoseconds: "2026-07-28T13:30:00.000000123Z". Any instant has a text.
std::string utc_text(Timestamp time);

} // namespace lockstep
