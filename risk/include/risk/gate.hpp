// The risk gate: the one maker of orders that may leave. Validation is a staircase with one reason
// a step, in a documented order (docs/risk.md).
#pragma once

#include "proto/commands.hpp"
#include "proto/events.hpp"
#include "risk/approved.hpp"
#include "risk/exposure.hpp"
#include "risk/ledger.hpp"
#include "risk/limits.hpp"
#include "risk/loss_watch.hpp"
#include "risk/message_budget.hpp"
#include "risk/mode.hpp"
#include "risk/order_rate.hpp"

#include <expected>
#include <optional>
#include <string>

namespace lockstep {

// Why no entry leaves while the window is not open; none while it is.
Reason reason_of(Window window);

// An entry takes the account away from flat and meets every check; an exit only reduces what is
// held and meets few.
enum class Intent : std::uint8_t { entry, exit };

// Why an order may not leave, with the numbers that were compared.
struct Denial {
    Reason reason = Reason::none;
    std::string limit;
    std::string observed;
    std::optional<Timestamp> retry_at; // only for `throttled`: it is delayed, not refused
};

// Why an order would work against another account of the same owner.
struct Opposition {
    Reason reason = Reason::opposite_side; // or self_cross
    std::string limit;
    std::string observed;
};

// What is known of an entry beyond its terms.
struct Outlook {
    std::optional<Price> price; // of the fill that it copies
    std::optional<Price> stop;  // where the leader's working stops would close it
    std::optional<Opposition> opposition;
};

// What the gate looks at; the router keeps it up to date.
struct AccountView {
    const AccountLimits& limits;
    Mode mode;
    Reason mode_reason; // why it is not active
    bool session_up;
    const AccountExposure& exposure;
    const AccountLedger& ledger;
    const OrderRate& rate;
    const LossWatch& losses;
    const std::vector<Instrument>& instruments;
    bool entries_held = false; // the disk has no room for what would follow from an entry
    Window window = Window::open;
    std::uint32_t executions_today = 0;
    Outlook outlook{}; // of an entry
};

class RiskGate {
  public:
    // `signal_time` is when the leader did what this entry copies; exits have no age.
    std::expected<Approved<NewOrder>, Denial> approve(const AccountView& account,
                                                      MessageBudget& budget, const NewOrder& order,
                                                      Intent intent, Timestamp signal_time,
                                                      Timestamp now) const;
    // A replace meets the checks of its intent; `added` is by how much it raises the order. An exit
    // that raises nothing may leave in any mode but observing; a pure reduction of an entry is
    // asked for as an exit.
    std::expected<Approved<ReplaceOrder>, Denial>
    approve(const AccountView& account, MessageBudget& budget, const ReplaceOrder& order,
            Quantity added, Intent intent, Timestamp signal_time, Timestamp now) const;
    // A cancel meets the session, the message budget and, of the modes, observing alone.
    std::expected<Approved<CancelOrder>, Denial> approve(const AccountView& account,
                                                         MessageBudget& budget,
                                                         const CancelOrder& order,
                                                         Timestamp now) const;
};

} // namespace lockstep
