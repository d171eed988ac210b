// Everybody else in the market: quotes around a reference price, trades at random, and prices that
// go where a script wants them. Pure: the same seed and the same calls give the same events.
#pragma once

#include "matching/exchange.hpp"
#include "matching/random.hpp"
#include "proto/result.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace lockstep::sim {

// How the background behaves, in every instrument alike.
struct BackgroundSettings {
    int levels = 5;                // quoted on each side, one tick apart, the first one tick away
    Quantity level_quantity{50};   // in each level
    Quantity max_trade{5};         // largest random trade
    std::int64_t wander_ticks = 8; // how far steps may take the reference from where it was put
};

// Trades through ordinary orders of `owner` (Day), whose reports appear among the events like any
// other. It looks at the exchange alone, so its orders may be canceled or expire under it.
class BackgroundMarket {
  public:
    // `exchange` outlives it and stays where it is.
    BackgroundMarket(Exchange& exchange, OwnerId owner, std::uint64_t seed,
                     BackgroundSettings settings = {});

    OwnerId owner() const { return owner_; }
    bool is_on(InstrumentId instrument) const;
    // The price it quotes around, while it is on.
    std::optional<Price> reference(InstrumentId instrument) const;

    // Switches on, or moves there at once, and quotes around `price`; nothing trades but orders of
    // others that the quotes meet. Refused for an instrument that is not listed, in a phase that
    // takes no orders, and when the exchange does not take every quote, which switches it off.
    Result<void> quote(InstrumentId instrument, Price price, Timestamp now,
                       std::vector<MarketEvent>& out);

    // Walks the market tick by tick to `price`: at every tick on the way it trades with every limit
    // at that price or better and prints a trade there, so stops in reach trigger; then it refills.
    // Afterwards the last trade is `price` and the best bid and ask are one tick around it.
    // Refused unless the instrument is open and switched on, past max_walk_ticks, and when the
    // exchange takes no more orders; then the market stays where it got to.
    Result<void> move_to(InstrumentId instrument, Price price, Timestamp now,
                         std::vector<MarketEvent>& out);
    static constexpr std::int64_t max_walk_ticks = 20'000;

    // One random action: a trade at the best price, a move of the reference by a tick, or a refill.
    // Does nothing unless the instrument is open and switched on.
    void step(InstrumentId instrument, Timestamp now, std::vector<MarketEvent>& out);

    // Switches off: its quotes are canceled (where the phase allows) and nothing comes after.
    void withdraw(InstrumentId instrument, Timestamp now, std::vector<MarketEvent>& out);

  private:
    using Quotes = std::map<Price, OrderId>;
    struct State {
        Price reference;
        Price anchor; // where `quote` or `move_to` left the reference
        Quotes bids;
        Quotes asks;
    };
    struct Call { // what every step of one public call works on
        InstrumentId instrument;
        State& state;
        Timestamp now;
        std::vector<MarketEvent>& out;
    };

    OrderId submit(Call& call, Side side, Price price, Quantity quantity, TimeInForce force);
    bool requote(Call& call);
    bool requote_side(Call& call, Side side);
    void drop_quotes_outside(Call& call, Quotes& quotes, Price low, Price high);
    bool quotes_are_whole(const Call& call) const;
    bool trade_crossing(Call& call, Side side, Price price);
    bool print(Call& call, Price price);
    Result<void> settle_at(Call& call, Price price);
    void random_trade(Call& call);
    void random_move(Call& call);

    Exchange& exchange_;
    OwnerId owner_;
    Random random_;
    BackgroundSettings settings_;
    std::map<InstrumentId, State> states_; // switched on
};

} // namespace lockstep::sim
