#include "e2e/loopback.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace lockstep::e2e {

namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

[[noreturn]] void fail(const std::string& what) {
    throw std::runtime_error(what + ": " + std::strerror(errno));
}

// The body that the headers promise, or everything until the end of the connection.
bool is_whole(const std::string& answer) {
    const std::size_t head = answer.find("\r\n\r\n");
    if (head == std::string::npos) return false;
    const std::size_t length = answer.find("Content-Length: ");
    if (length == std::string::npos || length > head) return false;
    return answer.size() >= head + 4 + std::stoul(answer.substr(length + 16));
}

HttpAnswer parsed(const std::string& answer) {
    const std::size_t head = answer.find("\r\n\r\n");
    if (!answer.starts_with("HTTP/1.1 ") || head == std::string::npos) return {};
    return {static_cast<unsigned>(std::stoul(answer.substr(9, 3))), answer.substr(head + 4)};
}

} // namespace

LoopbackSocket::LoopbackSocket(std::uint16_t port)
    : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (descriptor_ < 0) fail("socket");
    const sockaddr_in address = loopback(port);
    if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(std::exchange(descriptor_, -1));
        fail("connect to port " + std::to_string(port));
    }
    const int on = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    closed_ = false;
}

LoopbackSocket& LoopbackSocket::operator=(LoopbackSocket&& other) noexcept {
    close();
    descriptor_ = std::exchange(other.descriptor_, -1);
    closed_ = std::exchange(other.closed_, true);
    return *this;
}

bool LoopbackSocket::write(std::string_view bytes) {
    while (!bytes.empty() && !closed_) {
        const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0) closed_ = true;
        if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return !closed_;
}

std::string LoopbackSocket::read(std::chrono::milliseconds longest) {
    pollfd ready{descriptor_, POLLIN, 0};
    if (closed_ || ::poll(&ready, 1, static_cast<int>(longest.count())) <= 0) return "";
    std::string bytes(65536, '\0');
    const ssize_t got = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
    if (got <= 0) closed_ = true;
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return bytes;
}

void LoopbackSocket::close() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
    closed_ = true;
}

std::uint16_t free_port() {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (descriptor < 0 ||
        ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
        ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        fail("a free port");
    }
    ::close(descriptor);
    return ntohs(address.sin_port);
}

HttpAnswer http(std::uint16_t port, const std::string& method, const std::string& target,
                std::map<std::string, std::string> headers, const std::string& body) {
    headers.try_emplace("Host", "127.0.0.1:" + std::to_string(port));
    headers.try_emplace("Content-Length", std::to_string(body.size()));
    std::string request = method + " " + target + " HTTP/1.1\r\n";
    for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
    LoopbackSocket socket(port);
    socket.write(request + "\r\n" + body);
    std::string answer;
    wait_until([&] {
        answer += socket.read(std::chrono::milliseconds(100));
        return socket.is_closed() || is_whole(answer);
    });
    return parsed(answer);
}

} // namespace lockstep::e2e
