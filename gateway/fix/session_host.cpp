#include "fix/session_host.hpp"

#include "fix/address.hpp"
#include "fix/file_name.hpp"
#include "fix/fix_session.hpp"
#include "fix/listener.hpp"
#include "fix/send_batch.hpp"
#include "fix/session_dictionaries.hpp"
#include "fix/wall_clock.hpp"
#include "proto/check.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

namespace lockstep {
namespace {

// Each session is looked at once in this many ticks, so that no tick holds up trading for long.
constexpr std::size_t tick_parts = 4;
constexpr std::chrono::milliseconds tick_length{250};
constexpr std::chrono::milliseconds stop_time_max{5'000};

using Address = std::pair<std::string, std::uint16_t>;

Address accept_address(const SessionConfig& config) {
    if (is_unix_path(config.accept.host)) return {config.accept.host, 0};
    return {config.accept.host.empty() ? "127.0.0.1" : config.accept.host, config.accept.port};
}

void make_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) throw std::runtime_error("folder " + folder.string() + ": " + error.message());
}

} // namespace

std::string_view name(SessionState state) {
    switch (state) {
    case SessionState::closed: return "closed";
    case SessionState::held: return "held";
    case SessionState::waiting: return "waiting";
    case SessionState::connecting: return "connecting";
    case SessionState::logging_on: return "logging on";
    case SessionState::recovering: return "recovering";
    case SessionState::up: return "up";
    case SessionState::logging_out: return "logging out";
    }
    return "?";
}

class SessionHost::Sessions : public std::enable_shared_from_this<Sessions> {
  public:
    Sessions(boost::asio::io_context& io, std::vector<SessionConfig> configs,
             const std::filesystem::path& data_directory, SessionHandlers handlers,
             TransportLimits limits)
        : io_(io), handlers_(std::move(handlers)), limits_(limits), tick_(io),
          logs_(data_directory / "log"), house_log_(logs_.open("GLOBAL")) {
        LOCKSTEP_CHECK(handlers_.on_message && handlers_.on_state);
        make_folder(data_directory / "sessions");
        for (SessionConfig& config : configs) {
            try {
                refuse_a_twin(config);
                add(config, data_directory / "sessions");
            } catch (const std::exception& error) {
                throw std::runtime_error("session " + config.id() + ": " + error.what());
            }
        }
    }

    void start() {
        for (const auto& session : sessions_) {
            if (session->config().connection_type == ConnectionType::acceptor) listen(*session);
        }
        for (const auto& [address, listener] : listeners_) listener->start();
        for (const auto& session : sessions_) session->start(wall_clock_now());
        tick_later();
    }

    // By post: it may be asked for while a session stands inside QuickFIX.
    void stop(std::function<void()> done) {
        boost::asio::post(io_, [weak = weak_from_this(), done = std::move(done)]() mutable {
            const auto self = weak.lock();
            if (!self) return;
            self->done_ = std::move(done);
            self->stop_by_ = Connection::Clock::now() + stop_time_max;
            for (const auto& [address, listener] : self->listeners_) listener->stop();
            for (const auto& session : self->sessions_) session->stop();
            self->finish_stop();
            self->tick_later(); // also when it was never started
        });
    }

    // The host goes: nothing may call its owner any more.
    void shut() {
        tick_.cancel();
        for (const auto& [address, listener] : listeners_) listener->stop();
        listeners_.clear();
        sessions_.clear();
    }

    FixSession& at(SessionIndex index) const {
        LOCKSTEP_CHECK(index.index < sessions_.size());
        return *sessions_[index.index];
    }
    std::uint16_t port_of(SessionIndex index) const {
        const SessionConfig& config = at(index).config();
        const auto found = listeners_.find(accept_address(config));
        const bool has_port = config.connection_type == ConnectionType::acceptor;
        return has_port && found != listeners_.end() ? found->second->port() : 0;
    }
    std::size_t lines_dropped() const { return logs_.lines_dropped(); }
    const std::vector<std::unique_ptr<FixSession>>& all() const { return sessions_; }

    SendBatch& batch() { return batch_; }

  private:
    // A Logon names no qualifier: on one port the three names must tell sessions apart.
    void refuse_a_twin(const SessionConfig& config) const {
        if (config.connection_type != ConnectionType::acceptor) return;
        for (const auto& session : sessions_) {
            const SessionConfig& other = session->config();
            if (other.connection_type == ConnectionType::acceptor &&
                accept_address(other) == accept_address(config) &&
                other.begin_string == config.begin_string &&
                other.sender_comp_id == config.sender_comp_id &&
                other.target_comp_id == config.target_comp_id) {
                throw std::runtime_error("cannot be told from " + other.id() + " on one port");
            }
        }
    }

    void add(const SessionConfig& config, const std::filesystem::path& number_folder) {
        const auto dictionary = config.quickfix.find("DataDictionary");
        const std::string path = dictionary == config.quickfix.end() ? "" : dictionary->second;
        sessions_.push_back(std::make_unique<FixSession>(
            config, FixSession::Place{
                        .io = io_,
                        .index = SessionIndex{static_cast<std::uint32_t>(sessions_.size())},
                        .handlers = handlers_,
                        .limits = limits_,
                        .batch = batch_,
                        .dictionaries = dictionaries_.provider(path, config.begin_string),
                        .number_file = number_folder / (session_file_name(config) + ".numbers"),
                        .log = logs_.open(config)}));
    }

