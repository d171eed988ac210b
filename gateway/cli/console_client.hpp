// Speaks to the running gateway of a settings file through its console.
#pragma once

#include "proto/result.hpp"
#include "schema/status.pb.h"
#include "settings/settings.hpp"

#include <string>

namespace lockstep {

struct HttpAnswer {
    unsigned status = 0;
    std::string body; // JSON
};

// GET (without a body) or POST `target` at the console of `gateway`, with the token and, when
// ConsoleAddress has port 0, the port of its data directory. Refuses with what to do when the
// gateway does not run or does not answer within ten seconds.
Result<HttpAnswer> ask_console(const GatewayConfig& gateway, const std::string& target,
                               const std::string& body = {});

// GET /api/status.
Result<status::v1::Status> ask_status(const GatewayConfig& gateway);

} // namespace lockstep
