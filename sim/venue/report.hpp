// What the venue says to its clients, in FIX 4.4's terms but without its wire.
#pragma once

#include "matching/events.hpp"
#include "venue/requests.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace lockstep::sim {

// An order as the broker's books show it. One that was refused may lack account or instrument, and
// then has only the words that its client used for them.
struct OrderView {
    std::string order_id; // tag 37, the same over all replaces
    ClientId client;
    std::optional<AccountIndex> account;
    std::optional<InstrumentId> instrument;
    std::string account_name; // tag 1
    std::string symbol;       // tag 55
    ClOrdId cl_ord_id;        // tag 11, the newest that was accepted
    OrderTerms terms;
    Quantity total;               // tag 38
    Quantity filled;              // tag 14
    std::int64_t value_ticks = 0; // price x quantity over its fills
    char status = 'A';            // tag 39
    bool live = false;            // may still trade

    Quantity leaves() const { return live ? less(total, filled) : Quantity(0); } // tag 151
};

// What a report of the answer to a question after all orders (35=AF) says of the answer.
struct MassAnswer {
    std::string request_id;  // tag 584
    std::size_t reports = 0; // tag 911
    bool last = false;       // tag 912
};

// 35=8.
struct ExecutionReport {
    Timestamp time;       // tag 60
    std::string exec_id;  // tag 17
    char exec_type = '0'; // tag 150: 0 4 5 8 C D F I L
    OrderView order;
    ClOrdId orig_cl_ord_id;        // tag 41, of 4 and 5
    std::optional<Price> last;     // tag 31, of F
    Quantity last_quantity;        // tag 32, of F
    std::optional<int> rej_reason; // tag 103, of 8
    std::string text;              // tag 58
    bool to_client_only = false;   // an answer to a question: not for the drop copy
    std::optional<MassAnswer> mass_answer;
};

// 35=9.
struct CancelReject {
    Timestamp time;
    ClientId client;
    std::string order_id; // tag 37, NONE when it names no order
    std::string account_name;
    std::optional<AccountIndex> account;
    ClOrdId cl_ord_id;
    ClOrdId orig_cl_ord_id;
    RequestKind request = RequestKind::cancel; // tag 434
    char status = '8';                         // tag 39
    int reason = 99;                           // tag 102
    std::string text;
};

// The rest of an order is held back by a fault; Venue::release_rest is due after `after`.
struct RestHeld {
    std::size_t order = 0;
    Duration after;
};

// How a fault repeats a report: under its own number (43=Y), as 97=Y, or as if it were news.
enum class DuplicateAs : std::uint8_t { poss_dup, poss_resend, fresh };

using VenueEvent =
    std::variant<ExecutionReport, CancelReject, TradePrint, TopOfBook, PhaseChanged, RestHeld>;

} // namespace lockstep::sim
