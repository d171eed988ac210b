// The checker's own books of one day, folded from the journal: the leader's, and each follower's.
#pragma once

#include "router/config.hpp"
#include "simulation/leader_books.hpp"
#include "simulation/open_orders.hpp"
#include "simulation/recorded_day.hpp"

#include <map>
#include <string>
#include <vector>

namespace lockstep::simulation {

class DayBooks {
  public:
    // `models`: what each mirror stands for, as RecordedDay has it.
    DayBooks(const RouterConfig& config, const std::map<std::string, std::string>& models)
        : config_(config), models_(models), followers_(config.followers.size()) {}

    void hear(const Event& event);
    // What the event made leave.
    void send(const Command& command);

    LeaderBooks& leader() { return leader_; }
    const FollowerBooks& of(FollowerId follower) const { return followers_[follower.index]; }

  private:
    void hear_leader(const ExecutionEvent& execution);
    bool is_model(const std::string& key, const NewOrder& order) const;

    const RouterConfig& config_;
    const std::map<std::string, std::string>& models_;
    LeaderBooks leader_;
    std::vector<FollowerBooks> followers_;
};

} // namespace lockstep::simulation
