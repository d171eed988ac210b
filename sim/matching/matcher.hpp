// Where orders meet: the book of one instrument, its last trade, and the rules by which orders
// trade, rest and trigger.
#pragma once

#include "matching/book.hpp"
#include "matching/tape.hpp"

#include <cstdint>
#include <optional>

namespace lockstep::sim {

class Matcher {
  public:
    Matcher(InstrumentId instrument, std::int64_t protection_ticks, std::optional<Price> last)
        : instrument_(instrument), protection_ticks_(protection_ticks), last_(last) {}

    Book& book() { return book_; }
    const Book& book() const { return book_; }
    std::optional<Price> last() const { return last_; }

    // What the protection of a market order on `side` is counted from: the best price it could
    // trade at when the market is `open`, else the last trade.
    std::optional<Price> reference(Side side, bool open) const;

    // Lets an order that is in no queue do what it can: wait as a stop, trade, rest, or end. Only
    // an `open` market trades.
    void enter(Order& order, bool open, Tape& tape);

    // Trades a crossed book at one price.
    void uncross(Tape& tape);

    // Triggers every stop that the last trade of earlier calls or any trade of this one has
    // touched, and those that their trades touch.
    void trigger_stops(Tape& tape);

  private:
    Price limit_of(const OrderState& order, bool open) const;
    void trade_up_to(Order& order, Price limit, Tape& tape);
    void fill_resting(Order& order, Level at);
    void tell_trade(const Order& first, const Order& second, Level at,
                    std::optional<Side> aggressor, Tape& tape);
    void forget_if_done(const Order& order);
    void settle_rest(Order& order, Price limit, Tape& tape);

    InstrumentId instrument_;
    std::int64_t protection_ticks_;
    Book book_;
    std::optional<Price> last_;
    // Trades since stops were last looked at.
    std::optional<Price> lowest_;
    std::optional<Price> highest_;
};

} // namespace lockstep::sim
