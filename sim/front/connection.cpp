#include "front/connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>

namespace lockstep::sim {

Timestamp wall_clock_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return Timestamp(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

void Connection::start() {
    boost::system::error_code ignored;
    socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
    const int wanted = 1; // refused: wall_clock_now() stands in
    static_cast<void>(
        ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_TIMESTAMPNS, &wanted, sizeof wanted));
    read();
}

void Connection::read() {
    socket_.async_wait(boost::asio::socket_base::wait_read,
                       [self = shared_from_this()](boost::system::error_code error) {
                           if (!self->open_) return;
                           if (error) return self->close(error.message());
                           self->take();
                           if (self->open_) self->read();
                       });
}

// The kernel says when the bytes came in: this thread may have been busy since.
void Connection::take() {
    alignas(cmsghdr) std::array<char, 128> control{};
    iovec bytes{in_.data(), in_.size()};
    msghdr message{};
    message.msg_iov = &bytes;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const auto size = ::recvmsg(socket_.native_handle(), &message, MSG_DONTWAIT);
    if (size == 0) return close("the peer hung up");
    if (size < 0) {
        if (errno == EAGAIN || errno == EINTR) return;
        return close(std::strerror(errno));
    }
    auto received = wall_clock_now();
    for (auto* one = CMSG_FIRSTHDR(&message); one != nullptr; one = CMSG_NXTHDR(&message, one)) {
        if (one->cmsg_level != SOL_SOCKET || one->cmsg_type != SCM_TIMESTAMPNS) continue;
        timespec stamp{};
        std::memcpy(&stamp, CMSG_DATA(one), sizeof stamp);
        received = Timestamp(std::int64_t{stamp.tv_sec} * 1'000'000'000 + stamp.tv_nsec);
    }
    frames_.append({in_.data(), static_cast<std::size_t>(size)});
    while (open_) {
        const auto frame = frames_.next();
        if (!frame) break;
        // A message may give the connection other hooks, so its own copy is what runs.
        const auto hook = hooks_.message;
        if (hook) hook(*frame, received);
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
