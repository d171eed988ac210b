#include "unit/sim/wire_client.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace lockstep::sim::test {

namespace {

constexpr int patience_ms = 5'000;

std::string separated(std::string_view text) {
    std::string bytes(text);
    std::ranges::replace(bytes, '|', '\x01');
    return bytes;
}

WireMessage parsed(std::string_view bytes) {
    WireMessage message;
    while (!bytes.empty()) {
        const auto field = bytes.substr(0, bytes.find('\x01'));
        bytes.remove_prefix(std::min(field.size() + 1, bytes.size()));
        const auto equal_sign = field.find('=');
        message.fields.emplace_back(std::stoi(std::string(field.substr(0, equal_sign))),
                                    field.substr(equal_sign + 1));
    }
    return message;
}

} // namespace

std::string WireMessage::get(int tag) const {
    for (const auto& [key, value] : fields) {
        if (key == tag) return value;
    }
    return "";
}

std::vector<std::string> WireMessage::all(int tag) const {
    std::vector<std::string> values;
    for (const auto& [key, value] : fields) {
        if (key == tag) values.push_back(value);
    }
    return values;
}

std::string framed(std::string_view fields) {
    const std::string body = separated(fields);
    std::string bytes = separated("8=FIX.4.4|9=" + std::to_string(body.size()) + "|") + body;
    unsigned sum = 0;
    for (const char byte : bytes) sum += static_cast<unsigned char>(byte);
    std::array<char, 16> trailer{};
    std::snprintf(trailer.data(), trailer.size(), "10=%03u\x01", sum % 256);
    return bytes + trailer.data();
}

WireClient::WireClient(std::uint16_t port, std::string sender, std::string target)
    : sender_(std::move(sender)), target_(std::move(target)) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("the simulator's port cannot be reached");
    }
}

WireClient::~WireClient() { close(); }

WireClient::WireClient(WireClient&& other) noexcept
    : next_number(other.next_number), socket_(std::exchange(other.socket_, -1)),
      sender_(std::move(other.sender_)), target_(std::move(other.target_)),
      buffer_(std::move(other.buffer_)) {}

void WireClient::close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

void WireClient::send_raw(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void WireClient::send(std::string_view body) {
    const auto type_end = body.find('|') + 1;
    std::string fields(body.substr(0, type_end));
    fields += "34=" + std::to_string(next_number++) + "|49=" + sender_ + "|56=" + target_ +
              "|52=20260102-03:04:05.678|";
    fields += body.substr(type_end);
    send_raw(framed(fields));
}

void WireClient::log_on(std::string_view more) { send("35=A|98=0|108=30|" + std::string(more)); }

std::optional<WireMessage> WireClient::receive() {
    for (;;) {
        const auto trailer = buffer_.find("\x01"
                                          "10=");
        if (trailer != std::string::npos && buffer_.size() >= trailer + 8) {
            auto message = parsed(std::string_view(buffer_).substr(0, trailer + 8));
            buffer_.erase(0, trailer + 8);
            if (message.get(35) != "0") return message;
            continue;
        }
        pollfd ready{socket_, POLLIN, 0};
        if (::poll(&ready, 1, patience_ms) != 1) return std::nullopt;
        std::array<char, 65'536> bytes{};
        const auto size = ::recv(socket_, bytes.data(), bytes.size(), 0);
        if (size <= 0) return std::nullopt;
        buffer_.append(bytes.data(), static_cast<std::size_t>(size));
    }
}

WireMessage WireClient::await(std::string_view type) {
    while (const auto message = receive()) {
        if (message->get(35) == type) return *message;
    }
    return {};
}

std::string WireClient::await_report(std::initializer_list<int> tags) {
    std::string text;
    while (const auto message = receive()) {
        const auto type = message->get(35);
        if (type != "8" && type != "9") continue;
        for (const int tag : tags) {
            text += (text.empty() ? "" : " ") + std::to_string(tag) + "=" + message->get(tag);
        }
        return text;
    }
    return "nothing came";
}

bool WireClient::closed() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(patience_ms);
    std::array<char, 65'536> bytes{};
    while (std::chrono::steady_clock::now() < until) {
        pollfd ready{socket_, POLLIN, 0};
        if (::poll(&ready, 1, patience_ms) != 1) return false;
        if (::recv(socket_, bytes.data(), bytes.size(), 0) <= 0) return true;
    }
    return false;
}

} // namespace lockstep::sim::test
