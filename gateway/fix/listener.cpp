#include "fix/listener.hpp"

#include <boost/asio/ip/address.hpp>

#include <stdexcept>
#include <utility>
#include <vector>

namespace lockstep {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds retry_after{100}; // when the process is out of descriptors

} // namespace

Listener::Listener(boost::asio::io_context& io, const std::string& address, std::uint16_t port,
                   const TransportLimits& limits, Claim claim, Note note)
    : acceptor_(io), retry_(io), limits_(limits), claim_(std::move(claim)), note_(std::move(note)) {
    try {
        const tcp::endpoint endpoint(
            boost::asio::ip::make_address(address == "localhost" ? "127.0.0.1" : address), port);
        acceptor_.open(endpoint.protocol());
        acceptor_.set_option(tcp::acceptor::reuse_address(true));
        acceptor_.bind(endpoint);
        acceptor_.listen();
        port_ = acceptor_.local_endpoint().port();
    } catch (const boost::system::system_error& error) {
        throw std::runtime_error("cannot listen on " + address + ":" + std::to_string(port) + ": " +
                                 error.code().message());
    }
}

void Listener::start() { accept(); }

void Listener::stop() {
    error_code ignored;
    (void)acceptor_.close(ignored);
    retry_.cancel();
    std::vector<std::shared_ptr<Connection>> open;
    for (const auto& [key, stranger] : strangers_) open.push_back(stranger.connection);
    strangers_.clear();
    for (const auto& connection : open) connection->close_softly();
}

void Listener::accept() {
    acceptor_.async_accept([weak = weak_from_this()](error_code error, tcp::socket socket) {
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

void Listener::welcome(tcp::socket socket) {
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
