#include "load/venue.hpp"

#include "bench/wire/fix_text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace lockstep::load {

namespace {

using bench::field;
using bench::now_ns;

int checked(int result, const char* what) {
    if (result < 0) throw std::runtime_error(std::string("load: ") + what + " failed");
    return result;
}

} // namespace

Venue::Venue(int followers)
    : poll_(checked(epoll_create1(EPOLL_CLOEXEC), "epoll")),
      listener_(checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "socket")),
      up_(static_cast<std::size_t>(followers) + 1), books_(static_cast<std::size_t>(followers)) {
    for (int i = 0; i < followers; ++i) {
        peers_.push_back(std::make_unique<Peer>("BROKER" + std::to_string(i)));
    }
    peers_.push_back(std::make_unique<Peer>("LEADER"));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    checked(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), "bind");
    checked(listen(listener_, 2048), "listen");
    socklen_t size = sizeof address;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = listener_;
    checked(epoll_ctl(poll_, EPOLL_CTL_ADD, listener_, &event), "epoll_ctl");
}

Venue::~Venue() {
    for (const int socket : strangers_) ::close(socket);
    ::close(listener_);
    ::close(poll_);
}

void Venue::watch(const Peer& peer) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = peer.socket();
    checked(epoll_ctl(poll_, EPOLL_CTL_ADD, peer.socket(), &event), "epoll_ctl");
}

bool Venue::log_on(std::uint16_t leader_port, std::uint16_t broker_port) {
    const auto longest = std::chrono::seconds(60);
    for (std::size_t i = 0; i < peers_.size(); ++i) {
        const bool is_leader = i + 1 == peers_.size();
        const std::uint16_t port = is_leader ? leader_port : broker_port;
        if (port == 0) continue;
        const auto dials = [&] { return peers_[i]->dial(port); };
        if (!run_until(dials, longest)) return false;
        by_socket_[peers_[i]->socket()] = i;
        watch(*peers_[i]);
        peers_[i]->say("A", "98=0|108=600|");
        peers_[i]->flush();
    }
    return run_until([this] { return std::ranges::all_of(up_, std::identity()); }, longest);
}

bool Venue::run_until(const std::function<bool()>& holds, std::chrono::milliseconds longest) {
    const std::int64_t end = now_ns() + std::chrono::nanoseconds(longest).count();
    while (!holds()) {
        if (now_ns() > end) return false;
        poll(5);
    }
    return true;
}

void Venue::run_until(std::int64_t ns) {
    do {
        poll(static_cast<int>(std::max<std::int64_t>(0, (ns - now_ns()) / 1'000'000)));
    } while (now_ns() < ns);
}

void Venue::poll(int wait_ms) {
    send_waiting();
    std::array<epoll_event, 256> events{};
    const int ready = epoll_wait(poll_, events.data(), static_cast<int>(events.size()),
                                 blocked_.empty() ? wait_ms : 0);
    for (int i = 0; i < ready; ++i) {
        const int socket = events[static_cast<std::size_t>(i)].data.fd;
        if (socket == listener_) {
            accept_all();
        } else if (strangers_.contains(socket)) {
            greet(socket);
        } else if (const auto known = by_socket_.find(socket); known != by_socket_.end()) {
            serve(known->second);
        }
    }
}

void Venue::send_waiting() {
    std::erase_if(blocked_, [this](std::size_t index) {
        Peer& peer = *peers_[index];
        return !peer.is_open() || !peer.flush() || peer.waiting() == 0;
    });
}

