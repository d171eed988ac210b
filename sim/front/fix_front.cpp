#include "front/fix_front.hpp"

#include "front/repeating_groups.hpp"
#include "proto/check.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>

namespace lockstep::sim {

namespace {

using boost::asio::ip::tcp;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds tick_time{50};
constexpr std::chrono::seconds stop_time{2};

tcp::endpoint endpoint_of(const SessionSettings& settings) {
    return {boost::asio::ip::make_address(settings.host), settings.port};
}

} // namespace

struct FixFront::Listener {
    tcp::acceptor acceptor;
    std::pair<std::string, std::uint16_t> key; // as the settings name it
};

struct FixFront::Unknown {
    std::shared_ptr<Connection> connection;
    std::pair<std::string, std::uint16_t> listener;
    Clock::time_point close_at;
};

// Makes each session's store, and remembers the newest for FixSession::create.
class FixFront::Stores : public FIX::MessageStoreFactory {
  public:
    explicit Stores(const SimSettings& settings) : settings_(settings) {}

    FIX::MessageStore* create(const FIX::SessionID& id) override {
        const auto same = [&](const SessionSettings& one) {
            return one.sender_comp_id == id.getSenderCompID().getValue() &&
                   one.target_comp_id == id.getTargetCompID().getValue();
        };
        const auto found = std::ranges::find_if(settings_.sessions, same);
        LOCKSTEP_CHECK(found != settings_.sessions.end());
        newest = new SessionStore(static_cast<std::size_t>(found->resend_messages));
        return newest;
    }
    void destroy(FIX::MessageStore* store) override { delete store; }

    SessionStore* newest = nullptr;

  private:
    const SimSettings& settings_;
};

class FixFront::Logs : public FIX::LogFactory {
  public:
    explicit Logs(WireLog& log) : log_(log) {}
    FIX::Log* create() override { return new One(log_, "-"); }
    FIX::Log* create(const FIX::SessionID& id) override {
        return new One(log_, id.getSenderCompID().getValue());
    }
    void destroy(FIX::Log* log) override { delete log; }

  private:
    class One : public FIX::Log {
      public:
        One(WireLog& log, std::string session) : log_(log), session_(std::move(session)) {}
        void clear() override {}
        void backup() override {}
        void onIncoming(const std::string& text) override { log_.write(session_, "in", text); }
        void onOutgoing(const std::string& text) override { log_.write(session_, "out", text); }
        void onEvent(const std::string& text) override { log_.write(session_, "event", text); }

