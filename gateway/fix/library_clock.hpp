// The takeover of gettimeofday. QuickFIX takes every heartbeat, time-out and SendingTime (tag 52)
// from it, so whoever answers it owns the sessions' time. Linked by choice (the CMake target
// lockstep_library_clock), into executables alone: the program then answers for its libraries too.
#pragma once

#include <cstdint>

namespace lockstep {

// What gettimeofday answers from now on, in nanoseconds since 1970, on every thread; nullptr brings
// back the default, a SlewedClock over the system's clocks. For simulation.
using VirtualClock = std::int64_t (*)();
void set_virtual_clock(VirtualClock clock);

} // namespace lockstep
