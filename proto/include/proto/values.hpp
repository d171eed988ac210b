// The value types of the trading domain. Each is its own type, made explicitly, with only the
// operators that mean something.
#pragma once

#include "proto/decimal.hpp"

#include <compare>
#include <cstdint>
#include <ostream>
#include <string>

namespace lockstep {

enum class Side : std::uint8_t { buy, sell }; // FIX tag 54: 1, 2
constexpr Side last_of(Side) { return Side::sell; }

constexpr Side opposite(Side side) { return side == Side::buy ? Side::sell : Side::buy; }

// A price in whole ticks of its instrument; may be zero or negative (spreads, oil in 2020).
struct Price {
    std::int64_t ticks = 0;
    constexpr Price() = default;
    constexpr explicit Price(std::int64_t value) : ticks(value) {}
    friend constexpr auto operator<=>(Price, Price) = default;
    static void fields(auto& self, auto& archive) { archive(self.ticks); }
};

// A number of contracts, never negative.
struct Quantity {
    std::int64_t lots = 0;
    constexpr Quantity() = default;
    constexpr explicit Quantity(std::int64_t value) : lots(value) {}
    constexpr bool is_zero() const { return lots == 0; }
    static void fields(auto& self, auto& archive) { archive(self.lots); }
    friend constexpr auto operator<=>(Quantity, Quantity) = default;
    friend constexpr Quantity operator+(Quantity a, Quantity b) {
        return Quantity(a.lots + b.lots);
    }
    constexpr Quantity& operator+=(Quantity other) { return *this = *this + other; }
};

// a - b, never below zero.
constexpr Quantity less(Quantity a, Quantity b) {
    return Quantity(a.lots > b.lots ? a.lots - b.lots : 0);
}

// A signed number of contracts: long above zero, short below.
struct Position {
    std::int64_t net = 0;
    constexpr Position() = default;
    constexpr explicit Position(std::int64_t value) : net(value) {}
    constexpr bool is_flat() const { return net == 0; }
    constexpr bool is_long() const { return net > 0; }
    constexpr bool is_short() const { return net < 0; }
    static void fields(auto& self, auto& archive) { archive(self.net); }
    friend constexpr auto operator<=>(Position, Position) = default;
    friend constexpr Position operator+(Position a, Position b) { return Position(a.net + b.net); }
    friend constexpr Position operator-(Position a, Position b) { return Position(a.net - b.net); }
    constexpr Position operator-() const { return Position(-net); }
};

constexpr Quantity abs(Position position) {
    return Quantity(position.net < 0 ? -position.net : position.net);
}
// What a trade of `quantity` on `side` adds to a position.
constexpr Position signed_quantity(Side side, Quantity quantity) {
    return Position(side == Side::buy ? quantity.lots : -quantity.lots);
}
// The side that takes an account away from flat towards `position`; buy for flat.
constexpr Side side_of(Position position) { return position.is_short() ? Side::sell : Side::buy; }
// How much of `position` lies on `side`: long 3 on buy is 3, on sell 0.
constexpr Quantity on_side(Position position, Side side) {
    return less(Quantity(side == Side::buy ? position.net : -position.net), Quantity(0));
}

// Money in 1/10,000 of the account's currency, enough for every listed tick value (ZT: 7.8125).
struct Money {
    static constexpr std::int64_t units_per_currency = 10'000;

    std::int64_t units = 0;
    constexpr Money() = default;
    constexpr explicit Money(std::int64_t value) : units(value) {}
    // "1234.5"; refuses more than four decimals.
    static Result<Money> parse(std::string_view text);
    static constexpr Money of(std::int64_t currency) {
        return Money(currency * units_per_currency);
    }
    std::string str() const; // "1234.50", two decimals or as many as it needs

    static void fields(auto& self, auto& archive) { archive(self.units); }
    friend constexpr auto operator<=>(Money, Money) = default;
    friend constexpr Money operator+(Money a, Money b) { return Money(a.units + b.units); }
    friend constexpr Money operator-(Money a, Money b) { return Money(a.units - b.units); }
    constexpr Money operator-() const { return Money(-units); }
};

// tick value x ticks x contracts, by way of 128 bits; a result past 63 bits is a programmer error.
Money money_of_ticks(Money tick_value, Int128 tick_lots);

// A span of time in nanoseconds.
struct Duration {
    std::int64_t ns = 0;
    constexpr Duration() = default;
    constexpr explicit Duration(std::int64_t value) : ns(value) {}
    static constexpr Duration seconds(std::int64_t s) { return Duration(s * 1'000'000'000); }
    static constexpr Duration milliseconds(std::int64_t ms) { return Duration(ms * 1'000'000); }
    static void fields(auto& self, auto& archive) { archive(self.ns); }
    friend constexpr auto operator<=>(Duration, Duration) = default;
    friend constexpr Duration operator+(Duration a, Duration b) { return Duration(a.ns + b.ns); }
};

// An instant in nanoseconds since 1970-01-01 00:00 UTC. The pure core is handed it, never asks.
struct Timestamp {
    std::int64_t ns = 0;
    constexpr Timestamp() = default;
    constexpr explicit Timestamp(std::int64_t value) : ns(value) {}
    static void fields(auto& self, auto& archive) { archive(self.ns); }
    friend constexpr auto operator<=>(Timestamp, Timestamp) = default;
    friend constexpr Timestamp operator+(Timestamp t, Duration d) { return Timestamp(t.ns + d.ns); }
    friend constexpr Duration operator-(Timestamp a, Timestamp b) { return Duration(a.ns - b.ns); }
};

inline std::ostream& operator<<(std::ostream& out, Price v) { return out << v.ticks; }
inline std::ostream& operator<<(std::ostream& out, Quantity v) { return out << v.lots; }
inline std::ostream& operator<<(std::ostream& out, Position v) { return out << v.net; }
inline std::ostream& operator<<(std::ostream& out, Money v) { return out << v.str(); }
inline std::ostream& operator<<(std::ostream& out, Side v) {
    return out << (v == Side::buy ? "buy" : "sell");
}

} // namespace lockstep
