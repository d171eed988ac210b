// The status as people read it: a table, or one line an account.
#pragma once

#include "codec/status_json.hpp"

#include <string>
#include <vector>

namespace lockstep {

// What the gateway is, the leaders, a row for each account, what is not well, the latency. Only
// printable ASCII and newlines.
std::string status_table(const status::v1::Status& status);

// "F50K active, held 2 ES, target 2 ES, drift 0, works 0, day 12.50, sent 3", one for each account.
std::vector<std::string> status_lines(const status::v1::Status& status);

} // namespace lockstep
