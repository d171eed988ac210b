// The daily loss limit, the daily profit target and the drawdown floor of one account, watched on
// every change of equity.
#pragma once

#include "proto/commands.hpp"
#include "risk/limits.hpp"

#include <optional>
#include <string>

namespace lockstep {

// A limit that was crossed, with its numbers.
struct Breach {
    Reason reason = Reason::none; // daily_loss, profit_target or drawdown
    Money limit;                  // the loss allowed, the profit aimed at, or the floor
    Money observed;               // the loss or profit made, or the equity

    static void fields(auto& self, auto& archive) {
        archive(self.reason, self.limit, self.observed);
    }
};

// "daily loss 1002.50 reached the limit 1000.00".
std::string in_words(const Breach& breach);
// What it is called in a sentence: "the daily loss limit".
std::string in_words(Reason reason);

// Whether the account's own day roll lifts it.
constexpr bool is_daily(Reason reason) {
    return reason == Reason::daily_loss || reason == Reason::profit_target;
}

class LossWatch {
  public:
    LossWatch(const AccountLimits& limits, Money start_equity);

    // Takes the account's equity after a fill or a mark. Gives a breach when this one crosses a
    // limit that is not latched yet; each latches by itself. One step may cross a daily loss and
    // the floor: then it is the drawdown, which holds longer, that is given.
    std::optional<Breach> watch(Money equity);
    // The account's day ended with `equity`: a new day's measure begins, an end-of-day floor moves,
    // a daily loss and a profit target are lifted. Gives true when it lifted one and nothing else
    // holds the account.
    bool roll_day(Money equity);
    // An operator lifts a drawdown: the measure starts anew from `equity`. What holds for the day
    // stays until the day roll. Gives false when there was no drawdown to lift.
    bool lift_drawdown(Money equity);

    // Other limits hold from now on. What is latched stays so; a limit that is crossed already is
    // found by the next `watch`.
    void set_limits(const AccountLimits& limits);
    // What the account would have crossed, in this order, were its equity this. Nothing is latched.
    std::optional<Breach> would_breach(Money equity) const;

    // What holds the account: the drawdown before the daily loss, and that before the profit.
    const std::optional<Breach>& latched() const {
        return drawdown_ ? drawdown_ : daily_ ? daily_ : profit_;
    }
    Money day_start() const { return day_start_; }
    Money high_water() const { return high_water_; }
    std::optional<Money> floor() const;

    // What settings say is not part of it.
    static void fields(auto& self, auto& archive) {
        archive(self.start_, self.day_start_, self.high_water_, self.daily_, self.profit_,
                self.drawdown_);
    }

  private:
    void raise_high_water(Money equity);

    std::optional<Money> daily_loss_;
    std::optional<Money> daily_profit_;
    std::optional<Money> max_drawdown_;
    DrawdownMode mode_;
    std::optional<Money> lock_;
    Money start_;      // the static floor hangs below this
    Money day_start_;  // equity at the last day roll
    Money high_water_; // highest equity; of day rolls alone where the floor goes by them
    std::optional<Breach> daily_;
    std::optional<Breach> profit_;
    std::optional<Breach> drawdown_;
};

} // namespace lockstep
