#include "chaos/rest_watch.hpp"

#include <chrono>

namespace lockstep::chaos {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds quiet_time{500};
constexpr std::chrono::seconds longest{60};

std::string lots(std::int64_t number) { return std::to_string(number); }

// What is missing in the eyes of one follower; empty when nothing is.
std::string missing_of(const Follower& follower, const e2e::Status& status, const Tape& tape) {
    const auto& view = e2e::follower_of(status, follower.account);
    std::int64_t working = 0;
    for (const auto& instrument : view.instruments()) {
        const std::string what = follower.account + " " + instrument.instrument();
        const std::int64_t truth = tape.position(follower.account, instrument.instrument());
        if (instrument.held() != truth) {
            return what + " is " + lots(instrument.held()) + " in the status, " + lots(truth) +
                   " at the exchange";
        }
        if (instrument.unknown_orders() != 0) return what + " has an unknown order";
        working += instrument.working_entries() + instrument.working_exits();
    }
    const std::int64_t truth = tape.working(follower.account);
    if (working != truth) {
        return follower.account + " works " + lots(working) + " by the status, " + lots(truth) +
               " at the exchange";
    }
    return "";
}

std::string missing_at_the_end(const Follower& follower, const e2e::Status& status,
                               const Tape& tape) {
    for (const auto& instrument : e2e::follower_of(status, follower.account).instruments()) {
        if (tape.position(follower.account, instrument.instrument()) != 0) {
            return follower.account + " is not flat in " + instrument.instrument();
        }
    }
    return tape.working(follower.account) == 0 ? "" : follower.account + " still works an order";
}

std::string missing(const Cast& cast, const std::optional<e2e::Status>& status, const Tape& tape,
                    bool at_the_end) {
    if (!status) return "the gateway does not answer";
    for (const std::string& session : cast.sessions) {
        if (!e2e::is_up(*status, session)) return "session " + session + " is not up";
    }
    for (const Follower& follower : cast.followers) {
        std::string what = missing_of(follower, *status, tape);
        if (what.empty() && at_the_end) what = missing_at_the_end(follower, *status, tape);
        if (!what.empty()) return what;
    }
    return "";
}

std::vector<Standing> standings_of(const e2e::Status& status) {
    std::vector<Standing> standings;
    for (const auto& follower : status.followers()) {
        for (const auto& instrument : follower.instruments()) {
            standings.push_back({follower.account(), instrument.leader_instrument(),
                                 instrument.instrument(), instrument.held(), instrument.target(),
                                 follower.mode(), instrument.out()});
        }
    }
    return standings;
}

} // namespace

Rest wait_for_rest(const Cast& cast, const e2e::Gateway& gateway, Tape& tape, bool at_the_end) {
    std::optional<e2e::Status> status;
    Rest rest;
    auto quiet_since = Clock::now();
    rest.reached = e2e::wait_until(
        [&] {
            status = gateway.status();
            if (tape.read_on()) quiet_since = Clock::now();
            rest.missing = missing(cast, status, tape, at_the_end);
            if (!rest.missing.empty()) return false;
            rest.missing = "quiet";
            return Clock::now() - quiet_since >= quiet_time;
        },
        longest);
    rest.time_ns =
        std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count();
    rest.facts = tape.facts().size();
    if (status) rest.standings = standings_of(*status);
    return rest;
}

} // namespace lockstep::chaos
