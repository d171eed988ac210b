// Where a connection leads: an IP address with its port, or a Unix socket of this machine, whose
// path stands in the host's place ("/run/tunnel", or "@name" for one without a file).
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/address.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace lockstep {

using StreamEndpoint = boost::asio::generic::stream_protocol::endpoint;

inline bool is_unix_path(std::string_view host) {
    return host.starts_with('/') || host.starts_with('@');
}

// Throws boost::system::system_error when the path is longer than the system takes (107 bytes).
StreamEndpoint unix_endpoint(std::string_view path);
StreamEndpoint ip_endpoint(const boost::asio::ip::address& address, std::uint16_t port);

// "127.0.0.1:5001", "[::1]:5001", "/run/tunnel"; "unix" for the end of a Unix socket that has no
// name.
std::string endpoint_text(const StreamEndpoint& endpoint);
// 0 for a Unix socket.
std::uint16_t port_of(const StreamEndpoint& endpoint);

} // namespace lockstep
