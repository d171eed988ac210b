// The control that is the limit itself: no FIX engine, no journal, no accounts. One thread, epoll,
// and for each follower an order that was made before, into which it stamps a number and a
// checksum.
//
//     bench-relay FOLLOWER_PORT FOLLOWERS      prints "port N", where it waits for the leader
#include "bench/wire/fix_text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

namespace lockstep::bench {
namespace {

int checked(int result, const char* what) {
    if (result < 0) throw std::runtime_error(std::string("relay: ") + what + " failed");
    return result;
}

void no_delay(int socket) {
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

class PreparedOrder {
  public:
    explicit PreparedOrder(int follower)
        : bytes_(framed("35=D|34=000000000|49=LOCKSTEP|52=20260101-00:00:00.000|56=BROKER" +
                        std::to_string(follower) + "|1=F" + std::to_string(follower) +
                        "|11=L1-0000000000|21=1|38=1|40=1|54=1|55=ES|59=0|"
                        "60=20260101-00:00:00.000|")) {
        number_ = bytes_.find("34=") + 3;
        checksum_ = bytes_.rfind("10=") + 3;
        for (std::size_t i = 0; i + 7 < bytes_.size(); ++i) {
            sum_ += static_cast<unsigned char>(bytes_[i]);
        }
    }

    const std::string& stamp(unsigned number) {
        for (std::size_t at = number_ + digits; at-- > number_; number /= 10) {
            const char digit = static_cast<char>('0' + number % 10);
            sum_ += static_cast<unsigned>(digit - bytes_[at]);
            bytes_[at] = digit;
        }
        unsigned sum = sum_ % 256;
        for (std::size_t at = checksum_ + 3; at-- > checksum_; sum /= 10) {
            bytes_[at] = static_cast<char>('0' + sum % 10);
        }
        return bytes_;
    }

  private:
    static constexpr std::size_t digits = 9;
    std::string bytes_;
    std::size_t number_ = 0;
    std::size_t checksum_ = 0;
    unsigned sum_ = 0; // of all bytes before the trailer
};

class Relay {
  public:
    Relay(int follower_port, int followers) : poll_(checked(epoll_create1(0), "epoll")) {
        listener_ = checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
        sockaddr_in address = loopback(0);
        checked(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), "bind");
        checked(listen(listener_, 1), "listen");
        socklen_t size = sizeof address;
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        watch(listener_);
        for (int i = 0; i < followers; ++i) {
            const int made = checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
            const sockaddr_in peer = loopback(follower_port);
            checked(connect(made, reinterpret_cast<const sockaddr*>(&peer), sizeof peer),
                    "connect");
            no_delay(made);
            const std::string logon = framed("35=A|34=1|49=LOCKSTEP|52=" + utc_now() +
                                             "|56=BROKER" + std::to_string(i) + "|98=0|108=600|");
            checked(static_cast<int>(send(made, logon.data(), logon.size(), 0)), "send");
            followers_.push_back(made);
            orders_.emplace_back(i);
            watch(made);
        }
        std::printf("port %d\n", ntohs(address.sin_port));
        std::fflush(stdout);
    }

    void run() {
        std::array<epoll_event, 64> events{};
        while (true) {
            const int ready = epoll_wait(poll_, events.data(), static_cast<int>(events.size()), -1);
            for (int i = 0; i < ready; ++i) serve(events[static_cast<std::size_t>(i)].data.fd);
        }
    }

  private:
    void watch(int descriptor) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = descriptor;
        checked(epoll_ctl(poll_, EPOLL_CTL_ADD, descriptor, &event), "epoll_ctl");
    }

    void serve(int descriptor) {
        if (descriptor == listener_) {
            leader_ = checked(accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC), "accept");
            no_delay(leader_);
            watch(leader_);
            return;
        }
        const ssize_t size = recv(descriptor, in_.data(), in_.size(), 0);
        if (size <= 0) std::exit(0); // the load has gone
        if (descriptor != leader_) return;
        const std::string_view message(in_.data(), static_cast<std::size_t>(size));
        if (field(message, "35") == "8") return fan_out();
        const std::string logon =
            framed("35=A|34=1|49=LOCKSTEP|52=" + utc_now() + "|56=LEADER|98=0|108=600|");
        checked(static_cast<int>(send(leader_, logon.data(), logon.size(), 0)), "send");
    }

    void fan_out() {
        ++number_;
        for (std::size_t i = 0; i < followers_.size(); ++i) {
            const std::string& order = orders_[i].stamp(number_);
            checked(static_cast<int>(send(followers_[i], order.data(), order.size(), MSG_NOSIGNAL)),
                    "send");
        }
    }

    int poll_;
    int listener_ = -1;
    int leader_ = -1;
    unsigned number_ = 1;
    std::vector<int> followers_;
    std::vector<PreparedOrder> orders_;
    std::array<char, 65536> in_{};
};

} // namespace
} // namespace lockstep::bench

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    try {
        lockstep::bench::Relay(std::atoi(argv[1]), std::atoi(argv[2])).run();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
