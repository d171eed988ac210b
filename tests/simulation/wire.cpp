#include "simulation/wire.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lockstep::simulation {

Wire::Wire(int descriptor, WireEnd& end, Schedule& schedule, const Weather& weather, Random random)
    : descriptor_(descriptor), end_(end), schedule_(schedule), weather_(weather), random_(random) {}

Wire::~Wire() { shut(); }

void Wire::shut() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
    touched_ = true;
}

// In order, each after a time of its own.
std::int64_t Wire::arrival(std::int64_t& last) {
    last = std::max(last, VirtualClock::now_ns() +
                              random_.between(50 * us, std::max(51 * us, weather_.latency_ns_max)));
    return last;
}

void Wire::send(std::string_view bytes) {
    if (!is_open() || closing_) return;
    while (!bytes.empty()) {
        std::size_t size = bytes.size();
        if (weather_.byte_by_byte) {
            size = 1;
        } else if (size > 1 && random_.per_mille(weather_.split_per_mille)) {
            size =
                static_cast<std::size_t>(random_.between(1, static_cast<std::int64_t>(size) - 1));
        }
        to_gateway_.emplace_back(bytes.substr(0, size));
        bytes.remove_prefix(size);
        schedule_.at(arrival(last_to_gateway_),
                     [self = shared_from_this()] { self->arrive_at_gateway(); });
    }
}

void Wire::arrive_at_gateway() {
    if (!is_open() || frozen_ || to_gateway_.empty()) return;
    std::string& bytes = to_gateway_.front();
    const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    touched_ = true;
    if (sent < 0 && errno != EAGAIN) { // the gateway has closed its end
        to_gateway_.clear();
        return;
    }
    if (sent >= 0 && static_cast<std::size_t>(sent) == bytes.size()) {
        to_gateway_.pop_front();
        if (closing_ && to_gateway_.empty()) shut();
        return;
    }
    bytes.erase(0, sent > 0 ? static_cast<std::size_t>(sent) : 0);
    schedule_.after(ms, [self = shared_from_this()] { self->arrive_at_gateway(); });
}

bool Wire::pump() {
    if (!is_open() || closing_) return false;
    bool any = false;
    std::array<char, 64 * 1024> buffer;
    while (is_open()) {
        std::size_t room = buffer.size();
        if (bytes_left_) room = std::min(room, *bytes_left_);
        if (room == 0) break;
        const auto size = ::recv(descriptor_, buffer.data(), room, MSG_DONTWAIT);
        if (size < 0 && errno == EAGAIN) break;
        any = true;
        if (size <= 0) {
            tell_closed();
            break;
        }
        if (bytes_left_) *bytes_left_ -= static_cast<std::size_t>(size);
        if (frozen_) continue;
        to_peer_.emplace_back(buffer.data(), static_cast<std::size_t>(size));
        schedule_.at(arrival(last_to_peer_),
                     [self = shared_from_this()] { self->arrive_at_peer(); });
    }
    return any;
}

void Wire::arrive_at_peer() {
    if (ended_ || frozen_ || to_peer_.empty()) return;
    const std::string bytes = std::move(to_peer_.front());
    to_peer_.pop_front();
    end_.on_bytes(*this, bytes);
}

// The gateway has closed: the peer hears of it after what is still under way.
void Wire::tell_closed() {
    shut();
    if (frozen_) return;
    schedule_.at(arrival(last_to_peer_), [self = shared_from_this()] {
        if (!std::exchange(self->ended_, true)) self->end_.on_closed(*self);
    });
}

void Wire::close() {
    if (!is_open()) return;
    ended_ = true;
    closing_ = true;
    if (to_gateway_.empty() && !frozen_) shut();
}

void Wire::cut() {
    if (!is_open()) return;
    const auto self = shared_from_this();
    pump();
    const auto piece_of = [&](const std::string& bytes) {
        return bytes.substr(0, static_cast<std::size_t>(
                                   random_.between(0, static_cast<std::int64_t>(bytes.size()))));
    };
    if (!frozen_ && !to_gateway_.empty()) {
        to_gateway_.front() = piece_of(to_gateway_.front());
        if (!to_gateway_.front().empty()) arrive_at_gateway();
    }
    to_gateway_.clear();
    shut();
    if (std::exchange(ended_, true)) return;
    if (!frozen_ && !to_peer_.empty()) {
        const std::string piece = piece_of(to_peer_.front());
        if (!piece.empty()) end_.on_bytes(*this, piece);
    }
    end_.on_closed(*this);
}

void Wire::mark_end_of_gateway() {
    int waiting = 0;
    if (is_open() && ::ioctl(descriptor_, FIONREAD, &waiting) == 0) {
        bytes_left_ = static_cast<std::size_t>(waiting);
    }
}

void Wire::end_of_gateway() {
    if (!is_open()) return;
    pump();
    to_gateway_.clear();
    if (is_open()) tell_closed();
}

} // namespace lockstep::simulation
