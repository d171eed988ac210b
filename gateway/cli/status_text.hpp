// The status picture as a person reads it on a terminal.
#pragma once

#include "schema/status.pb.h"

#include <string>

namespace lockstep {

// A line about the gateway, its leaders, a table of the followers (a row for each instrument that
// is held, worked or wanted), the sessions, the latency, and the newest notices.
std::string status_text(const status::v1::Status& status);

// The followers' table alone: account, sizing, instrument, held, target, drift, working, equity,
// day result, state, orders sent, and why not.
std::string followers_table(const status::v1::Status& status);

// "p50 0.21 ms, p99 0.80 ms, max 1.02 ms over 41 leader events"
std::string latency_text(const status::v1::Latency& latency);

} // namespace lockstep
