// One session of the settings: QuickFIX's session, its numbers and logs, its connection when it has
// one, and its hours.
#pragma once

#include "gateway/fix/quickfix.hpp"

#include "fix/connection.hpp"
#include "fix/dialer.hpp"
#include "fix/message_head.hpp"
#include "fix/resend_watch.hpp"
#include "fix/session_application.hpp"
#include "fix/session_host.hpp"
#include "fix/session_store.hpp"
#include "fix/wire_log.hpp"

#include <memory>
#include <optional>
#include <string>

namespace lockstep {

class FixSession final : public ConnectionOwner, private FIX::Responder {
  public:
    using Clock = Connection::Clock;

    // What a session shares with the others, or is given by the host. References outlive it.
    struct Place {
        boost::asio::io_context& io;
        SessionIndex index;
        const SessionHandlers& handlers;
        const TransportLimits& limits;
        SendBatch& batch;
        const FIX::DataDictionaryProvider& dictionaries;
        std::filesystem::path number_file;
        std::unique_ptr<WireLog> log;
    };

    FixSession(const SessionConfig& config, Place place);
    ~FixSession() override;
    FixSession(const FixSession&) = delete;
    FixSession& operator=(const FixSession&) = delete;

    const SessionConfig& config() const { return config_; }
    // Whether a first message on an accepted connection is from this session's peer.
    bool is_addressed_by(const Frame& frame) const;

    // From now on its hours decide.
    void start(Timestamp now);
    // Logs out, and stays out.
    void stop();
    bool is_connected() const { return connection_ != nullptr; }
    void close(const std::string& why);
    // Time passes: QuickFIX's timers, hours, bounds. About once a second.
    void tick(Timestamp now);

    // Takes an accepted connection and its Logon; says why when it does not.
    std::string accept(std::shared_ptr<Connection> connection, const Frame& logon);
    Result<std::uint64_t> send(FIX::Message& message);
    Result<std::uint64_t> send(const MessageBody& body, Timestamp sending_time);
    // What sending touches, before it is needed.
    void bring_near() const;
    SessionStore& numbers() { return store_; }
    SessionStatus status() const;

    void on_frame(Connection& connection, const Frame& frame) override;
    void on_garbled(Connection& connection, const std::string& what) override;
    void on_pause(Connection& connection) override;
    void on_closed(Connection& connection, const std::string& why) override;

  private:
    struct Factories;

    bool send(const std::string& bytes) override; // FIX::Responder
    void disconnect() override;                   // FIX::Responder

    SessionHooks make_hooks();
    void make_session(const FIX::DataDictionaryProvider& dictionaries);
    void make_dialer(boost::asio::io_context& io);
    void attach(std::shared_ptr<Connection> connection);

    void drive();
    void keep_hours(Timestamp now);
    void keep_bounds(Clock::time_point now);
    void feed(const Frame& frame);
    void feed_quickfix(const Frame& frame);
    void put_right_after_logout(int number, int expected_before);
    void ask_from(int number);
    void drop(const std::string& why);
    void note_error(const std::string& why);

    bool is_logged_on() const;
    std::optional<Error> why_not_sendable();
    bool credentials_are_right(const Frame& logon) const;
    SessionState state() const;
    void settle();
    void went_down();

    SessionConfig config_;
    SessionIndex index_;
    const SessionHandlers& handlers_;
    const TransportLimits& limits_;
    SendBatch& batch_;
    std::unique_ptr<WireLog> log_;
    SessionStore store_;
    SessionApplication application_;
    std::unique_ptr<Factories> factories_; // QuickFIX keeps a reference to them
    std::unique_ptr<FIX::Session> session_;
    std::shared_ptr<Dialer> dialer_; // initiators only
    std::shared_ptr<Connection> connection_;

    ResendWatch resend_;
    std::optional<SessionWindow> window_; // of its hours, the current or next one
    bool started_ = false;
    bool held_ = false;
    bool is_linked_ = false;     // a connection was attached and its end not yet dealt with
    bool was_logged_on_ = false; // on that connection
    bool is_reported_up_ = false;
    std::string down_reason_; // of the present connection, as soon as it is known
    std::string last_error_;
    Timestamp connected_since_;
    Timestamp received_; // of the message that is being dealt with
    std::optional<Clock::time_point> logout_sent_;
    std::string scratch_;
    // Of is_logged_on() at the end of the last way in, and not logging out since: asking QuickFIX
    // takes its mutex three times.
    bool may_send_ = false;
    MessageHead head_; // of messages that QuickFIX is passed by
};

} // namespace lockstep
