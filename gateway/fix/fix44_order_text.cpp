#include "fix/fix44_order_text.hpp"

#include "proto/check.hpp"

#include <string>

namespace lockstep::fix44 {

namespace {

constexpr char end = '\x01';

std::string field(int tag, std::string_view value) {
    return std::to_string(tag) + "=" + std::string(value) + end;
}

char code(Side side) { return side == Side::buy ? '1' : '2'; }

char code(OrderType type) {
    switch (type) {
    case OrderType::market: return '1';
    case OrderType::limit: return '2';
    case OrderType::stop: return '3';
    case OrderType::stop_limit: return '4';
    }
    LOCKSTEP_CHECK(!"an order type");
}

// A good-till-date order goes out as a day order: its date is not among the terms, and an order of
// ours had better end too soon than outlive the leader's unwatched.
char code(TimeInForce time_in_force) {
    switch (time_in_force) {
    case TimeInForce::day: return '0';
    case TimeInForce::good_till_cancel: return '1';
    case TimeInForce::ioc: return '3';
    case TimeInForce::fok: return '4';
    case TimeInForce::gtd: return '0';
    }
    LOCKSTEP_CHECK(!"a time in force");
}

bool is_limited(const OrderTerms& terms) {
    const bool limited = terms.type == OrderType::limit || terms.type == OrderType::stop_limit;
    LOCKSTEP_CHECK(!limited || terms.price);
    return limited;
}

bool is_stopped(const OrderTerms& terms) {
    const bool stopped = terms.type == OrderType::stop || terms.type == OrderType::stop_limit;
    LOCKSTEP_CHECK(!stopped || terms.stop_price);
    return stopped;
}

// A month alone needs the kind of security.
std::string contract_of(const Instrument& instrument) {
    std::string text;
    if (!instrument.maturity.empty()) {
        text += field(167, "FUT") + field(200, instrument.maturity);
    }
    if (!instrument.exchange.empty()) text += field(207, instrument.exchange);
    return text;
}

bool has_source(const Instrument& instrument) {
    return !instrument.security_id.empty() && !instrument.security_id_source.empty();
}

} // namespace

OrderText::OrderText(std::string_view account, const Instrument& instrument)
    : instrument_(&instrument), account_(field(1, account) + "11="),
      id_source_(has_source(instrument) ? field(22, instrument.security_id_source) : ""),
      side_((instrument.security_id.empty() ? "" : field(48, instrument.security_id)) + "54="),
      symbol_(field(55, instrument.symbol)), contract_(contract_of(instrument)) {}

void OrderText::write(const NewOrder& order, std::string_view transact_time,
                      SummedText& body) const {
    static const SummedPiece handling("\x01"
                                      "21=1\x01");
    body.add(account_).add(order.cl_ord_id.view()).add(handling).add(id_source_);
    body.add("38=")
        .add_number(order.quantity.lots)
        .add("\x01"
             "40=")
        .add(code(order.terms.type));
    body.add(end);
    if (is_limited(order.terms)) write_price(44, *order.terms.price, body);
    write_tail(order.terms, transact_time, body);
}

void OrderText::write(const ReplaceOrder& replace, std::string_view transact_time,
                      SummedText& body) const {
    static const SummedPiece handling("\x01"
                                      "21=1\x01");
    body.add(account_).add(replace.cl_ord_id.view()).add(handling).add(id_source_);
    if (!replace.order_key.empty()) body.add("37=").add(replace.order_key.view()).add(end);
    body.add("38=")
        .add_number(replace.total.lots)
        .add("\x01"
             "40=")
        .add(code(replace.terms.type));
    body.add("\x01"
             "41=")
        .add(replace.orig_cl_ord_id.view())
        .add(end);
    if (is_limited(replace.terms)) write_price(44, *replace.terms.price, body);
    write_tail(replace.terms, transact_time, body);
}

void OrderText::write(const CancelOrder& cancel, std::string_view transact_time,
                      SummedText& body) const {
    body.add(account_).add(cancel.cl_ord_id.view()).add(end).add(id_source_);
    if (!cancel.order_key.empty()) body.add("37=").add(cancel.order_key.view()).add(end);
    body.add("38=")
        .add_number(cancel.total.lots)
        .add("\x01"
             "41=");
    body.add(cancel.orig_cl_ord_id.view()).add(end).add(side_).add(code(cancel.side)).add(end);
    body.add(symbol_).add("60=").add(transact_time).add(end).add(contract_);
}

void OrderText::write_price(int tag, Price price, SummedText& body) const {
    body.add_number(tag).add('=').add(format_price(*instrument_, price)).add(end);
}

// From the side on, new orders and changes say the same.
void OrderText::write_tail(const OrderTerms& terms, std::string_view transact_time,
                           SummedText& body) const {
    body.add(side_).add(code(terms.side)).add(end).add(symbol_);
    body.add("59=")
        .add(code(terms.time_in_force))
        .add("\x01"
             "60=")
        .add(transact_time)
        .add(end);
    if (is_stopped(terms)) write_price(99, *terms.stop_price, body);
    body.add(contract_);
}

OrderTexts::OrderTexts(const RouterConfig& config) : config_(config) {
    texts_.resize(config.followers.size());
    for (std::uint32_t i = 0; i < config.followers.size(); ++i) {
        texts_[i].resize(config.instruments.size());
        for (const InstrumentMapping& row : config.followers[i].map) {
            of(FollowerId{i}, row.follower);
        }
    }
}

const OrderText& OrderTexts::of(FollowerId follower, InstrumentId instrument) {
    LOCKSTEP_CHECK(follower.index < texts_.size());
    LOCKSTEP_CHECK(instrument.index < config_.instruments.size());
    auto& text = texts_[follower.index][instrument.index];
    if (!text) {
        text = std::make_unique<OrderText>(config_.followers[follower.index].account,
                                           config_.instruments[instrument.index]);
    }
    return *text;
}

} // namespace lockstep::fix44
