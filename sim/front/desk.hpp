// The whole simulator on one thread: the venue, the wires to its clients, and its record. What a
// script does, it does through this face.
#pragma once

#include "front/fix_front.hpp"
#include "front/ledger_file.hpp"
#include "front/market_data.hpp"
#include "front/outbox.hpp"
#include "front/sim_settings.hpp"
#include "front/wire_log.hpp"
#include "venue/venue.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

namespace lockstep::sim {

struct DeskOptions {
    std::uint64_t seed = 1;
    std::string id_prefix;   // of OrderIDs and ExecIDs; differs from run to run
    std::string ledger_path; // empty: none
    std::string wire_path;   // empty: none
};

class Desk {
  public:
    // `settings` has to outlive it and to be without problems.
    Desk(boost::asio::io_context& io, const SimSettings& settings, const DeskOptions& options);
    ~Desk();

    // Opens the market, the files and the ports.
    Result<void> start();
    // Logs out and lets `io` run out of work.
    void stop();

    const Venue& venue() const { return *venue_; }
    const SimSettings& settings() const { return settings_; }
    std::uint16_t port(SessionIndex index) const { return front_->port(index); }
    bool is_up(SessionIndex index) const { return front_->session(index).is_up(); }
    // How long no application message has come in or gone out.
    std::chrono::nanoseconds quiet_time() const;
    // Called with every report of the venue, after it was sent.
    void on_report(std::function<void(const ExecutionReport&)> hook) { report_hook_ = hook; }

    // ---- the script's own trading
    void submit(const NewRequest& request);
    void replace(const ReplaceRequest& request);
    void cancel(const CancelRequest& request);
    // Moves the instruments that move with it too.
    Result<void> move_to(InstrumentId instrument, Price price);
    void set_phase(InstrumentId instrument, Phase phase);

    // ---- faults
    void reject_next(Rejectable what, AccountIndex account, std::int64_t count, std::string text);
    void fill_next_partly(AccountIndex account, Quantity first, std::optional<Duration> rest_after);
    void delay(SessionIndex session, Duration time);
    // Sends the newest report of the account once more on every session that got it. False when
    // there is none.
    bool duplicate_last(AccountIndex account, DuplicateAs as);
    // Disconnect, refuse, allow, silence and resume.
    FixSession& session(SessionIndex index) { return front_->session(index); }

  private:
    struct LastReport {
        std::string exec_id;
        FIX::Message message;
        std::vector<std::pair<SessionIndex, int>> sent; // with the number it had there
    };

    // Runs `call` on the venue and delivers what it says. A call out of a delivery is told after
    // it, so that every client hears things in the order in which they happened.
    void at_venue(const std::function<void(Venue&, Timestamp, std::vector<VenueEvent>&)>& call);
    void deliver(const std::vector<VenueEvent>& events);
    void deliver(const ExecutionReport& report);
    void deliver(const CancelReject& reject);
    void hold_rest(const RestHeld& held);
    // Runs `call` after `time`, unless the simulator stops.
    void later(Duration time, std::function<void()> call);
    // The sessions that hear of an account: its client, and its drop copy.
    std::vector<SessionIndex> listeners(std::optional<AccountIndex> account, ClientId client,
                                        bool to_client_only) const;
    void send(SessionIndex session, FIX::Message message);
    void send_now(SessionIndex session, FIX::Message& message);
    void remember_report(SessionIndex session, const FIX::Message& message, int number);
    void session_changed(SessionIndex session, bool up);
    void report_cash(SessionIndex session, AccountIndex account, const std::string& inquiry);
    void arm_background(std::size_t instrument);
    void arm_flush();

    // ---- requests of clients (desk_requests.cpp)
    void take(SessionIndex session, const FIX::Message& message, Timestamp received);
    void take_new(SessionIndex session, const FIX::Message& message);
    void take_replace(SessionIndex session, const FIX::Message& message);
    void take_cancel(SessionIndex session, const FIX::Message& message);
    void take_status(SessionIndex session, const FIX::Message& message);
    void take_inquiry(SessionIndex session, const FIX::Message& message);
    void take_mass_question(SessionIndex session, const FIX::Message& message);
    void answer_mass_question(SessionIndex session, const std::string& type, AccountIndex account,
                              const std::string& request_id);
    void tell_positions(SessionIndex session, AccountIndex account, const std::string& request_id,
                        bool half);

    boost::asio::io_context& io_;
    const SimSettings& settings_;
    LedgerFile ledger_;
    WireLog wire_;
    std::unique_ptr<Venue> venue_;
    std::unique_ptr<FixFront> front_;
    std::unique_ptr<MarketDataDesk> market_data_;
    std::vector<std::unique_ptr<Outbox>> outboxes_;       // by session
    std::vector<std::optional<LastReport>> last_reports_; // by account
    std::vector<VenueEvent> events_;                      // said by the venue, not yet delivered
    bool delivering_ = false;
    std::function<void(const ExecutionReport&)> report_hook_;
    std::list<boost::asio::steady_timer> held_timers_;
    std::vector<std::unique_ptr<boost::asio::steady_timer>> background_timers_;
    boost::asio::steady_timer flush_timer_;
    std::chrono::steady_clock::time_point last_message_;
    std::uint64_t next_collateral_report_ = 1;
    std::uint64_t next_position_report_ = 1;
    std::string id_prefix_;
    bool stopping_ = false;
};

} // namespace lockstep::sim
