// Chooses the decoder of a message by its type, and names the types that mean nothing to a copier.
#include "fix/fix44_reading.hpp"

#include <algorithm>
#include <array>

namespace lockstep::fix44 {

namespace {

namespace tag = FIX::FIELD;

using Decoder = Decoded (*)(const FIX::Message&, const Context&);

struct Read {
    std::string_view msg_type;
    Decoder decoder;
};

constexpr std::array read_types{
    Read{"8", decode_execution_report},   Read{"9", decode_order_cancel_reject},
    Read{"W", decode_snapshot},           Read{"X", decode_incremental},
    Read{"j", decode_business_reject},    Read{"3", decode_session_reject},
    Read{"Y", decode_market_data_reject}, Read{"BA", decode_collateral_report},
    Read{"AP", decode_position_report},   Read{"AO", decode_positions_ack},
};

struct Known {
    std::string_view msg_type;
    std::string_view name;
};

// Orders of somebody, told on a drop copy: kept for a person, never acted upon.
constexpr std::array order_types{
    Known{"D", "NewOrderSingle"},
    Known{"E", "NewOrderList"},
    Known{"F", "OrderCancelRequest"},
    Known{"G", "OrderCancelReplaceRequest"},
    Known{"H", "OrderStatusRequest"},
    Known{"AB", "NewOrderMultileg"},
    Known{"AC", "MultilegOrderCancelReplace"},
    Known{"AF", "OrderMassStatusRequest"},
};

constexpr std::array ignored_types{
    Known{"B", "News"},
    Known{"C", "Email"},
    Known{"V", "MarketDataRequest"},
    Known{"f", "SecurityStatus"},
    Known{"h", "TradingSessionStatus"},
    Known{"n", "XMLnonFIX"},
    Known{"AE", "TradeCaptureReport"},
    Known{"AN", "RequestForPositions"},
    Known{"BB", "CollateralInquiry"},
    Known{"BF", "UserResponse"},
    Known{"BG", "CollateralInquiryAck"},
};

constexpr std::string_view session_types = "0 A 1 2 4 5"; // the session's own business

std::string message_text(const Known& known, const Fields& body) {
    std::string text = std::string(known.name) + " (35=" + std::string(known.msg_type) + ")";
    for (const int shown : {tag::Account, tag::ClOrdID, tag::OrigClOrdID, tag::Symbol, tag::Side,
                            tag::OrderQty, tag::Headline, tag::Text}) {
        if (!body.has(shown)) continue;
        text += ' ' + std::to_string(shown) + '=' + printable(body.text(shown), 80);
    }
    return text;
}

bool is_session_type(std::string_view msg_type) {
    return msg_type.size() == 1 && session_types.contains(msg_type.front());
}

} // namespace

Decoded decode(const FIX::Message& message, const Context& context) {
    const std::string_view msg_type = Fields(message.getHeader()).text(tag::MsgType);
    if (msg_type.empty()) return std::unexpected(refuse_missing(tag::MsgType, "what is it"));
    if (is_session_type(msg_type)) return Reading{};
    if (const int repeated = repeated_tag(message)) {
        return std::unexpected(
            refuse(repeated, Fields(message).text(repeated), "stands more than once"));
    }
    const auto read = std::ranges::find(read_types, msg_type, &Read::msg_type);
    if (read != read_types.end()) return read->decoder(message, context);
    const Fields body(message);
    if (const auto known = std::ranges::find(order_types, msg_type, &Known::msg_type);
        known != order_types.end()) {
        return ignored(Severity::info, message_text(*known, body) + ": recorded, never acted upon");
    }
    if (const auto known = std::ranges::find(ignored_types, msg_type, &Known::msg_type);
        known != ignored_types.end()) {
        return ignored(Severity::info, message_text(*known, body) + ": ignored");
    }
    return ignored(Severity::warning,
                   "a message of a type that is not read: 35=" + printable(msg_type, 8));
}

Context make_context(const RouterConfig& config, SessionIndex session, const SentOrders* sent,
                     FillStyle fill_style) {
    Context context{.config = &config,
                    .session = session,
                    .accounts = {},
                    .fill_style = fill_style,
                    .sent = sent};
    for (std::uint32_t i = 0; i < config.leaders.size(); ++i) {
        if (config.leaders[i].session != session) continue;
        context.accounts.push_back({config.leaders[i].account, LeaderId{i}});
    }
    for (std::uint32_t i = 0; i < config.followers.size(); ++i) {
        if (config.followers[i].session != session) continue;
        context.accounts.push_back({config.followers[i].account, FollowerId{i}});
    }
    return context;
}

} // namespace lockstep::fix44
