// The exchange once more, as plainly as can be: one list of orders, every question answered by
// looking at all of them. The oracle of the real one; they share the words and no line of code.
#pragma once

#include "matching/exchange.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace lockstep::sim {

class NaiveExchange {
  public:
    explicit NaiveExchange(const std::vector<Listing>& listings);

    OrderId submit(const OrderEntry& entry, Timestamp now, std::vector<MarketEvent>& out);
    void replace(const ReplaceEntry& entry, Timestamp now, std::vector<MarketEvent>& out);
    void cancel(OrderId order, Timestamp now, std::vector<MarketEvent>& out, CancelCause cause);
    void set_phase(InstrumentId instrument, Phase phase, Timestamp now,
                   std::vector<MarketEvent>& out);

    std::optional<Price> last_trade(InstrumentId instrument) const;
    std::vector<Level> depth(InstrumentId instrument, Side side) const;
    std::vector<OrderState> orders_of(OwnerId owner) const;

  private:
    struct Working {
        OrderState state;
        std::uint64_t arrived = 0;
        bool queued = false;
    };
    struct Place {
        Listing listing;
        Phase phase = Phase::closed;
        std::optional<Price> last;
        std::vector<Price> traded; // in this call; what stops look at
        std::optional<Level> bid, ask;
    };

    Refusal judge(const OrderEntry& entry) const;
    Refusal judge(const Working& order, const ReplaceEntry& entry) const;
    static Refusal judge_numbers(const Listing& listing, const OrderTerms& terms, Quantity lots);
    bool is_stop(const Working& order) const;
    bool stands(const Working& order, InstrumentId instrument, Side side) const;
    Working* find(OrderId order);
    Working* best(InstrumentId instrument, Side side);
    Working* touched(InstrumentId instrument);
    std::optional<Price> market_reference(InstrumentId instrument, Side side) const;
    Price protection(InstrumentId instrument, Side side, Price from) const;

    void act(OrderId order);
    void trade(OrderId first, OrderId second, Price price, std::int64_t lots,
               std::optional<Side> aggressor);
    void uncross(InstrumentId instrument);
    void end_of_call(InstrumentId instrument);
    void sweep_ended();

    OrderReport& say(ReportKind kind, const OrderState& order);

    std::vector<Place> places_;
    std::vector<Working> orders_;
    std::uint64_t order_count_ = 0, exec_count_ = 0, trade_count_ = 0, arrivals_ = 0;
    Timestamp now_;
    std::vector<MarketEvent>* out_ = nullptr;
};

} // namespace lockstep::sim
