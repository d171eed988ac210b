#include "bench/wire/load.hpp"

#include "bench/wire/fix_text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace lockstep::bench {

namespace {

int checked(int result, const char* what) {
    if (result < 0) throw std::runtime_error(std::string("load: ") + what + " failed");
    return result;
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void no_delay(int socket) {
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

bool is_request(std::string_view type) { return type == "D" || type == "F" || type == "G"; }

} // namespace

Load::Load(int followers) : poll_(checked(epoll_create1(EPOLL_CLOEXEC), "epoll")) {
    followers_.resize(static_cast<std::size_t>(followers));
    for (int i = 0; i < followers; ++i) {
        followers_[static_cast<std::size_t>(i)].name = "BROKER" + std::to_string(i);
    }
    leader_.name = "LEADER";
    listener_ = checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
    sockaddr_in address = loopback(0);
    checked(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), "bind");
    checked(listen(listener_, 2048), "listen");
    socklen_t size = sizeof address;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    watch(listener_);
}

Load::~Load() {
    for (const auto& [socket, peer] : by_socket_) ::close(socket);
    ::close(listener_);
    ::close(poll_);
}

void Load::watch(int socket) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = socket;
    checked(epoll_ctl(poll_, EPOLL_CTL_ADD, socket, &event), "epoll_ctl");
}

void Load::accept_one() {
    const int made = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (made < 0) return;
    no_delay(made);
    by_socket_[made] = nullptr;
    watch(made);
}

