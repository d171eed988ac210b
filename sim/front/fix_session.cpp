#include "front/fix_session.hpp"

#include <charconv>

namespace lockstep::sim {

namespace {

// QuickFIX closes over exceptions of its own; none of them may reach the event loop.
template <class Call> void contained(Connection* connection, Call call) {
    try {
        call();
    } catch (const std::exception& trouble) {
        if (connection != nullptr) connection->close(std::string("QuickFIX: ") + trouble.what());
    }
}

} // namespace

FixSession::~FixSession() { delete session_; }

FIX::SessionID FixSession::id() const {
    return {settings_.begin_string, settings_.sender_comp_id, settings_.target_comp_id};
}

Result<void> FixSession::create(FIX::SessionFactory& factory, SessionStore* const& made_store,
                                const FIX::DataDictionaryProvider& groups) {
    if (FIX::Session::doesSessionExist(id())) {
        return failure("session " + id().toString() + " exists in this process already");
    }
    FIX::Dictionary keys;
    for (const auto& [key, value] : settings_.quickfix) keys.setString(key, value);
    try {
        session_ = factory.create(id(), keys);
    } catch (const std::exception& trouble) {
        return failure("session " + settings_.name + ": QuickFIX refuses it: " + trouble.what());
    }
    session_->setDataDictionaryProvider(groups);
    store_ = made_store;
    return {};
}

void FixSession::attach(std::shared_ptr<Connection> connection) {
    connection_ = std::move(connection);
    beyond_gap_ = 0;
    contained(connection_.get(), [&] {
        session_->setResponder(this);
        if (!settings_.acceptor) session_->next();
    });
}

void FixSession::take(const std::string& message, Timestamp received) {
    if (!silent_) return feed(message, received);
    silent_in_bytes_ += message.size();
    if (silent_in_bytes_ > silent_bytes_max) {
        return disconnect("silenced, and too much came in");
    }
    silent_in_.emplace_back(message, received);
}

void FixSession::feed(const std::string& message, Timestamp received) {
    int number = 0;
    const auto text = header_field(message, "34");
    std::from_chars(text.data(), text.data() + text.size(), number);
    beyond_gap_ = number > session_->getExpectedTargetNum() ? beyond_gap_ + 1 : 0;
    if (beyond_gap_ > beyond_gap_max) return disconnect("a gap was never filled");
    received_ = received;
    const auto connection = connection_;
    contained(connection.get(), [&] {
        try {
            session_->next(message, FIX::UtcTimeStamp());
        } catch (const FIX::InvalidMessage& garbled) { // ignored, as FIX says of garbled messages
            session_->getLog()->onEvent(garbled.what());
        }
    });
}

void FixSession::detach() {
    if (silent_) {
        lost_while_silent_ = true;
        return;
    }
    connection_ = nullptr;
    contained(nullptr, [&] { session_->disconnect(); });
}

void FixSession::tick() {
    if (connection_ == nullptr || silent_) return;
    const auto connection = connection_;
    contained(connection.get(), [&] { session_->next(); });
}

int FixSession::send(FIX::Message& message) {
    const int number = session_->getExpectedSenderNum();
    contained(connection_.get(), [&] { session_->send(message); });
    return number;
}

bool FixSession::send_again(int number) {
    const auto kept = store_->find(number);
    if (kept.empty() || !is_up()) return false;
    contained(connection_.get(), [&] {
        FIX::Message message(kept, false);
        auto& header = message.getHeader();
        header.setField(FIX::PossDupFlag(true));
        header.setField(FIX::StringField(FIX::FIELD::OrigSendingTime,
                                         header.getField(FIX::FIELD::SendingTime)));
        header.setField(FIX::SendingTime(FIX::UtcTimeStamp(), 3));
        std::string bytes;
        message.toString(bytes);
        session_->getLog()->onOutgoing(bytes);
        send(bytes);
    });
    return true;
}

void FixSession::disconnect(const std::string& why) {
    silent_ = false;
    silent_in_.clear();
    silent_in_bytes_ = 0;
    silent_out_.clear();
    if (std::exchange(lost_while_silent_, false)) return detach();
    if (connection_ != nullptr) connection_->close(why);
}

void FixSession::log_out() {
    if (!is_up()) return disconnect("the simulator stops");
    contained(connection_.get(), [&] {
        session_->logout();
        session_->next();
    });
}

void FixSession::silence() {
    silent_ = true;
    lost_while_silent_ = false;
}

void FixSession::resume() {
    if (!silent_) return;
    silent_ = false;
    const auto out = std::exchange(silent_out_, {});
    if (connection_ != nullptr && !out.empty()) connection_->send(out);
    const auto messages = std::exchange(silent_in_, {});
    silent_in_bytes_ = 0;
    for (const auto& [message, received] : messages) feed(message, received);
    if (std::exchange(lost_while_silent_, false)) detach();
}

bool FixSession::send(const std::string& bytes) {
    if (connection_ == nullptr) return false;
    if (!silent_) return connection_->send(bytes);
    if (silent_out_.size() + bytes.size() > Connection::send_queue_bytes_max) {
        disconnect("silenced, and too much is to be sent");
        return false;
    }
    silent_out_ += bytes;
    return true;
}

void FixSession::disconnect() {
    if (connection_ != nullptr) connection_->close("the FIX session ended");
}

} // namespace lockstep::sim
