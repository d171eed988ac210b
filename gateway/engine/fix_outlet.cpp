#include "engine/fix_outlet.hpp"

#include "fix/wall_clock.hpp"

#include <utility>

namespace lockstep {

FixOutlet::FixOutlet(const RouterConfig& config)
    : config_(config), sent_(config.sessions.size()), texts_(config) {}

template <class Order>
Result<void> FixOutlet::hand_over(const Order& order, std::string_view msg_type, Timestamp now) {
    if (host_ == nullptr) return failure("the sessions are closed");
    const SessionIndex session = config_.followers[order.follower.index].session;
    body_.clear();
    texts_.of(order.follower, order.instrument).write(order, transact_time_.at(now), body_);
    const auto number = host_->send(session, {msg_type, body_}, sending_time_);
    if (!number) return std::unexpected(number.error());
    sent_[session.index].remember(*number, fix44::sent_order(order));
    any_sent_ = true;
    return {};
}

void FixOutlet::expect(FollowerId follower, InstrumentId instrument) {
    if (host_ == nullptr) return;
    const SessionIndex session = config_.followers[follower.index].session;
    host_->expect(session);
    sent_[session.index].bring_near();
    texts_.of(follower, instrument).bring_near();
}

void FixOutlet::send_together() {
    if (host_ != nullptr) host_->begin_batch();
}

void FixOutlet::sent_all() {
    if (host_ != nullptr) host_->end_batch();
    if (std::exchange(any_sent_, false)) last_sent_at_ = wall_clock_now();
}

Result<void> FixOutlet::ask(const fix44::SentOrder& question, FIX::Message message) {
    if (host_ == nullptr) return failure("the sessions are closed");
    const SessionIndex session = config_.followers[question.follower.index].session;
    const auto number = host_->send(session, message);
    if (!number) return std::unexpected(number.error());
    sent_[session.index].remember(*number, question);
    return {};
}

Result<void> FixOutlet::send(const Approved<NewOrder>& order, Timestamp now) {
    return hand_over(order.order(), "D", now);
}

Result<void> FixOutlet::send(const Approved<ReplaceOrder>& replace, Timestamp now) {
    return hand_over(replace.order(), "G", now);
}

Result<void> FixOutlet::send(const Approved<CancelOrder>& cancel, Timestamp now) {
    return hand_over(cancel.order(), "F", now);
}

Result<void> FixOutlet::send(const StatusRequest& request, Timestamp) {
    return ask(fix44::sent_order(request), fix44::encode(request, config_));
}

Result<void> FixOutlet::send(const MassStatusRequest& request, Timestamp) {
    return ask(fix44::sent_order(request), fix44::encode(request, config_));
}

Result<void> FixOutlet::send(const PositionRequest& request, Timestamp now) {
    return ask(fix44::sent_order(request), fix44::encode(request, config_, now));
}

} // namespace lockstep
