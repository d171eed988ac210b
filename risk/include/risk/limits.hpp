// The limits of one account, as settings state them. A limit that is present is active.
#pragma once

#include "proto/instrument.hpp"
#include "proto/values.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lockstep {

enum class DrawdownMode : std::uint8_t { fixed, trailing, end_of_day }; // `static` in settings
enum class ScalingBasis : std::uint8_t { end_of_day, live };
enum class OnBreach : std::uint8_t { pause, flatten };

// From this profit over the start balance on, the cap is this.
struct ScalingTier {
    Money profit;
    Ratio max_contracts{0, 1};
};

struct AccountLimits {
    Ratio max_contracts{0, 1};                      // MaxContracts, in weighted contracts; required
    std::optional<Quantity> max_order_quantity;     // MaxOrderQuantity, per order
    std::optional<Money> max_notional;              // MaxNotional, over all instruments
    std::optional<std::int64_t> price_collar_ticks; // PriceCollarTicks, either way from the mark
    Duration mark_max_age = Duration::seconds(60);  // MarkMaxAge
    std::optional<int> max_orders_per_second;       // MaxOrdersPerSecond
    std::optional<int> max_executions_per_day;      // MaxExecutionsPerDay, from roll to roll
    std::vector<ScalingTier> scaling_plan;          // ScalingPlan, by rising profit
    ScalingBasis scaling_basis = ScalingBasis::end_of_day; // ScalingBasis
    Duration min_hold;                                     // MinHold; sooner exits are noticed
    std::optional<Money> daily_loss;                       // DailyLossLimit
    std::optional<Money> daily_profit;                     // DailyProfitTarget
    std::optional<Money> max_drawdown;                     // MaxDrawdown
    DrawdownMode drawdown_mode = DrawdownMode::fixed;
    std::optional<Money> drawdown_lock; // DrawdownLock: the floor stops at balance + this
    std::optional<Quantity> max_drift;  // MaxDrift=2/10: further from the target ...
    Duration max_drift_time;            // ... for longer than this pauses
    OnBreach on_breach = OnBreach::pause;
    Duration max_signal_age = Duration::seconds(2); // MaxSignalAge
    std::vector<InstrumentId> allowed;              // AllowedInstruments; empty = every mapped one
    std::vector<Ratio> contract_weight; // by InstrumentId; the account's own, else the instrument's
    int reject_breaker_count = 5;       // RejectBreaker=5/10: rejects ...
    Duration reject_breaker_window = Duration::seconds(10); // ... within this time
    Money commission;                                       // Commission, per contract and side
};

// The message budget of one broker session (MaxMessagesPerSecond), a token bucket whose last 30 %
// only cancels and exits may use.
struct SessionLimits {
    std::optional<int> max_messages_per_second;
};

} // namespace lockstep
