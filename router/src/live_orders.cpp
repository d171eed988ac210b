#include "router/live_orders.hpp"

#include "proto/check.hpp"
#include "router/ladder.hpp"

#include <algorithm>

namespace lockstep {

void LiveOrders::add(ChildNumber number, const ChildOrder& order) {
    LOCKSTEP_CHECK(numbers_.empty() || numbers_.back() < number);
    numbers_.push_back(number);
    count(order, 1);
    note_due(number, order);
}

void LiveOrders::before_change(const ChildOrder& order) { count(order, -1); }

void LiveOrders::after_change(ChildNumber number, const ChildOrder& order) {
    count(order, 1);
    if (order.is_live()) return note_due(number, order);
    const auto at = std::ranges::lower_bound(numbers_, number);
    if (at != numbers_.end() && *at == number) numbers_.erase(at);
    if (!numbers_.empty()) return;
    unanswered_.clear();
    rested_.clear();
}

bool LiveOrders::is_live(ChildNumber number) const {
    return std::ranges::binary_search(numbers_, number);
}

void LiveOrders::count(const ChildOrder& order, int times) {
    if (!order.is_live()) return;
    const Quantity leaves(order.leaves().lots * times);
    Working& working = order.terms.side == Side::buy ? buys_ : sells_;
    switch (order.purpose) {
    case Purpose::mirror_entry: working.entries += leaves; break;
    case Purpose::entry:
        working.entries += leaves;
        working.copies += leaves;
        break;
    case Purpose::mirror_exit:
        (is_stop(order.terms.type) ? working.stops : working.targets) += leaves;
        break;
    case Purpose::exit:
        working.closing += leaves;
        working.closing_orders += times;
        break;
    }
}

std::optional<Timestamp> LiveOrders::unanswered_due(const ChildOrder& order) {
    if (!order.awaits_answer()) return std::nullopt;
    const Timestamp alarm_at = order.asked_at + ChildOrder::alarm_after;
    return order.alarmed ? order.query_at : std::min(order.query_at, alarm_at);
}

std::optional<Timestamp> LiveOrders::rested_due(const ChildOrder& order) const {
    const bool rests = order.state == ChildState::working && !order.is_mirror();
    return rests ? std::optional(order.asked_at + rest_max_) : std::nullopt;
}

void LiveOrders::note_due(ChildNumber number, const ChildOrder& order) {
    if (const auto due = unanswered_due(order)) unanswered_.note(number, *due);
    if (const auto due = rested_due(order)) rested_.note(number, *due);
}

} // namespace lockstep
