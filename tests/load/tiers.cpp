#include "load/tiers.hpp"

#include "bench/wire/fix_text.hpp"
#include "load/rig.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace lockstep::load {

namespace {

using bench::now_ns;

constexpr std::int64_t ms = 1'000'000;
constexpr std::int64_t second = 1'000 * ms;
constexpr std::int64_t memory_megabytes_max = 1024;

double in_ms(std::int64_t ns) { return static_cast<double>(ns) / ms; }

void print_times(std::vector<std::int64_t> times, const char* what, std::ostream& out) {
    std::ranges::sort(times);
    const auto at = [&](double share) {
        const auto index = static_cast<std::size_t>(share * static_cast<double>(times.size()));
        return in_ms(times[std::min(index, times.size() - 1)]);
    };
    out << fmt::format("    {}: p50 {:.1f} ms, p99 {:.1f} ms, longest {:.1f} ms\n", what, at(0.5),
                       at(0.99), in_ms(times.back()));
}

// Every fact has one decision for every follower, and what the gateway says it sent has arrived,
// once.
bool print_tally(Rig& rig, std::int64_t facts, std::ostream& out) {
    const Tally it = tally(rig);
    const std::int64_t lost = it.sent - it.arrived;
    const bool decided = it.decisions_least == facts && it.decisions_most == facts;
    const std::int64_t memory = rig.peak_megabytes();
    const int cut = rig.venue().lost_connections();
    out << fmt::format("    {} facts, decisions for each follower: {}{}\n", facts,
                       it.decisions_least, decided ? "" : fmt::format(" to {}", it.decisions_most));
    out << fmt::format("    {} orders and cancels sent, {} arrived: lost {}, doubled {}; decided "
                       "without an order: {}\n",
                       it.sent, it.arrived, lost, it.doubled,
                       it.reasons.empty() ? "none" : it.reasons);
    out << fmt::format("    connections lost {}, most memory {} MB\n", cut, memory);
    return decided && lost == 0 && it.doubled == 0 && cut == 0 && memory <= memory_megabytes_max;
}

// --- T1: an active leader ----------------------------------------------------------------------

// It stays long all day, so that each follower comes to hold what the leader does.
class ActiveLeader {
  public:
    explicit ActiveLeader(Venue& venue) : venue_(venue) {}

    void fills(char side, int times) {
        for (int i = 0; i < times; ++i) venue_.leader_fills(side);
        held_ += side == '1' ? times : -times;
        facts_ += times;
    }
    std::int64_t held() const { return held_; }
    std::int64_t facts() const { return facts_; }

