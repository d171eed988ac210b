// A leader and its followers without a gateway around them: what the parts are measured with.
#pragma once

#include "codec/names.hpp"
#include "router/router.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace lockstep::bench {

// One leader on session 0 and every follower on a session of its own; every limit is there and
// none is met.
RouterConfig world_config(std::uint32_t followers);
Names names_of(const RouterConfig& config);

// Trades in and out, with brokers that fill at once.
class World {
  public:
    explicit World(std::uint32_t followers);

    // The next fill of the leader, in and out in turn.
    Event next_fill();
    // Everything that follows from the event is put into `out`, which is emptied first.
    void step(const Event& event, std::vector<Command>& out);
    // What a broker says of an order: accepted, and filled.
    std::array<ExecutionEvent, 2> reports_on(const NewOrder& order);
    // Brokers accept and fill the orders in `sent`.
    void answer(const std::vector<Command>& sent);

    Router& router() { return router_; }

  private:
    void take(EventBody body);

    Router router_;
    std::vector<Command> ignored_;
    std::uint64_t sequence_ = 0;
    std::uint64_t fills_ = 0;
    std::uint64_t executions_ = 0;
    Timestamp now_{1'785'245'400'000'000'000};
};

} // namespace lockstep::bench
