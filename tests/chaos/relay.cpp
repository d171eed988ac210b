#include "chaos/relay.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <list>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace lockstep::chaos {

namespace {

constexpr std::size_t waiting_bytes_max = 256 * 1024; // in one direction; then nothing is read
constexpr std::size_t trickle_bytes = 16;
constexpr int turn_ms = 10;
constexpr std::string_view fill_mark = "\x01"
                                       "150=F\x01";
constexpr std::string_view order_mark = "\x01"
                                        "35=D\x01";

[[noreturn]] void fail(const char* what) {
    throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    ~Descriptor() { reset(); }
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        reset();
        number_ = std::exchange(other.number_, -1);
        return *this;
    }
    int get() const { return number_; }
    explicit operator bool() const { return number_ >= 0; }
    void reset() {
        if (number_ >= 0) ::close(std::exchange(number_, -1));
    }

  private:
    int number_;
};

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void make_prompt(const Descriptor& socket) {
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::fcntl(socket.get(), F_SETFL, ::fcntl(socket.get(), F_GETFL) | O_NONBLOCK);
}

Descriptor listen_anywhere(std::uint16_t& port) {
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (!socket || ::bind(socket.get(), any, size) != 0 || ::listen(socket.get(), 64) != 0 ||
        ::getsockname(socket.get(), any, &size) != 0) {
        fail("a port for the relay");
    }
    port = ntohs(address.sin_port);
    return socket;
}

// One direction of a connection.
struct Flow {
    std::string waiting; // read, not written yet
    bool ended = false;  // no more will be read
    std::string tail;    // of what was passed on, to find a mark over two pieces
};

struct Pair {
    Descriptor gateway;
    Descriptor simulator;
    Flow out; // from the gateway
    Flow in;  // to the gateway
};

enum class Way : std::uint8_t { free, trickle, stall };

struct Route {
    Descriptor listener;
    std::uint16_t port = 0;
    Way way = Way::free;
    std::optional<std::size_t> bytes_left; // until it is cut
    std::list<Pair> pairs;
};

// Reads what is there. Losing the other end, by whatever name, is the end of the flow.
void read_some(const Descriptor& from, Flow& flow, std::size_t most) {
    std::array<char, 65536> bytes;
    const ssize_t got = ::recv(from.get(), bytes.data(), std::min(most, bytes.size()), 0);
    if (got > 0) flow.waiting.append(bytes.data(), static_cast<std::size_t>(got));
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) flow.ended = true;
}

// False when nobody takes it any more. Says in `passed` how much went.
bool write_some(const Descriptor& to, Flow& flow, std::size_t most, std::size_t& passed) {
    passed = 0;
    if (flow.waiting.empty() || most == 0) return true;
    const ssize_t sent =
        ::send(to.get(), flow.waiting.data(), std::min(most, flow.waiting.size()), MSG_NOSIGNAL);
    if (sent < 0) return errno == EAGAIN || errno == EINTR;
    passed = static_cast<std::size_t>(sent);
    return true;
}

} // namespace

