#include "simulation/virtual_clock.hpp"

#include "fix/library_clock.hpp"
#include "fix/monotonic_clock.hpp"

#include <thread>
#include <utility>

namespace lockstep::simulation {
namespace {

std::thread::id owner;

} // namespace

void VirtualClock::start(std::int64_t now_ns) {
    owner = std::this_thread::get_id();
    now_ns_ = now_ns;
    set_virtual_clock(&VirtualClock::read);
    VirtualTime::take_over(&VirtualClock::read);
}

void VirtualClock::at_reading(std::uint64_t n, std::function<void()> at) {
    readings_left_ = n;
    at_ = std::move(at);
}

std::int64_t VirtualClock::read() {
    if (readings_left_ > 0 && std::this_thread::get_id() == owner && --readings_left_ == 0) {
        std::exchange(at_, nullptr)();
    }
    return now_ns_;
}

} // namespace lockstep::simulation
