#include "front/reports_out.hpp"

#include "front/fix_text.hpp"
#include "proto/decimal.hpp"

#include <array>

namespace lockstep::sim {

namespace {

FIX::Message message_of(std::string_view type) {
    FIX::Message message;
    set_field(message.getHeader(), FIX::FIELD::MsgType, type);
    return message;
}

char code(Side side) { return side == Side::buy ? '1' : '2'; }
char code(OrderType type) { return static_cast<char>('1' + static_cast<int>(type)); }
char code(TimeInForce force) {
    constexpr std::array<char, 5> codes{'0', '1', '3', '4', '6'};
    return codes[static_cast<std::size_t>(force)];
}

void set_terms(FIX::Message& message, const OrderTerms& terms, const Instrument* contract) {
    set_field(message, FIX::FIELD::Side, code(terms.side));
    set_field(message, FIX::FIELD::OrdType, code(terms.type));
    set_field(message, FIX::FIELD::TimeInForce, code(terms.time_in_force));
    if (contract == nullptr) return;
    if (terms.price) set_field(message, FIX::FIELD::Price, format_price(*contract, *terms.price));
    if (terms.stop_price) {
        set_field(message, FIX::FIELD::StopPx, format_price(*contract, *terms.stop_price));
    }
}

void set_mass_answer(FIX::Message& message, const MassAnswer& answer) {
    constexpr int tag_total_reports = 911;
    constexpr int tag_last_report = 912;
    set_field(message, FIX::FIELD::MassStatusReqID, answer.request_id);
    set_field(message, tag_total_reports, static_cast<std::int64_t>(answer.reports));
    set_field(message, tag_last_report, answer.last ? 'Y' : 'N');
}

// What both answers to 35=AN have.
void set_position_answer(FIX::Message& message, const PositionAnswer& answer) {
    constexpr int tag_total_reports = 727;
    constexpr int tag_result = 728;
    set_field(message, FIX::FIELD::PosMaintRptID, answer.report_id);
    set_field(message, FIX::FIELD::PosReqID, answer.request_id);
    set_field(message, FIX::FIELD::Account, answer.account);
    set_field(message, FIX::FIELD::AccountType, '1');
    set_field(message, tag_total_reports, static_cast<std::int64_t>(answer.reports));
    set_field(message, tag_result, answer.reports == 0 ? '2' : '0');
}

} // namespace

FIX::Message positions_ack(const PositionAnswer& answer) {
    constexpr int tag_status = 729;
    auto message = message_of("AO");
    set_position_answer(message, answer);
    set_field(message, tag_status, '0'); // completed
    return message;
}

FIX::Message position_report(const PositionAnswer& answer, const Instrument& contract,
                             Position position, Price settled, Timestamp now) {
    constexpr int tag_settlement_price = 730;
    constexpr int tag_settlement_price_type = 731;
    constexpr int tag_prior_settlement_price = 734;
    auto message = message_of("AP");
    set_position_answer(message, answer);
    set_field(message, FIX::FIELD::ClearingBusinessDate, utc_timestamp(now).substr(0, 8));
    set_field(message, FIX::FIELD::Symbol, contract.symbol);
    set_field(message, tag_settlement_price, format_price(contract, settled));
    set_field(message, tag_settlement_price_type, '2'); // theoretical
    set_field(message, tag_prior_settlement_price, format_price(contract, settled));
    FIX::Group row(
        FIX::FIELD::NoPositions, FIX::FIELD::PosType,
        FIX::message_order(FIX::FIELD::PosType, FIX::FIELD::LongQty, FIX::FIELD::ShortQty, 0));
    set_field(row, FIX::FIELD::PosType, "TOT");
    set_field(row, position.is_short() ? FIX::FIELD::ShortQty : FIX::FIELD::LongQty,
              abs(position).lots);
    message.addGroup(row);
    return message;
}

std::string average_price(const Instrument& contract, std::int64_t value_ticks, Quantity filled) {
    if (filled.is_zero()) return "0";
    constexpr int more_digits = 8;
    constexpr Int128 more = 100'000'000;
    // value x tick size / filled, in units of the tick's last digit and eight more, halves up
    const Int128 value = Int128{value_ticks} * contract.tick_size.mantissa * more;
    const std::int64_t mantissa = floor_divide(2 * value + filled.lots, 2 * Int128{filled.lots});
    Decimal price{mantissa, contract.tick_size.scale + more_digits};
    while (price.scale > contract.tick_size.scale && price.mantissa % 10 == 0) {
        price.mantissa /= 10;
        --price.scale;
    }
    return price.str();
}

FIX::Message execution_report(const ExecutionReport& report, const Instrument* contract) {
    const auto& order = report.order;
    auto message = message_of("8");
    set_field(message, FIX::FIELD::OrderID, order.order_id);
    set_field(message, FIX::FIELD::ExecID, report.exec_id);
    set_field(message, FIX::FIELD::ExecType, report.exec_type);
    set_field(message, FIX::FIELD::OrdStatus, order.status);
    if (!order.account_name.empty()) set_field(message, FIX::FIELD::Account, order.account_name);
    if (!order.symbol.empty()) set_field(message, FIX::FIELD::Symbol, order.symbol);
    if (!order.cl_ord_id.empty()) {
        set_field(message, FIX::FIELD::ClOrdID, order.cl_ord_id.view());
    }
    if (report.mass_answer) set_mass_answer(message, *report.mass_answer);
    if (!report.orig_cl_ord_id.empty()) {
        set_field(message, FIX::FIELD::OrigClOrdID, report.orig_cl_ord_id.view());
    }
    if (!order.symbol.empty()) set_terms(message, order.terms, contract);
    set_field(message, FIX::FIELD::OrderQty, order.total.lots);
    set_field(message, FIX::FIELD::CumQty, order.filled.lots);
    set_field(message, FIX::FIELD::LeavesQty, order.leaves().lots);
    set_field(message, FIX::FIELD::AvgPx,
              contract == nullptr ? std::string("0")
                                  : average_price(*contract, order.value_ticks, order.filled));
    if (report.last && contract != nullptr) {
        set_field(message, FIX::FIELD::LastPx, format_price(*contract, *report.last));
        set_field(message, FIX::FIELD::LastQty, report.last_quantity.lots);
    }
    set_field(message, FIX::FIELD::TransactTime, utc_timestamp(report.time));
    if (report.rej_reason) {
        set_field(message, FIX::FIELD::OrdRejReason, std::int64_t{*report.rej_reason});
    }
    if (report.exec_type == 'D') {
        constexpr std::int64_t other = 99; // ExecRestatementReason: a market order became a limit
        set_field(message, FIX::FIELD::ExecRestatementReason, other);
    }
    if (!report.text.empty()) set_field(message, FIX::FIELD::Text, report.text);
    return message;
}

FIX::Message order_cancel_reject(const CancelReject& reject) {
    auto message = message_of("9");
    set_field(message, FIX::FIELD::OrderID, reject.order_id);
    set_field(message, FIX::FIELD::ClOrdID, reject.cl_ord_id.view());
    set_field(message, FIX::FIELD::OrigClOrdID, reject.orig_cl_ord_id.view());
    set_field(message, FIX::FIELD::OrdStatus, reject.status);
    if (!reject.account_name.empty()) set_field(message, FIX::FIELD::Account, reject.account_name);
    set_field(message, FIX::FIELD::CxlRejResponseTo,
              reject.request == RequestKind::cancel ? '1' : '2');
    set_field(message, FIX::FIELD::CxlRejReason, std::int64_t{reject.reason});
    set_field(message, FIX::FIELD::TransactTime, utc_timestamp(reject.time));
    if (!reject.text.empty()) set_field(message, FIX::FIELD::Text, reject.text);
    return message;
}

FIX::Message collateral_report(std::string_view account, Money cash, std::string_view currency,
                               std::string_view report_id, std::string_view inquiry,
                               Timestamp now) {
    constexpr int tag_report_id = 908;
    constexpr int tag_inquiry_id = 909;
    constexpr int tag_status = 910;
    constexpr int tag_cash_outstanding = 901;
    auto message = message_of("BA");
    set_field(message, tag_report_id, report_id);
    if (!inquiry.empty()) set_field(message, tag_inquiry_id, inquiry);
    set_field(message, tag_status, '3'); // assigned (accepted)
    set_field(message, FIX::FIELD::Account, account);
    set_field(message, FIX::FIELD::Currency, currency);
    set_field(message, tag_cash_outstanding, cash.str());
    set_field(message, FIX::FIELD::TransactTime, utc_timestamp(now));
    return message;
}

FIX::Message business_reject(std::string_view ref_type, std::string_view ref_seq_num,
                             std::string_view ref_id, int reason, std::string_view text) {
    auto message = message_of("j");
    set_field(message, FIX::FIELD::RefMsgType, ref_type);
    set_field(message, FIX::FIELD::RefSeqNum, ref_seq_num);
    if (!ref_id.empty()) set_field(message, FIX::FIELD::BusinessRejectRefID, ref_id);
    set_field(message, FIX::FIELD::BusinessRejectReason, std::int64_t{reason});
    set_field(message, FIX::FIELD::Text, text);
    return message;
}

} // namespace lockstep::sim
