// Everything that can happen to the machine. One event is journaled, then stepped.
#pragma once

#include "proto/order.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace lockstep {

// What an execution report says once its dialect is understood.
enum class ExecKind : std::uint8_t {
    pending,         // 150=A, E, 6: asked, not yet answered
    accepted,        // 150=0
    triggered,       // 150=L, or a second 150=0 of a stop order
    replaced,        // 150=5
    restated,        // 150=D: changed by the venue; acts as a replace
    suspended,       // 150=9: held, does not work until accepted again
    fill,            // 150=F (or 1, 2) with 32 above zero
    fill_bust,       // 150=H
    fill_corrected,  // 150=G
    done,            // 150=3: done for the day; a GTC order goes on
    canceled,        // 150=4
    expired,         // 150=C
    rejected,        // 150=8, or 35=j / 35=3 that names a new order
    cancel_rejected, // 35=9, or 35=j / 35=3 that names a cancel or replace
    status,          // 150=I: the answer to a question, never a fill
};
constexpr ExecKind last_of(ExecKind) { return ExecKind::status; }

// One execution report, normalised. Which fields count depends on the kind; quantities that the
// peer left out are zero, keys that it left out are empty.
struct ExecutionEvent {
    ExecKind kind = ExecKind::pending;
    std::uint64_t msg_seq_num = 0; // tag 34
    bool poss_dup = false;         // tag 43
    bool poss_resend = false;      // tag 97
    Timestamp transact_time;       // tag 60, else tag 52

    OrderKey order_key;     // the order at its venue
    ClOrdId cl_ord_id;      // tag 11
    ClOrdId orig_cl_ord_id; // tag 41
    ExecKey exec_key;       // this execution
    ExecKey exec_ref_key;   // tag 19: the execution that a bust or correction changes

    InstrumentId instrument; // of a cancel_rejected only where it is known, else the first
    OrderTerms terms;
    Quantity order_qty;     // tag 38, total
    Quantity last_qty;      // tag 32
    Price last_price;       // tag 31
    Quantity cum_qty;       // tag 14
    Quantity leaves_qty;    // tag 151
    char ord_status = '\0'; // tag 39, for status answers and notices only
    std::string text;       // tag 58 as the peer wrote it, then its reason codes in words
    bool operator==(const ExecutionEvent&) const = default;
};

// The leader's drop copy said something.
struct LeaderExecution {
    LeaderId leader;
    ExecutionEvent execution;
    bool operator==(const LeaderExecution&) const = default;
};
// A follower's broker said something about an order of that account.
struct FollowerExecution {
    FollowerId follower;
    ExecutionEvent execution;
    bool operator==(const FollowerExecution&) const = default;
};
// A FIX session is up (logged on, and nothing is being resent to us any more), or is not.
struct SessionChanged {
    SessionIndex session;
    bool up = false;
    bool operator==(const SessionChanged&) const = default;
};
// A price to value positions with (35=W, 35=X), and the session that it came on.
struct MarkChanged {
    InstrumentId instrument;
    Price price;
    SessionIndex session;
    bool operator==(const MarkChanged&) const = default;
};
// Cash balance of an account by its broker's word (35=BA, tag 901).
struct LeaderBalance {
    LeaderId leader;
    Money balance;
    bool operator==(const LeaderBalance&) const = default;
};
struct FollowerBalance {
    FollowerId follower;
    Money balance;
    bool operator==(const FollowerBalance&) const = default;
};
// The leader's position by a position report or by an operator's word.
struct LeaderPosition {
    LeaderId leader;
    InstrumentId instrument;
    Position position;
    bool stated_by_operator = false;
    bool operator==(const LeaderPosition&) const = default;
};
// Time has passed; the machine asked for it, or the engine's slow tick came.
struct TimerFired {
    bool operator==(const TimerFired&) const = default;
};
// The account's trading day ended and the next one began (setting DayRoll).
struct DayRolled {
    FollowerId follower;
    bool operator==(const DayRolled&) const = default;
};
// The leader venue's session ended: its Day orders are gone, whether or not it says so.
struct LeaderSessionEnded {
    LeaderId leader;
    bool operator==(const LeaderSessionEnded&) const = default;
};
// The engine could not hand an order to its session, so the peer has never seen it.
struct OrderNotSent {
    FollowerId follower;
    ClOrdId cl_ord_id;
    bool operator==(const OrderNotSent&) const = default;
};

enum class OperatorAction : std::uint8_t {
    pause,
    resume,
    flatten,
    halt,
    bust_keep,
    bust_follow,
    observe, // nothing leaves; said by the gateway itself when starts end in crashes
};

