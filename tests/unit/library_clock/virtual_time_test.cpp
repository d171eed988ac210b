// Timers in virtual time: they end when the time is moved to their end, and not one poll earlier.
#include "fix/monotonic_clock.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <string>

namespace lockstep {
namespace {

std::atomic<std::int64_t> now_ns{0};

class InVirtualTime : public testing::Test {
  protected:
    InVirtualTime() {
        now_ns = 1'000;
        VirtualTime::take_over([] { return now_ns.load(); });
    }
    ~InVirtualTime() override { VirtualTime::take_over(nullptr); }

    void wait(Timer& timer, int ms, char letter) {
        timer.expires_after(std::chrono::milliseconds(ms));
        timer.async_wait([this, letter](boost::system::error_code error) {
            if (!error) rung += letter;
        });
    }
    // Everything that can be done now; then when there is more to do, 0 for never.
    std::int64_t poll() {
        look_at_timers(io);
        io.restart();
        io.poll();
        const auto next = VirtualTime::earliest_wait();
        if (!next || *next <= MonotonicClock::now()) return 0;
        return next->time_since_epoch().count();
    }

    boost::asio::io_context io;
    std::string rung;
};

TEST_F(InVirtualTime, TheLoopLearnsTheEarliestWaitAndJumps) {
    Timer late(io);
    Timer soon(io);
    wait(late, 3'600'000, 'l');
    wait(soon, 5, 's');
    EXPECT_EQ(poll(), 1'000 + 5'000'000);
    EXPECT_EQ(rung, "");
    now_ns = 1'000 + 4'999'999;
    poll();
    EXPECT_EQ(rung, "");
    now_ns = 1'000 + 5'000'000;
    EXPECT_EQ(poll(), 1'000 + 3'600'000'000'000);
    EXPECT_EQ(rung, "s");
    now_ns = 1'000 + 3'600'000'000'000;
    EXPECT_EQ(poll(), 0);
    EXPECT_EQ(rung, "sl");
}

TEST_F(InVirtualTime, AWaitThatWasGivenUpIsNotWaitedFor) {
    Timer timer(io);
    wait(timer, 5, 'a');
    timer.cancel();
    EXPECT_EQ(poll(), 0);
    EXPECT_EQ(rung, "");
}

} // namespace
} // namespace lockstep