bool Load::log_on(std::uint16_t leader_port, std::chrono::seconds longest) {
    const std::int64_t end = now_ns() + std::chrono::nanoseconds(longest).count();
    leader_.socket = checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
    const sockaddr_in address = loopback(leader_port);
    const auto* where = reinterpret_cast<const sockaddr*>(&address);
    while (connect(leader_.socket, where, sizeof address) != 0) {
        if (now_ns() > end) return false;
        usleep(20'000);
    }
    no_delay(leader_.socket);
    by_socket_[leader_.socket] = &leader_;
    watch(leader_.socket);
    send(leader_, "A", "98=0|108=600|");
    const auto all_up = [this] { return leader_.up && std::ranges::all_of(followers_, &Peer::up); };
    while (!all_up()) {
        if (now_ns() > end) return false;
        poll(20);
    }
    pass_time_until(now_ns() + 500'000'000);
    return true;
}

// The peer's own time is in the message, so it is made as late as can be.
void Load::send(Peer& peer, const std::string& type, const std::string& fields) {
    const std::string bytes =
        framed("35=" + type + "|34=" + std::to_string(peer.next_number++) + "|49=" + peer.name +
               "|52=" + utc_now() + "|56=LOCKSTEP|" + fields);
    if (::send(peer.socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) lose(peer);
}

void Load::poll(int wait_ms) {
    std::array<epoll_event, 128> events{};
    const int ready = epoll_wait(poll_, events.data(), static_cast<int>(events.size()), wait_ms);
    for (int i = 0; i < ready; ++i) {
        const int socket = events[static_cast<std::size_t>(i)].data.fd;
        if (socket == listener_) {
            accept_one();
            continue;
        }
        Peer* const peer = by_socket_[socket];
        if (peer != nullptr) {
            receive(*peer, 0);
            continue;
        }
        std::array<char, 4096> first{};
        const ssize_t size = recv(socket, first.data(), first.size(), 0);
        const std::string_view logon(first.data(),
                                     static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
        const std::string_view name = field(logon, "56");
        const auto found = std::ranges::find(followers_, name, &Peer::name);
        if (found == followers_.end()) {
            ::close(socket);
            by_socket_.erase(socket);
            continue;
        }
        found->socket = socket;
        by_socket_[socket] = &*found;
        log_on_answer(*found, logon);
    }
}

void Load::log_on_answer(Peer& peer, std::string_view message) {
    peer.in.assign(message.substr(first_message(message).size()));
    send(peer, "A", "98=0|108=600|");
    peer.up = true;
}

void Load::receive(Peer& peer, std::int64_t) {
    static std::array<char, 1 << 16> bytes;
    const ssize_t size = recv(peer.socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (size < 0) return;
    const std::int64_t now = now_ns();
    if (size == 0) return lose(peer);
    peer.in.append(bytes.data(), static_cast<std::size_t>(size));
    while (true) {
        const std::string message(first_message(peer.in));
        if (message.empty()) break;
        peer.in.erase(0, message.size());
        take(peer, message, now);
    }
}

void Load::take(Peer& peer, std::string_view message, std::int64_t now) {
    const std::string_view type = field(message, "35");
    if (is_request(type)) {
        peer.request.assign(message);
        if (!peer.timed && !peer.left_out && intended_ns_ != 0) {
            peer.timed = true;
            arrivals_.push_back(now - intended_ns_);
        }
    } else if (type == "A") {
        peer.up = true;
    } else if (type == "V") {
        send(peer, "W",
             "55=ES|262=" + std::string(field(message, "262")) + "|268=1|269=2|270=5000.00|271=1|");
    } else if (type == "1") {
        send(peer, "0", "112=" + std::string(field(message, "112")) + "|");
    } else if (type == "2") {
        fill_gap(peer, field(message, "7"));
    }
}

// What was cut off on its way is not said again.
void Load::fill_gap(Peer& peer, std::string_view begin) {
    const std::string now = utc_now();
    const std::string bytes =
        framed("35=4|34=" + std::string(begin) + "|43=Y|49=" + peer.name + "|52=" + now +
               "|56=LOCKSTEP|122=" + now + "|36=" + std::to_string(peer.next_number) + "|123=Y|");
    if (::send(peer.socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) lose(peer);
}

void Load::lose(Peer& peer) {
    if (peer.socket < 0) return;
    peer.in.clear();
    by_socket_.erase(peer.socket);
    ::close(peer.socket);
    peer.socket = -1;
    peer.up = false;
    ++lost_;
}

std::string Load::leader_fields(const LeaderReport& report) {
    const bool fills = report.kind == LeaderReport::Kind::fill;
    const bool cancels = report.kind == LeaderReport::Kind::canceled;
    std::string fields = "1=LEAD1|11=" + report.order + "|14=" + (fills ? "1" : "0") + "|17=E" +
                         std::to_string(++executions_) + "|37=" + report.order + "|38=1|39=" +
                         (fills     ? "2"
                          : cancels ? "4"
                                    : "0") +
                         "|40=" + (fills ? "1" : "2|44=4900.00") + "|54=" + report.side +
                         "|55=ES|59=0|60=" + utc_now() + "|150=" +
                         (fills     ? "F"
                          : cancels ? "4"
                                    : "0") +
                         "|151=" + (fills || cancels ? "0" : "1") + "|6=0|";
    if (fills) fields += "31=5000.00|32=1|";
    return fields;
}

Arrivals Load::play(const LeaderReport& report, std::int64_t intended_ns,
                    std::chrono::milliseconds longest) {
    pass_time_until(intended_ns - 1'000'000);
    arrivals_.clear();
    for (Peer& peer : followers_) {
        peer.timed = false;
        peer.request.clear();
    }
    while (now_ns() < intended_ns) {
    } // a sleep would come back late
    intended_ns_ = intended_ns;
    send(leader_, "8", leader_fields(report));
    const std::int64_t end = intended_ns + std::chrono::nanoseconds(longest).count();
    const auto expected = static_cast<std::size_t>(std::ranges::count_if(
        followers_, [](const Peer& peer) { return peer.up && !peer.left_out; }));
    while (arrivals_.size() < expected && now_ns() < end) poll(0);
    intended_ns_ = 0;
    if (arrivals_.size() < expected) return {};
    std::ranges::sort(arrivals_);
    return arrivals_;
}

std::string Load::answers_to(Peer& peer, int follower) {
    const std::string_view request = peer.request;
    const bool cancels = field(request, "35") == "F";
    const bool fills = !cancels && field(request, "40") == "1";
    const std::string id(field(request, "11"));
    const std::string original(cancels ? field(request, "41") : field(request, "11"));
    const std::string size(field(request, "38"));
    const std::string head = "1=F" + std::to_string(follower) + "|11=" + id + "|37=B" + original +
                             "|38=" + size + "|54=" + std::string(field(request, "54")) +
                             "|55=ES|60=" + utc_now() + "|6=0|";
    const auto execution = [&] { return "17=X" + std::to_string(++peer.executions) + "|"; };
    if (cancels) {
        return head + execution() + "41=" + original + "|150=4|39=4|14=0|151=0|";
    }
    const std::string price(field(request, "44"));
    const std::string terms = fills ? "40=1|" : "40=2|44=" + price + "|";
    send(peer, "8", head + execution() + terms + "150=0|39=0|14=0|151=" + size + "|");
    if (!fills) return {};
    return head + execution() + terms + "150=F|39=2|31=5000.00|32=" + size + "|14=" + size +
           "|151=0|";
}

void Load::answer() {
    for (std::size_t i = 0; i < followers_.size(); ++i) {
        Peer& peer = followers_[i];
        if (peer.request.empty() || !peer.up) continue;
        const std::string last = answers_to(peer, static_cast<int>(i));
        if (!last.empty()) send(peer, "8", last);
        peer.request.clear();
    }
}

void Load::pass_time_until(std::int64_t ns) {
    while (true) {
        const std::int64_t left_ms = (ns - now_ns()) / 1'000'000;
        if (left_ms <= 0) break;
        poll(static_cast<int>(left_ms));
    }
    poll(0);
}

void Load::stop_reading(int follower) {
    Peer& peer = followers_[static_cast<std::size_t>(follower)];
    const int least = 1; // the kernel makes it as small as it can
    setsockopt(peer.socket, SOL_SOCKET, SO_RCVBUF, &least, sizeof least);
    if (peer.up) epoll_ctl(poll_, EPOLL_CTL_DEL, peer.socket, nullptr);
    peer.up = false; // no order of it is waited for
}

void Load::cut(int follower) { lose(followers_[static_cast<std::size_t>(follower)]); }

bool Load::is_up(int follower) const { return followers_[static_cast<std::size_t>(follower)].up; }

} // namespace lockstep::bench
