// What the machine says: orders and questions to brokers, notices to people, and one decision for
// each fact. Whether an order may leave is risk's to say: only what it wraps in Approved<>
// (risk/approved.hpp) is sent.
#pragma once

#include "proto/order.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep {

// Why an order is, or is not, where the leader's is. A closed list: a notice and a decision carry
// one of these, and docs/copying.md explains each.
enum class Reason : std::uint8_t {
    none,
    nothing_to_do,      // the account already holds and works what it should
    rounds_to_zero,     // the scaled size is less than one contract
    not_mapped,         // the follower has no instrument for the leader's
    position_unknown,   // the leader's position is not known yet
    bust_pending,       // a bust or correction waits for an operator
    position_disagrees, // a position report contradicts the leader's book
    stale,              // the leader's event is older than MaxSignalAge, or was resent
    out,                // joined in mid-trade: exits only until the leader is flat or turns
    paused,             // an operator or a rule paused the account
    flattening,         // the account is being closed
    halted,             // the kill switch is on
    breach,             // a loss or drawdown limit holds the account
    session_down,       // the broker's session is not up
    instrument_not_allowed,
    off_tick,
    max_order_quantity,
    max_contracts,
    max_notional,
    mark_missing, // no mark, or one that is too old to judge a price by
    price_collar, // a price too far from the mark
    max_orders_per_second,
    max_executions_per_day,
    expired,        // the contract does not trade any more
    trading_window, // outside TradingWindow
    holiday,        // HolidayFile says that nothing is entered today
    news_window,    // around a release in NewsFile, or the file does not reach to today
    flat_by,        // the account is flat from FlatBy to its day roll
    opposite_side,  // another leader of this owner stands on the other side of the product
    self_cross,     // it could trade with an order of this owner
    projected_loss, // filled, and stopped out where the leader's stop is, it would reach a limit
    skip_over_cap,  // OverCap=skip: the entry does not fit whole
    throttled,      // waits for the session's message budget
    waiting_for_answer, // an earlier order or cancel has to be answered first
    refused_before,     // this leader order was refused once, it is not tried again
    rejected_by_broker,
    canceled_by_venue,
    exit_rejected,
    slipped,        // a chase or an immediate-or-cancel entry found no price in reach
    missed,         // the entry did not fill in time and LateEntry gave it up
    drift,          // holds less than the target, and it is not made up
    drift_closed,   // the account was too big, or the leader is flat
    wrong_side,     // the account stood against the leader
    foreign_trade,  // a trade on the account that is not ours
    leader_lost,    // the leader's session is down
    reject_breaker, // too many rejects in a row
    daily_loss,
    drawdown,
    profit_target, // DailyProfitTarget: enough for today
    min_hold,      // closed sooner than MinHold
    limit_changed, // by an operator, or by a scaling plan
    unanswered,    // an order or cancel has had no answer for too long
    bad_report,    // a report that contradicts what is known
    too_many,      // a bound was reached
    operator_action,
    balance_missing, // percent_of_balance without a balance
    disk_full,       // no room for the journal past what it has taken already
    crash_loop,      // the gateway's last starts all ended in a crash
};
constexpr Reason last_of(Reason) { return Reason::crash_loop; }

std::string_view name(Reason reason);

enum class Severity : std::uint8_t { info, warning, alarm };
constexpr Severity last_of(Severity) { return Severity::alarm; }

std::string_view name(Severity severity);

// Something a person should be able to read. `limit` and `observed` are there when a number was
// compared with a limit (contracts, or money in its units).
struct Notice {
    Severity severity = Severity::info;
    Reason reason = Reason::none;
    std::optional<LeaderId> leader;
    std::optional<FollowerId> follower;
    std::optional<InstrumentId> instrument;
    std::string text;
};

// The one answer for one leader fact and one follower: what was sent for it, or why nothing was.
struct Decision {
    std::uint64_t cause = 0; // journal sequence of the fact
    FollowerId follower;
    InstrumentId instrument;      // the leader's
    std::uint32_t orders = 0;     // new orders, replaces and cancels that left in this step
    Reason reason = Reason::none; // why nothing did
};

// 35=D.
struct NewOrder {
    FollowerId follower;
    ClOrdId cl_ord_id;
    InstrumentId instrument;
    OrderTerms terms;
    Quantity quantity;
    bool operator==(const NewOrder&) const = default;
};

// 35=G: the order `orig_cl_ord_id` shall have these terms and this total, its fills included.
struct ReplaceOrder {
    FollowerId follower;
    ClOrdId cl_ord_id;
    ClOrdId orig_cl_ord_id;
    OrderKey order_key; // tag 37, empty while the broker has not said it
    InstrumentId instrument;
    OrderTerms terms;
    Quantity total;
    bool operator==(const ReplaceOrder&) const = default;
};

// 35=F.
struct CancelOrder {
    FollowerId follower;
    ClOrdId cl_ord_id;
    ClOrdId orig_cl_ord_id;
    OrderKey order_key;
    InstrumentId instrument;
    Side side = Side::buy;
    Quantity total; // tag 38 of the order as it stands
    bool operator==(const CancelOrder&) const = default;
};

// Asks the broker what became of an order (35=H).
struct StatusRequest {
    FollowerId follower;
    ClOrdId cl_ord_id;
    InstrumentId instrument;
    Side side = Side::buy;
};

// Asks the broker for every order of the account that is open (35=AF with 585=7): one question
// where many orders are unknown.
struct MassStatusRequest {
    FollowerId follower;
    ClOrdId request_id; // tag 584
};

// Asks the broker what the account holds (35=AN).
struct PositionRequest {
    FollowerId follower;
    ClOrdId request_id; // tag 710
};

} // namespace lockstep
