// What QuickFIX asks and tells about one session, and the rules that it leaves to its application:
// no order is ever sent again, no nonsense is answered, and nothing is acknowledged that was not
// taken.
#pragma once

#include "gateway/fix/quickfix.hpp"
#include "settings/session_config.hpp"

#include <functional>
#include <stdexcept>
#include <string>

namespace lockstep {

// Leaves a callback when a message could not be taken: QuickFIX then does not advance its number,
// and the peer sends it again.
class NotAcknowledged : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The session behind the callbacks. They run inside QuickFIX: none may close or destroy anything.
struct SessionHooks {
    // An application message, or a session Reject (35=3). What it throws becomes NotAcknowledged.
    std::function<void(const FIX::Message&)> on_message;
    std::function<int()> next_number_out;                   // tag 34 of the next message out
    std::function<int(int begin)> on_asking;                // we ask from `begin`: gives tag 16
    std::function<void(int begin, int end)> on_asked;       // the peer asks us; `end` is inclusive
    std::function<void()> on_logging_out;                   // our Logout (35=5) is about to leave
    std::function<void(const std::string& text)> on_logout; // the peer's Logout (35=5), tag 58
};

class SessionApplication final : public FIX::Application {
  public:
    // `config` must outlive it.
    SessionApplication(const SessionConfig& config, SessionHooks hooks);

    void onCreate(const FIX::SessionID&) override {}
    void onLogon(const FIX::SessionID&) override {}
    void onLogout(const FIX::SessionID&) override {}

    // Username and password on a Logon; the limit of a ResendRequest.
    void toAdmin(FIX::Message& message, const FIX::SessionID&) override;
    // Throws DoNotSend for a message with PossDupFlag (tag 43).
    void toApp(FIX::Message& message, const FIX::SessionID&) override;
    // Throws IncorrectTagValue for a ResendRequest outside of what was sent (tags 7, 16), and for
    // numbers past nine digits (16, 36, 108), which QuickFIX would let overflow.
    void fromAdmin(const FIX::Message& message, const FIX::SessionID&) override;
    void fromApp(const FIX::Message& message, const FIX::SessionID&) override;

  private:
    void hand_on(const FIX::Message& message);
    void check_resend_request(const FIX::Message& message);

    const SessionConfig& config_;
    SessionHooks hooks_;
};

} // namespace lockstep