class Relay::Loop {
  public:
    Loop(std::size_t sessions, std::uint16_t to_port)
        : to_port_(to_port), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), routes_(sessions) {
        for (Route& route : routes_) route.listener = listen_anywhere(route.port);
        thread_ = std::thread([this] { run(); });
    }
    ~Loop() {
        change([this] { stopping_ = true; });
        thread_.join();
    }
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    template <class Change> void change(Change what) {
        {
            const std::lock_guard lock(mutex_);
            what();
        }
        const std::uint64_t one = 1;
        if (::write(wake_.get(), &one, sizeof one) < 0) return; // it is awake already
    }
    template <class Look> auto look(Look what) const {
        const std::lock_guard lock(mutex_);
        return what();
    }

    void cut_now(Route& route) {
        cuts_ += static_cast<int>(route.pairs.size());
        route.pairs.clear();
        route.bytes_left.reset();
    }

    const std::uint16_t to_port_;
    mutable std::mutex mutex_; // guards what follows
    Descriptor wake_;
    std::vector<Route> routes_;
    Moment moment_ = Moment::fill;
    std::size_t fill_route_ = 0;
    int fills_left_ = 0; // below zero: it has come
    std::function<void()> then_;
    bool called_ = false;
    int cuts_ = 0;
    bool stopping_ = false;

  private:
    void run() {
        // Where it is allowed: a busy machine must not make the relay late.
        ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), -15);
        std::vector<pollfd> watched;
        while (true) {
            bool is_close = false;
            {
                const std::lock_guard lock(mutex_);
                if (stopping_) return;
                is_close = then_ && fills_left_ < 0;
                watch(watched);
            }
            // The first order after a fill must not wait for anybody.
            ::poll(watched.data(), watched.size(), is_close ? 0 : turn_ms);
            std::uint64_t ignored = 0;
            while (::read(wake_.get(), &ignored, sizeof ignored) > 0) {
            }
            const std::lock_guard lock(mutex_);
            for (Route& route : routes_) turn(route);
        }
    }

    // Slow and stalled routes are looked at once a turn, and wake nobody.
    void watch(std::vector<pollfd>& watched) const {
        watched.assign(1, {wake_.get(), POLLIN, 0});
        for (const Route& route : routes_) {
            watched.push_back({route.listener.get(), POLLIN, 0});
            if (route.way != Way::free) continue;
            for (const Pair& pair : route.pairs) {
                watch_end(watched, pair.gateway, pair.out, pair.in);
                watch_end(watched, pair.simulator, pair.in, pair.out);
            }
        }
    }
    static void watch_end(std::vector<pollfd>& watched, const Descriptor& end, const Flow& from,
                          const Flow& to) {
        short events = 0;
        if (!from.ended && from.waiting.size() < waiting_bytes_max) events |= POLLIN;
        if (!to.waiting.empty()) events |= POLLOUT;
        if (events != 0) watched.push_back({end.get(), events, 0});
    }

    void turn(Route& route) {
        while (true) {
            Descriptor gateway(::accept4(route.listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
            if (!gateway) break;
            connect(route, std::move(gateway));
        }
        if (route.way == Way::stall) return;
        const std::size_t most =
            route.way == Way::trickle ? trickle_bytes : std::size_t{waiting_bytes_max};
        for (auto pair = route.pairs.begin(); pair != route.pairs.end();) {
            const bool lives =
                pass(route, pair->gateway, pair->simulator, pair->out, most, false) &&
                pass(route, pair->simulator, pair->gateway, pair->in, most, true);
            if (route.bytes_left == std::size_t{0}) return cut_now(route);
            pair = lives ? std::next(pair) : route.pairs.erase(pair);
        }
    }

    void connect(Route& route, Descriptor gateway) const {
        Descriptor simulator(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        const sockaddr_in address = loopback(to_port_);
        if (!simulator || ::connect(simulator.get(), reinterpret_cast<const sockaddr*>(&address),
                                    sizeof address) != 0) {
            return; // the gateway finds its connection closed
        }
        make_prompt(gateway);
        make_prompt(simulator);
        route.pairs.push_back({std::move(gateway), std::move(simulator), {}, {}});
    }

    // Reads and passes on; false when that direction is over.
    bool pass(Route& route, const Descriptor& from, const Descriptor& to, Flow& flow,
              std::size_t most, bool to_gateway) {
        if (!flow.ended && flow.waiting.size() < waiting_bytes_max) read_some(from, flow, most);
        std::size_t passed = 0;
        const std::size_t now = std::min(most, route.bytes_left.value_or(most));
        if (!write_some(to, flow, now, passed)) return false;
        if (route.bytes_left) *route.bytes_left -= passed;
        if (then_ && passed > 0) look_for_moment(route, flow, passed, to_gateway);
        flow.waiting.erase(0, passed);
        return !flow.ended || !flow.waiting.empty();
    }

    void look_for_moment(const Route& route, Flow& flow, std::size_t passed, bool to_gateway) {
        const bool is_after_fill = fills_left_ < 0;
        if (to_gateway ? is_after_fill || &route != &routes_[fill_route_] : !is_after_fill) return;
        const std::string text = flow.tail + flow.waiting.substr(0, passed);
        const std::string_view mark = to_gateway ? fill_mark : order_mark;
        flow.tail = text.substr(text.size() - std::min(text.size(), mark.size() - 1));
        for (std::size_t at = text.find(mark); at != std::string::npos;
             at = text.find(mark, at + 1)) {
            if (to_gateway && --fills_left_ >= 0) continue;
            if (to_gateway && moment_ == Moment::order) return;
            std::exchange(then_, nullptr)();
            called_ = true;
            return;
        }
    }

    std::thread thread_;
};

Relay::Relay(std::size_t sessions, std::uint16_t to_port)
    : loop_(std::make_unique<Loop>(sessions, to_port)) {}

Relay::~Relay() = default;

std::vector<std::uint16_t> Relay::ports() const {
    return loop_->look([this] {
        std::vector<std::uint16_t> ports;
        for (const Route& route : loop_->routes_) ports.push_back(route.port);
        return ports;
    });
}

void Relay::cut(std::size_t session) {
    loop_->change([&] { loop_->cut_now(loop_->routes_[session]); });
}

void Relay::cut_after(std::size_t session, std::size_t bytes) {
    loop_->change([&] { loop_->routes_[session].bytes_left = bytes; });
}

void Relay::trickle(std::size_t session) {
    loop_->change([&] { loop_->routes_[session].way = Way::trickle; });
}

void Relay::stall(std::size_t session) {
    loop_->change([&] { loop_->routes_[session].way = Way::stall; });
}

void Relay::heal() {
    loop_->change([this] {
        for (Route& route : loop_->routes_) {
            route.way = Way::free;
            route.bytes_left.reset();
        }
    });
}

void Relay::at(Moment moment, std::size_t session, int n, std::function<void()> then) {
    loop_->change([&] {
        loop_->moment_ = moment;
        loop_->fill_route_ = session;
        loop_->fills_left_ = n;
        loop_->then_ = std::move(then);
        loop_->called_ = false;
    });
}

bool Relay::was_called() const {
    return loop_->look([this] { return loop_->called_; });
}

int Relay::cuts() const {
    return loop_->look([this] { return loop_->cuts_; });
}

} // namespace lockstep::chaos
