// The clock of every wait and bound of the gateway: it never steps. In simulation it answers
// virtual time instead and tells which wait is over first, so that time can jump there.
#pragma once

#include <boost/asio/basic_waitable_timer.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

namespace lockstep {

// A clock as the standard's <chrono> understands one.
class MonotonicClock {
  public:
    using duration = std::chrono::steady_clock::duration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<MonotonicClock>;
    static constexpr bool is_steady = true;

    static time_point now() noexcept {
        const NowNs virtual_now = virtual_now_.load(std::memory_order_relaxed);
        return time_point(virtual_now != nullptr
                              ? duration(virtual_now())
                              : std::chrono::steady_clock::now().time_since_epoch());
    }

  private:
    friend class VirtualTime;
    using NowNs = std::int64_t (*)();
    static inline std::atomic<NowNs> virtual_now_{nullptr};
};

// Virtual time, for a simulation that runs everything on one thread. A timer then ends when the
// time has been set to its end and the loop was told so (look_at_timers); it never sleeps.
class VirtualTime {
  public:
    // Nanoseconds, never falling. nullptr brings the system's clock back.
    static void take_over(std::int64_t (*now_ns)()) { MonotonicClock::virtual_now_.store(now_ns); }
    static bool is_on() { return MonotonicClock::virtual_now_.load(std::memory_order_relaxed); }

    // The end of the wait that ends first, as Asio last saw it; one that is past is over or given
    // up.
    static std::optional<MonotonicClock::time_point> earliest_wait() { return earliest_; }
    static void forget_waits() { earliest_.reset(); }

  private:
    friend struct MonotonicWait;
    static inline std::optional<MonotonicClock::time_point> earliest_;
};

// How long Asio sleeps for its first timer: as long as it takes. In virtual time not at all when
// it is over, else as good as for ever.
struct MonotonicWait {
    static MonotonicClock::duration to_wait_duration(const MonotonicClock::duration& wait) {
        if (!VirtualTime::is_on()) return wait;
        VirtualTime::earliest_ = MonotonicClock::now() + wait;
        return wait.count() <= 0 ? MonotonicClock::duration::zero()
                                 : MonotonicClock::duration(std::chrono::hours(1));
    }
    static MonotonicClock::duration to_wait_duration(const MonotonicClock::time_point& end) {
        return to_wait_duration(end - MonotonicClock::now());
    }
};

using Timer = boost::asio::basic_waitable_timer<MonotonicClock, MonotonicWait>;

// In virtual time: the clock was moved, so the next poll of `io` looks at its timers.
template <class IoContext> void look_at_timers(IoContext& io) {
    Timer now(io, MonotonicClock::time_point());
    now.async_wait([](boost::system::error_code) {}); // the first of all, and over
}

} // namespace lockstep
