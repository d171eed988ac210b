#include "simulation/universe.hpp"

#include "simulation/checker.hpp"

#include "codec/status_json.hpp"

#include <algorithm>
#include <span>

namespace lockstep::simulation {
namespace {

constexpr std::int64_t come_up_within = 200 * second; // back-off goes up to a minute
constexpr std::int64_t rest_within = 400 * second;
constexpr std::int64_t quiet_time = 12 * second;         // longer than any wait for an answer
constexpr std::int64_t tried_again_within = 35 * second; // after a refusal
constexpr std::size_t requests_max = 20'000;             // the busiest of days has a tenth of it

} // namespace

Universe::Universe(const Plan& plan, const std::filesystem::path& directory,
                   const std::string& place, Story& story, Totals& totals)
    : plan_(plan), story_(story), totals_(totals), day_(plan), random_(plan.seed, 2),
      market_(Random(plan.seed, 3)),
      world_{plan,
             schedule_,
             market_,
             ledger_,
             story,
             totals,
             plan.faults,
             {plan.faults.latency_ms * ms, plan.faults.split_per_mille, plan.faults.byte_by_byte},
             true},
      gateway_(plan, directory, story, totals, Random(plan.seed, 4),
               {[this] {
                    for (Peer* peer : peers()) {
                        for (const auto& wire : peer->wires()) wire->mark_end_of_gateway();
                    }
                },
                [this] {
                    for (Peer* peer : peers()) {
                        for (const auto& wire : peer->wires()) wire->end_of_gateway();
                    }
                }}) {
    leader_ = std::make_unique<Leader>("@" + place + (plan.leader_dials ? "-gateway" : "-LEADER"),
                                       world_, Random(plan.seed, 5));
    const RouterConfig& router = plan.settings.router;
    for (std::uint32_t i = 1; i < router.sessions.size(); ++i) {
        std::vector<std::string> accounts;
        for (const FollowerConfig& follower : router.followers) {
            if (follower.session.index == i) accounts.push_back(follower.account);
        }
        const std::string name = "BROKER" + std::to_string(i);
        brokers_.push_back(std::make_unique<Broker>(name, "@" + place + "-" + name, accounts,
                                                    world_, Random(plan.seed, 10 + i)));
    }
    peers_.push_back(&leader_->peer());
    for (const auto& broker : brokers_) peers_.push_back(&broker->peer());
}

void Universe::run() {
    gateway_.start();
    move_market();
    draw_faults();
    draw_lifts();
    play_day();
    end_faults();
    if (!has_run_away_ && come_up()) {
        if (random_.percent(50)) leader_->cancel_everything();
        come_to_rest(false);
        leader_->go_flat();
        come_to_rest(true);
    }
    if (has_run_away_) check_orders(read_day());
    tell_journal();
}

bool Universe::begin() {
    gateway_.start();
    return come_up();
}

bool Universe::play(std::int64_t for_ns, const std::function<bool()>& done) {
    return run_until(VirtualClock::now_ns() + for_ns, done);
}

void Universe::look_at_market() {
    leader_->look_at_market();
    for (const auto& broker : brokers_) broker->look_at_market();
}

void Universe::move_market() {
    market_.move();
    look_at_market();
    schedule_.after(random_.between(1, 2 * plan_.move_ms) * ms, [this] { move_market(); });
}

// --- faults ----------------------------------------------------------------------------------

void Universe::draw_faults() {
    const Faults& faults = plan_.faults;
    const auto strike_at = [&](std::int64_t times, std::function<void()> what) {
        for (std::int64_t i = 0; i < times; ++i) {
            schedule_.after(random_.between(0, plan_.day_seconds * second), what);
        }
    };
    const auto any_peer = [this]() -> Peer& {
        const auto& all = peers();
        return *all[static_cast<std::size_t>(
            random_.between(0, static_cast<std::int64_t>(all.size()) - 1))];
    };
    strike_at(faults.cuts, [=] { any_peer().cut(); });
    strike_at(faults.freezes, [=, this] {
        Peer& peer = any_peer();
        peer.freeze();
        schedule_.after(random_.between(1, 20) * second, [&peer] { peer.cut(); });
    });
    strike_at(faults.outages, [=, this] {
        Peer& peer = any_peer();
        peer.set_open(false);
        peer.cut();
        schedule_.after(random_.between(100, 15'000) * ms, [&peer] { peer.set_open(true); });
    });
    strike_at(faults.crashes, [this] {
        if (world_.safety) crash_soon();
    });
    strike_at(faults.stops, [this] {
        if (world_.safety) stop_and_start();
    });
}

void Universe::crash_soon() {
    if (!gateway_.is_alive() || VirtualClock::is_armed() || crash_in_fan_out_) return;
    if (random_.percent(40)) { // in that of the next fact which is answered with enough orders
        crash_in_fan_out_ = static_cast<std::uint64_t>(random_.between(11, 13));
        return;
    }
    if (plan_.faults.power_cuts && random_.percent(40)) {
        gateway_.lose_power_inside(static_cast<std::uint64_t>(random_.between(1, 20)));
    } else if (random_.percent(75)) {
        gateway_.crash_inside(static_cast<std::uint64_t>(random_.between(1, 400)));
    } else {
        gateway_.crash();
        return;
    }
    schedule_.after(5 * second, [this] { // in a quiet hour it dies between two things
        if (VirtualClock::is_armed()) gateway_.crash();
    });
}

// Now and then an operator lets an account trade again, whether or not a limit holds it.
void Universe::draw_lifts() {
    constexpr std::uint64_t own_stream = 200;
    Random random(plan_.seed, own_stream);
    const auto& followers = plan_.settings.router.followers;
    for (std::int64_t i = 0; i < plan_.lifts; ++i) {
        const auto which = random.between(0, static_cast<std::int64_t>(followers.size()) - 1);
        const std::string account = followers[static_cast<std::size_t>(which)].account;
        schedule_.after(random.between(0, plan_.day_seconds * second), [this, account] {
            gateway_.resume(account);
            settle();
        });
    }
}

void Universe::stop_and_start() {
    gateway_.stop([] {});
}

// --- time ------------------------------------------------------------------------------------

bool Universe::was_touched() {
    bool touched = false;
    for (Peer* peer : peers()) {
        if (!peer->was_touched()) continue;
        touched = true;
        leader_spoke_ = leader_spoke_ || peer == &leader_->peer();
    }
    return touched;
}

// One look at all sockets costs less than trying each.
bool Universe::pump() {
    descriptors_.clear();
    ends_.clear();
    for (Peer* peer : peers()) {
        peer->watch(descriptors_);
        ends_.push_back(descriptors_.size());
    }
    if (::poll(descriptors_.data(), descriptors_.size(), 0) <= 0) return false;
    bool any = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < ends_.size(); begin = ends_[i++]) {
        const std::span looked_at(descriptors_.data() + begin, ends_[i] - begin);
        if (std::ranges::any_of(looked_at, [](const pollfd& one) { return one.revents != 0; })) {
            any = peers()[i]->pump() || any;
        }
    }
    return any;
}

// Whatever can happen at this instant happens.
void Universe::settle() {
    const bool aims = aim_at_fan_out();
    bool is_first = true; // it may have said something before
    for (bool moved = true; moved;) {
        const bool ran = gateway_.poll();
        moved = (ran || std::exchange(is_first, false)) && pump();
    }
    if (aims) aim_no_more();
    was_touched();
    leader_spoke_ = false;
    gateway_wait_ = gateway_.next_wait();
    if (gateway_.is_alive() || is_coming_) return;
    is_coming_ = true;
    const std::int64_t away_ns =
        world_.safety ? random_.between(1, random_.percent(70) ? 500 : 15'000) * ms : 10 * ms;
    schedule_.after(away_ns, [this] {
        is_coming_ = false;
        gateway_.start();
        settle();
    });
}

// The clock is read ten times for a report of the leader's, and then for every order that leaves.
bool Universe::aim_at_fan_out() {
    const bool may = leader_spoke_ && gateway_.is_alive() && !VirtualClock::is_armed();
    if (!may || !crash_in_fan_out_) return false;
    gateway_.crash_inside(*crash_in_fan_out_);
    return true;
}

void Universe::aim_no_more() {
    if (!VirtualClock::is_armed()) return crash_in_fan_out_.reset(); // it has struck
    VirtualClock::forget_reading(); // this fact is answered: at the next one
}

// A gateway whose orders make it send more orders would never end its day.
bool Universe::has_run_away() {
    if (has_run_away_ || ledger_.requests.size() <= requests_max) return has_run_away_;
    story_.broken(Broken::doubled, VirtualClock::now_ns(),
                  "more than " + std::to_string(requests_max) +
                      " requests in one day: orders follow from orders without end");
    return has_run_away_ = true;
}

bool Universe::run_until(std::int64_t end_ns, const std::function<bool()>& done) {
    settle();
    while (!done() && !has_run_away()) {
        std::int64_t next = schedule_.next().value_or(end_ns);
        if (gateway_wait_) next = std::min(next, *gateway_wait_);
        if (next >= end_ns) {
            VirtualClock::set(std::max(VirtualClock::now_ns(), end_ns));
            return false;
        }
        VirtualClock::set(std::max(VirtualClock::now_ns(), next));
        while (schedule_.run_one()) {
            if (was_touched()) settle();
        }
        if (gateway_wait_ && *gateway_wait_ <= VirtualClock::now_ns()) {
            gateway_.time_has_come();
            settle();
        }
    }
    return true;
}

// --- phases ----------------------------------------------------------------------------------

void Universe::play_day() {
    schedule_.after(2 * second, [this] { leader_->begin_day(); });
    run_until(day_begins_ns + plan_.day_seconds * second, [] { return false; });
    leader_->rest();
}

void Universe::end_faults() {
    story_.tell("the faults end");
    world_.safety = false;
    world_.faults = Faults();
    world_.weather = {2 * ms, 0, false};
    VirtualClock::forget_reading();
    crash_in_fan_out_.reset();
    for (Peer* peer : peers()) peer->set_open(true);
}

bool Universe::all_up() {
    if (!gateway_.is_alive()) return false;
    if (!std::ranges::all_of(peers(), &Peer::is_up)) return false;
    const auto status = parse_status_json(gateway_.status_json());
    return status && std::ranges::all_of(status->sessions(), [](const auto& session) {
               return session.state() == "up";
           });
}

bool Universe::come_up() {
    // A connection that fell silent looks up until its heartbeats have been missed.
    run_until(VirtualClock::now_ns() + 3 * plan_.heartbeat_s * second, [] { return false; });
    const std::int64_t end = VirtualClock::now_ns() + come_up_within;
    while (VirtualClock::now_ns() < end && !has_run_away_) {
        if (all_up()) return true;
        run_until(std::min(end, VirtualClock::now_ns() + second), [] { return false; });
    }
    if (has_run_away_) return false;
    std::string down;
    if (gateway_.is_alive()) {
        const auto status = parse_status_json(gateway_.status_json());
        for (const auto& session : status->sessions()) {
            down += " " + session.id() + " " + session.state() + " (" + session.last_error() + ")";
        }
    }
    story_.broken(Broken::unexplained, VirtualClock::now_ns(),
                  "the sessions did not come up:" + (down.empty() ? " no gateway" : down));
    return false;
}

std::size_t Universe::activity() const {
    return ledger_.requests.size() + ledger_.leader_reports.size() +
           ledger_.follower_reports.size();
}

void Universe::come_to_rest(bool leader_is_flat) {
    const std::int64_t end = VirtualClock::now_ns() + rest_within;
    std::size_t before = activity();
    while (VirtualClock::now_ns() < end && !has_run_away_) {
        run_until(VirtualClock::now_ns() + quiet_time, [] { return false; });
        const bool is_quiet = activity() == std::exchange(before, activity());
        const bool waits = VirtualClock::now_ns() - ledger_.last_refusal_ns < tried_again_within;
        if (is_quiet && !waits && all_up()) break;
    }
    if (!has_run_away_) check(leader_is_flat);
}

void Universe::check(bool leader_is_flat) {
    if (!gateway_.is_alive()) return;
    AtRest rest;
    rest.leader_is_flat = leader_is_flat;
    rest.leader_works = leader_->has_working_orders();
    rest.status_json = gateway_.status_json();
    for (const auto& broker : brokers_) {
        for (auto& order : broker->working()) rest.venue_working.push_back(std::move(order));
    }
    const RecordedDay& day = read_day();
    const Evidence evidence{plan_, ledger_, day, story_, totals_};
    check_rest(evidence, rest);
    check_mirrors(evidence, rest);
    if (!leader_is_flat) return;
    check_nothing_lost(evidence);
    check_orders(day);
}

const RecordedDay& Universe::read_day() {
    read_on(day_, gateway_.directory() / "journal", story_);
    return day_;
}

void Universe::check_orders(const RecordedDay& day) {
    const Evidence evidence{plan_, ledger_, day, story_, totals_};
    check_requests(evidence);
    check_promises(evidence);
    check_limits(evidence);
}

void Universe::tell_journal() {
    if (!story_.is_kept()) return;
    Story ignored(false);
    RecordedDay day(plan_);
    read_on(day, gateway_.directory() / "journal", ignored);
    tell_day(plan_, day, story_);
}

} // namespace lockstep::simulation
