// A peer on the loopback that answers a Logon and a Logout as it is told, once, and keeps what it
// heard.
#pragma once

#include "proto/check.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <thread>

namespace lockstep {

// `fields` from 35= on, with | between, as a whole FIX message.
inline std::string whole(const std::string& fields) {
    std::string text = "8=FIX.4.4|9=" + std::to_string(fields.size()) + "|" + fields;
    unsigned sum = 0;
    for (char& c : text) {
        if (c == '|') c = '\x01';
        sum += static_cast<unsigned char>(c);
    }
    char end[8];
    std::snprintf(end, sizeof end, "10=%03u\x01", sum % 256);
    return text + end;
}

class SpokenPeer {
  public:
    SpokenPeer(std::string to_logon, std::string to_logout)
        : to_logon_(std::move(to_logon)), to_logout_(std::move(to_logout)),
          listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* plain = reinterpret_cast<sockaddr*>(&address);
        LOCKSTEP_CHECK(::bind(listener_, plain, size) == 0 && ::listen(listener_, 1) == 0);
        LOCKSTEP_CHECK(::getsockname(listener_, plain, &size) == 0);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { talk(); });
    }
    ~SpokenPeer() {
        if (thread_.joinable()) thread_.join();
        ::close(listener_);
    }
    SpokenPeer(const SpokenPeer&) = delete;
    SpokenPeer& operator=(const SpokenPeer&) = delete;

    std::uint16_t port() const { return port_; }
    // All that came, with | for the separator, once the other side has hung up.
    const std::string& heard() {
        if (thread_.joinable()) thread_.join();
        return heard_;
    }

  private:
    void talk() {
        constexpr int patience_ms = 10'000;
        pollfd entry{listener_, POLLIN, 0};
        if (::poll(&entry, 1, patience_ms) != 1) return;
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        bool has_greeted = false;
        while (true) {
            entry = {socket, POLLIN, 0};
            char bytes[4096];
            if (::poll(&entry, 1, patience_ms) != 1) break;
            const ssize_t got = ::recv(socket, bytes, sizeof bytes, 0);
            if (got <= 0) break;
            for (const char* at = bytes; at != bytes + got; ++at) {
                heard_ += *at == '\x01' ? '|' : *at;
            }
            if (!has_greeted && heard_.contains("|35=A|")) say(socket, to_logon_);
            has_greeted = heard_.contains("|35=A|");
            if (heard_.contains("|35=5|")) say(socket, to_logout_);
        }
        ::close(socket);
    }
    static void say(int socket, const std::string& text) {
        if (!text.empty()) ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    }

    std::string to_logon_;
    std::string to_logout_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::string heard_;
    std::thread thread_;
};

} // namespace lockstep
