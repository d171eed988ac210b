// An account that reaches a limit stops alone: the same day is played with fifty accounts, ten of
// which reach one, and with the forty others, and the forty must have sent the same orders.
#pragma once

#include <cstdint>
#include <string>

namespace lockstep::simulation {

struct Isolation {
    std::string words;     // one line a seed, and what was different
    bool is_proved = true; // all ten reached a limit, and nothing was different or broken
};

Isolation play_isolation(std::uint64_t seed);

} // namespace lockstep::simulation
