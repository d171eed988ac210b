// Between a fact of the leader and the last order that follows from it no memory is asked for, once
// everything has grown. Every call of operator new of this program is counted.
#include "bench/parts/world.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <new>
#include <vector>

namespace {
std::uint64_t asked = 0;
} // namespace

void* operator new(std::size_t size) {
    ++asked;
    if (void* const memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace lockstep {
namespace {

TEST(Step, asks_for_no_memory_once_it_is_warm) {
    constexpr std::uint32_t followers = 20;
    constexpr int warm_up = 2'000;
    constexpr int facts = 100;
    bench::World world(followers);
    std::vector<Command> commands;
    std::uint64_t orders = 0;
    std::uint64_t counted = 0;
    for (int i = 0; i < warm_up + facts; ++i) {
        const Event fill = world.next_fill();
        const std::uint64_t before = asked;
        world.step(fill, commands);
        if (i >= warm_up) counted += asked - before;
        if (i >= warm_up) orders += commands.size();
        world.answer(commands);
    }
    EXPECT_GE(orders, followers * std::uint64_t{facts});
    EXPECT_EQ(counted, 0U) << "of " << orders << " commands";
}

} // namespace
} // namespace lockstep
