#include "router/child_order.hpp"

#include "proto/check.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace lockstep {

namespace {

using Row = std::array<std::optional<ChildState>, 10>;

constexpr auto news = ChildState::pending_new;
constexpr auto work = ChildState::working;
constexpr auto repl = ChildState::pending_replace;
constexpr auto canc = ChildState::pending_cancel;
constexpr auto unkn = ChildState::unknown;
constexpr auto ends = ChildState::ended;
constexpr std::nullopt_t none = std::nullopt; // must not be asked

// columns: accepted, partly_filled, filled, replaced, ended, request_rejected, ask_replace,
// ask_cancel, session_lost, found_working
constexpr std::array<Row, 6> table{{
    /* pending_new     */ {work, work, ends, news, ends, news, none, none, unkn, work},
    /* working         */ {work, work, ends, work, ends, work, repl, canc, unkn, work},
    /* pending_replace */ {repl, repl, ends, work, ends, work, none, none, unkn, repl},
    /* pending_cancel  */ {canc, canc, ends, canc, ends, work, none, none, unkn, canc},
    /* unknown         */ {work, work, ends, work, ends, unkn, none, none, unkn, work},
    /* ended           */ {ends, ends, ends, ends, ends, ends, none, none, ends, ends},
}};

} // namespace

ChildState next_state(ChildState state, ChildTrigger trigger) {
    const auto next = table[static_cast<std::size_t>(state)][static_cast<std::size_t>(trigger)];
    LOCKSTEP_CHECK(next.has_value());
    return *next;
}

std::string_view name(ChildState state) {
    switch (state) {
    case ChildState::pending_new: return "pending-new";
    case ChildState::working: return "working";
    case ChildState::pending_replace: return "pending-replace";
    case ChildState::pending_cancel: return "pending-cancel";
    case ChildState::unknown: return "unknown";
    case ChildState::ended: return "ended";
    }
    LOCKSTEP_CHECK(!"a state");
}

void ChildOrder::ask(ChildTrigger request, const ClOrdId& under, const OrderTerms& asked_terms,
                     Quantity asked_total, Timestamp now) {
    pending_id = under;
    pending_terms = asked_terms;
    pending_total = asked_total;
    state = next_state(state, request);
    asked_at = now;
    query_at = now + query_after;
    asks_pending_id = false;
    alarmed = false;
}

Quantity ChildOrder::leaves() const {
    if (!is_live()) return Quantity(0);
    const bool change_open = !pending_id.empty();
    return less(change_open ? std::max(total, pending_total) : total, filled);
}

} // namespace lockstep
