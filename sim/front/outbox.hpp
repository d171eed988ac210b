// Messages on their way to one session, which a fault may delay.
#pragma once

#include "gateway/fix/quickfix.hpp"
#include "proto/values.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <deque>
#include <functional>

namespace lockstep::sim {

// Keeps the order of the messages, whatever the delay becomes. At most `messages_max` wait; what
// comes after that pushes the oldest out at once.
class Outbox {
  public:
    static constexpr std::size_t messages_max = 100'000;
    using Send = std::function<void(FIX::Message&)>;

    Outbox(boost::asio::io_context& io, Send send) : timer_(io), send_(std::move(send)) {}

    // For messages from now on.
    void set_delay(Duration delay) { delay_ = std::chrono::nanoseconds(delay.ns); }
    void put(FIX::Message message);
    // Sends what waits, and delays nothing any more.
    void flush();

  private:
    using Clock = std::chrono::steady_clock;
    struct Waiting {
        Clock::time_point due;
        FIX::Message message;
    };
    void send_oldest();
    void arm();

    boost::asio::steady_timer timer_;
    Send send_;
    std::chrono::nanoseconds delay_{0};
    std::deque<Waiting> waiting_;
    bool armed_ = false;
};

} // namespace lockstep::sim
