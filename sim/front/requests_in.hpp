// FIX 4.4 requests of broker clients, read by text. docs/simulator.md lists the tags.
#pragma once

#include "front/sim_settings.hpp"
#include "gateway/fix/quickfix.hpp"
#include "venue/report.hpp"

#include <string>
#include <variant>

namespace lockstep::sim {

// A new order that cannot go to the venue: what is known of it, 103, and why.
struct Unreadable {
    OrderView order;
    int reason = 99;
    std::string text;
};

// 35=D. A field that the message type needs and that is absent throws FIX::FieldNotFound (35=j
// with 380=5); a field that says something wrong makes the order Unreadable (150=8).
std::variant<NewRequest, Unreadable>
read_new_order(const FIX::Message& message, SessionIndex session, const SimSettings& settings);

// 35=G for an order on `contract`. Terms that the message leaves out stay as they are.
Result<ReplaceRequest> read_replace(const FIX::Message& message, SessionIndex session,
                                    const OrderView& order, const Instrument& contract);

// Tags 11 and 41 of 35=F and 35=G.
CancelRequest read_cancel(const FIX::Message& message, SessionIndex session);

} // namespace lockstep::sim
