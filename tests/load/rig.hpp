// The gateway under load: its process, its settings, and the venue that it is connected to.
#pragma once

#include "e2e/gateway.hpp"
#include "load/venue.hpp"
#include "support/temporary_directory.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lockstep::load {

struct RigOptions {
    int followers = 1;
    bool copies_orders = false;     // CopyMode
    std::string limits;             // lines for each follower, beside a cap that nobody meets
    bool followers_dial_in = false; // the gateway listens, on one port for all
};

class Rig {
  public:
    // Starts the gateway, and logs everybody on. Throws std::runtime_error when that fails.
    explicit Rig(const RigOptions& options);

    Venue& venue() { return venue_; }
    e2e::Gateway& gateway() { return gateway_; }
    // Waits until all that the leader has said is taken, and nothing more comes of it.
    void come_to_rest(std::chrono::seconds longest);
    // Most memory that the gateway has had so far.
    std::int64_t peak_megabytes();

  private:
    test::TemporaryDirectory folder_;
    Venue venue_;
    std::uint16_t gateway_port_;
    e2e::Gateway gateway_;
    int rests_ = 0;
};

// What became of every fact of the leader for every follower.
struct Tally {
    std::int64_t decisions_least = 0; // of one follower
    std::int64_t decisions_most = 0;
    std::int64_t sent = 0;    // orders and cancels of all followers, as the gateway counts them
    std::int64_t arrived = 0; // and as their brokers do
    std::int64_t doubled = 0; // ids that came twice
    std::string reasons;      // of decisions without an order
};

Tally tally(Rig& rig);

} // namespace lockstep::load
