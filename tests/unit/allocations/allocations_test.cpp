// Between a fact of the leader and the last order that follows from it no memory is asked for, once
// everything has grown; what grows doubles, so that it seldom does. Every call of operator new of
// this program is counted.
#include "bench/parts/world.hpp"
#include "engine/core.hpp"
#include "engine/disk_journal.hpp"
#include "fix/fix44_order_text.hpp"
#include "fix/fix44_time.hpp"
#include "fix/message_head.hpp"
#include "support/taking_outlet.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace {
std::uint64_t asked = 0; // by this thread alone, the others sleep
} // namespace

// Not inlined, or the compiler believes that what new gave goes to another allocator's free.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++asked;
    if (void* const memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace lockstep {
namespace {

constexpr std::uint32_t followers = 20;
constexpr int warm_up = 2'100; // facts
constexpr int counted = 300;

TEST(Step, asks_for_no_memory_once_it_is_warm) {
    bench::World world(followers);
    std::vector<Command> commands;
    std::uint64_t taken = 0;
    for (int i = 0; i < warm_up + counted; ++i) {
        const Event fill = world.next_fill();
        const std::uint64_t before = asked;
        world.step(fill, commands);
        if (i >= warm_up) taken += asked - before;
        world.answer(commands);
    }
    EXPECT_EQ(taken, 0U);
}

// Writes every order as it would leave, on one session.
class WritingOutlet final : public test::TakingOutlet {
  public:
    using test::TakingOutlet::send;

    explicit WritingOutlet(const RouterConfig& config) : texts_(config) {}

    Result<void> send(const Approved<NewOrder>& order, Timestamp now) override {
        const NewOrder& it = order.order();
        body_.clear();
        texts_.of(it.follower, it.instrument).write(it, time_.at(now), body_);
        head_.complete("D", static_cast<int>(++orders), now, body_);
        sent.push_back(it);
        return {};
    }

    std::uint64_t orders = 0;
    std::vector<NewOrder> sent;

  private:
    fix44::OrderTexts texts_;
    fix44::UtcTimeText time_;
    MessageHead head_{"FIX.4.4", "LOCKSTEP", "BROKER", 3};
    SummedText body_;
};

TEST(Engine, asks_for_no_memory_from_the_event_to_the_last_order) {
    const test::TemporaryDirectory folder;
    const RouterConfig config = bench::world_config(followers);
    const Names names = bench::names_of(config);
    auto writer = JournalWriter::open({.directory = folder.path() / "journal"}, names, {});
    ASSERT_TRUE(writer) << writer.error().what;
    DiskJournal journal;
    journal.open(std::move(*writer));
    WritingOutlet outlet(config);
    EngineCore core(config, journal, outlet, [](const Notice&, Timestamp) {});
    bench::World facts(followers); // tells what the leader does
    Timestamp now{1'785'245'400'000'000'000};
    ASSERT_TRUE(core.take(Started{"", "", 1'785'245'400, Router::state_version}, now));
    for (std::uint32_t i = 0; i <= followers; ++i) {
        ASSERT_TRUE(core.take(SessionChanged{SessionIndex{i}, true}, now));
    }
    ASSERT_TRUE(core.take(MarkChanged{InstrumentId{0}, Price(20'000), SessionIndex{0}}, now));
    std::uint64_t taken = 0;
    for (int i = 0; i < warm_up + counted; ++i) {
        EventBody fill = facts.next_fill().body;
        now = now + Duration::milliseconds(20);
        outlet.sent.clear();
        const std::uint64_t before = asked;
        ASSERT_TRUE(core.take(std::move(fill), now));
        if (i >= warm_up) taken += asked - before;
        ASSERT_EQ(outlet.sent.size(), followers) << "fact " << i;
        const std::vector<NewOrder> sent = outlet.sent;
        for (const NewOrder& order : sent) {
            for (const ExecutionEvent& report : facts.reports_on(order)) {
                ASSERT_TRUE(core.take(FollowerExecution{order.follower, report}, now));
            }
        }
    }
    // Protobuf's: the execution's id is too long for a string that needs no memory.
    EXPECT_EQ(taken, std::uint64_t{counted});
    EXPECT_EQ(outlet.orders, followers * std::uint64_t{warm_up + counted});
}

} // namespace
} // namespace lockstep
