// One Logon and one Logout with a session's peer, under the session's own numbers.
#pragma once

#include "proto/values.hpp"
#include "settings/session_config.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace lockstep {

struct ProbeResult {
    bool connected = false;
    bool logged_on = false;
    std::string where;                  // the endpoint that it ended at
    std::string trouble;                // why it went no further; empty when it went well
    std::string note;                   // what is worth saying beside that it went well
    std::optional<Duration> peer_ahead; // tag 52 of its Logon less our clock in between
};

// Dials the endpoints of an initiator session in their order until one answers the Logon. Nothing
// but Logon and Logout is sent. Each takes the next outgoing number of the session's own file below
// `number_folder`, written before the message leaves, so that the gateway goes on behind it. The
// incoming number moves only over the peer's Logon, Logout and heartbeats that come in their order;
// whatever else comes is left to the gateway, whose next Logon has it sent again. Where numbers
// start again at a Logon, Logout or disconnect by the settings, nothing is sent: it only connects.
// Bounded by LogonTimeout for each endpoint, and LogoutTimeout. The caller holds the lock of the
// data directory.
ProbeResult probe(const SessionConfig& config, const std::filesystem::path& number_folder);

} // namespace lockstep
