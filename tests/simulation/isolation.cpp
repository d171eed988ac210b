#include "simulation/isolation.hpp"

#include "simulation/crowd.hpp"
#include "simulation/universe.hpp"

#include <unistd.h>

#include <algorithm>
#include <map>
#include <vector>

namespace lockstep::simulation {
namespace {

// Every request of one account, field for field, in the order in which its broker got them.
using Orders = std::map<std::string, std::vector<std::string>>;

struct Played {
    Orders orders;
    std::uint64_t breached = 0;
    std::vector<BrokenPromise> broken;
};

Played play(std::uint64_t seed, const Crowd& crowd) {
    VirtualClock::start(day_begins_ns);
    const std::string place = "ls-iso-" + std::to_string(::getpid());
    const Plan plan = draw_crowd(seed, place, crowd);
    Story story(false);
    Totals totals;
    Universe universe(plan, std::filesystem::path("/dev/shm") / place, place, story, totals);
    universe.run();
    Played played;
    for (const Request& request : universe.ledger().requests) {
        played.orders[request.account].push_back(request.fields);
    }
    played.breached = totals.breached;
    played.broken = story.broken_promises();
    return played;
}

std::string first_difference(const std::vector<std::string>& with,
                             const std::vector<std::string>& without) {
    const auto [one, other] = std::ranges::mismatch(with, without);
    return "with the others: " + (one == with.end() ? "nothing" : *one) +
           "\n  without them:    " + (other == without.end() ? "nothing" : *other);
}

} // namespace

Isolation play_isolation(std::uint64_t seed) {
    const Crowd crowd;
    Crowd without = crowd;
    without.without_troubled = true;
    Played whole = play(seed, crowd);
    Played calm = play(seed, without);
    std::size_t orders = 0;
    std::string differences;
    for (std::uint32_t number = 1; number <= crowd.calm; ++number) {
        const std::string account = member_name(number);
        const auto& sent = calm.orders[account];
        const auto& with = whole.orders[account];
        orders += sent.size();
        if (with != sent) differences += "\n  " + account + ": " + first_difference(with, sent);
    }
    for (const Played* played : {&whole, &calm}) {
        for (const BrokenPromise& promise : played->broken) differences += "\n  " + promise.text;
    }
    Isolation isolation;
    isolation.words = "seed " + std::to_string(seed) + ": " + std::to_string(orders) +
                      " orders of " + std::to_string(crowd.calm) + " accounts, " +
                      (differences.empty() ? "the same" : "not the same") + " with and without " +
                      std::to_string(crowd.troubled) + " others, of which " +
                      std::to_string(whole.breached) + " reached a limit" + differences;
    isolation.is_proved = differences.empty() && whole.breached == crowd.troubled && orders > 0;
    return isolation;
}

} // namespace lockstep::simulation
