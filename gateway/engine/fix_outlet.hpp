// Orders on their way to the FIX sessions: encoded, sent, and remembered by their numbers, so that
// an answer that names only a number finds its order.
#pragma once

#include "engine/ports.hpp"
#include "fix/fix44.hpp"
#include "fix/fix44_order_text.hpp"
#include "fix/fix44_time.hpp"
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

    void expect(FollowerId follower, InstrumentId instrument) override;
    void sent_all() override;

    // What left on a session; the address stays.
    const fix44::SentOrders* sent(SessionIndex session) const { return &sent_[session.index]; }
    // The wall clock as it was read for the event that is being taken: tag 52 of its orders.
    void set_sending_time(Timestamp time) { sending_time_ = time; }
    // When the last order of an event had been handed to its socket.
    Timestamp last_sent_at() const { return last_sent_at_; }
    // Until sent_all() orders wait, and then leave with one write for each session.
    void send_together();

  private:
    template <class Order>
    Result<void> hand_over(const Order& order, std::string_view msg_type, Timestamp now);
    Result<void> ask(const fix44::SentOrder& question, FIX::Message message);

    const RouterConfig& config_;
    SessionHost* host_ = nullptr;
    std::vector<fix44::SentOrders> sent_; // by SessionIndex
    fix44::OrderTexts texts_;
    fix44::UtcTimeText transact_time_;
    SummedText body_; // of the order that is being sent, kept for its memory
    Timestamp sending_time_;
    bool any_sent_ = false; // for the event that is being taken
    Timestamp last_sent_at_;
};

} // namespace lockstep
