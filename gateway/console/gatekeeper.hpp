// Who may ask: requests of this machine, not sent by another site's page, with the token.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lockstep {

// The parts of a request that say where it comes from; empty when the header is not there.
struct RequestOrigin {
    std::string_view host;          // Host
    std::string_view origin;        // Origin
    std::string_view authorization; // Authorization
};

struct Turned {
    unsigned status = 0; // 401 or 403
    std::string why;
};

// Why a request is turned away, if it is. Refuses, in this order: a Host that is not a loopback
// name (a foreign name that was made to point here), an Origin other than that Host (another site's
// page), a missing or wrong bearer token.
std::optional<Turned> turn_away(const RequestOrigin& request, std::string_view token);

// Compares without telling by its time where they differ.
bool is_same_secret(std::string_view secret, std::string_view given);

} // namespace lockstep
