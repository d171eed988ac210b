#include "matching/events.hpp"

#include "proto/check.hpp"

namespace lockstep::sim {

std::string_view name(Phase phase) {
    switch (phase) {
    case Phase::closed: return "closed";
    case Phase::pre_open: return "pre-open";
    case Phase::open: return "open";
    case Phase::halted: return "halted";
    }
    LOCKSTEP_CHECK(!"a phase");
}

std::string_view name(Refusal refusal) {
    switch (refusal) {
    case Refusal::none: return "none";
    case Refusal::unknown_instrument: return "unknown instrument";
    case Refusal::off_session: return "off session";
    case Refusal::time_in_force_unsupported: return "time in force unsupported";
    case Refusal::quantity_not_positive: return "quantity not positive";
    case Refusal::quantity_above_maximum: return "quantity above maximum";
    case Refusal::price_missing: return "price missing";
    case Refusal::stop_price_missing: return "stop price missing";
    case Refusal::price_out_of_range: return "price out of range";
    case Refusal::no_reference_price: return "no reference price";
    case Refusal::too_many_orders: return "too many orders";
    case Refusal::unknown_order: return "unknown order";
    case Refusal::too_late: return "too late";
    case Refusal::side_changed: return "side changed";
    case Refusal::type_changed: return "type changed";
    case Refusal::already_triggered: return "already triggered";
    }
    LOCKSTEP_CHECK(!"a refusal");
}

std::string_view name(CancelCause cause) {
    switch (cause) {
    case CancelCause::none: return "none";
    case CancelCause::requested: return "requested";
    case CancelCause::by_venue: return "by venue";
    case CancelCause::ioc_rest: return "rest of immediate or cancel";
    case CancelCause::fok_not_filled: return "fill or kill not filled";
    }
    LOCKSTEP_CHECK(!"a cause");
}

std::string_view name(ReportKind kind) {
    switch (kind) {
    case ReportKind::accepted: return "accepted";
    case ReportKind::rejected: return "rejected";
    case ReportKind::triggered: return "triggered";
    case ReportKind::restated: return "restated";
    case ReportKind::replaced: return "replaced";
    case ReportKind::fill: return "fill";
    case ReportKind::canceled: return "canceled";
    case ReportKind::expired: return "expired";
    }
    LOCKSTEP_CHECK(!"a kind of report");
}

std::string_view name(RequestKind kind) {
    switch (kind) {
    case RequestKind::cancel: return "cancel";
    case RequestKind::replace: return "replace";
    }
    LOCKSTEP_CHECK(!"a kind of request");
}

} // namespace lockstep::sim
