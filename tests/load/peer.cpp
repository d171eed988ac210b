#include "load/peer.hpp"

#include "bench/wire/fix_text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace lockstep::load {

void Peer::open(int socket, std::string_view bytes) {
    close();
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    socket_ = socket;
    in_.assign(bytes);
    read_ = 0;
}

bool Peer::dial(std::uint16_t port) {
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(made);
        return false;
    }
    open(made, {});
    return true;
}

void Peer::close() {
    if (is_open()) ::close(std::exchange(socket_, -1));
    out_.clear();
    sent_ = 0;
}

void Peer::say(std::string_view type, std::string_view fields) {
    out_ += bench::framed("35=" + std::string(type) + "|34=" + std::to_string(next_number_++) +
                          "|49=" + name_ + "|52=" + bench::utc_now() + "|56=LOCKSTEP|" +
                          std::string(fields));
}

bool Peer::flush() {
    while (waiting() > 0) {
        const ssize_t sent =
            ::send(socket_, out_.data() + sent_, waiting(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) return errno == EAGAIN;
        sent_ += static_cast<std::size_t>(sent);
    }
    out_.clear();
    sent_ = 0;
    return true;
}

bool Peer::receive() {
    in_.erase(0, std::exchange(read_, 0));
    std::array<char, std::size_t{256} * 1024> bytes; // NOLINT: filled by recv
    const ssize_t size = ::recv(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (size < 0) return errno == EAGAIN;
    if (size == 0) return false;
    in_.append(bytes.data(), static_cast<std::size_t>(size));
    return true;
}

std::string_view Peer::next_message() {
    const std::string_view message = bench::first_message(std::string_view(in_).substr(read_));
    read_ += message.size();
    return message;
}

} // namespace lockstep::load
