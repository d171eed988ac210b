// Random numbers that depend on their seed alone (Sebastiano Vigna's SplitMix64).
#pragma once

#include "proto/check.hpp"

#include <cstdint>

namespace lockstep::sim {

class Random {
  public:
    constexpr explicit Random(std::uint64_t seed) : state_(seed) {}

    constexpr std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
        return mixed ^ (mixed >> 31);
    }

    // From `low` to `high`, both included. The bias of the remainder is far below what a simulated
    // market could show.
    constexpr std::int64_t between(std::int64_t low, std::int64_t high) {
        LOCKSTEP_CHECK(low <= high);
        const std::uint64_t span = static_cast<std::uint64_t>(high - low) + 1;
        LOCKSTEP_CHECK(span != 0);
        return low + static_cast<std::int64_t>(next() % span);
    }

    // True once in `times`.
    constexpr bool one_in(std::int64_t times) { return between(1, times) == 1; }

  private:
    std::uint64_t state_;
};

} // namespace lockstep::sim
