// What the exchange says, brought to the accounts and put into the words of their brokers.
#include "venue/reasons.hpp"
#include "venue/venue.hpp"

namespace lockstep::sim {

ExecutionReport Venue::report(const OrderView& order, char exec_type, Timestamp now) {
    ExecutionReport made;
    made.time = now;
    made.exec_id = "E" + id_prefix_ + std::to_string(next_exec_++);
    made.exec_type = exec_type;
    made.order = order;
    return made;
}

void Venue::deliver(InstrumentId instrument, Timestamp now, std::vector<VenueEvent>& out) {
    const auto tell = [&] {
        const auto events = std::move(market_events_);
        market_events_.clear();
        for (const auto& event : events) {
            if (const auto* order = std::get_if<OrderReport>(&event)) take(*order, now, out);
            if (const auto* refused = std::get_if<CancelRejected>(&event)) take(*refused, now, out);
            if (const auto* trade = std::get_if<TradePrint>(&event)) out.emplace_back(*trade);
            if (const auto* top = std::get_if<TopOfBook>(&event)) out.emplace_back(*top);
            if (const auto* phase = std::get_if<PhaseChanged>(&event)) out.emplace_back(*phase);
        }
    };
    tell();
    current_ = {};
    if (!instruments_[instrument.index].refill) return;
    auto& background = background_[instrument.index];
    const auto phase = exchange_.phase(instrument);
    const auto reference = background.reference(instrument);
    if (!reference || (phase != Phase::open && phase != Phase::pre_open)) return;
    // Where the exchange refuses the quotes, the background withdraws and nobody quotes any more.
    static_cast<void>(background.quote(instrument, *reference, now, market_events_));
    tell();
}

void Venue::take(const OrderReport& said, Timestamp now, std::vector<VenueEvent>& out) {
    Order* order = nullptr;
    if (said.order.id.is_none()) {
        order = current_.order;
    } else if (const auto found = by_exchange_.find(said.order.id.number);
               found != by_exchange_.end()) {
        order = &orders_[found->second];
    }
    if (order == nullptr) return; // the background's
    switch (said.kind) {
    case ReportKind::accepted: return take_accepted(*order, now, out);
    case ReportKind::replaced: return take_replaced(*order, said, out);
    case ReportKind::fill: return take_fill(*order, said, out);
    case ReportKind::triggered: out.emplace_back(report(order->view, 'L', now)); return;
    case ReportKind::restated:
        order->view.terms = said.order.terms;
        out.emplace_back(report(order->view, 'D', now));
        return;
    case ReportKind::rejected:
    case ReportKind::canceled:
    case ReportKind::expired: return take_end(*order, said, out);
    }
}

void Venue::take_accepted(Order& order, Timestamp now, std::vector<VenueEvent>& out) {
    if (current_.order == &order && current_.quiet) return;
    order.view.live = true;
    order.view.status = '0';
    ++accounts_[order.view.account->index].working;
    out.emplace_back(report(order.view, '0', now));
    if (order.held_back.is_zero() || !order.rest_after) return;
    const auto index = by_client_.at({order.view.client, order.view.cl_ord_id});
    out.emplace_back(RestHeld{index, *order.rest_after});
}

void Venue::take_replaced(Order& order, const OrderReport& said, std::vector<VenueEvent>& out) {
    if (current_.quiet) return; // the rest of a partial fill joined it
    order.view.terms = said.order.terms;
    order.view.total = said.order.total;
    order.view.cl_ord_id = current_.cl_ord_id;
    if (said.order.leaves.is_zero()) finish(order, '2');
    auto replaced = report(order.view, '5', said.time);
    replaced.orig_cl_ord_id = current_.orig_cl_ord_id;
    out.emplace_back(std::move(replaced));
}

void Venue::take_fill(Order& order, const OrderReport& said, std::vector<VenueEvent>& out) {
    const auto& fill = *said.fill;
    auto& view = order.view;
    view.filled += fill.quantity;
    view.value_ticks += fill.price.ticks * fill.quantity.lots;
    view.status = '1';
    accounts_[view.account->index].book.apply(*view.instrument, view.terms.side, fill.quantity,
                                              fill.price, contract(*view.instrument).tick_value);
    const bool exchange_done = said.order.leaves.is_zero();
    if (exchange_done) {
        by_exchange_.erase(order.at_exchange.number);
        order.at_exchange = OrderId{};
    }
    if (view.filled >= view.total) finish(order, '2');
    auto traded = report(view, 'F', said.time);
    traded.last = fill.price;
    traded.last_quantity = fill.quantity;
    out.emplace_back(std::move(traded));
    if (!exchange_done || !view.live || order.rest_after) return;
    finish(order, '4');
    auto canceled = report(view, '4', said.time);
    canceled.text = "the broker canceled the rest";
    out.emplace_back(std::move(canceled));
}

void Venue::take_end(Order& order, const OrderReport& said, std::vector<VenueEvent>& out) {
    const bool rejected = said.kind == ReportKind::rejected;
    const bool was_live = order.view.live;
    const char type = rejected && !was_live ? '8' : said.kind == ReportKind::expired ? 'C' : '4';
    auto ended_id = ClOrdId();
    if (said.cause == CancelCause::requested && current_.order == &order) {
        order.view.cl_ord_id = current_.cl_ord_id;
        ended_id = current_.orig_cl_ord_id;
    }
    finish(order, type);
    auto ended = report(order.view, type, said.time);
    ended.orig_cl_ord_id = ended_id;
    if (rejected) {
        ended.text = std::string(name(said.refusal));
        if (!was_live) ended.rej_reason = ord_rej_reason(said.refusal);
    } else if (said.cause != CancelCause::none && said.cause != CancelCause::requested) {
        ended.text = std::string(name(said.cause));
    }
    out.emplace_back(std::move(ended));
}

void Venue::take(const CancelRejected& said, Timestamp now, std::vector<VenueEvent>& out) {
    if (current_.order == nullptr) return; // the background's
    const CancelRequest request{current_.order->view.client, current_.cl_ord_id,
                                current_.orig_cl_ord_id};
    if (current_.quiet) return;
    reject_change(request, current_.order, said.request, cxl_rej_reason(said.refusal),
                  std::string(name(said.refusal)), now, out);
}

void Venue::finish(Order& order, char status) {
    order.view.status = status;
    if (!order.at_exchange.is_none()) by_exchange_.erase(order.at_exchange.number);
    order.at_exchange = OrderId{};
    order.held_back = Quantity(0);
    if (!order.view.live) return;
    order.view.live = false;
    --accounts_[order.view.account->index].working;
}

} // namespace lockstep::sim
