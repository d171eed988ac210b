#include "e2e/raw_peer.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <numeric>

namespace lockstep::e2e {

namespace {

constexpr char separator = '\x01';

std::string with(std::string text, char from, char to) {
    std::ranges::replace(text, from, to);
    return text;
}

} // namespace

std::string utc_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    const std::time_t seconds = ms / 1000;
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    char text[32];
    std::strftime(text, sizeof text, "%Y%m%d-%H:%M:%S", &utc);
    std::string thousandths = std::to_string(ms % 1000);
    thousandths.insert(0, 3 - thousandths.size(), '0');
    return std::string(text) + "." + thousandths;
}

std::string framed(const std::string& fields) {
    const std::string body = with(fields, '|', separator);
    const std::string head =
        with("8=FIX.4.4|9=" + std::to_string(body.size()) + "|", '|', separator) + body;
    const unsigned sum = std::accumulate(head.begin(), head.end(), 0U, [](unsigned total, char c) {
        return total + static_cast<unsigned char>(c);
    });
    std::string checksum = std::to_string(sum % 256);
    checksum.insert(0, 3 - checksum.size(), '0');
    return head + "10=" + checksum + separator;
}

std::string RawPeer::message(const std::string& type, const std::string& fields) {
    return framed("35=" + type + "|34=" + std::to_string(next_number_++) + "|49=" + sender_ +
                  "|56=" + target_ + "|52=" + utc_now() + "|" + fields);
}

bool RawPeer::log_on(std::uint16_t port) {
    socket_ = LoopbackSocket(port);
    seen_.clear();
    send("A", "98=0|108=30|");
    return wait_until([this] { return has_seen("|35=A|") || is_closed(); }) && has_seen("|35=A|");
}

void RawPeer::listen() {
    for (std::string bytes = socket_.read(std::chrono::milliseconds(0)); !bytes.empty();
         bytes = socket_.read(std::chrono::milliseconds(0))) {
        seen_ += with(bytes, separator, '|');
    }
}

bool RawPeer::has_seen(const std::string& part) {
    listen();
    return seen_.find(part) != std::string::npos;
}

bool RawPeer::is_closed() {
    listen();
    return socket_.is_closed();
}

} // namespace lockstep::e2e
