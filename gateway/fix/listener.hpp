// One listening port. It holds each stranger until the first message, and lets the session host say
// whose connection it is.
#pragma once

#include "fix/connection.hpp"

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

    // Binds and listens; port 0 takes a free one. Throws std::runtime_error with address and cause.
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

    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer retry_;
    TransportLimits limits_;
    Claim claim_;
    Note note_;
    std::uint16_t port_ = 0;
    std::unordered_map<Connection*, Stranger> strangers_;
};

} // namespace lockstep
