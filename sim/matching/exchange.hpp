// A futures exchange without its wires: orders in, events out. Pure: the same calls give the same
// events, and time is an argument that is only written into them.
#pragma once

#include "matching/events.hpp"
#include "matching/order.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace lockstep::sim {

// One instrument as the exchange lists it. InstrumentId counts along the exchange's listings.
struct Listing {
    Instrument instrument;
    // How far from its reference a market order may trade: the best price of the other side when it
    // arrives (the last trade where there is none, and in pre-open), for a stop its stop price.
    std::int64_t protection_ticks = 100;
    Quantity max_order_quantity{10'000};
    std::size_t max_working_orders = 100'000; // at most max_orders_per_instrument
    Phase phase = Phase::closed;              // at the start
    std::optional<Price> last_settlement;     // stands in for the last trade until there is one
};

class Market;
class Counters;

// Price-time priority. Trades happen at the price of the order that was there first. Stops are
// triggered by any trade at or through their stop price, once the request that traded is done: one
// after the other, buy stops from the lowest price, then sell stops from the highest, those that
// earlier ones touch included. A stop that the last trade has touched already triggers on arrival,
// or at the open. Two orders of one owner may trade with each other.
class Exchange {
  public:
    explicit Exchange(std::vector<Listing> listings);
    ~Exchange();
    Exchange(Exchange&&) noexcept;
    Exchange& operator=(Exchange&&) noexcept;

    // Gives the id of the order, or none when it is refused (a `rejected` report says why). The
    // first event is `accepted` or `rejected`; what follows from it comes behind, fills at once.
    OrderId submit(const OrderEntry& entry, Timestamp now, std::vector<MarketEvent>& out);

    // The order keeps its place in the queue only when its prices stay and its total does not grow.
    // A total at or below what is filled ends the order with total = filled (FIX 4.4 D6, D7).
    // Refused with a CancelRejected.
    void replace(const ReplaceEntry& entry, Timestamp now, std::vector<MarketEvent>& out);

    // Refused with a CancelRejected. `cause` is requested or by_venue.
    void cancel(OrderId order, Timestamp now, std::vector<MarketEvent>& out,
                CancelCause cause = CancelCause::requested);

    // Every phase may follow every other; the one that is there already says nothing. An instrument
    // that is not listed is a programmer error here and in the views below.
    void set_phase(InstrumentId instrument, Phase phase, Timestamp now,
                   std::vector<MarketEvent>& out);

    const std::vector<Listing>& listings() const { return listings_; }
    Phase phase(InstrumentId instrument) const;
    std::optional<Price> last_trade(InstrumentId instrument) const;
    std::optional<Level> best(InstrumentId instrument, Side side) const;
    // At most `max_levels` levels, the best first.
    std::vector<Level> depth(InstrumentId instrument, Side side, std::size_t max_levels) const;
    // A working order; null for every other id. Valid until the next call that takes `now`.
    const OrderState* find(OrderId order) const;
    // The working orders of one owner, oldest first.
    std::vector<OrderState> orders_of(OwnerId owner) const;

  private:
    Market& market(InstrumentId instrument);
    const Market& market(InstrumentId instrument) const;
    Market* market_of(OrderId order);
    Refusal why_gone(OrderId order) const;

    std::vector<Listing> listings_;
    std::unique_ptr<Counters> counters_;
    std::vector<std::unique_ptr<Market>> markets_;
};

} // namespace lockstep::sim
