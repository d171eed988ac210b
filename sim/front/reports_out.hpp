// Reports of the venue as FIX 4.4 messages. docs/simulator.md lists the tags.
#pragma once

#include "gateway/fix/quickfix.hpp"
#include "proto/instrument.hpp"
#include "venue/report.hpp"

#include <string>
#include <string_view>

namespace lockstep::sim {

// 35=8. `contract` is null for an order whose instrument is not listed.
FIX::Message execution_report(const ExecutionReport& report, const Instrument* contract);

// 35=9.
FIX::Message order_cancel_reject(const CancelReject& reject);

// 35=BA with the account's cash in 901. `inquiry` is tag 909 of what it answers, else empty.
FIX::Message collateral_report(std::string_view account, Money cash, std::string_view currency,
                               std::string_view report_id, std::string_view inquiry, Timestamp now);

// What both answers to a question after positions (35=AN) repeat.
struct PositionAnswer {
    std::string report_id;   // tag 721
    std::string request_id;  // tag 710
    std::string account;     // tag 1
    std::size_t reports = 0; // tag 727
};

// 35=AO, 728=2 when there is no position.
FIX::Message positions_ack(const PositionAnswer& answer);
// 35=AP, with one row, the total.
FIX::Message position_report(const PositionAnswer& answer, const Instrument& contract,
                             Position position, Price settled, Timestamp now);

// 35=j.
FIX::Message business_reject(std::string_view ref_type, std::string_view ref_seq_num,
                             std::string_view ref_id, int reason, std::string_view text);

// Tag 6: value / filled, in decimals as exact as eight more digits than the tick make it.
std::string average_price(const Instrument& contract, std::int64_t value_ticks, Quantity filled);

} // namespace lockstep::sim
