#include "front/outbox.hpp"

#include <algorithm>

namespace lockstep::sim {

void Outbox::put(FIX::Message message) {
    if (delay_.count() == 0 && waiting_.empty()) return send_(message);
    auto due = Clock::now() + delay_;
    if (!waiting_.empty()) due = std::max(due, waiting_.back().due);
    waiting_.push_back({due, std::move(message)});
    if (waiting_.size() > messages_max) send_oldest();
    arm();
}

void Outbox::send_oldest() {
    auto message = std::move(waiting_.front().message);
    waiting_.pop_front();
    send_(message);
}

void Outbox::arm() {
    if (armed_ || waiting_.empty()) return;
    armed_ = true;
    timer_.expires_at(waiting_.front().due);
    timer_.async_wait([this](boost::system::error_code error) {
        armed_ = false;
        if (error) return;
        while (!waiting_.empty() && waiting_.front().due <= Clock::now()) send_oldest();
        arm();
    });
}

void Outbox::flush() {
    delay_ = {};
    while (!waiting_.empty()) send_oldest();
    timer_.cancel();
}

} // namespace lockstep::sim
