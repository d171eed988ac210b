#include "console/server.hpp"

#include "console/http_connection.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <list>
#include <stdexcept>
#include <thread>
#include <utility>

#include <sys/resource.h>
#include <unistd.h>

namespace lockstep {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// Descriptors are short, or something else is wrong for all: try again a little later.
constexpr std::chrono::milliseconds accept_pause{100};

tcp::endpoint endpoint_of(const std::string& host, std::uint16_t port) {
    return {asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host), port};
}

} // namespace

class ConsoleServer::Listener {
  public:
    Listener(const std::string& host, std::uint16_t port, ConsoleRoom room)
        : room_(std::move(room)), acceptor_(io_), pause_(io_) {
        try {
            const tcp::endpoint endpoint = endpoint_of(host, port);
            acceptor_.open(endpoint.protocol());
            acceptor_.set_option(tcp::acceptor::reuse_address(true));
            acceptor_.bind(endpoint);
            acceptor_.listen();
        } catch (const boost::system::system_error& error) {
            throw std::runtime_error("console " + host + ":" + std::to_string(port) +
                                     ": cannot listen: " + error.code().message());
        }
    }

    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    void start() {
        accept();
        thread_ = std::thread([this] { run(); });
    }

    void stop() {
        if (!thread_.joinable()) return;
        asio::post(io_, [this] {
            acceptor_.close();
            pause_.cancel();
            for (const auto& connection : connections_) {
                if (const auto alive = connection.lock()) alive->cut();
            }
            io_.stop();
        });
        thread_.join();
    }

  private:
    // Whoever looks on takes no time from the trading. An exception ends the connection that it
    // came from, and nothing else.
    void run() {
        constexpr int gives_way = 10; // to the engine, where they share a core
        ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), gives_way);
        while (true) {
            try {
                io_.run();
                return;
            } catch (const std::exception&) { // its handler is gone, and the connection with it
            }
        }
    }

    void accept() {
        acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
            if (error == asio::error::operation_aborted) return;
            if (error) {
                pause_.expires_after(accept_pause);
                pause_.async_wait([this](boost::system::error_code cancelled) {
                    if (!cancelled) accept();
                });
                return;
            }
            make_room();
            const auto connection = std::make_shared<HttpConnection>(std::move(socket), room_);
            connections_.push_back(connection);
            connection->start();
            accept();
        });
    }

    // An operator always gets in: at the bound, whoever has said nothing for longest goes.
    void make_room() {
        connections_.remove_if([](const auto& connection) { return connection.expired(); });
        if (connections_.size() < room_.limits.connections_max) return;
        auto idle = std::ranges::find_if(connections_, [](const auto& connection) {
            const auto alive = connection.lock();
            return alive && alive->is_waiting();
        });
        if (idle == connections_.end()) idle = connections_.begin();
        if (const auto alive = idle->lock()) alive->cut();
        connections_.erase(idle);
    }

    ConsoleRoom room_;
    asio::io_context io_{1};
    tcp::acceptor acceptor_;
    asio::steady_timer pause_;
    std::list<std::weak_ptr<HttpConnection>> connections_; // oldest first
    std::thread thread_;
};

ConsoleServer::ConsoleServer(const std::string& host, std::uint16_t port, std::string token,
                             ConsoleHooks hooks, ConsoleLimits limits)
    : listener_(std::make_unique<Listener>(
          host, port, ConsoleRoom{std::move(token), std::move(hooks), limits})) {}

ConsoleServer::~ConsoleServer() { stop(); }

std::uint16_t ConsoleServer::port() const { return listener_->port(); }
void ConsoleServer::start() { listener_->start(); }
void ConsoleServer::stop() { listener_->stop(); }

} // namespace lockstep
