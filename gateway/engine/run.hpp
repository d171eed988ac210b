// The gateway from start to end: what `lockstep run` does once its settings are good.
#pragma once

#include "settings/settings.hpp"

#include <ostream>
#include <string>

namespace lockstep {

struct RunOptions {
    std::string version;
    bool changed_settings = false; // go on although accounts are open and settings have changed
    bool new_journal = false;      // put the journal aside and begin another one
};

// Runs until SIGTERM or SIGINT, and gives the process's exit code: 0 after a clean stop, 1 when the
// gateway could not start or its journal failed. The banner goes to `out`, trouble to standard
// error.
int run_gateway(Settings settings, const RunOptions& options, std::ostream& out);

} // namespace lockstep
