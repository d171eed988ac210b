#include "simulation/leader_books.hpp"

#include <algorithm>
#include <cstdlib>

namespace lockstep::simulation {
namespace {

bool opposes(Side side, std::int64_t net) { return side == Side::buy ? net < 0 : net > 0; }

} // namespace

void LeaderBooks::hear(const ExecutionEvent& execution) {
    if (!counted_.insert(execution.exec_key.str()).second) return;
    const std::string key = execution.order_key.str();
    const auto [at, is_new] = orders_.try_emplace(key);
    Order& order = at->second;
    Standing& standing = standing_[execution.instrument.index];
    const std::int64_t total_before = order.total;
    order.instrument = execution.instrument;
    if (is_new || execution.kind == ExecKind::replaced) order.terms = execution.terms;
    if (execution.order_qty.lots > 0) order.total = execution.order_qty.lots;
    if (is_new) {
        order.came = orders_.size();
        open_.insert(key);
    }
    if (is_new || order.total > total_before) {
        order.is_exit = opposes(order.terms.side, standing.net);
    }
    if (execution.kind == ExecKind::fill) {
        const std::int64_t lots = execution.last_qty.lots;
        order.filled += lots;
        const std::int64_t before = standing.net;
        standing.net += order.terms.side == Side::buy ? lots : -lots;
        const bool turned = standing.net == 0 || (before > 0) != (standing.net > 0);
        if (turned) {
            standing.peak = 0;
            ++standing.flat_since;
        }
        standing.peak = std::max(standing.peak, std::abs(standing.net));
    }
    const bool ends = execution.kind == ExecKind::canceled || execution.kind == ExecKind::expired ||
                      execution.kind == ExecKind::rejected;
    if (ends || order.filled >= order.total) {
        order.is_open = false;
        open_.erase(key);
    }
    see_roles(execution.instrument);
}

// An entry becomes an exit as the position moves, an exit never an entry.
void LeaderBooks::see_roles(InstrumentId instrument) {
    const std::int64_t net = standing_[instrument.index].net;
    for (const std::string& key : open_) {
        Order& order = orders_.at(key);
        if (order.instrument == instrument && opposes(order.terms.side, net)) order.is_exit = true;
    }
}

const LeaderBooks::Order* LeaderBooks::find(const std::string& key) const {
    const auto found = orders_.find(key);
    return found == orders_.end() ? nullptr : &found->second;
}

std::int64_t LeaderBooks::entries(InstrumentId instrument, Side side) const {
    std::int64_t sum = 0;
    for (const std::string& key : open_) {
        const Order& order = orders_.at(key);
        const bool counts = order.instrument == instrument && order.terms.side == side;
        if (counts && !order.is_exit && can_rest(order.terms)) sum += order.leaves();
    }
    return sum;
}

std::vector<std::string> LeaderBooks::ladder(InstrumentId instrument, Side side, bool stops,
                                             bool exits) const {
    std::vector<std::string> keys;
    for (const std::string& key : open_) {
        const Order& order = orders_.at(key);
        if (order.instrument == instrument && order.terms.side == side && can_rest(order.terms) &&
            order.terms.stop_price.has_value() == stops && order.is_exit == exits) {
            keys.push_back(key);
        }
    }
    // a buy limit trades first at the highest price, a buy stop at the lowest; sells the other way
    const std::int64_t sign = (side == Side::buy) != stops ? -1 : 1;
    std::ranges::sort(keys, {}, [&](const std::string& key) {
        const Order& order = orders_.at(key);
        const Price price = stops ? *order.terms.stop_price : *order.terms.price;
        return std::pair(sign * price.ticks, order.came);
    });
    return keys;
}

} // namespace lockstep::simulation
