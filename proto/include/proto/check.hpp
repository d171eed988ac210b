// Assertions for programmer errors. They stay on in release builds: a gateway that has lost its
// own invariants must stop rather than trade.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace lockstep {

[[noreturn]] inline void check_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: invariant broken: %s\n", file, line, condition);
    std::abort();
}

} // namespace lockstep

// Stops the process when `condition` does not hold.
#define LOCKSTEP_CHECK(condition)                                                                  \
    (static_cast<bool>(condition) ? void(0)                                                        \
                                  : ::lockstep::check_failed(#condition, __FILE__, __LINE__))
