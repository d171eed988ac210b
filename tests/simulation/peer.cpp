#include "simulation/peer.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <stdexcept>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace lockstep::simulation {
namespace {

// "@name" is an address without a file.
std::pair<sockaddr_un, socklen_t> address_of(const std::string& name) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (name.size() > sizeof(address.sun_path)) throw std::runtime_error(name + " is too long");
    std::memcpy(address.sun_path, name.data(), name.size());
    if (name.starts_with('@')) address.sun_path[0] = '\0';
    return {address, static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size())};
}

int open_socket() {
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) throw std::runtime_error("no socket");
    return descriptor;
}

// The size of the message at the start of `bytes`, 0 while it is not all there.
std::size_t message_size(const std::string& bytes) {
    const std::size_t length_at = bytes.find("\x01"
                                             "9=");
    if (length_at == bytes.npos) return 0;
    const std::size_t digits = length_at + 3;
    const std::size_t body = bytes.find('\x01', digits);
    if (body == bytes.npos) return 0;
    std::size_t length = 0;
    std::from_chars(bytes.data() + digits, bytes.data() + body, length);
    constexpr std::size_t checksum = 7; // "10=nnn" and its end
    const std::size_t size = body + 1 + length + checksum;
    return size <= bytes.size() ? size : 0;
}

// What repeats in the gateway's questions, else a peer would take it for a mistake: entry types
// and symbols of 35=V. Of everything else a peer asks no dictionary.
FIX::DataDictionaryProvider repeating_groups() {
    constexpr int entry_types = 267;
    constexpr int entry_type = 269;
    constexpr int symbols = 146;
    constexpr int symbol = 55;
    FIX::DataDictionary type;
    type.addField(entry_type);
    FIX::DataDictionary instrument;
    instrument.addField(symbol);
    auto dictionary = std::make_shared<FIX::DataDictionary>();
    dictionary->addGroup("V", entry_types, entry_type, type);
    dictionary->addGroup("V", symbols, symbol, instrument);
    FIX::DataDictionaryProvider groups;
    groups.addTransportDataDictionary(FIX::BeginString("FIX.4.4"), dictionary);
    return groups;
}

} // namespace

Peer::Peer(PeerOptions options, Schedule& schedule, const Wire::Weather& weather, Random random,
           Story& story, Totals& totals, OnMessage on_message)
    : options_(std::move(options)), schedule_(schedule), weather_(weather), random_(random),
      story_(story), totals_(totals), on_message_(std::move(on_message)),
      log_(options_.name, story), groups_(repeating_groups()) {
    const FIX::SessionID id(FIX::BeginString("FIX.4.4"), FIX::SenderCompID(options_.name),
                            FIX::TargetCompID("LOCKSTEP"));
    session_ = std::make_unique<FIX::Session>(
        *this, stores_, id, groups_,
        FIX::TimeRange(FIX::UtcTimeOnly(0, 0, 0), FIX::UtcTimeOnly(23, 59, 59)),
        options_.dials ? options_.heartbeat_s : 0, &log_);
    session_->setCheckLatency(false);
    if (!options_.dials) listen();
    schedule_.after(random_.between(0, second), [this] { tick(); });
}

Peer::~Peer() {
    if (wire_) hang_up();
    if (port_ >= 0) ::close(port_);
}

void Peer::listen() {
    const auto [address, size] = address_of(options_.address);
    port_ = open_socket();
    constexpr int backlog = 16;
    if (::bind(port_, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
        ::listen(port_, backlog) != 0) {
        throw std::runtime_error("cannot listen on " + options_.address);
    }
}

void Peer::dial() {
    const auto [address, size] = address_of(options_.address);
    const int descriptor = open_socket();
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), size) != 0) {
        ::close(descriptor);
        return;
    }
    touched_ = true;
    take_over(descriptor);
}

void Peer::take_over(int descriptor) {
    if (wire_) hang_up();
    story_.tell(options_.name + " and the gateway are connected");
    received_.clear();
    wire_ = std::make_shared<Wire>(descriptor, *this, schedule_, weather_, Random(random_.next()));
    wires_.push_back(wire_);
    session_->setResponder(this);
    session_->next();
}

