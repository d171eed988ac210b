// How long to wait before dialling again: doubled after every round of failures, with jitter, up to
// a cap. Two sessions never share a rhythm, and a session has the same one on every run.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>
#include <string_view>

namespace lockstep {

class BackOff {
  public:
    using Milliseconds = std::chrono::milliseconds;
    static constexpr Milliseconds shortest{50}; // when the settings say 0

    // `first` is the first wait (ReconnectInterval), `session` seeds the jitter.
    BackOff(Milliseconds first, Milliseconds cap, std::string_view session)
        : first_(std::max(first, shortest)), cap_(std::max(cap, first_)), random_(seed(session)) {}

    // The wait after one more failed round: between a half and the whole of first * 2^rounds.
    Milliseconds next() {
        Milliseconds whole = first_;
        for (int i = 0; i < rounds_ && whole < cap_; ++i) whole *= 2;
        whole = std::min(whole, cap_);
        ++rounds_;
        std::uniform_int_distribution<std::int64_t> wait(whole.count() / 2, whole.count());
        return Milliseconds(wait(random_));
    }

    // The session was up: the next wait is a first one again.
    void reset() { rounds_ = 0; }

  private:
    // FNV-1a: the same on every machine, which std::hash does not promise.
    static std::uint32_t seed(std::string_view text) {
        std::uint32_t hash = 2166136261U;
        for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
        return hash;
    }

    Milliseconds first_;
    Milliseconds cap_;
    std::mt19937 random_;
    int rounds_ = 0;
};

} // namespace lockstep
