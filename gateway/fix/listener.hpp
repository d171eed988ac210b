// One listening port, or Unix socket. It holds each stranger until the first message, and lets the
// session host say whose connection it is.
#pragma once

#include "fix/connection.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace lockstep {

class Listener final : public ConnectionOwner, public std::enable_shared_from_this<Listener> {
  public:
    // Called with the first message of a connection. Gives the connection another owner and says
    // nothing, or says why nobody wants it.
    using Claim = std::function<std::string(std::shared_ptr<Connection>, const Frame&)>;
    using Note = std::function<void(const std::string&)>;

    // Binds and listens; port 0 takes a free one, and counts for nothing where the address is the
    // path of a Unix socket. A socket file that nobody listens on any more is replaced. Throws
    // std::runtime_error with address and cause.
    Listener(boost::asio::io_context& io, const std::string& address, std::uint16_t port,
             const TransportLimits& limits, Claim claim, Note note);

    void start();
    // Closes the port and every stranger; nothing is called afterwards.
    void stop();
    std::uint16_t port() const { return port_; }
    // Closes the strangers that have said nothing for too long.
    void check_age(Connection::Clock::time_point now);

    void on_frame(Connection& connection, const Frame& frame) override;
    void on_garbled(Connection& connection, const std::string& what) override;
    void on_closed(Connection& connection, const std::string& why) override;

  private:
    struct Stranger {
        std::shared_ptr<Connection> connection;
        Connection::Clock::time_point since;
    };

    void accept();
    void welcome(Connection::Socket socket);
    void refuse(Connection& connection, const std::string& why);

    using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol>;

    Acceptor acceptor_;
    Timer retry_;
    TransportLimits limits_;
    Claim claim_;
    Note note_;
    std::uint16_t port_ = 0;
    std::string socket_file_; // to be removed at the end
    std::unordered_map<Connection*, Stranger> strangers_;
};

} // namespace lockstep
