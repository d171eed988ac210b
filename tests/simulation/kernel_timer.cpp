// The kernel's timer that Asio sleeps with, for a world whose time stands still: it takes the place
// of the C library's in this program. A timer is over, or it never will be; the real one would be
// armed twice at every step of the time, and costs more than all that happens at that step.
#include <cstdint>

#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace {

// One io_context lives at a time, and one thread waits with it.
bool is_over = false;

} // namespace

extern "C" {

int timerfd_create(clockid_t, int) noexcept {
    is_over = false;
    return ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

// Asio arms a wait that is over already for the absolute time 1 ns, any other one for a while.
int timerfd_settime(int descriptor, int flags, const itimerspec*, itimerspec*) noexcept {
    const bool over = flags == TFD_TIMER_ABSTIME;
    if (over == is_over) return 0;
    is_over = over;
    std::uint64_t count = 1;
    const ssize_t done =
        over ? ::write(descriptor, &count, sizeof count) : ::read(descriptor, &count, sizeof count);
    return done == sizeof count ? 0 : -1;
}
}
