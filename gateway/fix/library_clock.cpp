#include "fix/library_clock.hpp"

#include "fix/slewed_clock.hpp"

#include <atomic>
#include <mutex>

#include <sys/time.h>
#include <time.h>

namespace lockstep {
namespace {

std::atomic<VirtualClock> virtual_clock{nullptr};

std::int64_t read_clock_ns(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

// CLOCK_BOOTTIME, because a laptop's sleep must be seen as time that passed.
std::int64_t slewed_now_ns() {
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    const std::int64_t monotonic_ns = read_clock_ns(CLOCK_BOOTTIME);
    const std::int64_t wall_ns = read_clock_ns(CLOCK_REALTIME);
    static SlewedClock clock(monotonic_ns, wall_ns);
    return clock.now_ns(monotonic_ns, wall_ns);
}

} // namespace

void set_virtual_clock(VirtualClock clock) { virtual_clock.store(clock); }

} // namespace lockstep

extern "C" int gettimeofday(timeval* time, void* zone) noexcept {
    (void)zone; // obsolete, and nobody asks for it
    const lockstep::VirtualClock clock = lockstep::virtual_clock.load();
    const std::int64_t now_ns = clock ? clock() : lockstep::slewed_now_ns();
    time->tv_sec = now_ns / 1'000'000'000;
    time->tv_usec = now_ns % 1'000'000'000 / 1'000;
    return 0;
}
