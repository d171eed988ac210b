// The one source of chance: a seed gives the same numbers on every machine.
#pragma once

#include <cstdint>
#include <initializer_list>

namespace lockstep::simulation {

// SplitMix64. Each part of the world has a stream of its own, so that a draw more in one part
// changes nothing in another.
class Random {
  public:
    explicit Random(std::uint64_t seed, std::uint64_t stream = 0)
        : state_(seed * 0x9e3779b97f4a7c15U ^ (stream + 1) * 0xd1342543de82ef95U) {
        next();
    }

    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9U;
        mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebU;
        return mixed ^ mixed >> 31;
    }
    // From `low` to `high`, both included.
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool percent(std::int64_t chance) { return between(1, 100) <= chance; }
    bool per_mille(std::int64_t chance) { return between(1, 1000) <= chance; }
    template <class Value> Value any_of(std::initializer_list<Value> values) {
        return values.begin()[next() % values.size()];
    }

  private:
    std::uint64_t state_;
};

} // namespace lockstep::simulation
