// The checker's own books of one day, folded from the journal: the leader's, and each follower's.
#pragma once

#include "router/config.hpp"
#include "simulation/leader_books.hpp"
#include "simulation/open_orders.hpp"
#include "simulation/recorded_day.hpp"

#include <string>
#include <vector>

namespace lockstep::simulation {

class DayBooks {
  public:
    explicit DayBooks(const RouterConfig& config)
        : config_(config), followers_(config.followers.size()) {}

    void hear(const Event& event);
    // What the event made leave.
    void send(const Command& command);

    LeaderBooks& leader() { return leader_; }
    const FollowerBooks& of(FollowerId follower) const { return followers_[follower.index]; }

  private:
    void hear_leader(const ExecutionEvent& execution);
    std::vector<std::string> models(FollowerId follower, InstrumentId instrument,
                                    const OrderTerms& terms) const;

    const RouterConfig& config_;
    LeaderBooks leader_;
    std::vector<FollowerBooks> followers_;
    std::string newest_; // the leader's order that the event gave its terms
};

} // namespace lockstep::simulation
