// A counterparty's end of one FIX session: QuickFIX's own session with its own store, so that what
// the gateway missed is sent again with PossDup, and what it asks for comes, as at a real venue.
// Its memory outlives every crash of the gateway.
#pragma once

#include "gateway/fix/quickfix.hpp"

#include "simulation/story.hpp"
#include "simulation/totals.hpp"
#include "simulation/wire.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <poll.h>

namespace lockstep::simulation {

// What QuickFIX says of the session goes into the story.
class StoryLog final : public FIX::Log, public FIX::LogFactory {
  public:
    StoryLog(std::string name, Story& story) : name_(std::move(name)), story_(story) {}
    FIX::Log* create() override { return this; }
    FIX::Log* create(const FIX::SessionID&) override { return this; }
    void destroy(FIX::Log*) override {}
    void clear() override {}
    void backup() override {}
    void onIncoming(const std::string&) override {}
    void onOutgoing(const std::string&) override {}
    void onEvent(const std::string& text) override { story_.tell(name_ + ": " + text); }

  private:
    std::string name_;
    Story& story_;
};

struct PeerOptions {
    std::string name;    // our CompID
    std::string address; // of a Unix socket: ours, or the gateway's when we dial
    bool dials = false;
    int heartbeat_s = 30;
    bool refuses_second_logon = false;
};

class Peer final : public FIX::Application, public FIX::Responder, public WireEnd {
  public:
    using OnMessage = std::function<void(const FIX::Message&)>;

    Peer(PeerOptions options, Schedule& schedule, const Wire::Weather& weather, Random random,
         Story& story, Totals& totals, OnMessage on_message);
    ~Peer();

    // Says it now, or after the next Logon.
    void say(FIX::Message& message);
    bool is_up() const;
    // Takes and makes no connection while it is not open.
    void set_open(bool open);
    void cut();
    void freeze();

    // Takes connections and bytes of the gateway; whether there was anything.
    bool pump();
    // Adds the descriptors at which pump() may find something.
    void watch(std::vector<pollfd>& descriptors) const;
    // Whether something was done to the gateway since last asked.
    bool was_touched();
    // Every connection, the present one and those that are not over yet.
    const std::vector<std::shared_ptr<Wire>>& wires() const { return wires_; }

  private:
    void tick();
    void listen();
    void dial();
    void take_over(int descriptor);
    void hang_up();
    void feed(const std::string& message);

    // WireEnd
    void on_bytes(Wire& wire, std::string_view bytes) override;
    void on_closed(Wire& wire) override;
    // FIX::Responder
    bool send(const std::string& bytes) override;
    void disconnect() override;
    // FIX::Application
    void onCreate(const FIX::SessionID&) override {}
    void onLogon(const FIX::SessionID&) override;
    void onLogout(const FIX::SessionID&) override;
    void toAdmin(FIX::Message&, const FIX::SessionID&) override {}
    void toApp(FIX::Message& message, const FIX::SessionID&) override;
    void fromAdmin(const FIX::Message&, const FIX::SessionID&) override {}
    void fromApp(const FIX::Message& message, const FIX::SessionID&) override;

    PeerOptions options_;
    Schedule& schedule_;
    const Wire::Weather& weather_;
    Random random_;
    Story& story_;
    Totals& totals_;
    OnMessage on_message_;
    StoryLog log_;
    FIX::MemoryStoreFactory stores_;
    FIX::DataDictionaryProvider groups_;
    std::unique_ptr<FIX::Session> session_;
    int port_ = -1; // the descriptor that listens
    bool open_ = true;
    bool touched_ = false;
    std::vector<std::shared_ptr<Wire>> wires_;
    std::shared_ptr<Wire> wire_; // the one that the session uses
    std::string received_;       // the beginning of a message
};

} // namespace lockstep::simulation
