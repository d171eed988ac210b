// The leader and its venue: a random but legal day of orders, brackets, changes and fills, told on
// a drop copy.
#pragma once

#include "simulation/peer.hpp"
#include "simulation/venue.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace lockstep::simulation {

class Leader {
  public:
    Leader(const std::string& address, Surroundings& world, Random random);

    Peer& peer() { return peer_; }
    // Does something, and goes on doing so until rest() is called.
    void begin_day();
    void rest() { trading_ = false; }
    void look_at_market();
    void cancel_everything();
    void go_flat();
    bool has_working_orders() const;
    void buy_at_market(const std::string& symbol, std::int64_t lots) { trade(symbol, true, lots); }
    // A resting limit of one lot, so far below the market.
    void bid_below(const std::string& symbol, std::int64_t ticks);

  private:
    struct Order {
        std::string id;
        Resting terms;
        std::int64_t total = 0;
        std::int64_t filled = 0;
        bool live = true;
    };

    void act();
    void act_once();
    void trade(const std::string& symbol, bool buys, std::int64_t lots);
    void work(Order order);
    void bracket(const std::string& symbol);
    void change_newest();
    void close(const std::string& symbol);
    void look_at(Order& order);
    void fill(Order& order, std::int64_t lots);
    void cancel(Order& order);
    void report(const Order& order, char exec_type, char status, std::int64_t lots);
    Order make(const std::string& symbol, bool buys, char type, std::int64_t lots);
    std::int64_t position(const std::string& symbol) const;
    Order* newest();

    Surroundings& world_;
    Random random_;
    std::deque<Order> orders_;
    std::uint64_t executions_ = 0;
    bool trading_ = false;
    Peer peer_;
};

} // namespace lockstep::simulation
