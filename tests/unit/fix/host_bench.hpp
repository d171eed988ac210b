// What session tests stand on: hosts and raw peers on one io_context, run until a condition holds.
#pragma once

#include "fix/session_host.hpp"
#include "support/temporary_directory.hpp"
#include "wire_text.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace lockstep {

// Runs everything that is ready and waits for more, until `holds`; false after `longest`.
inline bool run_until(boost::asio::io_context& io, const std::function<bool()>& holds,
                      std::chrono::seconds longest = std::chrono::seconds(20)) {
    const auto end = std::chrono::steady_clock::now() + longest;
    io.restart();
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end) return false;
        io.run_one_for(std::chrono::milliseconds(50));
        io.restart();
    }
    return true;
}

// A host and what it heard.
struct Bench {
    Bench(boost::asio::io_context& io_given, std::vector<SessionConfig> configs,
          TransportLimits limits = {})
        : Bench(io_given, std::move(configs), limits,
                std::make_shared<test::TemporaryDirectory>()) {}
    // With the folder of an earlier one: its process has ended and starts again.
    Bench(boost::asio::io_context& io_given, std::vector<SessionConfig> configs,
          TransportLimits limits, std::shared_ptr<test::TemporaryDirectory> folder_given)
        : io(io_given), folder(std::move(folder_given)) {
        SessionHandlers handlers;
        handlers.on_message = [this](SessionIndex session, const FIX::Message& message, Timestamp) {
            if (takes && !takes(message)) throw std::runtime_error("not taken");
            heard.push_back({session.index, message.getHeader().getField(35),
                             std::stoi(message.getHeader().getField(34)),
                             message.isSetField(11) ? message.getField(11) : ""});
        };
        handlers.on_state = [this](SessionIndex session, bool up, const std::string& why) {
            states.push_back({session.index, up, why});
        };
        handlers.on_not_arrived = [this](SessionIndex, int begin, int end) {
            not_arrived.emplace_back(begin, end);
        };
        host = std::make_unique<SessionHost>(io, std::move(configs), folder->path(),
                                             std::move(handlers), limits);
    }

    struct Heard {
        unsigned session;
        std::string type;
        int number;
        std::string cl_ord_id;
        bool operator==(const Heard&) const = default;
    };
    struct State {
        unsigned session;
        bool up;
        std::string why;
    };

    bool is_up(unsigned session = 0) const {
        return host->status(SessionIndex{session}).state == SessionState::up;
    }
    SessionStatus status(unsigned session = 0) const { return host->status(SessionIndex{session}); }
    std::uint16_t port(unsigned session = 0) const {
        return host->accept_port(SessionIndex{session});
    }
    Result<std::uint64_t> send(const std::string& cl_ord_id, unsigned session = 0) {
        FIX::Message order = new_order(cl_ord_id);
        return host->send(SessionIndex{session}, order);
    }
    static FIX::Message new_order(const std::string& cl_ord_id) {
        FIX::Message order;
        order.getHeader().setField(FIX::MsgType("D"));
        order.setField(FIX::ClOrdID(cl_ord_id));
        order.setField(FIX::Account("ACC"));
        order.setField(FIX::Symbol("ES"));
        order.setField(FIX::Side('1'));
        order.setField(FIX::TransactTime(FIX::UtcTimeStamp()));
        order.setField(FIX::OrdType('1'));
        order.setField(38, "1");
        return order;
    }
    // Ends as stop() ends it.
    bool stop() {
        bool is_done = false;
        host->stop([&] { is_done = true; });
        return run_until(io, [&] { return is_done; });
    }

    boost::asio::io_context& io;
    std::shared_ptr<test::TemporaryDirectory> folder;
    std::function<bool(const FIX::Message&)> takes; // what it answers false to is not taken
    std::vector<Heard> heard;
    std::vector<State> states;
    std::vector<std::pair<int, int>> not_arrived;
    std::unique_ptr<SessionHost> host;
};

inline SessionConfig acceptor(const std::string& sender, const std::string& target,
                              std::uint16_t port = 0) {
    SessionConfig config;
    config.begin_string = "FIX.4.4";
    config.sender_comp_id = sender;
    config.target_comp_id = target;
    config.connection_type = ConnectionType::acceptor;
    config.accept = {"127.0.0.1", port};
    return config;
}

inline SessionConfig initiator(const std::string& sender, const std::string& target,
                               std::uint16_t port) {
    SessionConfig config = acceptor(sender, target);
    config.connection_type = ConnectionType::initiator;
    config.endpoints = {{"127.0.0.1", port}};
    config.reconnect_interval_s = 0;
    return config;
}

// A peer that writes what the test says, right or wrong, and shows what it is sent.
class RawPeer {
  public:
    using Tcp = boost::asio::ip::tcp;

    RawPeer(boost::asio::io_context& io, std::string sender, std::string target)
        : sender_(std::move(sender)), target_(std::move(target)), socket_(io) {}

    // Hangs up first if need be, and forgets what it has seen.
    void dial(std::uint16_t port, int receive_bytes = 0) {
        take(Tcp::socket(socket_.get_executor(), Tcp::v4()));
        if (receive_bytes > 0) {
            socket_.set_option(boost::asio::socket_base::receive_buffer_size(receive_bytes));
        }
        socket_.connect({boost::asio::ip::address_v4::loopback(), port});
    }
    void take(Tcp::socket socket) {
        socket_ = std::move(socket);
        seen_.clear();
        is_closed_ = false;
    }

    // Header and frame are put in; `rest` follows the header: "98=0|108=30|".
    std::string message(const std::string& type, const std::string& rest, int number = 0) {
        if (number == 0) number = next_out++;
        return wire::message("35=" + type + "|34=" + std::to_string(number) + "|49=" + sender_ +
                             "|52=" + time + "|56=" + target_ + "|" + rest);
    }
    void write(const std::string& bytes) {
        boost::system::error_code ignored; // the other end may have closed already
        boost::asio::write(socket_, boost::asio::buffer(bytes), ignored);
    }
    void send(const std::string& type, const std::string& rest, int number = 0) {
        write(message(type, rest, number));
    }
    void log_on(const std::string& more = "") { send("A", "98=0|108=30|" + more); }

    // Everything that has come so far, SOH as `|`; closed() once the other end has closed.
    const std::string& seen() {
        read();
        return seen_;
    }
    bool has_seen(const std::string& part) { return seen().find(part) != std::string::npos; }
    bool is_closed() {
        read();
        return is_closed_;
    }
    void close() {
        boost::system::error_code ignored;
        (void)socket_.close(ignored);
    }
    void forget() { seen_.clear(); }

    int next_out = 1;
    std::string time = "20260105-14:30:00.000";

  private:
    void read() {
        if (is_closed_ || !socket_.is_open()) return;
        boost::system::error_code error;
        (void)socket_.non_blocking(true, error);
        char bytes[4096];
        for (;;) {
            const std::size_t size = socket_.read_some(boost::asio::buffer(bytes), error);
            if (error == boost::asio::error::would_block) return;
            if (error) {
                is_closed_ = true;
                return;
            }
            for (std::size_t i = 0; i < size; ++i) seen_ += bytes[i] == '\x01' ? '|' : bytes[i];
        }
    }

    std::string sender_;
    std::string target_;
    Tcp::socket socket_;
    std::string seen_;
    bool is_closed_ = false;
};

} // namespace lockstep
