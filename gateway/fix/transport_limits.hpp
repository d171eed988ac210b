// The bounds of the transport. At each one a connection ends with a reason, and nobody else
// notices.
#pragma once

#include "fix/framing.hpp"

#include <chrono>
#include <cstddef>

namespace lockstep {

struct TransportLimits {
    using Milliseconds = std::chrono::milliseconds;

    std::size_t message_bytes_max = default_message_bytes_max; // of one message's body, inbound
    std::size_t queue_bytes_max = 1024 * 1024;                 // waiting for a slow peer
    Milliseconds queue_age_max{5'000};                         // of the oldest byte that waits
    int socket_send_bytes = 256 * 1024;          // of the kernel's own queue, SO_SNDBUF
    Milliseconds connect_time_max{10'000};       // name look-up and TCP handshake together
    Milliseconds first_message_time_max{10'000}; // from accept to a Logon
    std::size_t strangers_max = 512;             // accepted connections without a Logon, per port
    Milliseconds linger_time_max{1'000};         // for the last bytes of a closed connection
    Milliseconds back_off_cap{60'000};           // of the waits between two dials
    int messages_ahead_max = 10'000;             // inbound, waiting behind a gap
    Milliseconds gap_time_max{30'000};           // without progress in filling a gap
};

} // namespace lockstep
