#include "front/requests_in.hpp"

#include "front/fix_text.hpp"
#include "proto/decimal.hpp"

namespace lockstep::sim {

namespace {

constexpr int tag_account = 1;
constexpr int tag_cl_ord_id = 11;
constexpr int tag_order_qty = 38;
constexpr int tag_ord_type = 40;
constexpr int tag_orig_cl_ord_id = 41;
constexpr int tag_price = 44;
constexpr int tag_side = 54;
constexpr int tag_symbol = 55;
constexpr int tag_time_in_force = 59;
constexpr int tag_stop_price = 99;

ClientId client_of(SessionIndex session) { return ClientId{session.index}; }

// A ClOrdID that does not fit ours is a value that the peer may not send (35=3, 373=5).
ClOrdId read_id(const FIX::Message& message, int tag) {
    const auto text = need_field(message, tag);
    if (!ClOrdId::fits(text)) throw FIX::IncorrectTagValue(tag);
    return ClOrdId(text);
}

// Whole lots: "3", "3.00". The message is the refusal.
Result<Quantity> read_quantity(const std::string& text) {
    const auto value = Decimal::parse(text);
    if (!value) return failure("OrderQty: " + value.error().what);
    const Ratio lots(*value);
    if (lots.denominator() != 1) return failure("OrderQty " + text + " is no whole number");
    if (lots.numerator() <= 0) return failure("OrderQty " + text + " is not above zero");
    return Quantity(lots.numerator());
}

std::optional<OrderType> order_type(std::string_view text) {
    if (text == "1") return OrderType::market;
    if (text == "2") return OrderType::limit;
    if (text == "3") return OrderType::stop;
    if (text == "4") return OrderType::stop_limit;
    return std::nullopt;
}

std::optional<TimeInForce> time_in_force(std::string_view text) {
    if (text == "0") return TimeInForce::day;
    if (text == "1") return TimeInForce::good_till_cancel;
    if (text == "3") return TimeInForce::ioc;
    if (text == "4") return TimeInForce::fok;
    return std::nullopt;
}

// Prices that the message states, over those that `terms` has.
Result<void> read_prices(const FIX::Message& message, const Instrument& contract,
                         OrderTerms& terms) {
    for (const auto& [tag, field] :
         {std::pair(tag_price, &terms.price), std::pair(tag_stop_price, &terms.stop_price)}) {
        const auto text = find_field(message, tag);
        if (!text) continue;
        const auto price = parse_price(contract, *text);
        if (!price) return std::unexpected(price.error());
        *field = *price;
    }
    return {};
}

// Side, type and time in force; those that are absent stay as they are. Gives 103 with a refusal.
struct Refused {
    int reason = 99;
    std::string text;
};
std::optional<Refused> read_kind(const FIX::Message& message, OrderTerms& terms) {
    if (const auto side = find_field(message, tag_side)) {
        if (*side != "1" && *side != "2") return Refused{11, "Side " + *side + " is not 1 or 2"};
        terms.side = *side == "1" ? Side::buy : Side::sell;
    }
    if (const auto text = find_field(message, tag_ord_type)) {
        const auto type = order_type(*text);
        if (!type) return Refused{11, "OrdType " + *text + " is not 1, 2, 3 or 4"};
        terms.type = *type;
    }
    if (const auto text = find_field(message, tag_time_in_force)) {
        const auto force = time_in_force(*text);
        if (!force) return Refused{11, "TimeInForce " + *text + " is not 0, 1, 3 or 4"};
        terms.time_in_force = *force;
    }
    return std::nullopt;
}

// The account and instrument of a new order; what it names wrongly is the refusal.
std::optional<Refused> find_names(OrderView& view, SessionIndex session,
                                  const SimSettings& settings) {
    view.account = settings.find_account(view.account_name);
    if (view.account && settings.accounts[view.account->index].session != session) {
        view.account.reset();
    }
    if (!view.account) {
        return Refused{15, "account " + view.account_name + " is not traded on this session"};
    }
    view.instrument = settings.find_instrument(view.symbol);
    if (!view.instrument) return Refused{1, "instrument " + view.symbol + " is not listed"};
    return std::nullopt;
}

} // namespace

std::variant<NewRequest, Unreadable>
read_new_order(const FIX::Message& message, SessionIndex session, const SimSettings& settings) {
    OrderView view;
    view.client = client_of(session);
    view.cl_ord_id = read_id(message, tag_cl_ord_id);
    view.account_name = need_field(message, tag_account);
    view.symbol = need_field(message, tag_symbol);
    const auto quantity_text = need_field(message, tag_order_qty);
    for (const int tag : {tag_side, tag_ord_type}) need_field(message, tag);

    if (const auto wrong = read_kind(message, view.terms)) {
        return Unreadable{view, wrong->reason, wrong->text};
    }
    const auto quantity = read_quantity(quantity_text);
    view.total = quantity.value_or(Quantity(0));
    if (const auto wrong = find_names(view, session, settings)) {
        return Unreadable{view, wrong->reason, wrong->text};
    }
    if (!quantity) return Unreadable{view, 13, quantity.error().what};
    const auto& contract = settings.instruments[view.instrument->index].contract;
    if (const auto read = read_prices(message, contract, view.terms); !read) {
        return Unreadable{view, 99, read.error().what};
    }
    return NewRequest{view.client,      *view.account, view.cl_ord_id,
                      *view.instrument, view.terms,    view.total};
}

Result<ReplaceRequest> read_replace(const FIX::Message& message, SessionIndex session,
                                    const OrderView& order, const Instrument& contract) {
    ReplaceRequest request;
    request.client = client_of(session);
    request.cl_ord_id = read_id(message, tag_cl_ord_id);
    request.orig_cl_ord_id = read_id(message, tag_orig_cl_ord_id);
    request.terms = order.terms;
    if (const auto wrong = read_kind(message, request.terms)) return failure(wrong->text);
    const auto quantity = read_quantity(need_field(message, tag_order_qty));
    if (!quantity) return std::unexpected(quantity.error());
    request.total = *quantity;
    if (auto read = read_prices(message, contract, request.terms); !read) {
        return std::unexpected(read.error());
    }
    return request;
}

CancelRequest read_cancel(const FIX::Message& message, SessionIndex session) {
    return {client_of(session), read_id(message, tag_cl_ord_id),
            read_id(message, tag_orig_cl_ord_id)};
}

} // namespace lockstep::sim
