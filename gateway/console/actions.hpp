// What an operator may ask of the gateway through the console, and what came of it. Names are those
// of the settings; the engine knows which exist.
#pragma once

#include "proto/events.hpp"
#include "proto/values.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace lockstep {

enum class ActionScope : std::uint8_t { account, group, all };

// POST /api/accounts/{account}/{action}, /api/groups/{leader}/{action}, /api/all/{action}
struct AccountsAction {
    OperatorAction action = OperatorAction::pause; // pause, resume, flatten or halt
    ActionScope scope = ActionScope::all;
    std::string name; // the follower's account, or the leader's; empty for all
    std::string reason;
    bool operator==(const AccountsAction&) const = default;
};

// POST /api/leaders/{leader}/position: the operator's word for what the leader holds.
struct StatePosition {
    std::string leader;
    std::string symbol;
    Position position;
    std::string reason;
    bool operator==(const StatePosition&) const = default;
};

// POST /api/leaders/{leader}/bust: what a busted trade of the leader means (OnBust=ask).
struct AnswerBust {
    std::string leader;
    bool follow = false;
    std::string reason;
    bool operator==(const AnswerBust&) const = default;
};

// POST /api/accounts/{account}/limit: one limit of one account, in force at once.
struct ChangeLimit {
    std::string account;
    LimitKind limit = LimitKind::max_contracts;
    std::optional<Ratio> value; // money in its units; none: off
    std::string reason;
    bool operator==(const ChangeLimit&) const = default;
};

using ConsoleAction = std::variant<AccountsAction, StatePosition, AnswerBust, ChangeLimit>;

// Orders of an account, and what of them may still trade.
struct OrderCount {
    std::int64_t orders = 0;
    std::int64_t contracts = 0;
    void add(std::int64_t leaves) {
        ++orders;
        contracts += leaves;
    }
    void add(const OrderCount& other) {
        orders += other.orders;
        contracts += other.contracts;
    }
    bool operator==(const OrderCount&) const = default;
};

// What works on an account once the requests of an action have left; each order is in one of them.
// Brokers have not answered these requests yet: `lockstep status` shows what came of them.
struct OpenOrders {
    OrderCount cancelling; // a cancel was asked for
    OrderCount closing;    // market orders that close
    OrderCount working;    // stays
    OrderCount unknown;    // no answer to the order yet, or its session was lost: it may trade
    void add(const OpenOrders& other) {
        cancelling.add(other.cancelling);
        closing.add(other.closing);
        working.add(other.working);
        unknown.add(other.unknown);
    }
    bool operator==(const OpenOrders&) const = default;
};

// One account after the action was stepped.
struct InstrumentOutcome {
    std::string instrument;
    std::int64_t held = 0;
    std::int64_t target = 0;
    std::int64_t working_entries = 0;
    std::int64_t working_exits = 0;
    std::uint32_t unknown_orders = 0; // without an answer from the broker
};
struct AccountOutcome {
    std::string account;
    std::string mode;
    std::string mode_reason;
    bool session_up = false;
    std::vector<InstrumentOutcome> instruments;
    OpenOrders open = {};
};

struct ActionOutcome {
    enum class Kind : std::uint8_t {
        done,
        unknown_name, // `text` names what there is not
        refused,      // not now; `text` says what holds it
        unavailable,  // the gateway is stopping, or its journal has failed
    };
    Kind kind = Kind::done;
    std::string text;
    std::uint64_t sequence = 0; // of the event in the journal
    std::uint32_t orders_sent = 0;
    std::vector<AccountOutcome> accounts;
};

} // namespace lockstep
