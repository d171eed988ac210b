// The leader and every follower's broker on a busy day, in one thread: orders are taken as fast as
// they come, accepted, and filled at once when they are at market. Everything that comes is
// counted.
#pragma once

#include "load/peer.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace lockstep::load {

// One follower's broker.
struct BrokerBook {
    std::unordered_set<std::string> ids;                // tag 11 of everything that came
    std::int64_t doubled = 0;                           // ids that came again
    std::int64_t held = 0;                              // contracts
    std::unordered_map<std::string, std::string> works; // quantity by tag 11
    std::int64_t last_cancel_ns = 0;
    std::int64_t gap_ends_at = 0; // tag 36 of the last gap fill
    std::string heartbeat;        // tag 112 of the last answer to a question
    int executions = 0;
};

class Venue {
  public:
    // Listens for `followers` sessions BROKER0, BROKER1, ... Throws std::runtime_error when it
    // cannot.
    explicit Venue(int followers);
    ~Venue();
    Venue(const Venue&) = delete;
    Venue& operator=(const Venue&) = delete;

    std::uint16_t port() const { return port_; }
    // Dials the leader's session in, and the brokers' too where they are told a port; true when
    // all are logged on.
    bool log_on(std::uint16_t leader_port, std::uint16_t broker_port = 0);

    // Takes part until `holds`; false when `longest` has passed before.
    bool run_until(const std::function<bool()>& holds, std::chrono::milliseconds longest);
    // Takes part until that instant of the monotonic clock.
    void run_until(std::int64_t ns);

    // A report of the leader's (35=8), in an order of its own: filled at market for one contract.
    void leader_fills(char side);
    // An order to buy at a price far below, and its end.
    void leader_works(const std::string& order);
    void leader_cancels(const std::string& order);
    // Asks over the leader's session (35=1); its answer comes behind everything said before.
    void leader_asks(const std::string& what);
    const std::string& leader_answer() const { return leader_heartbeat_; }

    // Every broker asks for everything again (35=2, from 1 to the end), and for a sign of life.
    void all_ask_for_resend();

    const std::vector<BrokerBook>& brokers() const { return books_; }
    std::int64_t orders() const { return orders_; }
    std::int64_t last_order_ns() const { return last_order_ns_; }
    std::int64_t cancels() const { return cancels_; }
    int lost_connections() const { return lost_; }

  private:
    void watch(const Peer& peer);
    void poll(int wait_ms);
    void accept_all();
    void greet(int socket);
    void serve(std::size_t index);
    void take(std::size_t index, std::string_view message);
    void take_order(std::size_t broker, std::string_view message);
    void take_cancel(std::size_t broker, std::string_view message);
    void leader_reports(const std::string& order, char status, char kind, const std::string& terms);
    void send_waiting();

    int poll_ = -1;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::vector<std::unique_ptr<Peer>> peers_; // the brokers by number, then the leader
    std::vector<bool> up_;
    std::vector<BrokerBook> books_;
    std::unordered_map<int, std::size_t> by_socket_;
    std::unordered_set<int> strangers_;       // accepted, and not logged on
    std::unordered_set<std::size_t> blocked_; // peers whose socket was full
    std::string leader_heartbeat_;
    std::int64_t orders_ = 0;
    std::int64_t last_order_ns_ = 0;
    std::int64_t cancels_ = 0;
    int executions_ = 0;
    int lost_ = 0;
};

} // namespace lockstep::load
