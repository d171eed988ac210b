#include "risk/message_budget.hpp"

#include <algorithm>

namespace lockstep {

namespace {
constexpr std::int64_t message_cost = 1'000'000'000;
constexpr std::int64_t reserve_percent = 30;
constexpr std::int64_t second_ns = 1'000'000'000;
} // namespace

MessageBudget::MessageBudget(SessionLimits limits)
    : rate_(limits.max_messages_per_second.value_or(0)), credit_(rate_ * message_cost) {}

bool MessageBudget::take(MessageClass message_class, Timestamp now) {
    if (rate_ == 0) return true;
    refill(now);
    if (credit_ < needed(message_class)) return false;
    credit_ -= message_cost;
    return true;
}

Timestamp MessageBudget::ready_at(MessageClass message_class, Timestamp now) {
    if (rate_ == 0) return now;
    refill(now);
    const std::int64_t missing = std::max<std::int64_t>(0, needed(message_class) - credit_);
    return now + Duration((missing + rate_ - 1) / rate_);
}

void MessageBudget::refill(Timestamp now) {
    const std::int64_t elapsed_ns = std::clamp<std::int64_t>((now - refilled_at_).ns, 0, second_ns);
    refilled_at_ = std::max(refilled_at_, now);
    credit_ = std::min(rate_ * message_cost, credit_ + elapsed_ns * rate_);
}

// An entry leaves the reserve untouched; with a rate too small to hold one back, it waits for a
// full bucket.
std::int64_t MessageBudget::needed(MessageClass message_class) const {
    if (message_class == MessageClass::exit_or_cancel) return message_cost;
    const std::int64_t reserve = rate_ * message_cost / 100 * reserve_percent;
    return std::min(rate_ * message_cost, message_cost + reserve);
}

} // namespace lockstep
