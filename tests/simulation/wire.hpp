// One connection between the gateway and a peer. The gateway's end is a real socket; what lies
// between is the simulation's: it takes its time, comes in pieces, is cut at any byte, or carries
// nothing any more without telling anybody.
#pragma once

#include "simulation/random.hpp"
#include "simulation/schedule.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep::simulation {

class Wire;

// The peer's end.
class WireEnd {
  public:
    virtual void on_bytes(Wire& wire, std::string_view bytes) = 0;
    virtual void on_closed(Wire& wire) = 0;

  protected:
    ~WireEnd() = default;
};

class Wire : public std::enable_shared_from_this<Wire> {
  public:
    struct Weather {
        std::int64_t latency_ns_max = 0;
        std::int64_t split_per_mille = 0;
        bool byte_by_byte = false; // towards the gateway
    };

    // Owns the descriptor, a connected Unix socket whose other end is the gateway's.
    Wire(int descriptor, WireEnd& end, Schedule& schedule, const Weather& weather, Random random);
    ~Wire();
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    // Towards the gateway.
    void send(std::string_view bytes);
    // Takes what the gateway has written; whether there was anything.
    bool pump();
    // Whether something was done to the gateway's end since last asked.
    bool was_touched() { return std::exchange(touched_, false); }
    bool is_open() const { return descriptor_ >= 0; }
    int descriptor() const { return descriptor_; }

    // The peer hangs up: what it sent still arrives.
    void close();
    // Lost, with a part of what was under way. Both ends are told.
    void cut();
    // Lost, and nobody is told.
    void freeze() { frozen_ = true; }

    // The gateway's process ends now: what it writes from here on was never written.
    void mark_end_of_gateway();
    // ... and its sockets are closed.
    void end_of_gateway();

  private:
    void arrive_at_gateway();
    void arrive_at_peer();
    void tell_closed();
    void shut();
    std::int64_t arrival(std::int64_t& last);

    int descriptor_;
    WireEnd& end_;
    Schedule& schedule_;
    const Weather& weather_;
    Random random_;
    std::deque<std::string> to_gateway_;
    std::deque<std::string> to_peer_;
    std::int64_t last_to_gateway_ = 0;
    std::int64_t last_to_peer_ = 0;
    std::optional<std::size_t> bytes_left_; // that the gateway wrote before its end
    bool closing_ = false;                  // once all has arrived
    bool ended_ = false;                    // the peer has been told, or need not be
    bool frozen_ = false;
    bool touched_ = false;
};

} // namespace lockstep::simulation
