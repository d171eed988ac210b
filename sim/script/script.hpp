// A leader script as it stands after its check: one step a line. docs/simulator.md is its manual.
#pragma once

#include "front/problem.hpp"
#include "front/sim_settings.hpp"
#include "matching/order.hpp"
#include "proto/order.hpp"
#include "venue/account.hpp"
#include "venue/report.hpp"
#include "venue/venue.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lockstep::sim {

// An order of the script, by the order of the `as NAME` lines.
struct ScriptOrder {
    std::uint32_t index = 0;
    friend constexpr auto operator<=>(ScriptOrder, ScriptOrder) = default;
};

// ---- time
struct AtStep { // at TIME: not before this time since the start of the script
    Duration since_start;
};
struct AfterStep { // after TIME
    Duration pause;
};

// ---- trading
struct PlaceStep { // ACCOUNT buy|sell QTY SYMBOL TYPE [TIF] as NAME
    ScriptOrder order;
    AccountIndex account;
    InstrumentId instrument;
    OrderTerms terms;
    Quantity quantity;
};
struct AmendStep { // amend NAME [qty N] [price P] [stop P]
    ScriptOrder order;
    std::optional<Quantity> total;
    std::optional<Price> price;
    std::optional<Price> stop_price;
};
struct CancelStep { // cancel NAME
    ScriptOrder order;
};
struct OcoStep { // oco NAME NAME: what fills of one is taken off the other
    ScriptOrder one;
    ScriptOrder other;
};

// ---- market
struct MoveStep { // move SYMBOL to PRICE [over TIME]
    InstrumentId instrument;
    Price price;
    Duration over;
};
struct PhaseStep { // phase SYMBOL pre-open|open|halt|close
    InstrumentId instrument;
    Phase phase = Phase::open;
};

// ---- conditions
enum class OrderWord : std::uint8_t { accepted, filled, canceled, rejected, expired, done };
struct OrderIs { // NAME accepted|filled [N]|canceled|rejected|expired|done
    ScriptOrder order;
    OrderWord word = OrderWord::accepted;
    Quantity at_least{0}; // of `filled N`; 0: the whole order
};
struct PositionIs { // ACCOUNT position SYMBOL N
    AccountIndex account;
    InstrumentId instrument;
    Position position;
};
struct WorkingIs { // ACCOUNT working N
    AccountIndex account;
    std::size_t orders = 0;
};
struct SessionIs { // session NAME up|down
    SessionIndex session;
    bool up = true;
};
struct QuietFor { // quiet TIME: no application message in or out for that long
    Duration time;
};
struct Condition {
    std::string text; // as the script says it
    std::variant<OrderIs, PositionIs, WorkingIs, SessionIs, QuietFor> what;
};
struct WaitStep { // wait for CONDITION [and CONDITION]... [within TIME]; expect ... waits 0
    std::vector<Condition> all_of;
    Duration within;
};

// ---- faults
struct RejectStep { // reject next [N] orders|cancels|replaces of ACCOUNT with "TEXT"
    AccountIndex account;
    Rejectable what = Rejectable::orders;
    std::int64_t count = 1;
    std::string text;
};
struct PartialStep { // partial next order of ACCOUNT N rest after TIME|canceled
    AccountIndex account;
    Quantity first;
    std::optional<Duration> rest_after; // none: the rest is canceled by the broker
};
struct DelayStep { // delay SESSION TIME
    SessionIndex session;
    Duration time;
};
enum class LineWord : std::uint8_t { disconnect, refuse, allow, silence, resume };
struct SessionStep { // disconnect|refuse|allow|silence|resume SESSION
    SessionIndex session;
    LineWord word = LineWord::disconnect;
};
struct DuplicateStep { // duplicate last report of ACCOUNT as possdup|possresend|new
    AccountIndex account;
    DuplicateAs as = DuplicateAs::poss_dup;
};

struct PrintStep { // print TEXT
    std::string text;
};
struct EndStep {}; // end: the run is over and well

using StepBody = std::variant<AtStep, AfterStep, PlaceStep, AmendStep, CancelStep, OcoStep,
                              MoveStep, PhaseStep, WaitStep, RejectStep, PartialStep, DelayStep,
                              SessionStep, DuplicateStep, PrintStep, EndStep>;

struct Step {
    int line = 0;
    StepBody body;
};

struct Script {
    std::string file;
    std::vector<Step> steps;
    std::vector<std::string> order_names; // by ScriptOrder
};

// Checks a whole script against the accounts, sessions and instruments of `settings`. Every
// mistake is added to `problems`; the script may be played only when there is none.
Script read_script(std::string_view file, std::string_view text, const SimSettings& settings,
                   std::vector<Problem>& problems);

} // namespace lockstep::sim
