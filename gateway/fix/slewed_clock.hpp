// A wall clock that never jumps: it runs from a monotonic clock and is drawn slowly towards the
// system's wall clock. An hour's step of the system's clock would otherwise drop every FIX session
// at once, or stop its heartbeats.
#pragma once

#include <cstdint>

namespace lockstep {

// Pure: both clocks are arguments, in nanoseconds. The wall clock is since 1970, the monotonic one
// since whenever, and never goes back.
class SlewedClock {
  public:
    // How fast a difference is made up: 5 ms a second. Heartbeat times stay true to half a percent.
    static constexpr std::int64_t slew_divisor = 200;

    SlewedClock(std::int64_t monotonic_ns, std::int64_t wall_ns)
        : last_monotonic_ns_(monotonic_ns), offset_ns_(wall_ns - monotonic_ns) {}

    // The time since 1970 by this clock. Never before an earlier answer.
    std::int64_t now_ns(std::int64_t monotonic_ns, std::int64_t wall_ns) {
        const std::int64_t passed_ns = monotonic_ns - last_monotonic_ns_;
        const std::int64_t slew_ns_max = passed_ns / slew_divisor;
        if (slew_ns_max > 0) {
            const std::int64_t off_by_ns = wall_ns - monotonic_ns - offset_ns_;
            offset_ns_ += off_by_ns > slew_ns_max    ? slew_ns_max
                          : off_by_ns < -slew_ns_max ? -slew_ns_max
                                                     : off_by_ns;
            last_monotonic_ns_ = monotonic_ns;
        }
        return monotonic_ns + offset_ns_;
    }

  private:
    std::int64_t last_monotonic_ns_;
    std::int64_t offset_ns_;
};

} // namespace lockstep
