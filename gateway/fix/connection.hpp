// One stream connection (TCP, or a Unix socket) that carries FIX: bytes in through the framer,
// bytes out at once or through a bounded queue. It knows nothing of sessions.
#pragma once

#include "fix/framing.hpp"
#include "fix/monotonic_clock.hpp"
#include "fix/transport_limits.hpp"
#include "proto/prefetch.hpp"

#include <boost/asio/generic/stream_protocol.hpp>

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

namespace lockstep {

class Connection;
class SendBatch;

// Whom a connection tells: first the listener, who looks for a Logon, then the session.
class ConnectionOwner {
  public:
    // A whole message. The owner may give the connection another owner, send, or close it.
    virtual void on_frame(Connection& connection, const Frame& frame) = 0;
    // A message that was skipped; `what` names the fault.
    virtual void on_garbled(Connection& connection, const std::string& what) = 0;
    // What has been read so far is dealt with.
    virtual void on_pause(Connection&) {}
    // The connection is over and forgets its owner. Never called from within send().
    virtual void on_closed(Connection& connection, const std::string& why) = 0;

  protected:
    ~ConnectionOwner() = default;
};

class Connection : public std::enable_shared_from_this<Connection> {
  public:
    using Socket = boost::asio::generic::stream_protocol::socket;
    using Clock = MonotonicClock;

    Connection(Socket socket, const TransportLimits& limits);

    // Begins to read. Keeps itself alive until it is closed.
    void start(ConnectionOwner& owner);
    void set_owner(ConnectionOwner& owner) { owner_ = &owner; }
    // How often it may fill its buffer before the other connections have their turn again. 1 if
    // nothing is said.
    void set_reads_a_turn(int reads) { reads_a_turn_ = reads; }

    // What is sent while the batch is open is held back until it closes. It must outlive the
    // connection.
    void set_batch(SendBatch& batch) { batch_ = &batch; }

    // Writes what the kernel takes now and queues the rest. At the bound of the queue the bytes are
    // refused and the connection is cut.
    void send(std::string_view bytes);
    void send_held_back();
    // Whether the queue is below its bound; when it is not, the connection is cut soon.
    bool has_room_or_is_cut();
    std::size_t bytes_queued() const { return queued_bytes_ + held_back_.size(); }
    // Cuts the connection when its oldest queued byte is older than the limit.
    void check_age(Clock::time_point now);

    // Ends it at once; the owner is told.
    void cut(const std::string& why);
    // Lets go of the owner, who is not told, sends what is queued, and closes within the linger
    // time.
    void close_softly();

    // What send() touches, before it is needed.
    void bring_near() const { prefetch(this, sizeof(Connection) - sizeof(in_)); }

    const std::string& peer() const { return peer_; } // "127.0.0.1:5001"

  private:
    enum class State : std::uint8_t { open, lingering, closed };
    struct Waiting {
        std::string bytes;
        Clock::time_point since;
    };

    void read();
    void read_on(std::size_t size);
    void take(std::size_t size);
    void take_frames();
    void write(std::string_view bytes);
    std::size_t write_now(std::string_view bytes);
    void wait_to_write();
    void write_queued();
    void linger();
    void cut_later(const std::string& why);
    void shut();

    Socket socket_;
    TransportLimits limits_;
    Timer linger_timer_;
    std::string peer_;
    ConnectionOwner* owner_ = nullptr;
    State state_ = State::open;
    Framer framer_;
    SendBatch* batch_ = nullptr;
    std::string held_back_;
    std::deque<Waiting> queue_;
    std::size_t first_sent_ = 0; // bytes of queue_.front() that have left
    std::size_t queued_bytes_ = 0;
    int reads_a_turn_ = 1;
    bool writing_ = false;
    bool cutting_ = false;
    std::array<char, 16 * 1024> in_{}; // last, so that the rest stands together
};

} // namespace lockstep
