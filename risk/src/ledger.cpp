#include "risk/ledger.hpp"

#include <algorithm>

namespace lockstep {

namespace {
constexpr Int128 result_max = Money::of(100'000'000'000).units;
}

void PositionLedger::fill(Side side, Quantity quantity, Price price, Timestamp now) {
    const Position change = signed_quantity(side, quantity);
    net = net + change;
    received_tick_lots -= Int128{change.net} * price.ticks;
    if (marked_by != MarkSource::trade) return;
    mark = price;
    marked_at = now;
}

void PositionLedger::unfill(Side side, Quantity quantity, Price price) {
    const Position change = signed_quantity(side, quantity);
    net = net - change;
    received_tick_lots += Int128{change.net} * price.ticks;
}

Int128 PositionLedger::result_tick_lots() const {
    return received_tick_lots + (mark ? Int128{net.net} * mark->ticks : 0);
}

AccountLedger::AccountLedger(const std::vector<Instrument>& instruments, Money balance,
                             Money commission)
    : instruments_(&instruments), positions_(instruments.size()), balance_(balance),
      commission_(commission), equity_(balance) {}

void AccountLedger::fill(InstrumentId instrument, Side side, Quantity quantity, Price price,
                         Timestamp now) {
    const Money before = value(instrument);
    positions_[instrument.index].fill(side, quantity, price, now);
    revalue(instrument, before);
    equity_ = equity_ - Money(commission_.units * quantity.lots);
}

void AccountLedger::unfill(InstrumentId instrument, Side side, Quantity quantity, Price price) {
    const Money before = value(instrument);
    positions_[instrument.index].unfill(side, quantity, price);
    revalue(instrument, before);
    equity_ = equity_ + Money(commission_.units * quantity.lots);
}

bool AccountLedger::mark(InstrumentId instrument, Price price, Timestamp now, MarkSource source) {
    PositionLedger& position = positions_[instrument.index];
    position.marked_by = source;
    position.marked_at = now;
    if (position.mark == price) return false;
    const Money before = value(instrument);
    position.mark = price;
    revalue(instrument, before);
    return !position.net.is_flat();
}

Position AccountLedger::net(InstrumentId instrument) const {
    return positions_[instrument.index].net;
}

std::optional<Price> AccountLedger::mark_of(InstrumentId instrument) const {
    return positions_[instrument.index].mark;
}

MarkSource AccountLedger::marked_by(InstrumentId instrument) const {
    return positions_[instrument.index].marked_by;
}

Timestamp AccountLedger::marked_at(InstrumentId instrument) const {
    return positions_[instrument.index].marked_at;
}

std::optional<Money> AccountLedger::notional(InstrumentId instrument, Quantity contracts) const {
    const auto mark = mark_of(instrument);
    if (!mark) return std::nullopt;
    const Int128 ticks = mark->ticks < 0 ? -Int128{mark->ticks} : Int128{mark->ticks};
    const Int128 units = std::min(ticks * contracts.lots, result_max) *
                         (*instruments_)[instrument.index].tick_value.units;
    return Money(static_cast<std::int64_t>(std::min(units, result_max)));
}

Money AccountLedger::equity_after(InstrumentId instrument, Side side, Quantity quantity,
                                  Price price, Price exit) const {
    PositionLedger position = positions_[instrument.index];
    position.fill(side, quantity, price, Timestamp());
    position.mark = exit;
    const Int128 sides = Int128{abs(position.net).lots} + quantity.lots;
    const Int128 cost = std::min(sides * commission_.units, result_max);
    return equity_ + (value(instrument, position) - value(instrument)) -
           Money(static_cast<std::int64_t>(cost));
}

Money AccountLedger::value(InstrumentId instrument) const {
    return value(instrument, positions_[instrument.index]);
}

Money AccountLedger::value(InstrumentId instrument, const PositionLedger& position) const {
    const Int128 units =
        position.result_tick_lots() * (*instruments_)[instrument.index].tick_value.units;
    return Money(static_cast<std::int64_t>(std::clamp(units, -result_max, result_max)));
}

void AccountLedger::revalue(InstrumentId instrument, Money before) {
    equity_ = equity_ + (value(instrument) - before);
}

} // namespace lockstep
