// The leader and every follower's broker in one thread, over loopback. It plays one report of the
// leader at a time, at the instant at which it was meant to be, and times the order of every
// follower; brokers answer when the last one has been timed, so that what is measured is the
// gateway and not this tool.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace lockstep::bench {

// One report of the leader, on ES.
struct LeaderReport {
    enum class Kind : std::uint8_t { fill, accepted, canceled };
    Kind kind = Kind::fill;
    char side = '1'; // tag 54
    std::string order;
};

// From the intended instant to the arrival of each follower's order, in order of arrival.
using Arrivals = std::vector<std::int64_t>;

class Load {
  public:
    // Listens for `followers` sessions. Throws std::runtime_error when it cannot.
    explicit Load(int followers);
    ~Load();
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    std::uint16_t follower_port() const { return port_; }
    // Dials the leader's session in; true when it and every follower are logged on.
    bool log_on(std::uint16_t leader_port, std::chrono::seconds longest);
    // Sends at `intended_ns` of the monotonic clock; empty when not every follower has sent an
    // order within `longest`.
    Arrivals play(const LeaderReport& report, std::int64_t intended_ns,
                  std::chrono::milliseconds longest);
    // Brokers answer what came last: an order is accepted and, at market, filled; a cancel is done.
    void answer();
    // Reads what comes until that instant.
    void pass_time_until(std::int64_t ns);
    // A follower whose orders are neither waited for nor timed.
    void leave_out(int follower) { followers_[static_cast<std::size_t>(follower)].left_out = true; }
    // A follower that stays connected and reads nothing more, until it is cut.
    void stop_reading(int follower);
    // Ends a follower's connection as if its line were cut; it may dial again.
    void cut(int follower);
    bool is_up(int follower) const;
    int lost_connections() const { return lost_; }

  private:
    struct Peer {
        int socket = -1;
        std::string name; // tag 56 of what it is sent
        std::string in;
        unsigned next_number = 1;
        bool up = false;
        bool timed = false;
        bool left_out = false;
        std::string request;                       // the last order or cancel, until it is answered
        std::map<std::string, std::string> orders; // bytes of what works, by tag 11
        int executions = 0;
    };

    void watch(int socket);
    void poll(int wait_ms);
    void accept_one();
    void receive(Peer& peer, std::int64_t now);
    void take(Peer& peer, std::string_view message, std::int64_t now);
    void fill_gap(Peer& peer, std::string_view begin);
    void log_on_answer(Peer& peer, std::string_view message);
    void send(Peer& peer, const std::string& type, const std::string& fields);
    std::string leader_fields(const LeaderReport& report);
    std::string answers_to(Peer& peer, int follower);
    void lose(Peer& peer);

    int poll_ = -1;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::map<int, std::size_t> strangers_; // accepted, and not logged on: by socket
    std::map<int, Peer*> by_socket_;
    std::vector<Peer> followers_;
    Peer leader_;
    std::int64_t intended_ns_ = 0; // of the event that is being timed
    Arrivals arrivals_;
    int executions_ = 0;
    int lost_ = 0;
};

} // namespace lockstep::bench
