// All working orders of one instrument, each in the queue where its terms put it.
#pragma once

#include "matching/price_queue.hpp"

#include <map>
#include <optional>

namespace lockstep::sim {

struct Order {
    OrderState state;
    Place place = 0;
};

// Whether an order waits for its stop price.
constexpr bool is_waiting_stop(const OrderState& order) {
    return !order.triggered &&
           (order.terms.type == OrderType::stop || order.terms.type == OrderType::stop_limit);
}

class Book {
  public:
    // An order that is alive but in no queue yet.
    Order& add(const OrderState& state);
    // Puts an order into its queue, behind all others of its price. A stop that waits goes by its
    // stop price, everything else by its price.
    void rest(Order& order);
    // Takes an order out of its queue; it stays alive.
    void take_out(const Order& order);
    // Forgets an order that is in no queue.
    void forget(OrderId order);
    // Makes a queued order smaller in place.
    void reduce(Order& order, Quantity leaves);

    const std::map<OrderId, Order>& orders() const { return orders_; }
    Order* find(OrderId order);
    const PriceQueue& side(Side side) const { return side == Side::buy ? bids_ : asks_; }
    // The stop that goes first once trades happened at `low` up to `high`, if any is touched.
    std::optional<OrderId> touched_stop(Price low, Price high) const;

  private:
    PriceQueue& queue_of(const OrderState& order);

    std::map<OrderId, Order> orders_;
    PriceQueue bids_{PriceQueue::First::highest};
    PriceQueue asks_{PriceQueue::First::lowest};
    PriceQueue buy_stops_{PriceQueue::First::lowest};
    PriceQueue sell_stops_{PriceQueue::First::highest};
    Place next_place_ = 1;
};

} // namespace lockstep::sim
