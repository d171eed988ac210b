// The whole engine over sockets of this machine: a leader's drop copy that dials in, two brokers
// that are dialled, all in one io_context and one thread.
#pragma once

#include "engine/engine.hpp"
#include "support/temporary_directory.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace lockstep::test {

// Messages as tags and text, in the order in which they are set.
using Tags = std::vector<std::pair<int, std::string>>;

// One end of a session that the test speaks for. It keeps what it hears.
class Peer {
  public:
    Peer(boost::asio::io_context& io, SessionConfig config, const std::filesystem::path& directory);

    void start() { host_->start(); }
    bool is_up() const { return up_; }
    std::uint16_t port() const { return host_->accept_port(SessionIndex{0}); }
    void say(const std::string& msg_type, const Tags& tags);
    // The first message of this type that was not taken yet; it is taken.
    std::optional<FIX::Message> take(const std::string& msg_type);

  private:
    std::deque<FIX::Message> heard_;
    bool up_ = false;
    std::unique_ptr<SessionHost> host_;
};

class WireBench {
  public:
    WireBench();

    // A life of the engine with the data directory of the ones before.
    void start_engine(bool changed_settings = false);
    // A clean stop; gives whether the journal failed.
    bool stop_engine();
    // The process is gone in the middle of everything.
    void kill_engine();
    void dial_in(); // the leader
    // Until `done`, or false after a time that only a broken engine needs.
    bool until(const std::function<bool()>& done);
    bool all_up();

    // The leader's report of a market order that filled whole.
    void leader_fills(char side, int lots, const std::string& order);
    // The broker takes an order and fills it.
    void fill(Peer& broker, const FIX::Message& order, const std::string& exec);

    status::v1::Status status();
    const status::v1::Follower& follower(const std::string& account);
    ActionOutcome act(ConsoleAction action);
    std::vector<std::string> journal(); // a line an event

    Settings settings;
    JournalOptions journal_options;
    TemporaryDirectory directory;
    boost::asio::io_context io{1};
    std::unique_ptr<EngineLog> log;
    std::unique_ptr<Peer> broker1;
    std::unique_ptr<Peer> broker2;
    std::unique_ptr<Peer> leader;
    std::unique_ptr<Engine> engine;
    std::uint16_t leader_port = 0;

  private:
    std::optional<bool> stopped_;
    status::v1::Status status_;
};

std::string text(const FIX::Message& message, int tag);

} // namespace lockstep::test
