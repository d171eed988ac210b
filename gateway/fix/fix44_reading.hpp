// The decoders of single messages, and what they share. fix44_decode.cpp chooses among them.
#pragma once

#include "fix/fix44.hpp"
#include "fix/fix44_fields.hpp"
#include "fix/fix44_lookup.hpp"

#include <string>
#include <utility>

namespace lockstep::fix44 {

Decoded decode_execution_report(const FIX::Message& message, const Context& context);    // 35=8
Decoded decode_order_cancel_reject(const FIX::Message& message, const Context& context); // 35=9
Decoded decode_business_reject(const FIX::Message& message, const Context& context);     // 35=j
Decoded decode_session_reject(const FIX::Message& message, const Context& context);      // 35=3
Decoded decode_snapshot(const FIX::Message& message, const Context& context);            // 35=W
Decoded decode_incremental(const FIX::Message& message, const Context& context);         // 35=X
Decoded decode_market_data_reject(const FIX::Message& message, const Context& context);  // 35=Y
Decoded decode_collateral_report(const FIX::Message& message, const Context& context);   // 35=BA
Decoded decode_position_report(const FIX::Message& message, const Context& context);     // 35=AP
Decoded decode_positions_ack(const FIX::Message& message, const Context& context);       // 35=AO

// A reading without events.
inline Decoded ignored(Severity severity, std::string why) {
    return Reading{.events = {}, .note = Note{severity, std::move(why)}};
}

// Tags 34, 43, 97 and the time of the message: 60, else 52. Refuses a message without either.
void read_header(const FIX::Message& message, Fields& body, ExecutionEvent& event);

// Tag 58, and the codes that say why, in words: `no funds [103=3 order exceeds limit]`.
std::string reason_text(const Fields& body);

// The event of one account's execution.
EventBody execution_of(Owner owner, ExecutionEvent event);

// How many entries the group `count_tag` has. Refuses a count that is not the number of entries
// that stand in the message.
std::size_t group_size(const FIX::FieldMap& body, int count_tag, Fields& fields);

} // namespace lockstep::fix44
