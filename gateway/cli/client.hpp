// Asks the running gateway over HTTP, on this machine, with its token.
#pragma once

#include "proto/result.hpp"
#include "settings/settings.hpp"

#include <string>

namespace lockstep {

struct Reply {
    unsigned status = 0;
    std::string body;
};

// Sends one request to the gateway of these settings and waits for the answer, at most 15 s.
// Refuses, in words for an operator, when the gateway does not run or its token cannot be read.
Result<Reply> ask_gateway(const GatewayConfig& gateway, const std::string& method,
                          const std::string& target, const std::string& body = {});

// The same; a status other than 200 becomes an error with the gateway's own words.
Result<std::string> ask_well(const GatewayConfig& gateway, const std::string& method,
                             const std::string& target, const std::string& body = {});

} // namespace lockstep
