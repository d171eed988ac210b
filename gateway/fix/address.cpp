#include "fix/address.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <cstddef>
#include <cstring>

#include <sys/un.h>

namespace lockstep {
namespace {

using boost::asio::ip::tcp;

tcp::endpoint tcp_endpoint(const StreamEndpoint& endpoint) {
    tcp::endpoint ip;
    ip.resize(endpoint.size());
    std::memcpy(ip.data(), endpoint.data(), endpoint.size());
    return ip;
}

bool is_ip(const StreamEndpoint& endpoint) {
    const auto family = endpoint.data()->sa_family;
    return family == AF_INET || family == AF_INET6;
}

// Its bytes end with the endpoint, or with a NUL where the name is a path.
std::string unix_name(const StreamEndpoint& endpoint) {
    constexpr std::size_t start = offsetof(sockaddr_un, sun_path);
    if (endpoint.size() <= start) return "unix";
    sockaddr_un address{};
    std::memcpy(&address, endpoint.data(), endpoint.size());
    std::string name(address.sun_path, endpoint.size() - start);
    if (name.front() == '\0') return "@" + name.substr(1);
    return name.substr(0, name.find('\0'));
}

} // namespace

StreamEndpoint unix_endpoint(std::string_view path) {
    std::string name(path);
    if (name.starts_with('@')) name.front() = '\0';
    return boost::asio::local::stream_protocol::endpoint(name);
}

StreamEndpoint ip_endpoint(const boost::asio::ip::address& address, std::uint16_t port) {
    return tcp::endpoint(address, port);
}

std::string endpoint_text(const StreamEndpoint& endpoint) {
    if (!is_ip(endpoint)) return unix_name(endpoint);
    const tcp::endpoint ip = tcp_endpoint(endpoint);
    const std::string host = ip.address().to_string();
    return (ip.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(ip.port());
}

std::uint16_t port_of(const StreamEndpoint& endpoint) {
    return is_ip(endpoint) ? tcp_endpoint(endpoint).port() : std::uint16_t{0};
}

} // namespace lockstep