    void listen(const FixSession& session) {
        const Address address = accept_address(session.config());
        if (listeners_.contains(address)) return;
        try {
            listeners_.emplace(
                address,
                std::make_shared<Listener>(
                    io_, address.first, address.second, limits_,
                    [this, address](std::shared_ptr<Connection> connection, const Frame& frame) {
                        return claim(address, std::move(connection), frame);
                    },
                    [this](const std::string& note) { house_log_->onEvent(note); }));
        } catch (const std::runtime_error& error) {
            throw std::runtime_error("session " + session.config().id() + ": " + error.what());
        }
    }

    // Whose connection a first message opens; says why nobody's.
    std::string claim(const Address& address, std::shared_ptr<Connection> connection,
                      const Frame& frame) {
        if (frame.msg_type != FIX::MsgType_Logon) {
            return "its first message is no Logon but 35=" +
                   std::string(frame.msg_type.substr(0, 8));
        }
        for (const auto& session : sessions_) {
            if (session->config().connection_type == ConnectionType::acceptor &&
                accept_address(session->config()) == address && session->is_addressed_by(frame)) {
                return session->accept(std::move(connection), frame);
            }
        }
        return "no session here is " + std::string(frame.begin_string.substr(0, 64)) + ":" +
               std::string(frame.target_comp_id.substr(0, 64)) + "->" +
               std::string(frame.sender_comp_id.substr(0, 64));
    }

    void tick_later() {
        tick_.expires_after(tick_length);
        tick_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
            const auto self = weak.lock();
            if (error || !self) return;
            self->tick();
            self->tick_later();
        });
    }

    void tick() {
        const Timestamp now = wall_clock_now();
        part_ = (part_ + 1) % tick_parts;
        for (std::size_t i = part_; i < sessions_.size(); i += tick_parts) sessions_[i]->tick(now);
        for (const auto& [address, listener] : listeners_) {
            listener->check_age(Connection::Clock::now());
        }
        if (part_ == 0) house_log_->flush();
        finish_stop();
    }

    void finish_stop() {
        if (!done_) return;
        const bool is_over = Connection::Clock::now() >= stop_by_;
        for (const auto& session : sessions_) {
            if (is_over) session->close("no answer to our Logout");
        }
        const bool all_down = std::none_of(sessions_.begin(), sessions_.end(),
                                           [](const auto& each) { return each->is_connected(); });
        if (all_down) boost::asio::post(io_, std::exchange(done_, nullptr));
    }

    boost::asio::io_context& io_;
    SessionHandlers handlers_;
    TransportLimits limits_;
    SendBatch batch_;
    Timer tick_;
    WireLogRoom logs_;
    std::unique_ptr<WireLog> house_log_; // of strangers and ports
    SessionDictionaries dictionaries_;
    std::vector<std::unique_ptr<FixSession>> sessions_; // by SessionIndex
    std::map<Address, std::shared_ptr<Listener>> listeners_;
    std::size_t part_ = 0;
    std::function<void()> done_; // while stopping
    Connection::Clock::time_point stop_by_;
};

SessionHost::SessionHost(boost::asio::io_context& io, std::vector<SessionConfig> sessions,
                         const std::filesystem::path& data_directory, SessionHandlers handlers,
                         TransportLimits limits)
    : sessions_(std::make_shared<Sessions>(io, std::move(sessions), data_directory,
                                           std::move(handlers), limits)) {}

SessionHost::~SessionHost() { sessions_->shut(); }

void SessionHost::start() { sessions_->start(); }
void SessionHost::stop(std::function<void()> done) { sessions_->stop(std::move(done)); }

Result<std::uint64_t> SessionHost::send(SessionIndex session, FIX::Message& message) {
    return sessions_->at(session).send(message);
}
Result<std::uint64_t> SessionHost::send(SessionIndex session, const MessageBody& body,
                                        Timestamp sending_time) {
    return sessions_->at(session).send(body, sending_time);
}
void SessionHost::hold_numbers() {
    for (const auto& session : sessions_->all()) session->numbers().hold_incoming();
}
void SessionHost::publish_number(SessionIndex session) {
    sessions_->at(session).numbers().publish();
}
void SessionHost::publish_numbers() {
    for (const auto& session : sessions_->all()) session->numbers().publish();
}
void SessionHost::begin_batch() { sessions_->batch().open(); }
void SessionHost::end_batch() { sessions_->batch().close(); }
void SessionHost::expect(SessionIndex session) const { sessions_->at(session).bring_near(); }
SessionStatus SessionHost::status(SessionIndex session) const {
    return sessions_->at(session).status();
}
std::uint16_t SessionHost::accept_port(SessionIndex session) const {
    return sessions_->port_of(session);
}
std::size_t SessionHost::log_lines_dropped() const { return sessions_->lines_dropped(); }

} // namespace lockstep
