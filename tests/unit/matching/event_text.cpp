#include "unit/matching/event_text.hpp"

#include <algorithm>
#include <sstream>

namespace lockstep::sim {
namespace {

std::string text(const std::optional<Price>& price) {
    return price ? std::to_string(price->ticks) : "-";
}

std::string text(const std::optional<Level>& level) {
    if (!level) return "none";
    return std::to_string(level->quantity.lots) + " @ " + text(level->price);
}

void describe_order(std::ostream& out, const OrderState& order) {
    out << "order " << order.id.number << " of " << order.owner.number << " in "
        << order.instrument.index << ": " << name(order.terms.side) << ' ' << name(order.terms.type)
        << ' ' << name(order.terms.time_in_force) << " price " << text(order.terms.price)
        << " stop " << text(order.terms.stop_price) << " total " << order.total << " filled "
        << order.filled << " leaves " << order.leaves << " value " << order.value_ticks
        << (order.triggered ? " triggered" : "");
}

struct Describe {
    std::ostream& out;

    void operator()(const OrderReport& report) const {
        out << report.time.ns << " exec " << report.exec_id.number << ' ' << name(report.kind)
            << " (" << name(report.refusal) << ", " << name(report.cause) << ") ";
        if (report.fill) {
            out << "trade " << report.fill->trade.number << ' ' << report.fill->quantity << " @ "
                << report.fill->price << (report.fill->aggressor ? " aggressor " : " ");
        }
        describe_order(out, report.order);
    }
    void operator()(const CancelRejected& refused) const {
        out << refused.time.ns << ' ' << name(refused.request) << " of " << refused.order.number
            << " rejected: " << name(refused.refusal);
    }
    void operator()(const TradePrint& print) const {
        out << print.time.ns << " trade " << print.trade.number << " in " << print.instrument.index
            << ": " << print.quantity << " @ " << print.price;
        if (print.aggressor) out << " by a " << *print.aggressor;
    }
    void operator()(const TopOfBook& top) const {
        out << top.time.ns << " in " << top.instrument.index << " bid " << text(top.bid) << " ask "
            << text(top.ask);
    }
    void operator()(const PhaseChanged& changed) const {
        out << changed.time.ns << " in " << changed.instrument.index << " now "
            << name(changed.phase);
    }
};

} // namespace

std::string describe(const MarketEvent& event) {
    std::ostringstream out;
    std::visit(Describe{out}, event);
    return out.str();
}

std::string difference(const std::vector<MarketEvent>& told,
                       const std::vector<MarketEvent>& expected) {
    std::string text;
    for (std::size_t i = 0; i < std::max(told.size(), expected.size()); ++i) {
        const bool both = i < told.size() && i < expected.size();
        if (both && told[i] == expected[i]) {
            text += "  same      " + describe(told[i]) + '\n';
            continue;
        }
        if (i < told.size()) text += "  told      " + describe(told[i]) + '\n';
        if (i < expected.size()) text += "  expected  " + describe(expected[i]) + '\n';
    }
    return text;
}

} // namespace lockstep::sim
