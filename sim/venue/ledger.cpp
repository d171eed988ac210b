#include "venue/ledger.hpp"

namespace lockstep::sim {

LedgerLine::LedgerLine(Timestamp time, std::string_view kind)
    : text_(std::to_string(time.ns) + " " + std::string(kind)) {}

LedgerLine& LedgerLine::add(std::string_view key, std::string_view value) {
    text_ += ' ';
    text_ += key;
    text_ += '=';
    const bool plain =
        !value.empty() && value.find_first_of(" \t\r\n\"\\") == std::string_view::npos;
    if (plain) {
        text_ += value;
        return *this;
    }
    text_ += '"';
    for (const char c : value) {
        if (c == '"' || c == '\\') text_ += '\\';
        text_ += c == '\n' || c == '\r' ? ' ' : c;
    }
    text_ += '"';
    return *this;
}

LedgerLine& LedgerLine::add(std::string_view key, std::int64_t value) {
    return add(key, std::to_string(value));
}

LedgerLine& LedgerLine::add_some(std::string_view key, std::string_view value) {
    return value.empty() ? *this : add(key, value);
}

std::string ledger_report(const ExecutionReport& report, const Instrument* contract) {
    const auto& order = report.order;
    LedgerLine line(report.time, "report");
    line.add("exec", report.exec_id).add("type", std::string(1, report.exec_type));
    line.add("status", std::string(1, order.status)).add("order", order.order_id);
    line.add_some("account", order.account_name).add("clordid", order.cl_ord_id.view());
    line.add_some("orig", report.orig_cl_ord_id.view());
    if (!order.symbol.empty()) {
        line.add("symbol", order.symbol).add("side", name(order.terms.side));
        line.add("ordtype", name(order.terms.type)).add("tif", name(order.terms.time_in_force));
    }
    if (contract != nullptr && order.terms.price) {
        line.add("price", format_price(*contract, *order.terms.price));
    }
    if (contract != nullptr && order.terms.stop_price) {
        line.add("stop", format_price(*contract, *order.terms.stop_price));
    }
    line.add("qty", order.total.lots).add("cum", order.filled.lots);
    line.add("leaves", order.leaves().lots);
    if (contract != nullptr && report.last) {
        line.add("lastqty", report.last_quantity.lots);
        line.add("lastpx", format_price(*contract, *report.last));
    }
    if (report.rej_reason) line.add("reason", std::int64_t{*report.rej_reason});
    return line.add_some("text", report.text).text();
}

std::string ledger_cancel_reject(const CancelReject& reject) {
    LedgerLine line(reject.time, "cancel-reject");
    line.add("order", reject.order_id).add_some("account", reject.account_name);
    line.add("clordid", reject.cl_ord_id.view()).add("orig", reject.orig_cl_ord_id.view());
    line.add("status", std::string(1, reject.status)).add("to", name(reject.request));
    return line.add("reason", std::int64_t{reject.reason}).add_some("text", reject.text).text();
}

} // namespace lockstep::sim
