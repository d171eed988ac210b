// An order that passed the risk gate. Only the gate can make one, so an order that was never
// checked cannot be sent: it would not compile.
#pragma once

#include "proto/commands.hpp"

#include <utility>

namespace lockstep {

template <class Order> class Approved {
  public:
    const Order& order() const { return order_; }

  private:
    friend class RiskGate;
    explicit Approved(Order order) : order_(std::move(order)) {}
    Order order_;
};

} // namespace lockstep
