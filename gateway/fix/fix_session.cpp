// A session's life: making, hours, coming up and going down. What flows over it is in
// fix_session_traffic.cpp.
#include "fix/fix_session.hpp"

#include "fix/quickfix_options.hpp"
#include "fix/wall_clock.hpp"

#include <cstdint>
#include <stdexcept>
#include <utility>

namespace lockstep {
namespace {

bool is_initiator(const SessionConfig& config) {
    return config.connection_type == ConnectionType::initiator;
}

// The hours that hold `now`, or the next ones. Equal times without days are always open, and the
// numbers go on for ever.
SessionWindow window_at(const SessionSchedule& schedule, Timestamp now) {
    if (!schedule.start_day && schedule.start_second == schedule.end_second) {
        return {Timestamp(INT64_MIN), Timestamp(INT64_MAX)};
    }
    return session_window(schedule, now);
}

// QuickFIX takes store and log from factories; these give what the session owns already.
struct StoreFactory final : FIX::MessageStoreFactory {
    explicit StoreFactory(SessionStore& given) : store(given) {}
    FIX::MessageStore* create(const FIX::SessionID&) override { return &store; }
    void destroy(FIX::MessageStore*) override {}
    SessionStore& store;
};
struct LogFactory final : FIX::LogFactory {
    explicit LogFactory(WireLog& given) : log(given) {}
    FIX::Log* create() override { return &log; }
    FIX::Log* create(const FIX::SessionID&) override { return &log; }
    void destroy(FIX::Log*) override {}
    WireLog& log;
};

} // namespace

struct FixSession::Factories {
    Factories(SessionStore& store_given, WireLog& log_given) : store(store_given), log(log_given) {}
    StoreFactory store;
    LogFactory log;
};

FixSession::FixSession(const SessionConfig& config, Place place)
    : config_(config), index_(place.index), handlers_(place.handlers), limits_(place.limits),
      batch_(place.batch), log_(std::move(place.log)),
      store_(place.number_file, config_.id(), wall_clock_now()),
      application_(config_, make_hooks()), factories_(std::make_unique<Factories>(store_, *log_)),
      resend_(number_option(config_.quickfix, "ResendRequestChunkSize", 0)),
      head_(config_.begin_string, config_.sender_comp_id, config_.target_comp_id,
            number_option(config_.quickfix, "TimestampPrecision", 3)) {
    make_session(place.dictionaries);
    if (is_initiator(config_)) make_dialer(place.io);
}

FixSession::~FixSession() {
    if (dialer_) dialer_->cancel();
    if (connection_) std::exchange(connection_, nullptr)->close_softly();
}

void FixSession::make_session(const FIX::DataDictionaryProvider& dictionaries) {
    const FIX::SessionID id(FIX::BeginString(config_.begin_string),
                            FIX::SenderCompID(config_.sender_comp_id),
                            FIX::TargetCompID(config_.target_comp_id), config_.qualifier);
    // QuickFIX would not register a second one, and its end would take the first from the lookup.
    if (FIX::Session::doesSessionExist(id)) {
        throw std::runtime_error("the session exists already in this process");
    }
    const int heartbeat_s =
        is_initiator(config_) ? number_option(config_.quickfix, "HeartBtInt", 30) : 0;
    if (is_initiator(config_) && heartbeat_s == 0) {
        throw std::runtime_error("HeartBtInt=0: an initiator must send heartbeats");
    }
    session_ = std::make_unique<FIX::Session>(application_, factories_->store, id, dictionaries,
                                              all_day(), heartbeat_s, &factories_->log);
    apply_quickfix_options(config_.quickfix, *session_);
    session_->logout(); // until start() and its hours say otherwise
}

void FixSession::make_dialer(boost::asio::io_context& io) {
    if (config_.endpoints.empty()) throw std::runtime_error("an initiator without an endpoint");
    const BackOff back_off(std::chrono::seconds(config_.reconnect_interval_s), limits_.back_off_cap,
                           config_.id());
    dialer_ = std::make_shared<Dialer>(
        io, config_.endpoints, back_off, limits_,
        [this](Connection::Socket socket) {
            auto connection = std::make_shared<Connection>(std::move(socket), limits_);
            Connection& made = *connection;
            attach(std::move(connection));
            made.start(*this);
            drive(); // sends the Logon
            settle();
        },
        [this](const std::string& why) { note_error(why); });
}

bool FixSession::is_addressed_by(const Frame& frame) const {
    return frame.begin_string == config_.begin_string &&
           frame.sender_comp_id == config_.target_comp_id &&
           frame.target_comp_id == config_.sender_comp_id;
}

void FixSession::start(Timestamp now) {
    started_ = true;
    tick(now);
}

void FixSession::stop() {
    started_ = false;
    if (dialer_) dialer_->cancel();
    session_->logout("the gateway stops");
    if (connection_ && !is_logged_on()) drop("the gateway stops");
    drive();
    settle();
}

void FixSession::close(const std::string& why) {
    if (connection_) drop(why);
    settle();
}

void FixSession::tick(Timestamp now) {
    if (started_) keep_hours(now);
    drive();
    if (connection_) keep_bounds(Clock::now());
    settle();
    log_->flush();
}

// Lets QuickFIX's timers act: Logon, heartbeat, test request, Logout, time-outs. Without a
// connection they would only use up numbers.
void FixSession::drive() {
    if (!connection_) return;
    try {
        session_->next();
    } catch (const std::exception& error) {
        drop(std::string("QuickFIX: ") + error.what());
    }
}

void FixSession::keep_hours(Timestamp now) {
    if (!window_ || now >= window_->closes) window_ = window_at(config_.schedule, now);
    const bool is_open = window_->contains(now) && !held_;
    const bool is_stale = is_open && store_.numbers_began() < window_->opens;
    if ((!is_open || is_stale) && session_->isEnabled()) {
        session_->logout("the session's hours are over");
        if (connection_ && !is_logged_on()) drop("the session's hours are over");
    }
    if (is_stale && !connection_) {
        store_.begin_numbers(now);
        log_->onEvent("A new session begins: both numbers start at 1");
    }
    const bool may_log_on = is_open && store_.numbers_began() >= window_->opens;
    if (may_log_on && !session_->isEnabled()) session_->logon();
    if (!dialer_ || connection_) return;
    if (may_log_on) {
        dialer_->dial();
    } else {
        dialer_->cancel();
    }
}

void FixSession::keep_bounds(Clock::time_point now) {
    const auto gap_since = resend_.no_progress_since();
    if (gap_since && now - *gap_since > limits_.gap_time_max) {
        drop("the peer does not fill the gap from " +
             std::to_string(session_->getExpectedTargetNum()) + " to " +
             std::to_string(resend_.until()));
        return;
    }
    if (session_->sentLogout()) {
        if (!logout_sent_) logout_sent_ = now;
        const auto longest = std::chrono::seconds(session_->getLogoutTimeout() + 1);
        if (now - *logout_sent_ > longest) {
            drop("no answer to our Logout");
            return;
        }
    }
    connection_->check_age(now);
}

void FixSession::attach(std::shared_ptr<Connection> connection) {
    // what a fill of the leader makes is answered by every follower: to hear the leader out first
    // would let answers pile up
    constexpr int reads_of_answers = 4;
    connection_ = std::move(connection);
    if (!config_.leads) connection_->set_reads_a_turn(reads_of_answers);
    connection_->set_batch(batch_);
    is_linked_ = true;
    was_logged_on_ = false;
    down_reason_.clear();
    logout_sent_.reset();
    resend_.forget();
    connected_since_ = wall_clock_now();
    log_->onEvent("Connected: " + connection_->peer());
    session_->setResponder(this);
}

std::string FixSession::accept(std::shared_ptr<Connection> connection, const Frame& logon) {
    if (!session_->isEnabled()) return config_.id() + " is outside its hours";
    if (connection_) return config_.id() + " is in use by " + connection_->peer();
    if (!credentials_are_right(logon)) return config_.id() + ": wrong username or password";
    Connection& taken = *connection;
    taken.set_owner(*this);
    attach(std::move(connection));
    on_frame(taken, logon);
    if (connection_.get() == &taken && !session_->receivedLogon()) {
        drop("the Logon was not accepted: " + log_->last_event());
        settle();
    }
    return {};
}

// What the settings name, the peer's Logon must bear (tags 553, 554). Judged before QuickFIX sees
// the message, since a Logon may reset the numbers.
bool FixSession::credentials_are_right(const Frame& logon) const {
    constexpr int username_tag = 553;
    constexpr int password_tag = 554;
    return (config_.username.empty() ||
            find_field(logon.bytes, username_tag) == config_.username) &&
           (config_.password.empty() || find_field(logon.bytes, password_tag) == config_.password);
}

void FixSession::on_closed(Connection&, const std::string& why) {
    if (down_reason_.empty()) down_reason_ = why;
    log_->onEvent(why);
    connection_.reset();
    session_->disconnect();
    settle();
}

// QuickFIX ends the connection; it may be in the middle of a callback, so nothing is told yet.
void FixSession::disconnect() {
    if (connection_) std::exchange(connection_, nullptr)->close_softly();
}

void FixSession::drop(const std::string& why) {
    if (down_reason_.empty()) down_reason_ = why;
    log_->onEvent(why);
    session_->disconnect();
}

void FixSession::note_error(const std::string& why) {
    last_error_ = why;
    log_->onEvent(why);
}

// Compares what is with what was reported, and reports. The end of every way in from outside.
void FixSession::settle() {
    may_send_ = is_logged_on();
    if (is_linked_ && !connection_) {
        is_linked_ = false;
        went_down();
        return;
    }
    if (may_send_) was_logged_on_ = true;
    const bool is_up = may_send_ && !resend_.is_pending();
    if (is_up == is_reported_up_) return;
    is_reported_up_ = is_up;
    handlers_.on_state(index_, is_up,
                       is_up                  ? "logged on"
                       : may_send_            ? "messages of the peer are missing and asked for"
                       : down_reason_.empty() ? "logging out"
                                              : down_reason_);
}

void FixSession::went_down() {
    last_error_ = down_reason_.empty() ? log_->last_event() : down_reason_;
    connected_since_ = Timestamp{};
    resend_.forget();
    if (is_initiator(config_) && log_->last_event().starts_with("MsgSeqNum too low")) {
        held_ = true; // dialling on would say the same for ever
        last_error_ = log_->last_event() + "; held until a restart, a person must decide";
    }
    if (dialer_ && started_ && !held_) dialer_->lost(was_logged_on_);
    if (!std::exchange(is_reported_up_, false)) return;
    handlers_.on_state(index_, false, last_error_);
}

bool FixSession::is_logged_on() const {
    return connection_ && session_->isLoggedOn() && !session_->sentLogout();
}

SessionState FixSession::state() const {
    if (held_) return SessionState::held;
    if (connection_) {
        if (session_->sentLogout()) return SessionState::logging_out;
        if (!is_logged_on()) return SessionState::logging_on;
        return resend_.is_pending() ? SessionState::recovering : SessionState::up;
    }
    if (!session_->isEnabled()) return SessionState::closed;
    return dialer_ && dialer_->is_connecting() ? SessionState::connecting : SessionState::waiting;
}

SessionStatus FixSession::status() const {
    SessionStatus status;
    status.state = state();
    status.next_number_out = store_.getNextSenderMsgSeqNum();
    status.next_number_in = store_.getNextTargetMsgSeqNum();
    status.last_error = last_error_;
    status.connected_since = connected_since_;
    status.bytes_queued = connection_ ? connection_->bytes_queued() : 0;
    status.peer = connection_ ? connection_->peer() : "";
    return status;
}

} // namespace lockstep
