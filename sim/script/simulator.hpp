// The commands of the program: check files, and run a simulator until its script or a signal ends
// it.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>

namespace lockstep::sim {

// What the program answers its shell.
inline constexpr int exit_good = 0;
inline constexpr int exit_failed = 1;   // a wait timed out, or a port or file could not be had
inline constexpr int exit_problems = 3; // the settings or the script have mistakes

struct RunOptions {
    std::string settings;
    std::string script;    // empty: none
    std::string ledger;    // empty: none
    std::string wire;      // empty: none
    std::string port_file; // empty: none
    std::uint64_t seed = 1;
    bool linger = false; // after `end`, stay up until a signal
};

// Lists every mistake of the settings, and of the script when one is named.
int check(const std::string& settings, const std::string& script, std::ostream& out,
          std::ostream& err);

// Runs until `end`, a failed wait, SIGTERM or SIGINT.
int run(const RunOptions& options, std::ostream& out, std::ostream& err);

} // namespace lockstep::sim
