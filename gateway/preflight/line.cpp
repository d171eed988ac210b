#include "preflight/line.hpp"

#include "fix/address.hpp"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

namespace lockstep {

namespace {

std::string system_text(int error) { return std::system_category().message(error); }

Result<std::vector<StreamEndpoint>> look_up(const Endpoint& endpoint) {
    if (is_unix_path(endpoint.host)) {
        try {
            return std::vector{unix_endpoint(endpoint.host)};
        } catch (const std::exception& error) {
            return failure(error.what());
        }
    }
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* first = nullptr;
    const int error = ::getaddrinfo(endpoint.host.c_str(), std::to_string(endpoint.port).c_str(),
                                    &wanted, &first);
    if (error != 0) return failure(::gai_strerror(error));
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> list(first, ::freeaddrinfo);
    std::vector<StreamEndpoint> found;
    for (const addrinfo* at = first; at != nullptr; at = at->ai_next) {
        found.emplace_back(at->ai_addr, at->ai_addrlen);
    }
    return found;
}

} // namespace

Result<Line> Line::connect(const Endpoint& endpoint, Deadline deadline) {
    const auto addresses = look_up(endpoint);
    if (!addresses) return std::unexpected(addresses.error());
    std::string why = "the host has no address";
    for (const StreamEndpoint& address : *addresses) {
        Line line(
            ::socket(address.data()->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        if (line.descriptor_ < 0) return failure(system_text(errno));
        const auto size = static_cast<socklen_t>(address.size());
        if (::connect(line.descriptor_, address.data(), size) == 0) return line;
        int error = errno;
        if (error == EINPROGRESS) {
            socklen_t length = sizeof error;
            if (!line.wait(POLLOUT, deadline)) {
                error = ETIMEDOUT;
            } else {
                ::getsockopt(line.descriptor_, SOL_SOCKET, SO_ERROR, &error, &length);
            }
        }
        if (error == 0) return line;
        why = system_text(error);
    }
    return failure(why);
}

Line::~Line() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Line::Line(Line&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), has_ended_(other.has_ended_),
      framer_(std::move(other.framer_)) {}

bool Line::wait(short events, Deadline deadline) const {
    pollfd entry{descriptor_, events, 0};
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        const int ready = ::poll(&entry, 1, static_cast<int>(std::max<long>(left.count(), 0)));
        if (ready >= 0 || errno != EINTR) return ready > 0;
    }
}

Result<void> Line::send(std::string_view bytes, Deadline deadline) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        } else if (errno != EAGAIN && errno != EINTR) {
            return failure(system_text(errno));
        } else if (!wait(POLLOUT, deadline)) {
            return failure("it takes no bytes");
        }
    }
    return {};
}

std::optional<Frame> Line::next(Deadline deadline) {
    std::array<char, 16 * 1024> bytes{};
    while (!has_ended_) {
        switch (framer_.take()) {
        case Framer::Outcome::message: return framer_.frame();
        case Framer::Outcome::garbled: continue;
        case Framer::Outcome::broken: has_ended_ = true; return std::nullopt;
        case Framer::Outcome::nothing: break;
        }
        if (!wait(POLLIN, deadline)) return std::nullopt;
        const ssize_t got = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (got <= 0) {
            has_ended_ = true;
        } else {
            framer_.feed({bytes.data(), static_cast<std::size_t>(got)});
        }
    }
    return std::nullopt;
}

} // namespace lockstep
