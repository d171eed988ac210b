#include "front/connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <chrono>

namespace lockstep::sim {

Timestamp wall_clock_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return Timestamp(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

void Connection::start() {
    boost::system::error_code ignored;
    socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    read();
}

void Connection::read() {
    socket_.async_read_some(
        boost::asio::buffer(in_),
        [self = shared_from_this()](boost::system::error_code error, std::size_t size) {
            if (!self->open_) return;
            if (error)
                return self->close(error == boost::asio::error::eof ? "the peer hung up"
                                                                    : error.message());
            self->take(size);
            if (self->open_) self->read();
        });
}

void Connection::take(std::size_t size) {
    const auto received = wall_clock_now();
    frames_.append({in_.data(), size});
    while (open_) {
        const auto message = frames_.next();
        if (!message) break;
        // A message may give the connection other hooks, so its own copy is what runs.
        const auto hook = hooks_.message;
        if (hook) hook(*message, received);
    }
    if (open_ && !frames_.trouble().empty()) close("bad bytes: " + frames_.trouble());
}

bool Connection::send(std::string_view bytes) {
    if (!open_) return false;
    if (waiting_.size() + bytes.size() > send_queue_bytes_max) {
        close("the peer reads too slowly");
        return false;
    }
    waiting_.append(bytes);
    if (!write_pending_) write();
    return true;
}

void Connection::write() {
    write_pending_ = true;
    writing_.swap(waiting_);
    waiting_.clear();
    boost::asio::async_write(
        socket_, boost::asio::buffer(writing_),
        [self = shared_from_this()](boost::system::error_code error, std::size_t) {
            self->write_pending_ = false;
            if (!self->open_) return;
            if (error) return self->close(error.message());
            if (!self->waiting_.empty()) self->write();
        });
}

void Connection::close(std::string why) {
    if (!open_) return;
    open_ = false;
    boost::system::error_code ignored;
    socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
    boost::asio::post(socket_.get_executor(), [self = shared_from_this(), why = std::move(why)] {
        const auto hooks = std::exchange(self->hooks_, {});
        if (hooks.closed) hooks.closed(why);
    });
}

} // namespace lockstep::sim
