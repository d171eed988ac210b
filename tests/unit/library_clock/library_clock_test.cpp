// Whoever links lockstep_library_clock owns the time that QuickFIX sees. (A program of its own: the
// other tests keep the system's clock.)
#include "gateway/fix/quickfix.hpp"

#include "fix/library_clock.hpp"
#include "fix/session_store.hpp"
#include "fix/wall_clock.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>

namespace lockstep {
namespace {

std::atomic<std::int64_t> virtual_now_ns{0};

class LibraryClock : public testing::Test {
  protected:
    ~LibraryClock() override { set_virtual_clock(nullptr); }
    static void set(std::int64_t ns) {
        virtual_now_ns = ns;
        set_virtual_clock([] { return virtual_now_ns.load(); });
    }
};

constexpr std::int64_t new_year_2026_ns = 1'767'225'600'000'000'000;

// UtcTimeStamp asks DateTime::nowUtc, which is compiled into the library.
TEST_F(LibraryClock, TheLibraryItselfSeesTheVirtualTime) {
    set(new_year_2026_ns + 1'500'000'000);
    EXPECT_EQ(FIX::UtcTimeStampConvertor::convert(FIX::UtcTimeStamp(), 6),
              "20260101-00:00:01.500000");
    EXPECT_EQ(wall_clock_now(), Timestamp(new_year_2026_ns + 1'500'000'000));
}

TEST_F(LibraryClock, TimeStandsStillUntilItIsMoved) {
    set(new_year_2026_ns);
    const FIX::UtcTimeStamp before;
    EXPECT_EQ(FIX::UtcTimeStamp(), before);
    virtual_now_ns += 60'000'000'000;
    EXPECT_EQ(FIX::UtcTimeStamp() - before, 60);
}

TEST_F(LibraryClock, WithoutAVirtualClockItIsTheSystemsTime) {
    const auto system_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(
                               std::chrono::system_clock::now().time_since_epoch())
                               .count();
    EXPECT_LT(std::abs(wall_clock_now().ns - system_ns), 1'000'000'000);
    const Timestamp before = wall_clock_now();
    EXPECT_GE(wall_clock_now(), before);
}

} // namespace
} // namespace lockstep
