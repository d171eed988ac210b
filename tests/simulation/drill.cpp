#include "simulation/drill.hpp"

#include "simulation/crowd.hpp"
#include "simulation/plan_parts.hpp"
#include "simulation/universe.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace lockstep::simulation {
namespace {

constexpr std::int64_t bids = 10;           // that every account works
constexpr std::int64_t bids_from = 200;     // ticks below the market: nothing fills them
constexpr std::int64_t limit_in_ticks = 40; // of ES, with what every account holds
constexpr std::int64_t held = 2;
constexpr std::int64_t patience_ns = 900 * second;

struct Drill {
    const char* name;
    std::uint32_t accounts = 1;
    std::uint32_t on_one_session = 1;
    int messages_per_second = 0; // 0: the throttle is off
    bool is_kill = false;        // else a breach that flattens
};

FollowerConfig follower_of(const Drill& drill, std::uint32_t index) {
    FollowerConfig follower;
    follower.account = member_name(index + 1);
    follower.session = SessionIndex{1 + index / drill.on_one_session};
    follower.owner = calm_owner;
    follower.balance = Money::of(50'000);
    follower.map = {{InstrumentId{0}, InstrumentId{0}, Ratio(1, 1)}};
    AccountLimits& limits = follower.limits;
    limits.max_contracts = Ratio(2 * bids, 1);
    limits.contract_weight = {Ratio(1, 1), Ratio(1, 1), Ratio(1, 1)};
    limits.max_signal_age = Duration::seconds(600);      // its entries wait for the throttle
    limits.max_drawdown = Money::parse("12.50").value(); // a tick
    limits.max_drawdown->units *= held * limit_in_ticks;
    limits.on_breach = OnBreach::flatten;
    return follower;
}

Plan drill_plan(const Drill& drill, const std::string& place) {
    RouterConfig router;
    router.instruments = all_instruments();
    router.leaders = {lead_account()};
    for (std::uint32_t i = 0; i < drill.accounts; ++i) {
        router.followers.push_back(follower_of(drill, i));
    }
    router.sessions.resize(1 + (drill.accounts + drill.on_one_session - 1) / drill.on_one_session);
    if (drill.messages_per_second > 0) {
        for (SessionLimits& limits : router.sessions) {
            limits.max_messages_per_second = drill.messages_per_second;
        }
    }
    Plan plan = plan_of(std::move(router), place);
    plan.seed = 1;
    plan.faults.latency_ms = 1;
    plan.segment_bytes = std::uint64_t{64} << 20;
    return plan;
}

// What came of a drill; times from its beginning.
struct Outcome {
    std::size_t cancels = 0;
    std::int64_t last_cancel_ns = 0; // at its broker, in the world's time
    std::int64_t flat_ns = 0;
    std::chrono::nanoseconds gateway{0}; // what it had to compute until the last cancel was out
    bool is_whole = false;
};

class Rig {
  public:
    explicit Rig(const Drill& drill)
        : drill_(drill), place_("ls-drill-" + std::to_string(::getpid())),
          plan_(drill_plan(drill, place_)), story_(false),
          universe_(plan_, std::filesystem::path("/dev/shm") / place_, place_, story_, totals_) {}

    Outcome run() {
        Outcome outcome;
        if (!universe_.begin() || !take_positions()) return outcome;
        begin_ns_ = VirtualClock::now_ns();
        const std::size_t before = universe_.ledger().requests.size();
        const auto has_run = universe_.gateway().has_run();
        if (drill_.is_kill) {
            universe_.gateway().halt_all();
            universe_.settle();
        } else {
            universe_.market().move_es(-limit_in_ticks);
            universe_.look_at_market();
        }
        outcome.is_whole = universe_.play(patience_ns, [&] {
            if (!are_cancelled(before)) outcome.gateway = universe_.gateway().has_run() - has_run;
            return are_cancelled(before) && everybody_holds(0);
        });
        sum_up(before, outcome);
        return outcome;
    }

  private:
    // Every account holds its lots and works its bids.
    bool take_positions() {
        const std::int64_t lots = drill_.is_kill ? 0 : held;
        if (lots > 0) universe_.leader().buy_at_market("ES", lots);
        for (std::int64_t i = 0; i < bids; ++i) universe_.leader().bid_below("ES", bids_from + i);
        const bool are_in = universe_.play(patience_ns, [&] {
            return universe_.ledger().requests.size() >= all_bids() && everybody_holds(lots);
        });
        universe_.look_at_market();                        // the first price
        universe_.play(15 * second, [] { return false; }); // answers, and a full message budget
        return are_in;
    }

    std::size_t all_bids() const { return drill_.accounts * static_cast<std::size_t>(bids); }

    bool everybody_holds(std::int64_t lots) const {
        return std::ranges::all_of(plan_.settings.router.followers, [&](const auto& follower) {
            return universe_.ledger().position(follower.account, "ES") == lots;
        });
    }

    bool are_cancelled(std::size_t before) const {
        const auto& requests = universe_.ledger().requests;
        if (requests.size() < before + all_bids()) return false;
        const auto first = requests.begin() + static_cast<std::ptrdiff_t>(before);
        const auto cancels = std::count_if(
            first, requests.end(), [](const Request& request) { return request.type == 'F'; });
        return static_cast<std::size_t>(cancels) >= all_bids();
    }

    void sum_up(std::size_t before, Outcome& outcome) const {
        const Ledger& ledger = universe_.ledger();
        for (std::size_t i = before; i < ledger.requests.size(); ++i) {
            if (ledger.requests[i].type != 'F') continue;
            ++outcome.cancels;
            outcome.last_cancel_ns = ledger.requests[i].at_ns - begin_ns_;
        }
        for (const FollowerConfig& follower : plan_.settings.router.followers) {
            const auto path = ledger.holdings.find({follower.account, "ES"});
            if (path == ledger.holdings.end()) continue;
            outcome.flat_ns = std::max(outcome.flat_ns, path->second.back().at_ns - begin_ns_);
        }
    }

    Drill drill_;
    std::string place_;
    Plan plan_;
    Story story_;
    Totals totals_;
    Universe universe_;
    std::int64_t begin_ns_ = 0;
};

std::string in_ms(std::int64_t ns) {
    std::string text = std::to_string(ns / 100'000);
    if (text.size() < 2) text.insert(0, 2 - text.size(), '0');
    return text.insert(text.size() - 1, ".");
}

// What the throttle alone takes: a full budget leaves at once, the rest at its rate.
std::string demanded(const Drill& drill, std::size_t cancels) {
    if (drill.messages_per_second == 0) return "-";
    const auto a_second = static_cast<std::size_t>(drill.messages_per_second);
    const std::size_t waits = cancels > a_second ? cancels - a_second : 0;
    return in_ms(static_cast<std::int64_t>(waits) * second / drill.messages_per_second);
}

bool run_drill(const Drill& drill) {
    VirtualClock::start(day_begins_ns);
    const Outcome outcome = Rig(drill).run();
    std::printf("%-44s %8zu %12s %12s %12s %10.1f%s\n", drill.name, outcome.cancels,
                in_ms(outcome.last_cancel_ns).c_str(),
                drill.is_kill ? "-" : in_ms(outcome.flat_ns).c_str(),
                demanded(drill, outcome.cancels).c_str(),
                std::chrono::duration<double, std::milli>(outcome.gateway).count(),
                outcome.is_whole ? "" : "  NOT WHOLE");
    std::fflush(stdout);
    return outcome.is_whole;
}

} // namespace

int run_drills() {
    std::printf("%-44s %8s %12s %12s %12s %10s\n", "", "cancels", "last cancel", "flat", "throttle",
                "gateway");
    std::printf("%-44s %8s %12s %12s %12s %10s\n", "", "", "ms", "ms", "ms", "ms, real");
    bool is_whole = true;
    for (const Drill& drill : {Drill{"breach, 1 account", 1, 1, 0, false},
                               Drill{"breach, 200 accounts at once", 200, 1, 0, false},
                               Drill{"kill switch, 500 accounts, 500 sessions", 500, 1, 0, true},
                               Drill{"kill switch, 50 accounts on 1 at 10/s", 50, 50, 10, true}}) {
        is_whole = run_drill(drill) && is_whole;
    }
    return is_whole ? 0 : 1;
}

} // namespace lockstep::simulation
