#include "script/conditions.hpp"

namespace lockstep::sim {

namespace {

struct Look {
    const Desk& desk;
    const std::vector<ClOrdId>& orders;

    const OrderView* find(ScriptOrder order) const {
        return desk.venue().find(script_client, orders[order.index]);
    }

    bool operator()(const OrderIs& is) const {
        const auto* order = find(is.order);
        if (order == nullptr) return false;
        const char status = order->status;
        switch (is.word) {
        case OrderWord::accepted: return status != 'A' && status != '8';
        case OrderWord::filled:
            return is.at_least.is_zero() ? status == '2' : order->filled >= is.at_least;
        case OrderWord::canceled: return status == '4';
        case OrderWord::rejected: return status == '8';
        case OrderWord::expired: return status == 'C';
        case OrderWord::done: return !order->live;
        }
        return false;
    }
    bool operator()(const PositionIs& is) const {
        return desk.venue().account(is.account).position(is.instrument) == is.position;
    }
    bool operator()(const WorkingIs& is) const {
        return desk.venue().working_orders(is.account) == is.orders;
    }
    bool operator()(const SessionIs& is) const { return desk.is_up(is.session) == is.up; }
    bool operator()(const QuietFor& quiet) const {
        return desk.quiet_time().count() >= quiet.time.ns;
    }
};

std::string_view word_of(const OrderView& order) {
    switch (order.status) {
    case '0': return "working";
    case '1': return "partly filled";
    case '2': return "filled";
    case '4': return "canceled";
    case '8': return "rejected";
    case 'C': return "expired";
    default: return "not answered";
    }
}

struct Tell {
    Look look;

    std::string operator()(const OrderIs& is) const {
        const auto* order = look.find(is.order);
        if (order == nullptr) return "it was not placed";
        return "it is " + std::string(word_of(*order)) + ", " + std::to_string(order->filled.lots) +
               " of " + std::to_string(order->total.lots);
    }
    std::string operator()(const PositionIs& is) const {
        const auto held = look.desk.venue().account(is.account).position(is.instrument);
        return "it is " + std::to_string(held.net);
    }
    std::string operator()(const WorkingIs& is) const {
        return "it is " + std::to_string(look.desk.venue().working_orders(is.account));
    }
    std::string operator()(const SessionIs& is) const { return is.up ? "it is down" : "it is up"; }
    std::string operator()(const QuietFor&) const { return "messages kept coming"; }
};

} // namespace

bool holds(const Condition& condition, const Desk& desk, const std::vector<ClOrdId>& orders) {
    return std::visit(Look{desk, orders}, condition.what);
}

std::string state(const Condition& condition, const Desk& desk,
                  const std::vector<ClOrdId>& orders) {
    return std::visit(Tell{{desk, orders}}, condition.what);
}

} // namespace lockstep::sim
