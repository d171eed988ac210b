#include "matching/book.hpp"

#include "proto/check.hpp"

namespace lockstep::sim {
namespace {

Price queue_price(const OrderState& order) {
    const std::optional<Price>& price =
        is_waiting_stop(order) ? order.terms.stop_price : order.terms.price;
    LOCKSTEP_CHECK(price.has_value());
    return *price;
}

} // namespace

Order& Book::add(const OrderState& state) {
    const auto [entry, added] = orders_.emplace(state.id, Order{state, 0});
    LOCKSTEP_CHECK(added);
    return entry->second;
}

PriceQueue& Book::queue_of(const OrderState& order) {
    const bool buys = order.terms.side == Side::buy;
    if (is_waiting_stop(order)) return buys ? buy_stops_ : sell_stops_;
    return buys ? bids_ : asks_;
}

void Book::rest(Order& order) {
    order.place = next_place_++;
    queue_of(order.state)
        .add(queue_price(order.state), order.place, order.state.id, order.state.leaves);
}

void Book::take_out(const Order& order) {
    queue_of(order.state).remove(queue_price(order.state), order.place, order.state.leaves);
}

void Book::forget(OrderId order) { LOCKSTEP_CHECK(orders_.erase(order) == 1); }

void Book::reduce(Order& order, Quantity leaves) {
    queue_of(order.state).reduce(queue_price(order.state), less(order.state.leaves, leaves));
    order.state.leaves = leaves;
}

Order* Book::find(OrderId order) {
    const auto found = orders_.find(order);
    return found == orders_.end() ? nullptr : &found->second;
}

std::optional<OrderId> Book::touched_stop(Price low, Price high) const {
    if (const auto stop = buy_stops_.best(); stop && stop->price <= high) {
        return buy_stops_.front();
    }
    if (const auto stop = sell_stops_.best(); stop && stop->price >= low) {
        return sell_stops_.front();
    }
    return std::nullopt;
}

} // namespace lockstep::sim
