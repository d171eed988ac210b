// The words of the exchange: how an order is named, what was asked for, and what became of it.
#pragma once

#include "proto/order.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lockstep::sim {

// Numbers handed out by the exchange, from 1 and without a gap; 0 names nothing.
struct OrderId {
    std::uint64_t number = 0;
    constexpr bool is_none() const { return number == 0; }
    friend constexpr auto operator<=>(OrderId, OrderId) = default;
};
struct ExecId { // one order report (tag 17)
    std::uint64_t number = 0;
    friend constexpr auto operator<=>(ExecId, ExecId) = default;
};
struct TradeId { // one trade; both of its fills carry it
    std::uint64_t number = 0;
    friend constexpr auto operator<=>(TradeId, TradeId) = default;
};
// Whose order it is. The exchange hands it back and never looks at it.
struct OwnerId {
    std::uint64_t number = 0;
    friend constexpr auto operator<=>(OwnerId, OwnerId) = default;
};

// Prices from -max_price_ticks to max_price_ticks and orders up to max_quantity_lots are accepted,
// at most max_orders_per_instrument of them at a time, so that price x quantity of an order and the
// quantity of a whole book always fit in 63 bits.
inline constexpr std::int64_t max_price_ticks = 1'000'000'000;
inline constexpr std::int64_t max_quantity_lots = 1'000'000'000;
inline constexpr std::size_t max_orders_per_instrument = 1'000'000;

// What one instrument may do now:
//   closed    nothing, not even a cancel; entering it expires Day orders, GTC orders stay
//   pre_open  orders, replaces and cancels, but no trade: the book may be crossed
//   open      everything; entering it first trades a crossed book at one price (the uncross)
//   halted    cancels only
enum class Phase : std::uint8_t { closed, pre_open, open, halted };

// 35=D as the exchange needs it. Price and stop price are looked at only where the type uses them.
struct OrderEntry {
    OwnerId owner;
    InstrumentId instrument;
    OrderTerms terms;
    Quantity quantity;
};

// 35=G: the order shall have these terms and this total, its fills included. Side and type have to
// be those the order has now.
struct ReplaceEntry {
    OrderId order;
    OrderTerms terms;
    Quantity total;
};

// An order as it stands. `terms` are its present ones: the rest of a market order, or of a stop
// that was triggered, is a limit at its protection price and says so here.
struct OrderState {
    OrderId id;
    OwnerId owner;
    InstrumentId instrument;
    OrderTerms terms;
    Quantity total;               // tag 38
    Quantity filled;              // tag 14
    Quantity leaves;              // tag 151: total - filled while it lives, else 0
    std::int64_t value_ticks = 0; // price x quantity over its fills: / filled is tag 6
    bool triggered = false;       // was a stop, and its stop price has traded
    bool operator==(const OrderState&) const = default;
};

// Why an order, a replace or a cancel was refused.
enum class Refusal : std::uint8_t {
    none,
    unknown_instrument,
    off_session,               // the phase does not take this request
    time_in_force_unsupported, // GTD; IOC and FOK on a stop, in pre-open, or by a replace
    quantity_not_positive,
    quantity_above_maximum,
    price_missing,
    stop_price_missing,
    price_out_of_range,
    no_reference_price, // a market order with nobody to trade with and no last trade
    too_many_orders,    // the instrument's bound of working orders
    unknown_order,      // never accepted here
    too_late,           // filled, canceled or expired already
    side_changed,
    type_changed,
    already_triggered, // its stop price cannot change any more
};

// Why an order was canceled. `by_venue` stands for everything its owner did not ask for.
enum class CancelCause : std::uint8_t { none, requested, by_venue, ioc_rest, fok_not_filled };

std::string_view name(Phase phase);
std::string_view name(Refusal refusal);
std::string_view name(CancelCause cause);

} // namespace lockstep::sim
