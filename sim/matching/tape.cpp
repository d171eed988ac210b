#include "matching/tape.hpp"

namespace lockstep::sim {

OrderReport Tape::start(ReportKind kind, const OrderState& order) {
    OrderReport report;
    report.time = now_;
    report.exec_id = counters_.next_exec();
    report.kind = kind;
    report.order = order;
    return report;
}

void Tape::report(ReportKind kind, const OrderState& order) {
    out_.emplace_back(start(kind, order));
}

void Tape::rejected(const OrderEntry& entry, Refusal refusal) {
    OrderState order;
    order.owner = entry.owner;
    order.instrument = entry.instrument;
    order.terms = entry.terms;
    order.total = entry.quantity;
    OrderReport report = start(ReportKind::rejected, order);
    report.refusal = refusal;
    out_.emplace_back(report);
}

void Tape::canceled(const OrderState& order, CancelCause cause) {
    OrderReport report = start(ReportKind::canceled, order);
    report.cause = cause;
    out_.emplace_back(report);
}

void Tape::filled(const OrderState& order, const Fill& fill) {
    OrderReport report = start(ReportKind::fill, order);
    report.fill = fill;
    out_.emplace_back(report);
}

void Tape::cancel_rejected(OrderId order, RequestKind request, Refusal refusal) {
    out_.emplace_back(CancelRejected{now_, order, request, refusal});
}

void Tape::print(InstrumentId instrument, const Fill& fill, std::optional<Side> aggressor) {
    out_.emplace_back(
        TradePrint{now_, instrument, fill.trade, fill.price, fill.quantity, aggressor});
}

void Tape::top_of_book(InstrumentId instrument, std::optional<Level> bid,
                       std::optional<Level> ask) {
    out_.emplace_back(TopOfBook{now_, instrument, bid, ask});
}

void Tape::phase_changed(InstrumentId instrument, Phase phase) {
    out_.emplace_back(PhaseChanged{now_, instrument, phase});
}

} // namespace lockstep::sim
