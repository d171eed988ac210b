// One FIX session: QuickFIX's own session, driven by hand over a connection of ours.
#pragma once

#include "front/connection.hpp"
#include "front/session_store.hpp"
#include "front/sim_settings.hpp"
#include "gateway/fix/quickfix.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace lockstep::sim {

class FixSession : public FIX::Responder {
  public:
    // Bytes of messages that a silenced session keeps for later; at the bound it is cut.
    static constexpr std::size_t silent_bytes_max = 1024 * 1024;
    // Messages past a gap that QuickFIX may queue until the gap is filled; at the bound it is cut.
    static constexpr int beyond_gap_max = 10'000;

    explicit FixSession(const SessionSettings& settings) : settings_(settings) {}
    ~FixSession() override;
    FixSession(const FixSession&) = delete;
    FixSession& operator=(const FixSession&) = delete;

    // Makes the session in QuickFIX. Refused when another one in this process has the same id.
    // `made_store` is where the factory's store factory leaves what it made; `groups` tells
    // QuickFIX which fields repeat, and is shared by all sessions.
    Result<void> create(FIX::SessionFactory& factory, SessionStore* const& made_store,
                        const FIX::DataDictionaryProvider& groups);

    const SessionSettings& settings() const { return settings_; }
    FIX::SessionID id() const;
    bool is_up() const { return session_ != nullptr && session_->isLoggedOn(); }
    bool has_connection() const { return connection_ != nullptr; }
    bool is_refused() const { return refused_; }
    bool is_silent() const { return silent_; }
    // When the message that is being handled came in.
    Timestamp received() const { return received_; }

    // Takes over an open connection; an initiator sends its Logon.
    void attach(std::shared_ptr<Connection> connection);
    void take(const std::string& message, Timestamp received);
    // The connection is gone.
    void detach();
    // Heartbeats, test requests and time-outs; call it at least once a second.
    void tick();

    // Numbers and sends an application message; one that is down keeps it for the peer's resend
    // request. Gives its MsgSeqNum (tag 34).
    int send(FIX::Message& message);
    // Sends an earlier message once more under its own number, with 43=Y. False when it is gone.
    bool send_again(int number);

    void disconnect(const std::string& why);
    void log_out();
    void refuse(bool refused) { refused_ = refused; }
    void silence();
    void resume();

    // FIX::Responder
    bool send(const std::string& bytes) override;
    void disconnect() override;

  private:
    void feed(const std::string& message, Timestamp received);

    const SessionSettings& settings_;
    FIX::Session* session_ = nullptr;
    SessionStore* store_ = nullptr; // owned by session_
    std::shared_ptr<Connection> connection_;
    Timestamp received_;
    int beyond_gap_ = 0;
    bool refused_ = false;
    bool silent_ = false;
    bool lost_while_silent_ = false;
    std::vector<std::pair<std::string, Timestamp>> silent_in_;
    std::size_t silent_in_bytes_ = 0;
    std::string silent_out_;
};

} // namespace lockstep::sim
