// How long a start takes: makes the journal of a busy life, reads it back from its beginning, from
// a snapshot as the engine takes them, and from that of a clean stop, and prints the times.
//
//     restart_bench DIRECTORY [EVENTS [FOLLOWERS]]       1000000 events, 10 followers
#include "engine/recovery.hpp"
#include "engine/state_keeper.hpp"
#include "journal/snapshot.hpp"
#include "journal/writer.hpp"
#include "support/taking_outlet.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace lockstep::bench {
namespace {

const StateOwner owner{"bench", "bench"};

RouterConfig config_of(std::uint32_t followers) {
    RouterConfig config;
    Instrument instrument;
    instrument.symbol = "ES";
    instrument.tick_size = Decimal{25, 2};
    instrument.tick_value = Money::of(12);
    config.instruments = {instrument};
    config.leaders.resize(1);
    config.leaders[0].account = "LEAD";
    config.leaders[0].start_flat = true;
    config.sessions.resize(2);
    for (std::uint32_t i = 0; i < followers; ++i) {
        FollowerConfig follower;
        follower.account = "F" + std::to_string(i);
        follower.session = SessionIndex{1};
        follower.balance = Money::of(1'000'000'000);
        follower.map = {{InstrumentId{0}, InstrumentId{0}, Ratio(1, 1)}};
        follower.limits.max_contracts = Ratio(100, 1);
        follower.limits.contract_weight = {Ratio(1, 1)};
        config.followers.push_back(follower);
    }
    return config;
}

Names names_of(const RouterConfig& config) {
    NameLists lists{config.instruments, {"LEAD"}, {}, {"FIX.4.4:L->LEAD", "FIX.4.4:L->B"}};
    for (const FollowerConfig& follower : config.followers) {
        lists.followers.push_back(follower.account);
    }
    return Names(lists);
}

// A journal in no file: what the core takes is kept for the writer.
class Kept final : public EventJournal {
  public:
    Result<void> append(const Event& event) override {
        return writer ? writer->append_uncommitted(event) : Result<void>();
    }
    JournalWriter* writer = nullptr;
};

// Brokers that take and fill everything; their answers wait their turn.
class PromptBrokers final : public test::TakingOutlet {
  public:
    using test::TakingOutlet::send;

    Result<void> send(const Approved<NewOrder>& order, Timestamp) override {
        const NewOrder& it = order.order();
        answer(it, ExecKind::accepted);
        answer(it, ExecKind::fill);
        return {};
    }

    std::deque<FollowerExecution> answers;

  private:
    void answer(const NewOrder& order, ExecKind kind) {
        ExecutionEvent it;
        it.kind = kind;
        it.cl_ord_id = order.cl_ord_id;
        it.order_key = "7" + order.cl_ord_id.str();
        it.exec_key = std::to_string(++executions_) + "|TRADE";
        it.instrument = order.instrument;
        it.terms = order.terms;
        it.order_qty = order.quantity;
        if (kind == ExecKind::fill) it.last_qty = it.cum_qty = order.quantity;
        it.last_price = Price(18'000);
        it.ord_status = kind == ExecKind::fill ? '2' : '0';
        answers.push_back({order.follower, it});
    }
    std::uint64_t executions_ = 0;
};

// A leader that trades in and out all day.
class BusyLife {
  public:
    BusyLife(const std::filesystem::path& directory, std::uint32_t followers)
        : names_(names_of(config_of(followers))),
          core_(config_of(followers), journal_, brokers_, {}) {
        auto made = JournalWriter::open({.directory = directory}, names_, {});
        if (!made) fail(made.error());
        writer_ = std::move(*made);
        journal_.writer = writer_.get();
        take(Started{owner.settings_digest, owner.version, 1'785'245'400, Router::state_version});
        take(SessionChanged{SessionIndex{0}, true});
        take(SessionChanged{SessionIndex{1}, true});
    }
    void live_until(std::uint64_t events) {
        while (core_.last_sequence() < events) {
            if (brokers_.answers.empty()) {
                leader_trades();
                continue;
            }
            const FollowerExecution next = brokers_.answers.front();
            brokers_.answers.pop_front();
            take(next);
        }
    }
    Snapshot snapshot() const {
        Snapshot made{
            writer_->journal_id(), core_.last_sequence(), core_.router().state_hash(), {}};
        save_state(owner, past_, calendar_, core_,
                   [&](std::string_view piece) { made.state += piece; });
        return made;
    }
    std::uint64_t state_hash() const { return core_.router().state_hash(); }
    void end() {
        if (auto closed = writer_->close(); !closed) fail(closed.error());
    }
    [[noreturn]] static void fail(const Error& error) {
        std::fprintf(stderr, "restart_bench: %s\n", error.what.c_str());
        std::exit(1);
    }

  private:
    void leader_trades() {
        take(MarkChanged{InstrumentId{0}, Price(18'000 + trades_ % 40), SessionIndex{0}});
        ExecutionEvent it;
        it.kind = ExecKind::fill;
        it.order_key = "L" + std::to_string(++trades_);
        it.exec_key = it.order_key.str() + "|1";
        it.terms.side = trades_ / 3 % 2 == 0 ? Side::buy : Side::sell;
        it.order_qty = it.last_qty = it.cum_qty = Quantity(1);
        it.last_price = Price(18'000);
        it.transact_time = now_;
        take(LeaderExecution{LeaderId{0}, it});
    }
    void take(const EventBody& body) {
        now_ = now_ + Duration::milliseconds(5);
        past_.saw(body);
        if (const auto taken = core_.take(body, now_); !taken) fail(taken.error());
        if (!writer_->state_hash_due()) return;
        const auto written = writer_->append_state_hash(core_.router().state_hash());
        if (!written) fail(written.error());
    }

    const Names names_;
    Kept journal_;
    PromptBrokers brokers_;
    EngineCore core_;
    PastLives past_;
    DayCalendar calendar_{{}, {}};
    std::unique_ptr<JournalWriter> writer_;
    Timestamp now_{1'785'245'400'000'000'000};
    std::int64_t trades_ = 0;
};

double microseconds(const auto& work) {
    const auto began = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - began)
        .count();
}

void save(const SnapshotStore& store, const Snapshot& snapshot) {
    const auto saved = store.save(snapshot, [&](const TakeBytes& take) { take(snapshot.state); });
    if (!saved) BusyLife::fail(saved.error());
}

// One start on the directory.
void start(const std::filesystem::path& directory, std::uint32_t followers, const char* what) {
    Kept journal;
    PromptBrokers brokers;
    Names names = names_of(config_of(followers));
    EngineCore core(config_of(followers), journal, brokers, {});
    DayCalendar calendar({}, {});
    const auto began = std::chrono::steady_clock::now();
    const auto recovered = recover(directory, names, owner, core, calendar);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    if (!recovered) BusyLife::fail(recovered.error());
    std::printf("%-28s %8.3f s   %8llu events read, %llu hashes compared, state %016llx\n", what,
                took.count(), static_cast<unsigned long long>(recovered->events),
                static_cast<unsigned long long>(recovered->hashes_compared),
                static_cast<unsigned long long>(core.router().state_hash()));
}

} // namespace
} // namespace lockstep::bench

int main(int count, char** words) {
    using namespace lockstep;
    if (count < 2) {
        std::fprintf(stderr, "restart_bench DIRECTORY [EVENTS [FOLLOWERS]]\n");
        return 2;
    }
    const std::filesystem::path directory = words[1];
    const std::uint64_t events = count > 2 ? std::strtoull(words[2], nullptr, 10) : 1'000'000;
    const auto followers =
        static_cast<std::uint32_t>(count > 3 ? std::strtoul(words[3], nullptr, 10) : 10);
    bench::BusyLife life(directory, followers);
    life.live_until(events - std::min(events, StateKeeper::events_per_snapshot) / 2);
    const Snapshot halfway = life.snapshot(); // on average, half of the events between two
    life.live_until(events);
    const double hashed_us = bench::microseconds([&] { (void)life.state_hash(); });
    const Snapshot last = life.snapshot();
    life.end();
    std::printf("a state of %zu bytes is hashed in %.1f us between two events\n", last.state.size(),
                hashed_us);

    const SnapshotStore store(snapshot_directory(directory));
    bench::start(directory, followers, "without a snapshot");
    bench::save(store, halfway);
    bench::start(directory, followers, "with one by the count");
    bench::save(store, last);
    bench::start(directory, followers, "with one of a clean stop");
    return 0;
}
