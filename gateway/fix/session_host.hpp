// The FIX room's face: every session of the settings, of both roles, on one io_context and one
// thread. Whoever owns it hears whole messages and state changes, and sends.
#pragma once

#include "gateway/fix/quickfix.hpp"

#include "fix/summed_text.hpp"
#include "fix/transport_limits.hpp"
#include "proto/order.hpp"
#include "proto/result.hpp"
#include "proto/values.hpp"
#include "settings/session_config.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

// All are called on the io_context's thread. They may send, on this session or another, but must
// not destroy the host.
struct SessionHandlers {
    // An application message in its order, or a session Reject (35=3). To return is to acknowledge
    // it; to throw leaves it unacknowledged: its session is cut, and the peer sends it again.
    std::function<void(SessionIndex, const FIX::Message&, Timestamp received)> on_message;
    // Up: logged on, and no resend of the peer's messages is pending. `why` is for people.
    std::function<void(SessionIndex, bool up, const std::string& why)> on_state;
    // May be left out. The peer asks again for our numbers from `begin` to `end`, both included: it
    // has not had them, and gets a gap fill. An order among them never arrived.
    std::function<void(SessionIndex, int begin, int end)> on_not_arrived = {};
    // May be left out. What has come in so far on a session that leads is dealt with.
    std::function<void()> on_pause = {};
};

enum class SessionState : std::uint8_t {
    closed,     // outside its hours, or the host is stopped
    held,       // stopped until a restart: the numbers need a person (last_error says which)
    waiting,    // for the peer to dial, or for the next dial
    connecting, // dialling
    logging_on, // connected
    recovering, // logged on, the peer's messages are being resent
    up,
    logging_out,
};

std::string_view name(SessionState state);

struct SessionStatus {
    SessionState state = SessionState::waiting;
    int next_number_out = 1; // tag 34 of the next message
    int next_number_in = 1;
    std::string last_error;    // why it was last down, or could not be reached; empty if never
    Timestamp connected_since; // 0 when not connected
    std::size_t bytes_queued = 0;
    std::string peer; // "127.0.0.1:5001", empty when not connected
};

// The body of a message that is written already, from behind the header to before tag 10.
struct MessageBody {
    std::string_view msg_type; // tag 35
    const SummedText& fields;
};

class SessionHost {
  public:
    // Makes the sessions and their files below `data_directory` (sessions/ and log/), and opens no
    // port. Throws std::runtime_error naming the session when one cannot be made: its id is in use
    // in this process, its number file is damaged, its dictionary cannot be read, or two acceptor
    // sessions on one port cannot be told apart.
    SessionHost(boost::asio::io_context& io, std::vector<SessionConfig> sessions,
                const std::filesystem::path& data_directory, SessionHandlers handlers,
                TransportLimits limits = {});
    // Closes what is open. Not from within a handler.
    ~SessionHost();
    SessionHost(const SessionHost&) = delete;
    SessionHost& operator=(const SessionHost&) = delete;

    // Listens and dials. Throws std::runtime_error with address, port and cause when it cannot
    // listen.
    void start();
    // Logs every session out, waits for the answers up to their LogoutTimeout, closes, and calls
    // `done` once. Both by post, so it may be asked for from within a handler.
    void stop(std::function<void()> done);

    // Sends now: gives the MsgSeqNum (tag 34) that the message bears. Refuses, without using a
    // number, when the session is not logged on or its peer reads too slowly. Never kept for later.
    Result<std::uint64_t> send(SessionIndex session, FIX::Message& message);
    // The same for a body that is written already, with tag 52 given: QuickFIX is passed by, but
    // for its numbers.
    Result<std::uint64_t> send(SessionIndex session, const MessageBody& body,
                               Timestamp sending_time);

    // From here to end_batch() what is sent waits, and then leaves with one write for each session.
    void begin_batch();
    void end_batch();

    // From now on the number of what has come in on a session is put into its file by publish()
    // alone: after what came has been made durable.
    void hold_numbers();
    void publish_number(SessionIndex session);
    void publish_numbers();

    // A hint: soon a message will be sent on this session.
    void expect(SessionIndex session) const;

    SessionStatus status(SessionIndex session) const;
    // The port that an acceptor session listens on, also when the settings say 0; 0 for an
    // initiator and before start(). Acceptor sessions with the same address and port share it.
    std::uint16_t accept_port(SessionIndex session) const;
    // Log lines that the full queue of the log thread has dropped.
    std::size_t log_lines_dropped() const;

  private:
    class Sessions;
    std::shared_ptr<Sessions> sessions_;
};

} // namespace lockstep
