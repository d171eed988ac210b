// One instrument of the exchange: its phase, what it takes in that phase, and what it tells.
#pragma once

#include "matching/exchange.hpp"
#include "matching/matcher.hpp"

namespace lockstep::sim {

class Market {
  public:
    Market(InstrumentId instrument, const Listing& listing);

    // As Exchange says; `order` works here.
    OrderId submit(const OrderEntry& entry, Tape& tape);
    void replace(const ReplaceEntry& entry, Tape& tape);
    void cancel(OrderId order, CancelCause cause, Tape& tape);
    void set_phase(Phase phase, Tape& tape);

    Phase phase() const { return phase_; }
    const Matcher& matcher() const { return matcher_; }
    bool has(OrderId order) const { return matcher_.book().orders().contains(order); }

  private:
    Refusal check(const OrderEntry& entry) const;
    void apply(Order& order, const OrderTerms& terms, Quantity total, Tape& tape);
    void expire_day_orders(Tape& tape);
    void finish(Tape& tape);

    InstrumentId instrument_;
    Listing listing_;
    Phase phase_;
    Matcher matcher_;
    std::optional<Level> told_bid_;
    std::optional<Level> told_ask_;
};

} // namespace lockstep::sim
