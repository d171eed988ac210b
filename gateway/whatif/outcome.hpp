// What became of each account on one reading of a day: counted from the machine's events and what
// followed from them.
#pragma once

#include "router/router.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace lockstep {

// A loss limit that was crossed.
struct BreachSeen {
    Timestamp time;
    Reason reason = Reason::none;
    std::string text;
};

struct AccountOutcome {
    std::uint64_t orders = 0; // new ones that left
    std::uint64_t changes = 0;
    std::uint64_t cancels = 0;
    std::uint64_t contracts = 0;           // traded, both ways
    std::map<InstrumentId, Position> held; // at the end; nothing for flat
    std::map<InstrumentId, Position> most; // farthest from flat, the first of two that tie
    Money result;                          // equity against the balance at the start of the account
    std::vector<BreachSeen> breaches;
    std::map<Reason, std::uint64_t> no_orders; // decisions that sent nothing, by why
};

class DayCount {
  public:
    explicit DayCount(const RouterConfig& config) : accounts_(config.followers.size()) {}

    // Told of every event after it was stepped, with what followed.
    void saw(const Event& event, const std::vector<Command>& commands, const Router& router);
    AccountOutcome outcome(FollowerId follower, const Router& router) const;

  private:
    struct Account {
        AccountOutcome outcome;
        std::map<InstrumentId, Position> net; // as last seen
        std::set<ClOrdId> new_orders;
    };
    void count(const Command& command, Timestamp time);
    void look(FollowerId follower, const Router& router);

    std::vector<Account> accounts_;
};

} // namespace lockstep
