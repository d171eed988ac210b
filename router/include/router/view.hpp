// What people may see of the machine: plain copies, made on request.
#pragma once

#include "proto/commands.hpp"
#include "proto/events.hpp"
#include "risk/mode.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lockstep {

struct LinkView {
    InstrumentId instrument; // the follower's
    Position held;
    Position foreign;
    Position unexplained; // the broker's position report, less what executions say
    Position target;
    Position drift; // target minus held
    Quantity working_entries;
    Quantity working_exits;
    std::uint32_t unknown_orders = 0;
    bool out = false;
    bool mapped = false;
    std::optional<Price> mark;
};

struct FollowerView {
    FollowerId id;
    Mode mode = Mode::active;
    Reason mode_reason = Reason::none;
    std::string mode_text;
    Window window = Window::open;
    Ratio max_contracts{0, 1}; // in effect: a scaling plan or an operator may have changed it
    std::uint32_t executions_today = 0;
    bool session_up = false;
    Money equity;
    Money day_result; // equity against the last day roll
    Money high_water;
    std::optional<Money> floor;
    std::optional<Money> balance; // for sizing
    std::uint64_t orders_sent = 0;
    std::vector<LinkView> links; // instruments that are mapped, held or worked
};

// One order of the leader that works or is held by the venue.
struct LeaderOrderView {
    OrderKey key;
    OrderTerms terms;
    Quantity total;
    Quantity filled;
    bool suspended = false;
};

struct LeaderInstrumentView {
    InstrumentId instrument;
    Position position;
    bool known = false;
    bool disagrees = false;
    bool bust_pending = false;
    std::uint32_t working_orders = 0;
    std::vector<LeaderOrderView> orders; // in order of acceptance
};

struct LeaderAccountView {
    LeaderId id;
    bool session_up = false;
    std::optional<Money> balance;
    Timestamp last_event;
    std::vector<LeaderInstrumentView> instruments;
};

// One order at a follower's broker that may still trade.
struct WorkingOrderView {
    ClOrdId cl_ord_id;
    InstrumentId instrument;
    OrderTerms terms;
    Quantity leaves;
    bool entry = false;
    std::string state;
    Quantity total;
    Quantity filled;
    bool acknowledged = false; // its broker has said something about it
    OrderKey stands_for;       // the leader's order, of a mirror
};

} // namespace lockstep
