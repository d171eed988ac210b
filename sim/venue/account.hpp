// One account at the broker: what it holds, what it has won or lost, and its cash.
#pragma once

#include "proto/instrument.hpp"

#include <compare>
#include <cstdint>
#include <deque>
#include <map>
#include <string>

namespace lockstep::sim {

// Index into the accounts of one settings file.
struct AccountIndex {
    std::uint32_t index = 0;
    friend constexpr auto operator<=>(AccountIndex, AccountIndex) = default;
};

// Positions are closed first in, first out, so that every result is a whole number of ticks.
class AccountBook {
  public:
    AccountBook(std::string name, Money balance) : name_(std::move(name)), balance_(balance) {}

    // A trade of the account. What it closes is realised at once.
    void apply(InstrumentId instrument, Side side, Quantity quantity, Price price,
               Money tick_value);

    const std::string& name() const { return name_; }
    Position position(InstrumentId instrument) const;
    Money realised() const { return realised_; }
    Money cash() const { return balance_ + realised_; } // tag 901

  private:
    struct Lot {
        Price price;
        Quantity quantity;
    };
    struct Holding {
        Side side = Side::buy;
        std::deque<Lot> lots; // oldest first; empty when flat
    };

    std::string name_;
    Money balance_;
    Money realised_;
    std::map<InstrumentId, Holding> holdings_;
};

} // namespace lockstep::sim
