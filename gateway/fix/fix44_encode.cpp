// Questions as FIX 4.4 messages. What is not set here is not sent.
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

// What every message about one order bears.
void set_order(FIX::Message& message, const RouterConfig& config, FollowerId follower,
               const ClOrdId& cl_ord_id, InstrumentId instrument, Side side) {
    message.setField(tag::Account, account_of(follower, config));
    message.setField(tag::ClOrdID, cl_ord_id.str());
    message.setField(tag::Side, code(side));
    set_instrument(message, instrument_of(instrument, config));
}

} // namespace

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
