// The time of one simulated universe. Everything on its thread reads it: QuickFIX, the gateway's
// waits, the venues.
#pragma once

#include <cstdint>
#include <functional>

namespace lockstep::simulation {

class VirtualClock {
  public:
    // Takes over gettimeofday and the gateway's monotonic clock, for the calling thread's use.
    static void start(std::int64_t now_ns);
    static std::int64_t now_ns() { return now_ns_; }
    static void set(std::int64_t now_ns) { now_ns_ = now_ns; }

    // `at` is called from within the n-th reading of the clock from now on. The gateway reads it
    // dozens of times for every message that it handles, before and after each thing that it does,
    // so a reading is an instant in the middle of something.
    static void at_reading(std::uint64_t n, std::function<void()> at);
    static void forget_reading() { readings_left_ = 0; }
    static bool is_armed() { return readings_left_ > 0; }

  private:
    static std::int64_t read();

    static inline std::int64_t now_ns_ = 0;
    static inline std::uint64_t readings_left_ = 0;
    static inline std::function<void()> at_;
};

constexpr std::int64_t us = 1'000;
constexpr std::int64_t ms = 1'000'000;
constexpr std::int64_t second = 1'000'000'000;

} // namespace lockstep::simulation
