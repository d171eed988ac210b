#include "fix/fix44_terms.hpp"

#include <optional>

namespace lockstep::fix44 {

namespace {

namespace tag = FIX::FIELD;

// K trades at once and leaves a limit that only its venue prices: what matters of it are its fills.
std::optional<OrderType> order_type(std::string_view text) {
    if (text.empty() || text == "1" || text == "K") return OrderType::market;
    if (text == "2") return OrderType::limit;
    if (text == "3") return OrderType::stop;
    if (text == "4") return OrderType::stop_limit;
    return std::nullopt;
}

std::optional<TimeInForce> time_in_force(std::string_view text) {
    if (text.empty() || text == "0") return TimeInForce::day;
    if (text == "1") return TimeInForce::good_till_cancel;
    if (text == "3") return TimeInForce::ioc;
    if (text == "4") return TimeInForce::fok;
    if (text == "6") return TimeInForce::gtd;
    return std::nullopt;
}

std::optional<Price> read_price(Fields& body, int price_tag, const Instrument& instrument,
                                bool strict) {
    if (strict) return body.price(price_tag, instrument);
    Fields lenient = body;
    return lenient.price(price_tag, instrument);
}

void make_unmirrorable(Terms& terms, std::string why) {
    terms.terms.type = OrderType::market;
    terms.terms.price.reset();
    terms.terms.stop_price.reset();
    terms.why_not_mirrored = std::move(why) + " cannot be mirrored; its fills are copied";
}

} // namespace

Terms read_terms(Fields& body, Side side, const Instrument& instrument, TermsReading how) {
    Terms terms;
    terms.terms.side = side;
    if (how.is_leg) return terms;
    const auto type = order_type(body.text(tag::OrdType));
    if (!type) {
        make_unmirrorable(terms, "order type 40=" + printable(body.text(tag::OrdType), 8));
        return terms;
    }
    terms.terms.type = *type;
    const bool limited = *type == OrderType::limit || *type == OrderType::stop_limit;
    const bool stopped = *type == OrderType::stop || *type == OrderType::stop_limit;
    if (limited) terms.terms.price = read_price(body, tag::Price, instrument, how.strict);
    if (stopped) terms.terms.stop_price = read_price(body, tag::StopPx, instrument, how.strict);
    if (limited && !terms.terms.price) {
        make_unmirrorable(terms, "an order with a limit and no 44 (Price)");
    } else if (stopped && !terms.terms.stop_price) {
        make_unmirrorable(terms, "a stop order without 99 (StopPx)");
    }
    if (const auto tif = time_in_force(body.text(tag::TimeInForce))) {
        terms.terms.time_in_force = *tif;
    } else {
        terms.terms.time_in_force = TimeInForce::ioc;
        terms.why_not_mirrored = "time in force 59=" + printable(body.text(tag::TimeInForce), 8) +
                                 " cannot be mirrored; its fills are copied";
    }
    return terms;
}

} // namespace lockstep::fix44
