// The broker of a day that never happened: answers the orders of a what-if replay by a few stated
// rules (docs/what-if.md), from the recorded prices alone. Exact, deterministic, without a clock.
#pragma once

#include "proto/events.hpp"
#include "router/router.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace lockstep {

class ModelBroker {
  public:
    // `config` must outlive it.
    explicit ModelBroker(const RouterConfig& config);

    // The market has a new price: a recorded mark, or a fill of the leader, which is a trade and so
    // fills limits at its very price too. Gives nothing; reached() fills what it has reached.
    void mark(const MarkChanged& mark);
    void traded(const LeaderExecution& fill);

    // What the broker answers to a command: an acceptance and, where the price allows, a fill; a
    // change, a cancel, a status. Notices and decisions have no answer.
    void answer(const Command& command, Timestamp now, std::deque<EventBody>& answers);

    // Fills of the resting orders that the last price has reached, in the order in which they were
    // placed.
    void reached(Timestamp now, std::deque<EventBody>& answers);

  private:
    struct Market {
        std::optional<Price> last;
        bool is_trade = false;
        bool is_new = false; // since reached() looked last
    };
    struct Order {
        FollowerId follower;
        ClOrdId id;
        InstrumentId instrument;
        OrderTerms terms;
        Quantity total;
        Quantity filled;
        bool live = true;
        bool triggered = false;
    };

    Market& market(FollowerId follower, InstrumentId instrument) {
        return markets_[follower.index][instrument.index];
    }
    void place(const NewOrder& request, Timestamp now, std::deque<EventBody>& answers);
    void change(const ReplaceOrder& request, Timestamp now, std::deque<EventBody>& answers);
    void cancel(const CancelOrder& request, Timestamp now, std::deque<EventBody>& answers);
    void tell_status(const StatusRequest& request, Timestamp now, std::deque<EventBody>& answers);
    // At once, as it comes in; or nothing, and it rests, or ends when it may not.
    void try_at_once(std::uint64_t number, Timestamp now, std::deque<EventBody>& answers);
    void fill(std::uint64_t number, Price price, Timestamp now, std::deque<EventBody>& answers);
    ExecutionEvent report(std::uint64_t number, ExecKind kind, Timestamp now);
    std::optional<std::uint64_t> find(FollowerId follower, const ClOrdId& id) const;

    const RouterConfig& config_;
    std::vector<std::vector<Market>> markets_; // by follower and instrument
    std::vector<Order> orders_;                // by number
    std::map<std::uint64_t, bool> live_;       // numbers of those that may still trade, in order
    std::vector<std::unordered_map<ClOrdId, std::uint64_t>> ids_; // by follower
    std::uint64_t executions_ = 0;
};

} // namespace lockstep
