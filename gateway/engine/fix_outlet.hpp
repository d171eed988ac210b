// Orders on their way to the FIX sessions: encoded, sent, and remembered by their numbers, so that
// an answer that names only a number finds its order.
#pragma once

#include "engine/ports.hpp"
#include "fix/fix44.hpp"
#include "fix/session_host.hpp"

#include <vector>

namespace lockstep {

class FixOutlet final : public OrderOutlet {
  public:
    // `config` must outlive it. Until open() every order is refused.
    explicit FixOutlet(const RouterConfig& config);

    void open(SessionHost& host) { host_ = &host; }
    void close() { host_ = nullptr; }

    Result<void> send(const Approved<NewOrder>& order, Timestamp now) override;
    Result<void> send(const Approved<ReplaceOrder>& replace, Timestamp now) override;
    Result<void> send(const Approved<CancelOrder>& cancel, Timestamp now) override;
    Result<void> send(const StatusRequest& request, Timestamp now) override;
    Result<void> send(const MassStatusRequest& request, Timestamp now) override;
    Result<void> send(const PositionRequest& request, Timestamp now) override;

    // What left on a session; the address stays.
    const fix44::SentOrders* sent(SessionIndex session) const { return &sent_[session.index]; }
    // When the last order was handed to its socket.
    Timestamp last_sent_at() const { return last_sent_at_; }

  private:
    Result<void> hand_over(const fix44::SentOrder& order, FIX::Message& message);

    const RouterConfig& config_;
    SessionHost* host_ = nullptr;
    std::vector<fix44::SentOrders> sent_; // by SessionIndex
    Timestamp last_sent_at_;
};

} // namespace lockstep
