// Writes what happens during one call: every event gets the call's time, every report its ExecId.
#pragma once

#include "matching/counters.hpp"
#include "matching/events.hpp"

#include <vector>

namespace lockstep::sim {

class Tape {
  public:
    Tape(Counters& counters, Timestamp now, std::vector<MarketEvent>& out)
        : counters_(counters), now_(now), out_(out) {}

    Counters& counters() { return counters_; }

    void report(ReportKind kind, const OrderState& order);
    void rejected(const OrderEntry& entry, Refusal refusal);
    void canceled(const OrderState& order, CancelCause cause);
    void filled(const OrderState& order, const Fill& fill);
    void cancel_rejected(OrderId order, RequestKind request, Refusal refusal);
    void print(InstrumentId instrument, const Fill& fill, std::optional<Side> aggressor);
    void top_of_book(InstrumentId instrument, std::optional<Level> bid, std::optional<Level> ask);
    void phase_changed(InstrumentId instrument, Phase phase);

  private:
    OrderReport start(ReportKind kind, const OrderState& order);

    Counters& counters_;
    Timestamp now_;
    std::vector<MarketEvent>& out_;
};

} // namespace lockstep::sim