  private:
    Venue& venue_;
    std::int64_t held_ = 0;
    std::int64_t facts_ = 0;
};

bool active_leader(std::ostream& out) {
    constexpr int events = 30 * 20; // half a minute
    constexpr std::int64_t between = second / 20;
    constexpr int burst = 100;
    constexpr int burst_every = 100; // events
    Rig rig({.followers = 50, .copies_orders = false, .limits = "", .followers_dial_in = false});
    Venue& venue = rig.venue();
    ActiveLeader leader(venue);
    leader.fills('1', 2 * burst);
    rig.come_to_rest(std::chrono::seconds(60));
    std::vector<std::int64_t> singles;
    std::vector<std::int64_t> bursts;
    const std::int64_t begin = now_ns();
    for (int i = 0; i < events; ++i) {
        const std::int64_t due = begin + i * between;
        venue.run_until(due);
        const bool is_burst = i % burst_every == burst_every / 2;
        const bool buys = (is_burst ? i / burst_every : i) % 2 == 0;
        leader.fills(buys ? '1' : '2', is_burst ? burst : 1);
        venue.run_until(due + between - ms);
        (is_burst ? bursts : singles).push_back(venue.last_order_ns() - due);
    }
    rig.come_to_rest(std::chrono::seconds(60));
    print_times(singles, "fill to last of 50 orders", out);
    print_times(bursts, "hundred fills to the last of 5,000 orders, or to the next fill", out);
    const bool decided = print_tally(rig, leader.facts(), out);
    const bool all_hold = std::ranges::all_of(
        venue.brokers(), [&](const BrokerBook& book) { return book.held == leader.held(); });
    out << fmt::format("    the leader holds {}; so does {}\n", leader.held(),
                       all_hold ? "every follower" : "not every follower");
    return decided && all_hold;
}

// --- T3: five thousand fills in a second -------------------------------------------------------

bool flood(const std::string& limits, std::ostream& out) {
    constexpr int facts = 5'000;
    constexpr std::int64_t between = second / facts;
    Rig rig(
        {.followers = 200, .copies_orders = false, .limits = limits, .followers_dial_in = false});
    const std::int64_t begin = now_ns();
    for (int i = 0; i < facts; ++i) {
        while (now_ns() < begin + i * between) rig.venue().run_until(now_ns());
        rig.venue().leader_fills('1');
    }
    rig.come_to_rest(std::chrono::seconds(600));
    const bool holds = print_tally(rig, facts, out);
    const auto [least, most] = std::ranges::minmax(rig.venue().brokers(), {}, &BrokerBook::held);
    out << fmt::format(
        "    from the first fill to the last order: {:.1f} s; the leader holds {}, its "
        "followers {} to {}\n",
        in_ms(rig.venue().last_order_ns() - begin) / 1'000, facts, least.held, most.held);
    return holds;
}

bool patient_flood(std::ostream& out) { return flood("MaxSignalAge=60\n", out); }
bool default_flood(std::ostream& out) { return flood("", out); }

// --- T4: a busy drop copy ----------------------------------------------------------------------

bool busy_session(std::ostream& out) {
    constexpr int seconds = 10;
    constexpr int reports_each_ms = 50;
    constexpr int ask_every_ms = 100;
    Rig rig({.followers = 1, .copies_orders = false, .limits = "", .followers_dial_in = false});
    Venue& venue = rig.venue();
    const std::int64_t begin = now_ns();
    const auto asked_ns = [&](std::int64_t n) { return begin + n * ask_every_ms * ms; };
    std::int64_t answered = -1;
    std::int64_t backlog = 0;
    const auto listen = [&] { // a question answered has everything before it taken
        if (!venue.leader_answer().starts_with("T4 ")) return;
        const std::int64_t newest = std::stoll(venue.leader_answer().substr(3));
        if (newest == answered) return;
        backlog = std::max(backlog, now_ns() - asked_ns(answered + 1));
        answered = newest;
    };
    std::int64_t reports = 0;
    for (int i = 0; i < seconds * 1'000; ++i) {
        while (now_ns() < begin + i * ms) {
            venue.run_until(now_ns());
            listen();
        }
        if (i % ask_every_ms == 0) venue.leader_asks("T4 " + std::to_string(i / ask_every_ms));
        for (int pair = 0; pair < reports_each_ms / 2; ++pair, reports += 2) {
            const std::string order = "L" + std::to_string(reports);
            venue.leader_works(order);
            venue.leader_cancels(order);
        }
        listen();
    }
    const std::int64_t told = now_ns();
    const auto last = static_cast<std::int64_t>(seconds) * 1'000 / ask_every_ms - 1;
    venue.run_until(
        [&] {
            listen();
            return answered == last;
        },
        std::chrono::seconds(60));
    out << fmt::format("    {} reports in {:.2f} s; taken {:.0f} ms behind the last; longest "
                       "backlog {:.0f} ms\n",
                       reports, in_ms(told - begin) / 1'000, in_ms(now_ns() - told),
                       in_ms(backlog));
    rig.come_to_rest(std::chrono::seconds(60));
    return print_tally(rig, reports, out) && answered == last && backlog < second;
}

// --- T5: a thousand sessions -------------------------------------------------------------------

bool many_sessions(std::ostream& out) {
    constexpr int followers = 1'000;
    constexpr int facts = 10;
    Rig rig(
        {.followers = followers, .copies_orders = false, .limits = "", .followers_dial_in = true});
    Venue& venue = rig.venue();
    for (int i = 0; i < facts; ++i) venue.leader_fills('1');
    rig.come_to_rest(std::chrono::seconds(60));
    venue.run_until(now_ns() + 5 * second); // they idle
    const std::int64_t begin = now_ns();
    venue.all_ask_for_resend();
    const auto in_sync = [](const BrokerBook& book) { return book.heartbeat == "in sync"; };
    const bool answered = venue.run_until(
        [&] { return std::ranges::all_of(venue.brokers(), in_sync); }, std::chrono::seconds(60));
    const auto filled = std::ranges::count_if(
        venue.brokers(), [](const BrokerBook& book) { return book.gap_ends_at > facts; });
    out << fmt::format("    {} sessions asked for everything again; {} gaps filled, all in sync "
                       "after {:.0f} ms\n",
                       followers, filled, in_ms(now_ns() - begin));
    return print_tally(rig, facts, out) && answered && filled == followers;
}

// --- T9: the kill switch -----------------------------------------------------------------------

bool kill_switch(std::ostream& out) {
    constexpr int followers = 500;
    constexpr int orders = 10;
    Rig rig({.followers = followers,
             .copies_orders = true,
             .limits = "MaxSignalAge=60\n",
             .followers_dial_in = false});
    Venue& venue = rig.venue();
    for (int i = 0; i < orders; ++i) venue.leader_works("R" + std::to_string(i));
    rig.come_to_rest(std::chrono::seconds(60));
    const bool placed = venue.orders() == followers * orders;
    const std::int64_t begin = now_ns();
    e2e::Process halt({e2e::gateway_program(), "halt", rig.gateway().settings_file().string(),
                       "all", "--reason", "the load"},
                      rig.gateway().data().parent_path() / "halt.log");
    const bool cancelled = venue.run_until([&] { return venue.cancels() == followers * orders; },
                                           std::chrono::seconds(60));
    std::int64_t first = INT64_MAX;
    std::int64_t last = 0;
    for (const BrokerBook& book : venue.brokers()) {
        first = std::min(first, book.last_cancel_ns);
        last = std::max(last, book.last_cancel_ns);
    }
    venue.run_until([&] { return !halt.is_running(); }, std::chrono::seconds(60));
    out << fmt::format("    {} orders worked; {} cancels, the first account done {:.0f} ms and the "
                       "last {:.0f} ms after the command was given; its answer after {:.0f} ms\n",
                       venue.orders(), venue.cancels(), in_ms(first - begin), in_ms(last - begin),
                       in_ms(now_ns() - begin));
    return print_tally(rig, orders, out) && placed && cancelled;
}

} // namespace

const std::vector<Tier>& tiers() {
    static const std::vector<Tier> all{
        {"T1", "50 followers, 20 fills a second, bursts of 100", &active_leader},
        {"T3", "5,000 fills in one second to 200 followers, MaxSignalAge=60", &patient_flood},
        {"T3-defaults", "the same with the default MaxSignalAge", &default_flood},
        {"T4", "50,000 reports a second on the leader's session, for ten seconds", &busy_session},
        {"T5", "1,000 follower sessions on one port; all ask for a resend", &many_sessions},
        {"T9", "the kill switch over 500 sessions with ten orders each", &kill_switch},
    };
    return all;
}

} // namespace lockstep::load
