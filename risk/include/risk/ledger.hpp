// What an account has made: positions, marks and equity, all exact.
#pragma once

#include "proto/instrument.hpp"
#include "proto/values.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace lockstep {

// Whose word a mark is, the weakest first: a trade of the account's own until a price has come, one
// from another session, one from the account's own session.
enum class MarkSource : std::uint8_t { trade, shared, own };
constexpr MarkSource last_of(MarkSource) { return MarkSource::own; }

// Fills of one account on one instrument. Equity needs no average price: what was paid and
// received, in tick-lots, with the position at its mark, is exact in whole numbers.
struct PositionLedger {
    Position net;
    Int128 received_tick_lots = 0; // sales minus purchases, price times lots
    std::optional<Price> mark;
    Timestamp marked_at;
    MarkSource marked_by = MarkSource::trade;

    void fill(Side side, Quantity quantity, Price price, Timestamp now);
    // Takes a fill back. It is no trade, so the mark stays.
    void unfill(Side side, Quantity quantity, Price price);
    // Result so far, open position at its mark; zero before the first fill.
    Int128 result_tick_lots() const;

    static void fields(auto& self, auto& archive) {
        archive(self.net, self.received_tick_lots, self.mark, self.marked_at, self.marked_by);
    }
};

// One account over all its instruments.
class AccountLedger {
  public:
    AccountLedger(const std::vector<Instrument>& instruments, Money balance, Money commission);

    void fill(InstrumentId instrument, Side side, Quantity quantity, Price price, Timestamp now);
    // Takes a fill back (a bust): the opposite of `fill`, its commission included.
    void unfill(InstrumentId instrument, Side side, Quantity quantity, Price price);
    // A price from market data. Gives true when it changes the account's equity.
    bool mark(InstrumentId instrument, Price price, Timestamp now,
              MarkSource source = MarkSource::shared);

    // balance + realised + unrealised - commission. What one instrument has made counts as at most
    // a hundred thousand million either way: only a broken price leads there.
    Money equity() const { return equity_; }
    Money balance() const { return balance_; }
    Position net(InstrumentId instrument) const;
    std::optional<Price> mark_of(InstrumentId instrument) const;
    MarkSource marked_by(InstrumentId instrument) const;
    // When the mark was heard of; as long ago as can be without one.
    Timestamp marked_at(InstrumentId instrument) const;
    // What `contracts` are worth at the mark, whatever their side; none without a mark. As a result
    // of an instrument, at most a hundred thousand million.
    std::optional<Money> notional(InstrumentId instrument, Quantity contracts) const;

    // Equity once `quantity` more has filled at `price` and all of the instrument has been closed
    // at `exit`, commission for both taken off.
    Money equity_after(InstrumentId instrument, Side side, Quantity quantity, Price price,
                       Price exit) const;

    // What settings say is not part of it.
    static void fields(auto& self, auto& archive) {
        archive.table(self.positions_);
        archive(self.equity_);
    }

  private:
    Money value(InstrumentId instrument) const;
    Money value(InstrumentId instrument, const PositionLedger& position) const;
    void revalue(InstrumentId instrument, Money before);

    const std::vector<Instrument>* instruments_;
    std::vector<PositionLedger> positions_; // by InstrumentId
    Money balance_;
    Money commission_; // per contract and side
    Money equity_;
};

} // namespace lockstep
