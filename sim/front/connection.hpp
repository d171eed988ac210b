// One TCP connection that carries FIX: whole messages in, bytes out, never waiting for the peer.
#pragma once

#include "front/framing.hpp"
#include "proto/values.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace lockstep::sim {

// The wall clock, for stamps.
Timestamp wall_clock_now();

class Connection : public std::enable_shared_from_this<Connection> {
  public:
    // Bytes that may wait for a slow peer; at the bound the connection is cut.
    static constexpr std::size_t send_queue_bytes_max = 4 * 1024 * 1024;

    struct Hooks {
        // `received`: when its last bytes reached this machine's socket.
        std::function<void(const std::string& message, Timestamp received)> message;
        // Once, after the last message, with the reason. Never inside send() or close().
        std::function<void(const std::string& why)> closed;
    };

    explicit Connection(boost::asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}

    void set_hooks(Hooks hooks) { hooks_ = std::move(hooks); }
    void start();
    // Takes all of `bytes`, or cuts the connection and gives false.
    bool send(std::string_view bytes);
    void close(std::string why);
    bool is_open() const { return open_; }

  private:
    void read();
    void take();
    void write();

    boost::asio::ip::tcp::socket socket_;
    Hooks hooks_;
    FrameReader frames_;
    std::array<char, 16'384> in_{};
    std::string writing_;
    std::string waiting_;
    bool write_pending_ = false;
    bool open_ = true;
};

} // namespace lockstep::sim