      private:
        WireLog& log_;
        std::string session_;
    };
    WireLog& log_;
};

FixFront::FixFront(boost::asio::io_context& io, const SimSettings& settings, WireLog& log,
                   FrontHooks hooks)
    : io_(io), settings_(settings), log_(log), hooks_(std::move(hooks)),
      stores_(std::make_unique<Stores>(settings)), logs_(std::make_unique<Logs>(log)),
      factory_(std::make_unique<FIX::SessionFactory>(*this, *stores_,
                                                     log.wanted() ? logs_.get() : nullptr)),
      ports_(settings.sessions.size()), dial_at_(settings.sessions.size()),
      dialing_(settings.sessions.size()), timer_(io) {}

FixFront::~FixFront() = default;

Result<void> FixFront::start() {
    const auto groups = repeating_groups();
    for (std::size_t i = 0; i < settings_.sessions.size(); ++i) {
        auto session = std::make_unique<FixSession>(settings_.sessions[i]);
        if (auto made = session->create(*factory_, stores_->newest, groups); !made) return made;
        by_id_[session->id()] = i;
        sessions_.push_back(std::move(session));
    }
    for (std::size_t i = 0; i < settings_.sessions.size(); ++i) {
        if (!settings_.sessions[i].acceptor) continue;
        if (auto bound = listen(i); !bound) return bound;
    }
    for (auto& [key, listener] : listeners_) accept(*listener);
    tick();
    return {};
}

Result<void> FixFront::listen(std::size_t session) {
    const auto& settings = settings_.sessions[session];
    auto& listener = listeners_[{settings.host, settings.port}];
    if (listener == nullptr) {
        listener = std::make_unique<Listener>(
            Listener{tcp::acceptor(io_), {settings.host, settings.port}});
        boost::system::error_code error;
        const auto endpoint = endpoint_of(settings);
        auto& acceptor = listener->acceptor;
        acceptor.open(endpoint.protocol(), error);
        if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
        if (!error) acceptor.bind(endpoint, error);
        if (!error) acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
        if (error) {
            return failure("session " + settings.name + " cannot listen on " + settings.host + ":" +
                           std::to_string(settings.port) + ": " + error.message());
        }
    }
    ports_[session] = listener->acceptor.local_endpoint().port();
    return {};
}

std::uint16_t FixFront::port(SessionIndex index) const { return ports_[index.index]; }

void FixFront::accept(Listener& listener) {
    listener.acceptor.async_accept(
        [this, &listener](boost::system::error_code error, tcp::socket socket) {
            if (!listener.acceptor.is_open()) return;
            if (!error) greet(listener, std::move(socket));
            accept(listener);
        });
}

void FixFront::greet(Listener& listener, tcp::socket socket) {
    if (unknown_.size() >= unknown_connections_max) return; // the socket closes itself
    auto unknown =
        std::make_unique<Unknown>(Unknown{std::make_shared<Connection>(std::move(socket)),
                                          listener.key, Clock::now() + unknown_time});
    auto* const key = unknown.get();
    const auto connection = unknown->connection;
    unknown_.insert(std::move(unknown));
    connection->set_hooks({[this, key](const std::string& message, Timestamp received) {
                               identify(key, message, received);
                           },
                           [this, key](const std::string&) {
                               std::erase_if(unknown_,
                                             [&](const auto& one) { return one.get() == key; });
                           }});
    connection->start();
}

// The first message has to be the Logon of an acceptor of this port that may come and is not here.
void FixFront::identify(Unknown* unknown, const std::string& message, Timestamp received) {
    const auto connection = unknown->connection;
    const FIX::SessionID id(message.substr(2, message.find('\x01') - 2),
                            std::string(header_field(message, "56")),
                            std::string(header_field(message, "49")));
    const auto found = by_id_.find(id);
    if (header_field(message, "35") != "A" || found == by_id_.end()) {
        return connection->close("not a Logon of a session of ours");
    }
    auto& session = *sessions_[found->second];
    const auto& settings = session.settings();
    const bool here = settings.acceptor && unknown->listener.first == settings.host &&
                      unknown->listener.second == settings.port;
    if (session.is_silent()) return; // it hears the Logon and says nothing
    if (!here || session.has_connection() || session.is_refused() || stopping_) {
        return connection->close("this session may not log on now");
    }
    std::erase_if(unknown_, [&](const auto& one) { return one.get() == unknown; });
    adopt(found->second, connection);
    session.take(message, received);
}

void FixFront::adopt(std::size_t index, std::shared_ptr<Connection> connection) {
    auto& session = *sessions_[index];
    connection->set_hooks(
        {[&session](const std::string& message, Timestamp received) {
             session.take(message, received);
         },
         [this, &session, index](const std::string& why) {
             log_.write(session.settings().name, "event", "connection closed: " + why);
             dial_at_[index] =
                 Clock::now() + std::chrono::nanoseconds(session.settings().reconnect_interval.ns);
             session.detach();
         }});
    session.attach(std::move(connection));
}

void FixFront::dial(std::size_t index) {
    const auto& settings = settings_.sessions[index];
    dialing_[index] = true;
    auto socket = std::make_shared<tcp::socket>(io_);
    socket->async_connect(endpoint_of(settings), [this, socket, index,
                                                  &settings](boost::system::error_code error) {
        dialing_[index] = false;
        dial_at_[index] = Clock::now() + std::chrono::nanoseconds(settings.reconnect_interval.ns);
        if (error || stopping_ || sessions_[index]->is_refused()) return;
        auto connection = std::make_shared<Connection>(std::move(*socket));
        adopt(index, connection);
        connection->start();
    });
}

void FixFront::tick() {
    const auto now = Clock::now();
    bool any_connection = false;
    for (std::size_t i = 0; i < sessions_.size(); ++i) {
        auto& session = *sessions_[i];
        session.tick();
        any_connection = any_connection || session.has_connection();
        const bool wants = !session.settings().acceptor && !session.has_connection() &&
                           !dialing_[i] && !session.is_refused() && !stopping_;
        if (wants && now >= dial_at_[i]) dial(i);
    }
    for (const auto& one : unknown_) {
        if (now >= one->close_at) one->connection->close("no Logon in time");
    }
    if (stopping_ && (!any_connection || now >= stop_at_)) {
        for (auto& session : sessions_) session->disconnect("the simulator stops");
        return;
    }
    timer_.expires_after(tick_time);
    timer_.async_wait([this](boost::system::error_code error) {
        if (!error) tick();
    });
}

void FixFront::stop() {
    if (stopping_) return;
    stopping_ = true;
    stop_at_ = Clock::now() + stop_time;
    for (auto& [key, listener] : listeners_) {
        boost::system::error_code ignored;
        listener->acceptor.close(ignored);
    }
    for (const auto& one : unknown_) one->connection->close("the simulator stops");
    for (auto& session : sessions_) {
        session->resume();
        session->log_out();
    }
}

std::size_t FixFront::index_of(const FIX::SessionID& id) const { return by_id_.at(id); }

void FixFront::onLogon(const FIX::SessionID& id) {
    hooks_.session(SessionIndex{static_cast<std::uint32_t>(index_of(id))}, true);
}

void FixFront::onLogout(const FIX::SessionID& id) {
    hooks_.session(SessionIndex{static_cast<std::uint32_t>(index_of(id))}, false);
}

// QuickFIX answers nonsense ranges with nonsense: they are refused here.
void FixFront::fromAdmin(const FIX::Message& message, const FIX::SessionID&) {
    if (message.getHeader().getField(FIX::FIELD::MsgType) != FIX::MsgType_ResendRequest) return;
    FIX::BeginSeqNo first;
    FIX::EndSeqNo last;
    if (!message.getFieldIfSet(first)) throw FIX::RequiredTagMissing(FIX::FIELD::BeginSeqNo);
    if (!message.getFieldIfSet(last)) throw FIX::RequiredTagMissing(FIX::FIELD::EndSeqNo);
    const int from = first; // fields compare by their tags
    const int to = last;
    if (from < 1 || (to != 0 && to < from)) {
        throw FIX::IncorrectTagValue(FIX::FIELD::BeginSeqNo);
    }
}

void FixFront::fromApp(const FIX::Message& message, const FIX::SessionID& id) {
    const auto index = index_of(id);
    hooks_.message(SessionIndex{static_cast<std::uint32_t>(index)}, message,
                   sessions_[index]->received());
}

} // namespace lockstep::sim
