#include "router/live_orders.hpp"

#include "proto/check.hpp"
#include "router/ladder.hpp"

#include <algorithm>

namespace lockstep {

void LiveOrders::add(ChildNumber number, const ChildOrder& order) {
    LOCKSTEP_CHECK(numbers_.empty() || numbers_.back() < number);
    numbers_.push_back(number);
    count(order, 1);
    note_look(number, order);
}

void LiveOrders::before_change(const ChildOrder& order) { count(order, -1); }

void LiveOrders::after_change(ChildNumber number, const ChildOrder& order) {
    count(order, 1);
    if (order.is_live()) return note_look(number, order);
    const auto at = std::ranges::lower_bound(numbers_, number);
    if (at != numbers_.end() && *at == number) numbers_.erase(at);
    if (numbers_.empty()) looks_.clear();
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

Timestamp LiveOrders::looked_at(const ChildOrder& order) const {
    if (order.awaits_answer()) {
        const Timestamp alarm = order.asked_at + ChildOrder::alarm_after;
        return order.alarmed ? order.query_at : std::min(order.query_at, alarm);
    }
    const bool came_to_rest = order.state == ChildState::working && !order.is_mirror();
    return came_to_rest ? order.asked_at + rest_max_ : never;
}

void LiveOrders::note_look(ChildNumber number, const ChildOrder& order) {
    const Timestamp when = looked_at(order);
    if (when == never) return;
    looks_.emplace_back(when, number);
    std::ranges::push_heap(looks_, std::greater());
}

void LiveOrders::drop_first_look() {
    std::ranges::pop_heap(looks_, std::greater());
    looks_.pop_back();
}

} // namespace lockstep
