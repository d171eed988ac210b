// The wires of the simulator: its listening ports, the connections it dials, its FIX sessions.
#pragma once

#include "front/fix_session.hpp"
#include "front/sim_settings.hpp"
#include "front/wire_log.hpp"
#include "gateway/fix/quickfix.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace lockstep::sim {

struct FrontHooks {
    // An application message, in order. May throw QuickFIX's own exceptions, which answer the peer.
    std::function<void(SessionIndex, const FIX::Message&, Timestamp received)> message;
    std::function<void(SessionIndex, bool up)> session;
};

// Everything runs on the thread of `io`. Sessions with one port share one listener.
class FixFront : public FIX::Application {
  public:
    // Connections that have not said who they are; past the bound new ones are closed at once.
    static constexpr std::size_t unknown_connections_max = 1'024;
    static constexpr std::chrono::seconds unknown_time{10}; // then they are closed

    // `settings` and `log` have to outlive it.
    FixFront(boost::asio::io_context& io, const SimSettings& settings, WireLog& log,
             FrontHooks hooks);
    ~FixFront() override;

    // Binds the ports and begins to dial.
    Result<void> start();
    // Logs everybody out; `io` runs out of work once the peers have answered, after 2 s at most.
    void stop();

    FixSession& session(SessionIndex index) { return *sessions_[index.index]; }
    const FixSession& session(SessionIndex index) const { return *sessions_[index.index]; }
    std::size_t session_count() const { return sessions_.size(); }
    // The port that an acceptor listens on.
    std::uint16_t port(SessionIndex index) const;

  private:
    struct Listener;
    struct Unknown; // a connection before its Logon
    class Stores;
    class Logs;

    Result<void> listen(std::size_t session);
    void accept(Listener& listener);
    void greet(Listener& listener, boost::asio::ip::tcp::socket socket);
    void identify(Unknown* unknown, const std::string& message, Timestamp received);
    void adopt(std::size_t session, std::shared_ptr<Connection> connection);
    void dial(std::size_t session);
    void tick();
    std::size_t index_of(const FIX::SessionID& id) const;

    // FIX::Application
    void onCreate(const FIX::SessionID&) override {}
    void onLogon(const FIX::SessionID& id) override;
    void onLogout(const FIX::SessionID& id) override;
    void toAdmin(FIX::Message&, const FIX::SessionID&) override {}
    void toApp(FIX::Message&, const FIX::SessionID&) override {}
    void fromAdmin(const FIX::Message& message, const FIX::SessionID& id) override;
    void fromApp(const FIX::Message& message, const FIX::SessionID& id) override;

    boost::asio::io_context& io_;
    const SimSettings& settings_;
    WireLog& log_;
    FrontHooks hooks_;
    std::unique_ptr<Stores> stores_;
    std::unique_ptr<Logs> logs_;
    std::unique_ptr<FIX::SessionFactory> factory_;
    std::vector<std::unique_ptr<FixSession>> sessions_;
    std::map<FIX::SessionID, std::size_t> by_id_;
    std::map<std::pair<std::string, std::uint16_t>, std::unique_ptr<Listener>> listeners_;
    std::vector<std::uint16_t> ports_; // by session
    std::set<std::unique_ptr<Unknown>> unknown_;
    std::vector<std::chrono::steady_clock::time_point> dial_at_; // by session
    std::vector<bool> dialing_;
    boost::asio::steady_timer timer_;
    bool stopping_ = false;
    std::chrono::steady_clock::time_point stop_at_;
};

} // namespace lockstep::sim
