// One account's money as the checker sees it: equity and what its limits make of it, moved from
// event to event in whole units, by the prices that its broker and the market had. Shares no code
// with risk/, which counts what was paid and received instead.
#pragma once

#include "proto/commands.hpp"
#include "router/config.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace lockstep::simulation {

class OwnAccount {
  public:
    OwnAccount(const std::vector<Instrument>& instruments, const FollowerConfig& follower);

    // `lots` of a sale are below zero. Prices are in ticks.
    void fill(InstrumentId instrument, std::int64_t lots, std::int64_t price, std::int64_t now_ns);
    void see_price(InstrumentId instrument, std::int64_t price, std::int64_t now_ns);
    // The limits that the equity of now reaches and that did not hold the account before.
    std::set<Reason> look();
    void roll_day();
    // Something else than money stops it, until an operator resumes it.
    void stop(Reason reason) { others_.insert(reason); }
    void resume();

    // What holds it; none while it may trade.
    const std::set<Reason>& held_by() const { return held_by_; }
    bool is_stopped() const { return !held_by_.empty() || !others_.empty(); }
    // By limits of its day and by no other.
    bool is_held_for_the_day() const {
        return !held_by_.empty() && !held_by_.contains(Reason::drawdown);
    }

    // In ten-thousandths of the currency.
    std::int64_t equity() const { return equity_; }
    std::int64_t high() const { return high_; }
    std::optional<std::int64_t> floor() const;

    struct Mark {
        std::int64_t price = 0;
        std::int64_t at_ns = 0;
        bool is_market = false;
    };
    // Null while nothing has told of a price.
    const Mark* mark_of(InstrumentId instrument) const;
    std::int64_t held(InstrumentId instrument) const { return at_[instrument.index].held; }

  private:
    struct Place {
        std::int64_t held = 0;
        std::int64_t tick_value = 0;
        std::optional<Mark> mark;
    };
    void move_mark(Place& place, std::int64_t price, std::int64_t now_ns);

    const AccountLimits& limits_;
    std::vector<Place> at_; // by instrument
    std::int64_t begin_;    // where a static floor hangs
    std::int64_t day_begin_;
    std::int64_t high_;
    std::int64_t equity_;
    std::set<Reason> held_by_;
    std::set<Reason> others_;
};

} // namespace lockstep::simulation
