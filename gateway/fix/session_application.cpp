#include "fix/session_application.hpp"

#include "fix/raw_fields.hpp"

#include <utility>

namespace lockstep {
namespace {

std::string text_of(const FIX::FieldMap& fields, int tag) {
    return fields.isSetField(tag) ? fields.getField(tag) : std::string();
}

bool is_type(const FIX::Message& message, const char* type) {
    return text_of(message.getHeader(), FIX::FIELD::MsgType) == type;
}

// The number in `tag`; refused when it is none, or longer than QuickFIX can count.
int number_of(const FIX::Message& message, int tag) {
    const int number = plain_number(text_of(message, tag));
    if (number < 0) throw FIX::IncorrectTagValue(tag);
    return number;
}

} // namespace

SessionApplication::SessionApplication(const SessionConfig& config, SessionHooks hooks)
    : config_(config), hooks_(std::move(hooks)) {}

void SessionApplication::toAdmin(FIX::Message& message, const FIX::SessionID&) {
    if (is_type(message, FIX::MsgType_Logon) &&
        config_.connection_type == ConnectionType::initiator) {
        if (!config_.username.empty()) message.setField(FIX::Username(config_.username));
        if (!config_.password.empty()) message.setField(FIX::Password(config_.password));
    }
    if (is_type(message, FIX::MsgType_Logout)) hooks_.on_logging_out();
    if (is_type(message, FIX::MsgType_ResendRequest)) {
        const int begin = plain_number(text_of(message, FIX::FIELD::BeginSeqNo));
        message.setField(FIX::EndSeqNo(hooks_.on_asking(begin)));
    }
}

void SessionApplication::toApp(FIX::Message& message, const FIX::SessionID&) {
    if (text_of(message.getHeader(), FIX::FIELD::PossDupFlag) == "Y") throw FIX::DoNotSend();
}

void SessionApplication::fromAdmin(const FIX::Message& message, const FIX::SessionID&) {
    if (is_type(message, FIX::MsgType_ResendRequest)) check_resend_request(message);
    if (is_type(message, FIX::MsgType_SequenceReset)) number_of(message, FIX::FIELD::NewSeqNo);
    if (is_type(message, FIX::MsgType_Logon)) number_of(message, FIX::FIELD::HeartBtInt);
    if (is_type(message, FIX::MsgType_Reject)) hand_on(message);
    if (is_type(message, FIX::MsgType_Logout)) {
        hooks_.on_logout(text_of(message, FIX::FIELD::Text));
    }
}

void SessionApplication::fromApp(const FIX::Message& message, const FIX::SessionID&) {
    hand_on(message);
}

void SessionApplication::hand_on(const FIX::Message& message) {
    try {
        hooks_.on_message(message);
    } catch (const std::exception& error) {
        throw NotAcknowledged(error.what());
    } catch (...) {
        throw NotAcknowledged("unknown exception");
    }
}

void SessionApplication::check_resend_request(const FIX::Message& message) {
    const int begin = number_of(message, FIX::FIELD::BeginSeqNo);
    const int end = number_of(message, FIX::FIELD::EndSeqNo);
    const int last = hooks_.next_number_out() - 1;
    if (begin < 1 || begin > last) throw FIX::IncorrectTagValue(FIX::FIELD::BeginSeqNo);
    if (end != 0 && end < begin) throw FIX::IncorrectTagValue(FIX::FIELD::BeginSeqNo);
    hooks_.on_asked(begin, end == 0 || end > last ? last : end);
}

} // namespace lockstep
