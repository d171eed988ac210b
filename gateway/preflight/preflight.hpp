// The face of the room: everything that `lockstep check --live` looks at before a session.
#pragma once

#include "preflight/row.hpp"
#include "settings/settings.hpp"

#include <vector>

namespace lockstep {

// Accounts: what one lot of the leader becomes, against their caps; ticks, expiry, calendars. From
// the settings alone.
std::vector<PreflightRow> check_accounts(const Settings& settings, Timestamp now);

// Risk profiles and other warnings about the settings.
std::vector<PreflightRow> check_warnings(const Checked& checked);

// The disk of the data directory, which must exist; a kill file; the console's port; this machine's
// clock.
std::vector<PreflightRow> check_machine(const GatewayConfig& gateway, Timestamp now);

// Every session: an initiator dials and logs on and out, an acceptor's port is tried. The caller
// holds the data directory's lock, because the numbers that are used up are the gateway's own.
// Takes no longer than some LogonTimeouts, however many sessions there are.
std::vector<PreflightRow> check_sessions(const Settings& settings);

} // namespace lockstep
