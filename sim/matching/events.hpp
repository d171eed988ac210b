// What the exchange says. Every call appends to a list, in the order in which things happened.
#pragma once

#include "matching/order.hpp"

#include <optional>
#include <string_view>
#include <variant>

namespace lockstep::sim {

enum class ReportKind : std::uint8_t {
    accepted,  // 150=0
    rejected,  // 150=8, `refusal` says why; the order has no id
    triggered, // 150=L, the stop price has traded; the order now acts as a market or limit order
    restated,  // 150=D, the rest of a market order (or triggered stop) is a limit from now on
    replaced,  // 150=5; leaves 0 when the new total was filled already
    fill,      // 150=F
    canceled,  // 150=4, `cause` says why
    expired,   // 150=C
};

struct Fill {
    TradeId trade;
    Price price;
    Quantity quantity;
    bool aggressor = false; // false for both sides of an uncross
    bool operator==(const Fill&) const = default;
};

// One step in the life of one order (35=8), with the order as it stands after it.
struct OrderReport {
    Timestamp time;
    ExecId exec_id;
    ReportKind kind = ReportKind::accepted;
    OrderState order;
    Refusal refusal = Refusal::none;
    CancelCause cause = CancelCause::none;
    std::optional<Fill> fill;
    bool operator==(const OrderReport&) const = default;
};

// 35=9: a cancel (434=1) or replace (434=2) that changed nothing.
enum class RequestKind : std::uint8_t { cancel, replace };
struct CancelRejected {
    Timestamp time;
    OrderId order;
    RequestKind request = RequestKind::cancel;
    Refusal refusal = Refusal::none;
    bool operator==(const CancelRejected&) const = default;
};

// A trade of the market at large; it follows the two fills it is made of.
struct TradePrint {
    Timestamp time;
    InstrumentId instrument;
    TradeId trade;
    Price price;
    Quantity quantity;
    std::optional<Side> aggressor; // none in an uncross
    bool operator==(const TradePrint&) const = default;
};

// All orders of one side at one price.
struct Level {
    Price price;
    Quantity quantity;
    bool operator==(const Level&) const = default;
};

// The best levels, at most once at the end of a call, when they are not what they were.
struct TopOfBook {
    Timestamp time;
    InstrumentId instrument;
    std::optional<Level> bid;
    std::optional<Level> ask;
    bool operator==(const TopOfBook&) const = default;
};

struct PhaseChanged {
    Timestamp time;
    InstrumentId instrument;
    Phase phase = Phase::closed;
    bool operator==(const PhaseChanged&) const = default;
};

using MarketEvent = std::variant<OrderReport, CancelRejected, TradePrint, TopOfBook, PhaseChanged>;

std::string_view name(ReportKind kind);
std::string_view name(RequestKind kind);

} // namespace lockstep::sim
