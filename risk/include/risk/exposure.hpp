// How many weighted contracts an account stands for at its worst: what it holds with everything
// that works, or may work, on either side.
#pragma once

#include "proto/instrument.hpp"
#include "proto/values.hpp"
#include "risk/limits.hpp"

#include <vector>

namespace lockstep {

// One instrument of an account. Orders whose fate is unknown count as working.
struct Exposure {
    Position net;
    Quantity working_buys;
    Quantity working_sells;
    Quantity entry_buys; // those of the working ones that would open
    Quantity entry_sells;

    // The largest of what the account would hold if one side filled whole, and of what the entries
    // of one side would make it hold once what stands against them is closed; at most a thousand
    // million, which is past every cap.
    Quantity worst() const;
    void add_working(Side side, Quantity leaves, bool entry);

    static void fields(auto& self, auto& archive) {
        archive(self.net, self.working_buys, self.working_sells, self.entry_buys, self.entry_sells);
    }
};

class AccountExposure {
  public:
    explicit AccountExposure(std::size_t instruments) : by_instrument_(instruments) {}

    Exposure& at(InstrumentId instrument) { return by_instrument_[instrument.index]; }
    const Exposure& at(InstrumentId instrument) const { return by_instrument_[instrument.index]; }

    // Sum over instruments of worst x weight.
    Ratio weighted(const std::vector<Ratio>& weights) const;
    // How many more contracts of `instrument` may be entered on `side` before MaxContracts is
    // passed.
    Quantity room(InstrumentId instrument, Side side, const AccountLimits& limits) const;

    static void fields(auto& self, auto& archive) { archive.table(self.by_instrument_); }

  private:
    std::vector<Exposure> by_instrument_;
};

} // namespace lockstep
