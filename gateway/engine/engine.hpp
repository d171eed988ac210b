// The engine's shell: one thread and its io_context, which own the FIX sessions, the timers, the
// core and the journal. Everything that happens becomes one event for the core.
#pragma once

#include "console/server.hpp"
#include "engine/core.hpp"
#include "engine/day_calendar.hpp"
#include "engine/disk_journal.hpp"
#include "engine/engine_log.hpp"
#include "engine/fix_outlet.hpp"
#include "engine/kill_file.hpp"
#include "engine/latency.hpp"
#include "engine/operator_desk.hpp"
#include "engine/picture.hpp"
#include "engine/recovery.hpp"
#include "engine/state_keeper.hpp"
#include "engine/window_calendar.hpp"
#include "fix/monotonic_clock.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace lockstep {

class Engine {
  public:
    // `stopped` is called once, on the engine's thread, when a stop is complete; `failed` tells
    // that it was for want of a journal. The data directory must be locked by the caller. Of
    // `journal`, directory and durability are the settings' to say; the rest is for tests.
    Engine(boost::asio::io_context& io, Settings settings, std::string version, EngineLog& log,
           std::function<void(bool failed)> stopped, JournalOptions journal = {});
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // Reads the journal back and goes on with it. Throws std::runtime_error when it is damaged, and
    // when accounts hold or work something while the settings are not those of the last start,
    // unless `changed_settings` allows that.
    void recover(bool changed_settings);
    // What the last starts came to did away with trust: every account takes in reports and sends
    // nothing, until an operator resumes it. After recover().
    void observe(const std::string& why);
    // Whether the newest life before this one took executions, or an operator's word.
    bool last_life_did_business() const { return last_life_did_business_; }
    // Opens the sessions. Throws std::runtime_error when a port cannot be had.
    void start();
    // No new entries: orders leave no more, sessions log out, the journal is closed.
    void stop();

    // Acceptor sessions with the ports that they have, after start().
    std::vector<std::pair<std::string, std::uint16_t>> accept_ports() const;
    // What the console asks, from its own thread.
    ConsoleHooks console_hooks();

  private:
    std::optional<Taken> take(EventBody body, Timestamp received);
    void fail(const Error& error);
    void say(Severity severity, Reason reason, std::string text);
    void say_what_was_read(const Recovered& recovered);
    void check_settings(const Recovered& recovered, bool changed_settings);

    void on_message(SessionIndex session, const FIX::Message& message, Timestamp received);
    void refuse(SessionIndex session, const FIX::Message& message, const fix44::Refusal& refusal);
    void on_state(SessionIndex session, bool up, const std::string& why);
    void on_not_arrived(SessionIndex session, int begin, int end);
    void make_good(SessionIndex session, int begin, int end);
    void take_all_for_lost(SessionIndex session);
    bool is_unanswered(const fix44::SentOrder& order) const;
    SessionHandlers session_handlers();
    void ask_for_prices(SessionIndex session);
    void ask_for_balances(SessionIndex session);
    void ask_questions(SessionIndex session);
    void send_question(SessionIndex session, FIX::Message message, std::string_view what);

    void take_together(SessionIndex session);
    void wait_for_the_disk_once(SessionIndex session);
    void on_pause();
    void hold();
    std::uint32_t release();
    void arm_wake();
    void wake();
    void roll_days(Timestamp now);
    void turn_windows(Timestamp now);
    void look_around();
    void look_at_the_journal();
    void look_for_the_kill_file();
    void tell_of_snapshots();
    void look_around_later();
    void finish_stop();

    void show(std::function<void(StatusPrinter)> answer);
    std::shared_ptr<const ShownPicture> fresh_picture(Timestamp now);
    std::shared_ptr<const ShownPicture> picture();
    void forget_picture();
    ActionOutcome act(const ConsoleAction& action);

    boost::asio::io_context& io_;
    std::shared_ptr<const PictureFrame> frame_;
    const Settings& settings_; // in the frame
    EngineLog& log_;
    std::function<void(bool)> stopped_;
    JournalOptions journal_options_;
    Names names_;
    FixOutlet outlet_;
    DiskJournal journal_;
    EngineCore core_;
    DayCalendar calendar_;
    WindowCalendar windows_;
    Timestamp next_window_edge_{INT64_MAX}; // of any account; none before recovery is over
    StateKeeper keeper_;
    KillFile kill_file_;
    std::vector<fix44::Context> contexts_; // by SessionIndex
    std::unique_ptr<SessionHost> host_;
    LatencyHistogram latency_;
    std::size_t facts_in_a_row_ = 0; // that a leader's session brought without a pause
    // While the core holds back what follows: what the group began with, how many events are in it,
    // and who was heard.
    std::optional<Timestamp> group_fact_;
    std::size_t group_size_ = 0;
    std::vector<SessionIndex> group_sessions_;

    Timer wake_timer_;
    std::optional<Timestamp> armed_for_;
    Timer look_timer_;
    std::uint64_t questions_ = 0;
    std::vector<std::uint64_t> question_numbers_; // tag 34 of the last question, by SessionIndex
    std::uint64_t refusals_told_ = 0;             // since the last look around
    std::uint64_t refusals_ = 0;
    bool last_life_did_business_ = false;
    bool stopping_ = false;
    bool failed_ = false;

    std::mutex picture_mutex_; // guards the next one, which the console's thread reads
    std::shared_ptr<const ShownPicture> newest_picture_;
};

} // namespace lockstep