// Our end is closed, whatever the gateway knows.
void Peer::hang_up() {
    const auto wire = std::exchange(wire_, nullptr);
    wire->close();
    session_->disconnect();
}

void Peer::tick() {
    if (open_ && options_.dials && !wire_) dial();
    if (wire_) session_->next();
    std::erase_if(wires_, [this](const auto& wire) { return wire != wire_ && !wire->is_open(); });
    schedule_.after(second, [this] { tick(); });
}

void Peer::set_open(bool open) {
    if (open_ == open) return;
    open_ = open;
    story_.tell(options_.name + (open ? " takes connections again" : " takes no connection"));
    if (options_.dials) return;
    if (open) {
        listen();
    } else {
        ::close(std::exchange(port_, -1));
    }
}

void Peer::cut() {
    if (!wire_) return;
    story_.tell("the connection of " + options_.name + " is cut");
    ++totals_.disconnects;
    const auto wire = wire_;
    wire->cut();
    if (wire_ == wire) on_closed(*wire); // the gateway had closed it before, and nobody was told
}

void Peer::freeze() {
    if (!wire_) return;
    story_.tell("the connection of " + options_.name + " carries nothing any more");
    ++totals_.disconnects;
    wire_->freeze();
}

bool Peer::pump() {
    bool any = false;
    while (port_ >= 0) {
        const int descriptor = ::accept4(port_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor < 0) break;
        any = true;
        if (wire_ && options_.refuses_second_logon) {
            story_.tell(options_.name + " refuses a second connection");
            ::close(descriptor);
            touched_ = true;
        } else {
            take_over(descriptor);
        }
    }
    for (std::size_t i = 0; i < wires_.size(); ++i) any = wires_[i]->pump() || any;
    return any;
}

void Peer::watch(std::vector<pollfd>& descriptors) const {
    if (port_ >= 0) descriptors.push_back({port_, POLLIN, 0});
    for (const auto& wire : wires_) {
        if (wire->is_open()) descriptors.push_back({wire->descriptor(), POLLIN, 0});
    }
}

bool Peer::was_touched() {
    bool touched = std::exchange(touched_, false);
    for (const auto& wire : wires_) touched = wire->was_touched() || touched;
    return touched;
}

void Peer::on_bytes(Wire& wire, std::string_view bytes) {
    if (&wire != wire_.get()) return;
    received_ += bytes;
    while (wire_.get() == &wire) {
        const std::size_t size = message_size(received_);
        if (size == 0) return;
        const std::string message = received_.substr(0, size);
        received_.erase(0, size);
        feed(message);
    }
}

void Peer::feed(const std::string& message) {
    try {
        session_->next(message, FIX::UtcTimeStamp());
    } catch (const std::exception& error) {
        story_.broken(Broken::unexplained, VirtualClock::now_ns(),
                      options_.name + " cannot read what it was sent: " + error.what());
    }
}

void Peer::on_closed(Wire& wire) {
    if (&wire != wire_.get()) return;
    wire_.reset();
    session_->disconnect();
}

void Peer::say(FIX::Message& message) { session_->send(message); }

bool Peer::is_up() const { return wire_ && session_->isLoggedOn(); }

bool Peer::send(const std::string& bytes) {
    if (!wire_) return false;
    wire_->send(bytes);
    return true;
}

void Peer::disconnect() {
    if (wire_) std::exchange(wire_, nullptr)->close();
}

void Peer::onLogon(const FIX::SessionID&) { story_.tell(options_.name + ": logged on"); }
void Peer::onLogout(const FIX::SessionID&) { story_.tell(options_.name + ": logged out"); }

void Peer::toApp(FIX::Message& message, const FIX::SessionID&) {
    if (message.getHeader().isSetField(FIX::FIELD::PossDupFlag)) ++totals_.duplicates;
}

void Peer::fromApp(const FIX::Message& message, const FIX::SessionID&) { on_message_(message); }

} // namespace lockstep::simulation
