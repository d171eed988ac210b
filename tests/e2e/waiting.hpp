// Waiting for a condition, never for a time.
#pragma once

#include <chrono>
#include <concepts>
#include <thread>

namespace lockstep::e2e {

// Sanitised programs on a busy machine are slow; nobody waits so long unless something is wrong.
inline constexpr std::chrono::seconds long_enough{30};

// Asks until `holds` answers true; false when `longest` has passed.
template <std::predicate Condition>
bool wait_until(Condition holds, std::chrono::milliseconds longest = long_enough) {
    const auto end = std::chrono::steady_clock::now() + longest;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

} // namespace lockstep::e2e
