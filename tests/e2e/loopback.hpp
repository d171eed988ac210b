// Plain sockets of this machine: what a test says byte by byte, and what it is answered.
#pragma once

#include "e2e/waiting.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace lockstep::e2e {

class LoopbackSocket {
  public:
    LoopbackSocket() = default;
    // Throws std::runtime_error when nobody listens on 127.0.0.1:`port`.
    explicit LoopbackSocket(std::uint16_t port);
    ~LoopbackSocket() { close(); }
    LoopbackSocket(const LoopbackSocket&) = delete;
    LoopbackSocket(LoopbackSocket&& other) noexcept { *this = std::move(other); }
    LoopbackSocket& operator=(LoopbackSocket&& other) noexcept;

    // False when the other end has closed.
    bool write(std::string_view bytes);
    // What has come, after a wait of at most `longest` for the first byte; empty if nothing has.
    std::string read(std::chrono::milliseconds longest);
    // The other end has closed: found by write and read.
    bool is_closed() const { return closed_; }
    void close();

  private:
    int descriptor_ = -1;
    bool closed_ = true;
};

// A port that was free a moment ago, for programs that have to be told one.
std::uint16_t free_port();

struct HttpAnswer {
    unsigned status = 0; // 0: the connection was closed without an answer
    std::string body;
};

// One request on a connection of its own. `headers` are added to Host and Content-Length, and
// replace them where they have the same name.
HttpAnswer http(std::uint16_t port, const std::string& method, const std::string& target,
                std::map<std::string, std::string> headers = {}, const std::string& body = "");

} // namespace lockstep::e2e
