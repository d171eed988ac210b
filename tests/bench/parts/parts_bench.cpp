// The parts of the way from a report to the orders that follow from it, each by itself.
#include "bench/parts/world.hpp"
#include "codec/journal_codec.hpp"
#include "fix/fix44.hpp"
#include "fix/fix44_order_text.hpp"
#include "fix/fix44_time.hpp"
#include "fix/message_head.hpp"
#include "journal/writer.hpp"
#include "risk/gate.hpp"
#include "support/temporary_directory.hpp"

#include <benchmark/benchmark.h>

#include <chrono>

namespace lockstep::bench {
namespace {

using Clock = std::chrono::steady_clock;

// The step of a fill of the leader, brokers' answers not counted.
void step(benchmark::State& state) {
    const auto followers = static_cast<std::uint32_t>(state.range(0));
    World world(followers);
    std::vector<Command> commands;
    for (auto _ : state) {
        const Event fill = world.next_fill();
        const auto began = Clock::now();
        world.step(fill, commands);
        const std::chrono::duration<double> took = Clock::now() - began;
        state.SetIterationTime(took.count());
        world.answer(commands);
    }
    state.SetItemsProcessed(state.iterations() * followers);
}
BENCHMARK(step)->Arg(1)->Arg(10)->Arg(100)->Arg(1000)->UseManualTime();

// A report of a follower's broker.
void step_report(benchmark::State& state) {
    World world(100);
    std::vector<Command> commands;
    std::int64_t reports = 0;
    for (auto _ : state) {
        world.step(world.next_fill(), commands);
        const auto began = Clock::now();
        world.answer(commands);
        const std::chrono::duration<double> took = Clock::now() - began;
        state.SetIterationTime(took.count());
        reports += 200;
    }
    state.SetItemsProcessed(reports);
}
BENCHMARK(step_report)->UseManualTime();

const char* const fill_text =
    "8=FIX.4.4|9=230|35=8|34=12345|49=LEADER|52=20260105-15:00:01.500|56=LOCKSTEP|1=LEAD1|"
    "6=5000.00|11=L77|14=1|17=E77|31=5000.00|32=1|37=L77|38=1|39=2|40=1|54=1|55=ES|59=0|"
    "60=20260105-15:00:01.500|150=F|151=0|10=000|";

FIX::Message parsed(const std::string& readable) {
    std::string text = readable;
    std::ranges::replace(text, '|', '\x01');
    return FIX::Message(text, false);
}

void decode_report(benchmark::State& state) {
    const RouterConfig config = world_config(1);
    const fix44::Context context = fix44::make_context(config, SessionIndex{0}, nullptr);
    const FIX::Message message = parsed(fill_text);
    for (auto _ : state) benchmark::DoNotOptimize(fix44::decode(message, context));
}
BENCHMARK(decode_report);

void parse_by_quickfix(benchmark::State& state) {
    std::string text = fill_text;
    std::ranges::replace(text, '|', '\x01');
    for (auto _ : state) benchmark::DoNotOptimize(FIX::Message(text, false));
}
BENCHMARK(parse_by_quickfix);

NewOrder order() {
    NewOrder made;
    made.cl_ord_id = "F0-tiw060-10";
    made.quantity = Quantity(1);
    return made;
}

void encode_order(benchmark::State& state) {
    const RouterConfig config = world_config(1);
    fix44::OrderTexts texts(config);
    fix44::UtcTimeText time;
    MessageHead head("FIX.4.4", "LOCKSTEP", "BROKER1", 3);
    SummedText body;
    const NewOrder made = order();
    Timestamp now(1'785'245'400'000'000'000);
    int number = 0;
    for (auto _ : state) {
        now = now + Duration(1'000);
        body.clear();
        texts.of(made.follower, made.instrument).write(made, time.at(now), body);
        benchmark::DoNotOptimize(head.complete("D", ++number, now, body).data());
    }
}
BENCHMARK(encode_order);

void gate(benchmark::State& state) {
    const RouterConfig config = world_config(1);
    const AccountLimits& limits = config.followers[0].limits;
    AccountExposure exposure(1);
    AccountLedger ledger(config.instruments, Money::of(50'000), Money(0));
    OrderRate rate(limits);
    LossWatch losses(limits, Money::of(50'000));
    MessageBudget budget({});
    const Timestamp now(1'785'245'400'000'000'000);
    ledger.mark(InstrumentId{0}, Price(20'000), now);
    const AccountView account{limits, Mode::active, Reason::none,      true, exposure, ledger,
                              rate,   losses,       config.instruments};
    const NewOrder made = order();
    const RiskGate gate;
    for (auto _ : state) {
        benchmark::DoNotOptimize(gate.approve(account, budget, made, Intent::entry, now, now));
    }
}
BENCHMARK(gate);

void journal_append(benchmark::State& state) {
    const test::TemporaryDirectory folder;
    World world(1);
    const Names names = names_of(world_config(1));
    auto writer = JournalWriter::open({.directory = folder.path() / "journal"}, names, {});
    if (!writer) return state.SkipWithError(writer.error().what.c_str());
    Event event = world.next_fill();
    event.sequence = 0;
    for (auto _ : state) {
        ++event.sequence;
        if (auto written = (*writer)->append(event); !written) {
            return state.SkipWithError(written.error().what.c_str());
        }
    }
}
BENCHMARK(journal_append);

} // namespace
} // namespace lockstep::bench

BENCHMARK_MAIN();
