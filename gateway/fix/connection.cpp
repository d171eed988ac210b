#include "fix/connection.hpp"

#include "fix/address.hpp"
#include "fix/send_batch.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace lockstep {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

std::string address_of(const Connection::Socket& socket) {
    error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    return error ? "?" : endpoint_text(endpoint);
}

} // namespace

Connection::Connection(Socket socket, const TransportLimits& limits)
    : socket_(std::move(socket)), limits_(limits), linger_timer_(socket_.get_executor()),
      peer_(address_of(socket_)), framer_(limits.message_bytes_max) {
    error_code ignored; // a connection that is gone already tells at its first read
    (void)socket_.non_blocking(true, ignored);
    (void)socket_.set_option(asio::ip::tcp::no_delay(true), ignored); // a Unix socket has none
    (void)socket_.set_option(asio::socket_base::keep_alive(true), ignored);
    (void)socket_.set_option(asio::socket_base::send_buffer_size(limits.socket_send_bytes),
                             ignored);
}

void Connection::start(ConnectionOwner& owner) {
    owner_ = &owner;
    read();
}

void Connection::read() {
    socket_.async_read_some(
        asio::buffer(in_), [self = shared_from_this()](error_code error, std::size_t size) {
            if (self->state_ == State::closed) return;
            if (error) {
                self->cut(error == asio::error::eof ? "the peer closed the connection"
                                                    : "connection lost: " + error.message());
                return;
            }
            self->take(size);
            self->read_on(size);
            if (self->state_ != State::closed) self->read();
        });
}

// A full buffer says that more waits. What ends the connection is told to the next read().
void Connection::read_on(std::size_t size) {
    for (int reads = 1; reads < reads_a_turn_; ++reads) {
        if (size < in_.size() || state_ != State::open) return;
        error_code error;
        size = socket_.read_some(asio::buffer(in_), error);
        if (error) return;
        take(size);
    }
}

void Connection::take(std::size_t size) {
    if (state_ != State::open) return;
    framer_.feed({in_.data(), size});
    take_frames();
    if (owner_ != nullptr) owner_->on_pause(*this);
}

void Connection::take_frames() {
    while (state_ == State::open) {
        switch (framer_.take()) {
        case Framer::Outcome::nothing: return;
        case Framer::Outcome::message: owner_->on_frame(*this, framer_.frame()); break;
        case Framer::Outcome::garbled:
            owner_->on_garbled(*this, std::string(name(framer_.fault())) + ": " + framer_.what());
            break;
        case Framer::Outcome::broken:
            cut("bad input, " + std::string(name(framer_.fault())) + ": " + framer_.what());
            return;
        }
    }
}

void Connection::send(std::string_view bytes) {
    if (state_ != State::open || cutting_ || !has_room_or_is_cut()) return;
    if (batch_ == nullptr || !batch_->is_open()) return write(bytes);
    if (held_back_.empty()) batch_->join(shared_from_this());
    held_back_ += bytes;
}

void Connection::send_held_back() {
    if (state_ == State::open && !cutting_) write(held_back_);
    held_back_.clear();
}

void Connection::write(std::string_view bytes) {
    if (queue_.empty()) bytes.remove_prefix(write_now(bytes));
    if (bytes.empty() || cutting_) return;
    queue_.push_back({std::string(bytes), Clock::now()});
    queued_bytes_ += bytes.size();
    wait_to_write();
}

bool Connection::has_room_or_is_cut() {
    if (bytes_queued() < limits_.queue_bytes_max) return true;
    cut_later("slow peer: " + std::to_string(bytes_queued()) + " bytes wait to be read");
    return false;
}

// How many of the bytes the kernel took.
std::size_t Connection::write_now(std::string_view bytes) {
    error_code error;
    const std::size_t size = socket_.write_some(asio::buffer(bytes), error);
    if (error && error != asio::error::would_block) {
        cut_later("connection lost: " + error.message());
    }
    return error ? 0 : size;
}

void Connection::wait_to_write() {
    if (std::exchange(writing_, true)) return;
    socket_.async_wait(Socket::wait_write, [self = shared_from_this()](error_code error) {
        self->writing_ = false;
        if (self->state_ == State::closed) return;
        if (error) {
            self->cut("connection lost: " + error.message());
            return;
        }
        self->write_queued();
    });
}

void Connection::write_queued() {
    while (!queue_.empty() && !cutting_) {
        const std::string_view rest = std::string_view(queue_.front().bytes).substr(first_sent_);
        const std::size_t size = write_now(rest);
        queued_bytes_ -= size;
        first_sent_ += size;
        if (size < rest.size()) break;
        queue_.pop_front();
        first_sent_ = 0;
    }
    if (!queue_.empty() && !cutting_) wait_to_write();
    if (queue_.empty() && state_ == State::lingering) linger();
}

void Connection::check_age(Clock::time_point now) {
    if (state_ != State::open || queue_.empty()) return;
    if (now - queue_.front().since <= limits_.queue_age_max) return;
    cut("slow peer: bytes wait to be read for more than " +
        std::to_string(limits_.queue_age_max.count()) + " ms");
}

void Connection::cut(const std::string& why) {
    if (state_ == State::closed) return;
    const auto self = shared_from_this();
    shut();
    if (ConnectionOwner* const owner = std::exchange(owner_, nullptr)) owner->on_closed(*this, why);
}

// For callers that stand inside QuickFIX.
void Connection::cut_later(const std::string& why) {
    if (std::exchange(cutting_, true)) return;
    asio::post(socket_.get_executor(), [self = shared_from_this(), why] { self->cut(why); });
}

void Connection::close_softly() {
    if (state_ != State::open) return;
    send_held_back();
    owner_ = nullptr;
    state_ = State::lingering;
    linger_timer_.expires_after(limits_.linger_time_max);
    linger_timer_.async_wait([self = shared_from_this()](error_code) { self->shut(); });
    if (queue_.empty()) linger();
}

// Says that nothing more comes and waits for the peer to say so too, still reading: closing with
// unread bytes would destroy what is on its way to the peer, a Logout with its reason for example.
void Connection::linger() {
    error_code error;
    (void)socket_.shutdown(Socket::shutdown_send, error);
    if (error) shut();
}

void Connection::shut() {
    if (state_ == State::closed) return;
    state_ = State::closed;
    linger_timer_.cancel();
    queue_.clear();
    queued_bytes_ = 0;
    error_code ignored;
    (void)socket_.close(ignored);
}

} // namespace lockstep
