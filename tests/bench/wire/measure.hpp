// One round of a subject, and what many rounds come to.
#pragma once

#include "bench/wire/subject.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace lockstep::bench {

// Which follower's order of an event: the one that arrives first, the median one, the last.
enum class Place : std::uint8_t { first, middle, last };
inline constexpr std::array places{Place::first, Place::middle, Place::last};

struct Quantiles {
    std::int64_t p50_ns = 0;
    std::int64_t p99_ns = 0;
    std::int64_t p999_ns = 0;
};

// What one round of a subject showed.
struct Round {
    std::array<Quantiles, 3> at;       // by Place
    std::int64_t cpu_per_order_ns = 0; // on the way out alone
};

struct Pace {
    int events = 100;
    std::chrono::microseconds interval{10'000}; // between intended instants
    std::function<void(int event)> before;      // what else happens just before an event
};

// Plays one round. Throws std::runtime_error when orders do not come.
Round play_round(Subject& subject, const Pace& pace);
// Events that are not measured, until everything that grows has grown.
void warm_up(Subject& subject, const Pace& pace);

// Of all rounds of one side: the median of its three best, number by number.
Round best_of(const std::vector<Round>& rounds);

} // namespace lockstep::bench
