// What flows over a session: messages in through QuickFIX, messages out, gaps.
#include "fix/fix_session.hpp"

#include "fix/raw_fields.hpp"
#include "fix/wall_clock.hpp"
#include "proto/prefetch.hpp"

#include <algorithm>
#include <utility>

namespace lockstep {

SessionHooks FixSession::make_hooks() {
    SessionHooks hooks;
    hooks.on_message = [this](const FIX::Message& message) {
        handlers_.on_message(index_, message, received_);
    };
    hooks.next_number_out = [this] { return store_.getNextSenderMsgSeqNum(); };
    hooks.on_asking = [this](int begin) { return resend_.requested(begin, Clock::now()); };
    hooks.on_asked = [this](int begin, int end) {
        if (handlers_.on_not_arrived) handlers_.on_not_arrived(index_, begin, end);
    };
    hooks.on_logging_out = [this] { may_send_ = false; };
    hooks.on_logout = [this](const std::string& text) {
        if (!down_reason_.empty()) return;
        const bool is_answer = session_->sentLogout();
        down_reason_ = is_answer ? "logged out" : "the peer logged out";
        if (!text.empty()) down_reason_ += ": " + text;
    };
    return hooks;
}

void FixSession::on_frame(Connection& connection, const Frame& frame) {
    received_ = wall_clock_now();
    if (frame.begin_string != config_.begin_string) {
        connection.cut("8=" + std::string(frame.begin_string) + " on a session of " +
                       config_.begin_string);
        return;
    }
    // QuickFIX would spend numbers on these without looking which.
    if (frame.msg_seq_num < 0 || frame.sender_comp_id.empty() || frame.target_comp_id.empty() ||
        find_field(frame.bytes, FIX::FIELD::SendingTime).empty()) {
        connection.cut("34=, 49=, 52= or 56= is missing or cannot be read");
        return;
    }
    feed(frame);
    settle();
}

void FixSession::on_garbled(Connection&, const std::string& what) {
    note_error("Garbled message skipped, " + what);
}

void FixSession::on_pause(Connection&) {
    if (config_.leads && handlers_.on_pause) handlers_.on_pause();
}

void FixSession::feed(const Frame& frame) {
    const int number = frame.msg_seq_num;
    const int expected_before = session_->getExpectedTargetNum();
    const bool is_reject = frame.msg_type == FIX::MsgType_Reject;
    const bool is_logout = frame.msg_type == FIX::MsgType_Logout;
    if (is_reject && number > expected_before) {
        // QuickFIX would count it in place of the message that is missing.
        if (!is_logged_on()) {
            note_error("A Reject ahead of what is missing was not taken: " +
                       std::string(find_field(frame.bytes, FIX::FIELD::Text)));
        } else if (!resend_.is_pending()) {
            ask_from(expected_before);
        }
    } else {
        feed_quickfix(frame);
        if (is_logout) put_right_after_logout(number, expected_before);
    }
    resend_.received(number, session_->getExpectedTargetNum(), Clock::now());
    if (!connection_) return;
    if (resend_.messages_ahead() > limits_.messages_ahead_max) {
        drop("more than " + std::to_string(limits_.messages_ahead_max) +
             " messages came ahead of a gap");
    } else if (const auto chunk = resend_.next_chunk()) {
        ask_from(*chunk);
    }
}

void FixSession::feed_quickfix(const Frame& frame) {
    scratch_.assign(frame.bytes);
    try {
        session_->next(scratch_, FIX::UtcTimeStamp());
    } catch (const FIX::InvalidMessage& error) {
        note_error(std::string("Garbled message skipped: ") + error.what());
    } catch (const NotAcknowledged& error) {
        drop("message " + std::to_string(frame.msg_seq_num) +
             " could not be taken: " + error.what());
    } catch (const std::exception& error) {
        drop(std::string("QuickFIX: ") + error.what());
    }
}

// QuickFIX counts a Logout whatever its number, and would so step over a message that is missing.
void FixSession::put_right_after_logout(int number, int expected_before) {
    if (session_->getResetOnLogout() || session_->getResetOnDisconnect()) return;
    const int right = number == expected_before ? expected_before + 1 : expected_before;
    if (session_->getExpectedTargetNum() != right) session_->setNextTargetMsgSeqNum(right);
}

// A ResendRequest of our own; toAdmin puts in how far it goes.
void FixSession::ask_from(int number) {
    FIX::Message request;
    request.getHeader().setField(FIX::MsgType(FIX::MsgType_ResendRequest));
    request.setField(FIX::BeginSeqNo(number));
    request.setField(FIX::EndSeqNo(0));
    session_->send(request);
}

std::optional<Error> FixSession::why_not_sendable() {
    if (!may_send_ || !connection_) return Error{config_.id() + " is not logged on"};
    if (connection_->has_room_or_is_cut()) return std::nullopt;
    return Error{config_.id() + ": the peer reads too slowly, " +
                 std::to_string(connection_->bytes_queued()) + " bytes wait"};
}

void FixSession::bring_near() const {
    prefetch(&may_send_);
    prefetch(log_.get());
    head_.bring_near();
    store_.bring_near();
    if (connection_) connection_->bring_near();
}

// The number is spent before the bytes leave: after a crash in between it is missing at the peer,
// who gets a gap fill, and is never used for another message.
Result<std::uint64_t> FixSession::send(const MessageBody& body, Timestamp sending_time) {
    if (auto why = why_not_sendable()) return std::unexpected(std::move(*why));
    const int number = store_.getNextSenderMsgSeqNum();
    const std::string& bytes = head_.complete(body.msg_type, number, sending_time, body.fields);
    store_.incrNextSenderMsgSeqNum();
    connection_->send(bytes);
    log_->onOutgoing(bytes);
    return static_cast<std::uint64_t>(number);
}

Result<std::uint64_t> FixSession::send(FIX::Message& message) {
    if (auto why = why_not_sendable()) return std::unexpected(std::move(*why));
    const int number = session_->getExpectedSenderNum();
    try {
        session_->send(message);
    } catch (const std::exception& error) {
        return failure(config_.id() + ": cannot be sent: " + error.what());
    }
    if (session_->getExpectedSenderNum() == number) {
        return failure(config_.id() + ": QuickFIX did not send it");
    }
    return static_cast<std::uint64_t>(number);
}

bool FixSession::send(const std::string& bytes) {
    if (!connection_) return false;
    connection_->send(bytes);
    return true;
}

} // namespace lockstep
