// Where orders go when nobody trades: everything is taken, and nothing comes of it.
#pragma once

#include "engine/ports.hpp"

namespace lockstep::test {

class TakingOutlet : public OrderOutlet {
  public:
    Result<void> send(const Approved<NewOrder>&, Timestamp) override { return {}; }
    Result<void> send(const Approved<ReplaceOrder>&, Timestamp) override { return {}; }
    Result<void> send(const Approved<CancelOrder>&, Timestamp) override { return {}; }
    Result<void> send(const StatusRequest&, Timestamp) override { return {}; }
    Result<void> send(const MassStatusRequest&, Timestamp) override { return {}; }
    Result<void> send(const PositionRequest&, Timestamp) override { return {}; }

  protected:
    ~TakingOutlet() = default;
};

} // namespace lockstep::test
