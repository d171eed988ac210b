#include "engine/fix_outlet.hpp"

#include "fix/wall_clock.hpp"

namespace lockstep {

FixOutlet::FixOutlet(const RouterConfig& config) : config_(config), sent_(config.sessions.size()) {}

Result<void> FixOutlet::hand_over(const fix44::SentOrder& order, FIX::Message& message) {
    if (host_ == nullptr) return failure("the sessions are closed");
    const SessionIndex session = config_.followers[order.follower.index].session;
    const auto number = host_->send(session, message);
    if (!number) return std::unexpected(number.error());
    last_sent_at_ = wall_clock_now();
    sent_[session.index].remember(*number, order);
    return {};
}

Result<void> FixOutlet::send(const Approved<NewOrder>& order, Timestamp now) {
    FIX::Message message = fix44::encode(order.order(), config_, now);
    return hand_over(fix44::sent_order(order.order()), message);
}

Result<void> FixOutlet::send(const Approved<ReplaceOrder>& replace, Timestamp now) {
    FIX::Message message = fix44::encode(replace.order(), config_, now);
    return hand_over(fix44::sent_order(replace.order()), message);
}

Result<void> FixOutlet::send(const Approved<CancelOrder>& cancel, Timestamp now) {
    FIX::Message message = fix44::encode(cancel.order(), config_, now);
    return hand_over(fix44::sent_order(cancel.order()), message);
}

Result<void> FixOutlet::send(const StatusRequest& request, Timestamp) {
    FIX::Message message = fix44::encode(request, config_);
    return hand_over(fix44::sent_order(request), message);
}

Result<void> FixOutlet::send(const MassStatusRequest& request, Timestamp) {
    FIX::Message message = fix44::encode(request, config_);
    return hand_over(fix44::sent_order(request), message);
}

Result<void> FixOutlet::send(const PositionRequest& request, Timestamp now) {
    FIX::Message message = fix44::encode(request, config_, now);
    return hand_over(fix44::sent_order(request), message);
}

} // namespace lockstep
