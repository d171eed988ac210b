#include "fix/listener.hpp"

#include "fix/address.hpp"

#include <unistd.h>

#include <stdexcept>
#include <utility>
#include <vector>

namespace lockstep {
namespace {

using boost::system::error_code;

constexpr std::chrono::milliseconds retry_after{100}; // when the process is out of descriptors

StreamEndpoint endpoint_of(const std::string& address, std::uint16_t port) {
    if (is_unix_path(address)) return unix_endpoint(address);
    return ip_endpoint(
        boost::asio::ip::make_address(address == "localhost" ? "127.0.0.1" : address), port);
}

// A crash leaves the file of a Unix socket behind, and a file cannot be bound twice.
void remove_dead_socket(boost::asio::io_context& io, const std::string& path) {
    Connection::Socket probe(io);
    error_code error;
    (void)probe.connect(unix_endpoint(path), error);
    if (error == boost::asio::error::connection_refused) ::unlink(path.c_str());
}

} // namespace

Listener::Listener(boost::asio::io_context& io, const std::string& address, std::uint16_t port,
                   const TransportLimits& limits, Claim claim, Note note)
    : acceptor_(io), retry_(io), limits_(limits), claim_(std::move(claim)), note_(std::move(note)) {
    try {
        const StreamEndpoint endpoint = endpoint_of(address, port);
        if (address.starts_with('/')) remove_dead_socket(io, address);
        acceptor_.open(endpoint.protocol());
        acceptor_.set_option(Acceptor::reuse_address(true));
        acceptor_.bind(endpoint);
        if (address.starts_with('/')) socket_file_ = address;
        acceptor_.listen();
        port_ = port_of(acceptor_.local_endpoint());
    } catch (const boost::system::system_error& error) {
        const std::string place =
            is_unix_path(address) ? address : address + ":" + std::to_string(port);
        throw std::runtime_error("cannot listen on " + place + ": " + error.code().message());
    }
}

void Listener::start() { accept(); }

void Listener::stop() {
    error_code ignored;
    (void)acceptor_.close(ignored);
    if (!socket_file_.empty()) ::unlink(std::exchange(socket_file_, {}).c_str());
    retry_.cancel();
    std::vector<std::shared_ptr<Connection>> open;
    for (const auto& [key, stranger] : strangers_) open.push_back(stranger.connection);
    strangers_.clear();
    for (const auto& connection : open) connection->close_softly();
}

void Listener::accept() {
    acceptor_.async_accept([weak = weak_from_this()](error_code error, Connection::Socket socket) {
        const auto self = weak.lock();
        if (!self || !self->acceptor_.is_open()) return;
        if (!error) {
            self->welcome(std::move(socket));
            self->accept();
            return;
        }
        self->note_("cannot accept a connection: " + error.message());
        self->retry_.expires_after(retry_after);
        self->retry_.async_wait([weak](error_code) {
            const auto again = weak.lock();
            if (again && again->acceptor_.is_open()) again->accept();
        });
    });
}

void Listener::welcome(Connection::Socket socket) {
    auto connection = std::make_shared<Connection>(std::move(socket), limits_);
    if (strangers_.size() >= limits_.strangers_max) {
        note_("refused " + connection->peer() + ": " + std::to_string(strangers_.size()) +
              " connections have not logged on yet");
        return; // closes it
    }
    Connection& stranger = *connection;
    strangers_.emplace(&stranger, Stranger{std::move(connection), Connection::Clock::now()});
    stranger.start(*this);
}

void Listener::on_frame(Connection& connection, const Frame& frame) {
    const auto node = strangers_.extract(&connection);
    const std::string why = claim_(node.mapped().connection, frame);
    if (!why.empty()) refuse(connection, why);
}

void Listener::on_garbled(Connection& connection, const std::string& what) {
    strangers_.erase(&connection);
    refuse(connection, "bad input, " + what);
}

void Listener::on_closed(Connection& connection, const std::string& why) {
    strangers_.erase(&connection);
    note_(connection.peer() + " did not log on: " + why);
}

void Listener::refuse(Connection& connection, const std::string& why) {
    note_("refused " + connection.peer() + ": " + why);
    connection.close_softly();
}

void Listener::check_age(Connection::Clock::time_point now) {
    std::vector<std::shared_ptr<Connection>> late;
    for (const auto& [key, stranger] : strangers_) {
        if (now - stranger.since > limits_.first_message_time_max) {
            late.push_back(stranger.connection);
        }
    }
    for (const auto& connection : late) {
        connection->cut("no Logon within " +
                        std::to_string(limits_.first_message_time_max.count()) + " ms");
    }
}

} // namespace lockstep
