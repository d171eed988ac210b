// The words of the command `lockstep`.
#pragma once

#include <string>

namespace lockstep {

// Exit codes, the same for every command.
inline constexpr int exit_ok = 0;
inline constexpr int exit_failed = 1;       // it could not be done; standard error says why
inline constexpr int exit_usage = 2;        // the command line is not understood
inline constexpr int exit_bad_settings = 3; // the settings file has errors

// Understands the command line, does what it says and gives the exit code.
int run_command_line(int argc, const char* const* argv, const std::string& version);

} // namespace lockstep
