// Orders and questions as FIX 4.4 messages. What is not set here is not sent.
#include "fix/fix44.hpp"

#include "fix/fix44_time.hpp"
#include "proto/check.hpp"

namespace lockstep::fix44 {

namespace {

namespace tag = FIX::FIELD;

const Instrument& instrument_of(InstrumentId id, const RouterConfig& config) {
    LOCKSTEP_CHECK(id.index < config.instruments.size());
    return config.instruments[id.index];
}

const std::string& account_of(FollowerId follower, const RouterConfig& config) {
    LOCKSTEP_CHECK(follower.index < config.followers.size());
    return config.followers[follower.index].account;
}

FIX::Message message_of(const char* msg_type) {
    FIX::Message message;
    message.getHeader().setField(tag::MsgType, msg_type);
    return message;
}

const char* code(Side side) { return side == Side::buy ? "1" : "2"; }

const char* code(OrderType type) {
    switch (type) {
    case OrderType::market: return "1";
    case OrderType::limit: return "2";
    case OrderType::stop: return "3";
    case OrderType::stop_limit: return "4";
    }
    LOCKSTEP_CHECK(!"an order type");
}

// A good-till-date order goes out as a day order: its date is not among the terms, and an order of
// ours had better end too soon than outlive the leader's unwatched.
const char* code(TimeInForce time_in_force) {
    switch (time_in_force) {
    case TimeInForce::day: return "0";
    case TimeInForce::good_till_cancel: return "1";
    case TimeInForce::ioc: return "3";
    case TimeInForce::fok: return "4";
    case TimeInForce::gtd: return "0";
    }
    LOCKSTEP_CHECK(!"a time in force");
}

// 55, and what else the settings say of the contract. A month alone needs the kind of security.
void set_instrument(FIX::FieldMap& fields, const Instrument& instrument) {
    fields.setField(tag::Symbol, instrument.symbol);
    if (!instrument.security_id.empty()) {
        fields.setField(tag::SecurityID, instrument.security_id);
        if (!instrument.security_id_source.empty()) {
            fields.setField(tag::SecurityIDSource, instrument.security_id_source);
        }
    }
    if (!instrument.maturity.empty()) {
        fields.setField(tag::SecurityType, "FUT");
        fields.setField(tag::MaturityMonthYear, instrument.maturity);
    }
    if (!instrument.exchange.empty()) {
        fields.setField(tag::SecurityExchange, instrument.exchange);
    }
}

void set_terms(FIX::Message& message, const OrderTerms& terms, const Instrument& instrument) {
    const bool limited = terms.type == OrderType::limit || terms.type == OrderType::stop_limit;
    const bool stopped = terms.type == OrderType::stop || terms.type == OrderType::stop_limit;
    LOCKSTEP_CHECK(!limited || terms.price);
    LOCKSTEP_CHECK(!stopped || terms.stop_price);
    message.setField(tag::HandlInst, "1");
    message.setField(tag::OrdType, code(terms.type));
    message.setField(tag::TimeInForce, code(terms.time_in_force));
    if (limited) message.setField(tag::Price, format_price(instrument, *terms.price));
    if (stopped) message.setField(tag::StopPx, format_price(instrument, *terms.stop_price));
}

// What every message about one order bears.
void set_order(FIX::Message& message, const RouterConfig& config, FollowerId follower,
               const ClOrdId& cl_ord_id, InstrumentId instrument, Side side) {
    message.setField(tag::Account, account_of(follower, config));
    message.setField(tag::ClOrdID, cl_ord_id.str());
    message.setField(tag::Side, code(side));
    set_instrument(message, instrument_of(instrument, config));
}

void set_original(FIX::Message& message, const ClOrdId& orig_cl_ord_id, const OrderKey& order_key) {
    message.setField(tag::OrigClOrdID, orig_cl_ord_id.str());
    if (!order_key.empty()) message.setField(tag::OrderID, order_key.str());
}

void set_quantity(FIX::Message& message, Quantity quantity) {
    message.setField(tag::OrderQty, std::to_string(quantity.lots));
}

} // namespace

FIX::Message encode(const NewOrder& order, const RouterConfig& config, Timestamp transact_time) {
    FIX::Message message = message_of("D");
    set_order(message, config, order.follower, order.cl_ord_id, order.instrument, order.terms.side);
    set_terms(message, order.terms, instrument_of(order.instrument, config));
    set_quantity(message, order.quantity);
    message.setField(tag::TransactTime, format_utc_time(transact_time));
    return message;
}

FIX::Message encode(const ReplaceOrder& replace, const RouterConfig& config,
                    Timestamp transact_time) {
    FIX::Message message = message_of("G");
    set_order(message, config, replace.follower, replace.cl_ord_id, replace.instrument,
              replace.terms.side);
    set_original(message, replace.orig_cl_ord_id, replace.order_key);
    set_terms(message, replace.terms, instrument_of(replace.instrument, config));
    set_quantity(message, replace.total);
    message.setField(tag::TransactTime, format_utc_time(transact_time));
    return message;
}

FIX::Message encode(const CancelOrder& cancel, const RouterConfig& config,
                    Timestamp transact_time) {
    FIX::Message message = message_of("F");
    set_order(message, config, cancel.follower, cancel.cl_ord_id, cancel.instrument, cancel.side);
    set_original(message, cancel.orig_cl_ord_id, cancel.order_key);
    set_quantity(message, cancel.total);
    message.setField(tag::TransactTime, format_utc_time(transact_time));
    return message;
}

FIX::Message encode(const StatusRequest& request, const RouterConfig& config) {
    FIX::Message message = message_of("H");
    set_order(message, config, request.follower, request.cl_ord_id, request.instrument,
              request.side);
    return message;
}

FIX::Message encode(const MassStatusRequest& request, const RouterConfig& config) {
    FIX::Message message = message_of("AF");
    message.setField(tag::MassStatusReqID, request.request_id.str());
    message.setField(tag::MassStatusReqType, "7"); // all orders
    message.setField(tag::Account, account_of(request.follower, config));
    return message;
}

FIX::Message encode(const PositionRequest& request, const RouterConfig& config,
                    Timestamp transact_time) {
    const std::string& account = account_of(request.follower, config);
    const std::string now = format_utc_time(transact_time);
    FIX::Message message = message_of("AN");
    message.setField(tag::PosReqID, request.request_id.str());
    message.setField(tag::PosReqType, "0");              // positions
    message.setField(tag::SubscriptionRequestType, "0"); // as they are now
    FIX::Group party(tag::NoPartyIDs, tag::PartyID,
                     FIX::message_order(tag::PartyID, tag::PartyIDSource, tag::PartyRole, 0));
    party.setField(tag::PartyID, account);
    party.setField(tag::PartyIDSource, "D"); // a code of the two of us
    party.setField(tag::PartyRole, "24");    // customer account
    message.addGroup(party);
    message.setField(tag::Account, account);
    message.setField(tag::AccountType, "1"); // on the customer side of the books
    message.setField(tag::ClearingBusinessDate, now.substr(0, now.find('-')));
    message.setField(tag::TransactTime, now);
    return message;
}

FIX::Message market_data_request(std::span<const InstrumentId> instruments,
                                 const RouterConfig& config, std::string_view request_id) {
    FIX::Message message = message_of("V");
    message.setField(tag::MDReqID, std::string(request_id));
    message.setField(tag::SubscriptionRequestType, "1"); // a snapshot, then updates
    message.setField(tag::MarketDepth, "1");             // top of book
    message.setField(tag::MDUpdateType, "1");            // incremental
    FIX::Group trades(tag::NoMDEntryTypes, tag::MDEntryType,
                      FIX::message_order(tag::MDEntryType, 0));
    trades.setField(tag::MDEntryType, "2");
    message.addGroup(trades);
    for (const InstrumentId id : instruments) {
        FIX::Group symbol(tag::NoRelatedSym, tag::Symbol,
                          FIX::message_order(tag::Symbol, tag::SecurityID, tag::SecurityIDSource,
                                             tag::SecurityType, tag::MaturityMonthYear,
                                             tag::SecurityExchange, 0));
        set_instrument(symbol, instrument_of(id, config));
        message.addGroup(symbol);
    }
    return message;
}

FIX::Message collateral_inquiry(std::string_view account, std::string_view inquiry_id) {
    FIX::Message message = message_of("BB");
    message.setField(tag::CollInquiryID, std::string(inquiry_id));
    message.setField(tag::SubscriptionRequestType, "1");
    message.setField(tag::Account, std::string(account));
    return message;
}

SentOrder sent_order(const NewOrder& order) {
    return {.msg_type = 'D',
            .follower = order.follower,
            .instrument = order.instrument,
            .side = order.terms.side,
            .cl_ord_id = order.cl_ord_id,
            .orig_cl_ord_id = {}};
}

SentOrder sent_order(const ReplaceOrder& replace) {
    return {.msg_type = 'G',
            .follower = replace.follower,
            .instrument = replace.instrument,
            .side = replace.terms.side,
            .cl_ord_id = replace.cl_ord_id,
            .orig_cl_ord_id = replace.orig_cl_ord_id};
}

SentOrder sent_order(const CancelOrder& cancel) {
    return {.msg_type = 'F',
            .follower = cancel.follower,
            .instrument = cancel.instrument,
            .side = cancel.side,
            .cl_ord_id = cancel.cl_ord_id,
            .orig_cl_ord_id = cancel.orig_cl_ord_id};
}

SentOrder sent_order(const StatusRequest& request) {
    return {.msg_type = 'H',
            .follower = request.follower,
            .instrument = request.instrument,
            .side = request.side,
            .cl_ord_id = request.cl_ord_id,
            .orig_cl_ord_id = {}};
}

SentOrder sent_order(const MassStatusRequest& request) {
    SentOrder sent;
    sent.msg_type = mass_status_type;
    sent.follower = request.follower;
    sent.cl_ord_id = request.request_id;
    return sent;
}

SentOrder sent_order(const PositionRequest& request) {
    SentOrder sent;
    sent.msg_type = position_request_type;
    sent.follower = request.follower;
    sent.cl_ord_id = request.request_id;
    return sent;
}

} // namespace lockstep::fix44
