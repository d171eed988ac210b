// The whole state and the one step. Events are dispatched here; what they mean to a leader is in
// leader_book, to a follower in reports and mirrors, and what follows from it in reconciler.
#pragma once

#include "followers.hpp"
#include "reconciler.hpp"
#include "risk/gate.hpp"
#include "risk/message_budget.hpp"
#include "router/leader_book.hpp"
#include "router/router.hpp"
#include "step.hpp"

#include <functional>
#include <memory>
#include <memory_resource>
#include <vector>

namespace lockstep {

class Machine {
  public:
    explicit Machine(RouterConfig config);

    void step(const Event& event, std::vector<Command>& out, const std::function<void()>& decided);
    std::optional<Timestamp> next_deadline() const;

    const RouterConfig& config() const { return config_; }
    FollowerView view(FollowerId id) const;
    LeaderAccountView view(LeaderId id) const;
    std::vector<WorkingOrderView> working_orders(FollowerId id) const;

    // All that later steps depend on, the settings apart.
    static void fields(auto& self, auto& archive) {
        archive.table(self.budgets_);
        archive.table(self.leaders_);
        archive(self.followers_, self.now_, self.timers_);
    }

  private:
    void on(const Started& event, Step& step);
    void on(const LeaderExecution& event, Step& step);
    void on(const FollowerExecution& event, Step& step);
    void on(const SessionChanged& event, Step& step);
    void on(const MarkChanged& event, Step& step);
    void on(const LeaderBalance& event, Step& step);
    void on(const FollowerBalance& event, Step& step);
    void on(const LeaderPosition& event, Step& step);
    void on(const TimerFired& event, Step& step);
    void on(const DayRolled& event, Step& step);
    void on(const LeaderSessionEnded& event, Step& step);
    void on(const OrderNotSent& event, Step& step);
    void on(const OperatorCommand& event, Step& step);
    void on(const Stopped& event, Step& step);
    void on(const EntriesHeld& event, Step& step);
    void on(const MassStatusEnded& event, Step& step);
    void on(const FollowerPosition& event, Step& step);
    void on(const PositionsAnswered& event, Step& step);
    void on(const WindowChanged& event, Step& step);
    void on(const LimitChanged& event, Step& step);

    // Brings one change of a leader's book to its followers, in an order that rotates from event
    // to event, each with its one decision.
    void fan_out(LeaderId id, const LeaderChange& change, Step& step);
    void decide(Follower& follower, LeaderId id, const LeaderChange& change, Step& step);
    void leader_session(LeaderId id, bool up, Step& step);
    void operate(Follower& follower, const OperatorCommand& command, Step& step);
    void resume(Follower& follower, const OperatorCommand& command, Step& step);
    void reconcile_link(Follower& follower, Link& link, Step& step);
    void reconcile_all(Follower& follower, Step& step);
    LeaderView view_of(const Follower& follower, const Link& link) const;

    RouterConfig config_;
    // Of orders and executions: what one frees the next one takes, and what is missing comes in
    // ever larger pieces, so that an order on its way out waits for no allocator.
    std::unique_ptr<std::pmr::unsynchronized_pool_resource> memory_;
    RiskGate gate_;
    std::vector<MessageBudget> budgets_;
    std::vector<Leader> leaders_;
    Followers followers_;
    std::vector<std::vector<std::uint32_t>> groups_; // followers by leader
    Timestamp now_;
    std::uint64_t timers_ = 0; // how many have fired
};

} // namespace lockstep