void Venue::accept_all() {
    for (int made = 0; (made = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
        strangers_.insert(made);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = made;
        checked(epoll_ctl(poll_, EPOLL_CTL_ADD, made, &event), "epoll_ctl");
    }
}

// The first message of a connection names its session.
void Venue::greet(int socket) {
    std::array<char, 4096> bytes{};
    const ssize_t size = recv(socket, bytes.data(), bytes.size(), 0);
    const std::string_view logon(bytes.data(),
                                 static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    strangers_.erase(socket);
    const auto found = std::ranges::find_if(
        peers_, [&](const auto& peer) { return peer->name() == field(logon, "56"); });
    if (found == peers_.end()) {
        ::close(socket);
        return;
    }
    const auto index = static_cast<std::size_t>(found - peers_.begin());
    (*found)->open(socket, logon);
    by_socket_[socket] = index;
    (*found)->say("A", "98=0|108=600|");
    (*found)->flush();
    for (std::string_view message; !(message = (*found)->next_message()).empty();) {
        take(index, message);
    }
}

void Venue::serve(std::size_t index) {
    Peer& peer = *peers_[index];
    const int socket = peer.socket();
    bool open = peer.receive();
    for (std::string_view message; !(message = peer.next_message()).empty();) take(index, message);
    open = open && peer.flush();
    if (peer.waiting() > 0) blocked_.insert(index);
    if (open) return;
    by_socket_.erase(socket);
    peer.close();
    up_[index] = false;
    ++lost_;
}

void Venue::take(std::size_t index, std::string_view message) {
    Peer& peer = *peers_[index];
    const bool is_leader = index + 1 == peers_.size();
    const std::string_view type = field(message, "35");
    if (type == "A") {
        up_[index] = true;
    } else if (type == "1") {
        peer.say("0", "112=" + std::string(field(message, "112")) + "|");
    } else if (type == "V") {
        peer.say("W", "55=ES|262=" + std::string(field(message, "262")) +
                          "|268=1|269=2|270=5000.00|271=1|");
    } else if (type == "0") {
        const std::string answer(field(message, "112"));
        if (!answer.empty()) (is_leader ? leader_heartbeat_ : books_[index].heartbeat) = answer;
    } else if (is_leader) {
        return;
    } else if (type == "D") {
        take_order(index, message);
    } else if (type == "F") {
        take_cancel(index, message);
    } else if (type == "4") {
        books_[index].gap_ends_at = std::stoll(std::string(field(message, "36")));
    }
}

void Venue::take_order(std::size_t broker, std::string_view message) {
    BrokerBook& book = books_[broker];
    const std::string id(field(message, "11"));
    ++orders_;
    last_order_ns_ = now_ns();
    if (!book.ids.insert(id).second) ++book.doubled;
    const std::string size(field(message, "38"));
    const bool fills = field(message, "40") == "1";
    const std::string head =
        "1=F" + std::to_string(broker) + "|11=" + id + "|37=B" + id + "|38=" + size +
        "|54=" + std::string(field(message, "54")) + "|55=ES|60=" + bench::utc_now() + "|6=0|" +
        (fills ? std::string("40=1|") : "40=2|44=" + std::string(field(message, "44")) + "|");
    const auto execution = [&] { return "17=X" + std::to_string(++book.executions) + "|"; };
    peers_[broker]->say("8", head + execution() + "150=0|39=0|14=0|151=" + size + "|");
    if (!fills) {
        book.works[id] = size;
        return;
    }
    const std::int64_t lots = std::stoll(size);
    book.held += field(message, "54") == "1" ? lots : -lots;
    peers_[broker]->say("8", head + execution() + "150=F|39=2|31=5000.00|32=" + size +
                                 "|14=" + size + "|151=0|");
}

void Venue::take_cancel(std::size_t broker, std::string_view message) {
    BrokerBook& book = books_[broker];
    const std::string id(field(message, "11"));
    const std::string original(field(message, "41"));
    ++cancels_;
    book.last_cancel_ns = now_ns();
    if (!book.ids.insert(id).second) ++book.doubled;
    const auto worked = book.works.find(original);
    if (worked == book.works.end()) return;
    peers_[broker]->say("8", "1=F" + std::to_string(broker) + "|11=" + id + "|41=" + original +
                                 "|37=B" + original + "|38=" + worked->second +
                                 "|54=" + std::string(field(message, "54")) +
                                 "|55=ES|60=" + bench::utc_now() + "|6=0|17=X" +
                                 std::to_string(++book.executions) + "|150=4|39=4|14=0|151=0|");
    book.works.erase(worked);
}

// --- what the leader says ----------------------------------------------------------------------

void Venue::leader_reports(const std::string& order, char status, char kind,
                           const std::string& terms) {
    peers_.back()->say("8", "1=LEAD1|11=" + order + "|17=E" + std::to_string(++executions_) +
                                "|37=" + order + "|38=1|39=" + status + "|55=ES|59=0|60=" +
                                bench::utc_now() + "|150=" + kind + "|6=0|" + terms);
    blocked_.insert(peers_.size() - 1);
}

void Venue::leader_fills(char side) {
    leader_reports("M" + std::to_string(executions_ + 1), '2', 'F',
                   std::string("40=1|54=") + side + "|31=5000.00|32=1|14=1|151=0|");
}

void Venue::leader_works(const std::string& order) {
    leader_reports(order, '0', '0', "40=2|44=4900.00|54=1|14=0|151=1|");
}

void Venue::leader_cancels(const std::string& order) {
    leader_reports(order, '4', '4', "40=2|44=4900.00|54=1|14=0|151=0|");
}

void Venue::leader_asks(const std::string& what) {
    peers_.back()->say("1", "112=" + what + "|");
    blocked_.insert(peers_.size() - 1);
}

void Venue::all_ask_for_resend() {
    for (std::size_t i = 0; i < books_.size(); ++i) {
        peers_[i]->say("2", "7=1|16=0|");
        peers_[i]->say("1", "112=in sync|");
        blocked_.insert(i);
    }
}

} // namespace lockstep::load
