// The numbers an exchange hands out, each once and in order.
#pragma once

#include "matching/order.hpp"

namespace lockstep::sim {

class Counters {
  public:
    OrderId next_order() { return OrderId{++orders_}; }
    ExecId next_exec() { return ExecId{++execs_}; }
    TradeId next_trade() { return TradeId{++trades_}; }
    bool was_given(OrderId order) const { return !order.is_none() && order.number <= orders_; }

  private:
    std::uint64_t orders_ = 0;
    std::uint64_t execs_ = 0;
    std::uint64_t trades_ = 0;
};

} // namespace lockstep::sim
