// The face of the room: the commands of the program.
#pragma once

#include <string>

namespace lockstep {

// What the process exits with; `lockstep --help` lists them.
enum ExitCode : int { exit_good = 0, exit_failed = 1, exit_usage = 2, exit_settings = 3 };

// Runs the command on the command line and gives the exit code.
int run_cli(int argc, char** argv, const std::string& version);

} // namespace lockstep
