#include "chaos/fan_out.hpp"

#include <algorithm>
#include <map>

namespace lockstep::chaos {

namespace {

constexpr std::int64_t newest_age_ns = 50'000'000;

} // namespace

FanOutCount count_fan_outs(const std::vector<Kill>& kills, const std::vector<Fact>& facts,
                           const JournalRecord& journal) {
    std::map<std::string, std::int64_t> arrived_ns; // by ClOrdID
    for (const Fact& fact : facts) {
        if (fact.kind == Fact::Kind::request) arrived_ns.emplace(fact.cl_ord_id, fact.time_ns);
    }
    std::multimap<std::uint64_t, std::string> planned; // by cause
    for (const Planned& order : journal.planned) {
        if (!journal.not_sent.contains(order.cl_ord_id)) {
            planned.emplace(order.cause, order.cl_ord_id);
        }
    }
    FanOutCount count;
    for (const Kill& kill : kills) {
        const auto next =
            std::ranges::upper_bound(journal.leader, kill.time_ns, {}, &LeaderReport::time_ns);
        if (next == journal.leader.begin()) continue;
        const LeaderReport& newest = *std::prev(next);
        if (kill.time_ns - newest.time_ns > newest_age_ns) continue;
        int out = 0;
        int missing = 0;
        const auto [first, last] = planned.equal_range(newest.sequence);
        for (auto order = first; order != last; ++order) {
            const auto arrived = arrived_ns.find(order->second);
            const bool in_time =
                arrived != arrived_ns.end() && arrived->second < kill.next_start_ns;
            ++(in_time ? out : missing);
        }
        if (out > 0 && missing > 0) ++count.in_the_middle;
        if (out == 0 && missing > 0) ++count.before_the_first;
    }
    return count;
}

} // namespace lockstep::chaos