// An operator acts on one follower, or on every follower of a leader, or on all.
struct OperatorCommand {
    OperatorAction action = OperatorAction::pause;
    std::optional<FollowerId> follower; // neither: all
    std::optional<LeaderId> group;
    std::string who;
    std::string reason;
    bool operator==(const OperatorCommand&) const = default;
};

// The process began (again) with these settings. `epoch` is part of every ClOrdID that follows: the
// second of this start, and above that of every start before.
struct Started {
    std::string settings_digest;
    std::string version;
    std::uint64_t epoch = 0;
    // What the machine's state looks like in this life (Router::state_version); 0: not said. Hashes
    // of the state are compared only with those of the same settings, version and look.
    std::uint32_t state_version = 0;
    bool operator==(const Started&) const = default;
};
// The process ended as it should. A life without this one was cut short.
struct Stopped {
    bool operator==(const Stopped&) const = default;
};
// The journal has no room on the disk past what it has taken already: that is kept for exits, and
// no account takes new risk. `held` false: there is room again.
struct EntriesHeld {
    bool held = false;
    bool operator==(const EntriesHeld&) const = default;
};
// The answer to a question after all orders of an account has come to its end (912=Y, or there are
// none), or the broker would not have the question.
struct MassStatusEnded {
    FollowerId follower;
    ClOrdId request_id; // tag 584
    bool refused = false;
    bool operator==(const MassStatusEnded&) const = default;
};
// What a follower account holds in one instrument by its broker's word (35=AP). It is evidence that
// is compared with the executions; nothing is traded on it.
struct FollowerPosition {
    FollowerId follower;
    InstrumentId instrument;
    Position position;
    bool operator==(const FollowerPosition&) const = default;
};
// The answer to the question after positions (35=AO): so many reports follow, or the broker would
// not have the question.
struct PositionsAnswered {
    FollowerId follower;
    ClOrdId request_id;        // tag 710
    std::uint32_t reports = 0; // tag 727
    bool refused = false;
    bool operator==(const PositionsAnswered&) const = default;
};

// What an account's hours, its calendar files and its FlatBy allow at the moment.
enum class Window : std::uint8_t {
    open,
    outside_hours, // TradingWindow: no entries
    holiday,       // HolidayFile: no entries
    news,          // NewsFile: no entries around a release
    news_unknown,  // the news file does not reach to today: no entries
    flat_by,       // FlatBy: closed, and kept flat until the account's day rolls
    flat_for_news, // NewsPositions=flat: closed, and kept flat until the window ends
};
constexpr Window last_of(Window) { return Window::flat_for_news; }
constexpr bool flattens(Window window) {
    return window == Window::flat_by || window == Window::flat_for_news;
}

// A window of the account opened or closed.
struct WindowChanged {
    FollowerId follower;
    Window window = Window::open;
    bool operator==(const WindowChanged&) const = default;
};

// The limits that an operator may change while the gateway runs.
enum class LimitKind : std::uint8_t {
    max_contracts, // weighted contracts; may be a fraction
    max_order_quantity,
    max_notional, // money in its units, like all money below
    price_collar_ticks,
    max_orders_per_second,
    max_executions_per_day,
    daily_loss,
    daily_profit,
    max_drawdown,
};
constexpr LimitKind last_of(LimitKind) { return LimitKind::max_drawdown; }

// An operator made a limit of one account tighter or, with a reason, looser. It holds until it is
// changed again or the settings say another value than the one that it stood in for.
struct LimitChanged {
    FollowerId follower;
    LimitKind limit = LimitKind::max_contracts;
    std::optional<Ratio> value; // none: the limit is switched off
    std::string who;
    std::string reason;
    bool operator==(const LimitChanged&) const = default;
};

using EventBody =
    std::variant<Started, LeaderExecution, FollowerExecution, SessionChanged, MarkChanged,
                 LeaderBalance, FollowerBalance, LeaderPosition, TimerFired, DayRolled,
                 LeaderSessionEnded, OrderNotSent, OperatorCommand, Stopped, EntriesHeld,
                 MassStatusEnded, FollowerPosition, PositionsAnswered, WindowChanged, LimitChanged>;

struct Event {
    std::uint64_t sequence = 0; // position in the journal, from 1, without a gap
    Timestamp time;             // when the engine took it
    EventBody body;
    bool operator==(const Event&) const = default;
};

std::string_view name(ExecKind kind);
std::string_view name(OperatorAction action);
std::string_view name(Window window);
// As the settings call it: "DailyLossLimit".
std::string_view name(LimitKind limit);
// "900.00" for money, "5" or "1/2" for the rest, "off" for none.
std::string limit_text(LimitKind limit, const std::optional<Ratio>& value);
constexpr bool is_money(LimitKind limit) {
    return limit == LimitKind::max_notional || limit >= LimitKind::daily_loss;
}

} // namespace lockstep
