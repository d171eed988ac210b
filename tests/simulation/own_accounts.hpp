// Every follower's money and stops, folded from the journal by what the venues know of its events.
#pragma once

#include "simulation/checker.hpp"
#include "simulation/own_account.hpp"

#include <set>
#include <string>
#include <vector>

namespace lockstep::simulation {

// The part of an execution's key that is its ExecID: "day/side/id".
std::string exec_id_of(const ExecKey& key);

class OwnAccounts {
  public:
    OwnAccounts(const RouterConfig& config, const Ledger& ledger);

    // Takes an event and what the gateway said to it (a breaker that tripped, a drift: those are
    // believed here and judged by check_limits).
    void hear(const Event& event, const std::vector<Command>& answers);

    const OwnAccount& of(FollowerId follower) const { return accounts_[follower.index]; }
    // The limits that the last event made that account reach.
    const std::set<Reason>& reached(FollowerId follower) const { return reached_[follower.index]; }
    // Prices and fills that no venue told of; for the story.
    const std::string& trouble() const { return trouble_; }

  private:
    void hear_price(const MarkChanged& mark, std::int64_t now_ns);
    bool was_said(const MarkChanged& mark) const;
    void hear_fill(FollowerId follower, const ExecutionEvent& execution, std::int64_t now_ns);
    void hear_operator(const OperatorCommand& command);
    void hear_notice(const Notice& notice);

    const RouterConfig& config_;
    const Ledger& ledger_;
    std::vector<OwnAccount> accounts_;
    std::vector<std::set<Reason>> reached_;
    std::set<std::string> counted_;
    std::set<std::uint32_t> up_; // sessions
    // Accounts, with an instrument, whose last price came on their own session.
    std::set<std::pair<std::size_t, std::uint32_t>> goes_by_own_;
    std::string trouble_;
};

} // namespace lockstep::simulation
