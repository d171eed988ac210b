// The exchange's refusals in the numbers of FIX 4.4.
#pragma once

#include "matching/order.hpp"

namespace lockstep::sim {

// Tag 103 (OrdRejReason) of a new order.
constexpr int ord_rej_reason(Refusal refusal) {
    switch (refusal) {
    case Refusal::unknown_instrument: return 1;
    case Refusal::off_session: return 2;
    case Refusal::too_many_orders: return 3;
    case Refusal::time_in_force_unsupported: return 11;
    case Refusal::quantity_not_positive:
    case Refusal::quantity_above_maximum: return 13;
    default: return 99;
    }
}

// Tag 102 (CxlRejReason) of a cancel or replace.
constexpr int cxl_rej_reason(Refusal refusal) {
    switch (refusal) {
    case Refusal::too_late: return 0;
    case Refusal::unknown_order: return 1;
    case Refusal::off_session: return 2;
    default: return 99;
    }
}

} // namespace lockstep::sim
