#include "simulation/leader_books.hpp"

#include <algorithm>
#include <cstdlib>

namespace lockstep::simulation {

void LeaderBooks::hear(const ExecutionEvent& execution) {
    if (!counted_.insert(execution.exec_key.str()).second) return;
    Order& order = orders_[execution.order_key.str()];
    order.instrument = execution.instrument;
    order.side = execution.terms.side;
    if (execution.order_qty.lots > 0) order.total = execution.order_qty.lots;
    switch (execution.kind) {
    case ExecKind::fill: {
        const std::int64_t lots = execution.last_qty.lots;
        order.filled += lots;
        Standing& standing = standing_[execution.instrument.index];
        const std::int64_t before = standing.net;
        standing.net += order.side == Side::buy ? lots : -lots;
        const bool turned = standing.net == 0 || (before > 0) != (standing.net > 0);
        if (turned) {
            standing.peak = 0;
            ++standing.flat_since;
        }
        standing.peak = std::max(standing.peak, std::abs(standing.net));
        break;
    }
    case ExecKind::canceled:
    case ExecKind::expired:
    case ExecKind::rejected: order.is_open = false; break;
    default: break;
    }
}

std::int64_t LeaderBooks::working(InstrumentId instrument, Side side) const {
    std::int64_t sum = 0;
    for (const auto& [key, order] : orders_) {
        if (order.is_open && order.instrument == instrument && order.side == side) {
            sum += std::max<std::int64_t>(0, order.total - order.filled);
        }
    }
    return sum;
}

} // namespace lockstep::simulation
