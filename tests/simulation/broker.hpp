// A follower broker that misbehaves as far as FIX lets it: late and missing answers, refusals,
// partial fills, repeated reports, cancels that nobody asked for, fills while the line is down.
#pragma once

#include "simulation/peer.hpp"
#include "simulation/venue.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace lockstep::simulation {

class Broker {
  public:
    Broker(std::string name, const std::string& address, std::vector<std::string> accounts,
           Surroundings& world, Random random);

    Peer& peer() { return peer_; }
    // Prices have moved: what can trade now trades, by luck.
    void look_at_market();
    // Orders that may still trade.
    std::vector<WorkingAtVenue> working() const;

  private:
    struct Order {
        std::string account;
        std::string id;                 // tag 37
        std::vector<std::string> names; // every ClOrdID it had, the present one last
        Resting terms;
        std::int64_t total = 0;
        std::int64_t filled = 0;
        bool live = false;     // accepted, and not ended
        bool answered = false; // accepted or rejected
        bool mute = false;     // its acceptance is never reported
        char considers = '\0'; // a change ('E') or a cancel ('6') that is not answered yet
    };

    void hear(const FIX::Message& message);
    void note_request(const FIX::Message& message, char type);
    void on_new(const FIX::Message& message);
    void decide_new(std::size_t index);
    void on_change(const FIX::Message& message);
    void on_cancel(const FIX::Message& message);
    void on_question(const FIX::Message& message);
    void on_balance_question(const FIX::Message& message);
    void on_price_question();
    void say_prices();

    std::int64_t answer_time();
    std::int64_t change_time();
    void look_at(std::size_t index, bool first);
    void fill(std::size_t index, std::int64_t lots);
    void end(Order& order, char exec_type, const std::string& text);
    Order* find(const std::string& name);
    FIX::Message report_of(const Order& order, char exec_type, char status, std::string exec_id);
    void report(const Order& order, char exec_type, char status, std::int64_t lots,
                const std::string& text, const std::string& original = {});
    void say(FIX::Message message, bool may_repeat);
    void refuse_request(const FIX::Message& message, const Order* order);
    static char status_of(const Order& order);

    std::string name_;
    std::vector<std::string> accounts_;
    Surroundings& world_;
    Random random_;
    std::deque<Order> orders_;
    std::map<std::string, std::size_t> by_name_;
    std::uint64_t executions_ = 0;
    bool sends_prices_ = false;                       // somebody asked, since the session came up
    std::map<std::string, std::int64_t> prices_said_; // by symbol: the last
    Peer peer_;
};

} // namespace lockstep::simulation
