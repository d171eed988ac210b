// The life of the engine: back from the journal, running, stopping; its timers.
#include "engine/engine.hpp"

#include "fix/fix44_fields.hpp"
#include "fix/wall_clock.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace lockstep {

namespace {

constexpr std::chrono::seconds look_every{1};
constexpr Duration wait_min = Duration::milliseconds(1);
constexpr Duration wait_max = Duration::seconds(60); // the wall clock may be set meanwhile

// Later than that of any life before, also when the clock was set back: no ClOrdID is used twice,
// even if a power cut took the journal's newest records.
std::uint64_t epoch_after(const Recovered& recovered, Timestamp now) {
    const auto second = static_cast<std::uint64_t>(now.ns / 1'000'000'000);
    return recovered.past.any ? std::max(second, recovered.past.newest.epoch + 1) : second;
}

constexpr Timestamp never(INT64_MAX);

} // namespace

Engine::Engine(boost::asio::io_context& io, Settings settings, std::string version, EngineLog& log,
               std::function<void(bool)> stopped, JournalOptions journal)
    : io_(io), frame_(std::make_shared<const PictureFrame>(
                   PictureFrame{std::move(settings), std::move(version), wall_clock_now()})),
      settings_(frame_->settings), log_(log), stopped_(std::move(stopped)),
      journal_options_(std::move(journal)), names_(names_of(settings_)), outlet_(settings_.router),
      core_(settings_.router, journal_, outlet_,
            [this](const Notice& notice, Timestamp) { log_.write(notice, settings_.router); }),
      calendar_(settings_.gateway.day_roll, settings_.gateway.leader_session_end),
      windows_(settings_.gateway.hours), keeper_(settings_, frame_->version),
      kill_file_(settings_.gateway.data_directory), wake_timer_(io), look_timer_(io),
      question_numbers_(settings_.sessions.size(), 0) {
    for (std::uint32_t i = 0; i < settings_.sessions.size(); ++i) {
        const SessionIndex session{i};
        contexts_.push_back(fix44::make_context(settings_.router, session, outlet_.sent(session)));
    }
}

Engine::~Engine() = default;

void Engine::recover(bool changed_settings) {
    const std::filesystem::path directory = settings_.gateway.data_directory / "journal";
    journal_options_.directory = directory;
    journal_options_.durability = settings_.gateway.durability;
    journal_options_.segment_bytes = settings_.gateway.journal_segment_bytes;
    const auto recovered =
        lockstep::recover(directory, names_, {settings_.digest, frame_->version}, core_, calendar_);
    if (!recovered) {
        throw std::runtime_error("cannot go on with the journal in " + directory.string() + ": " +
                                 recovered.error().what + ". Nothing was sent and nothing changed");
    }
    check_settings(*recovered, changed_settings);
    say_what_was_read(*recovered);
    keeper_.begin(*recovered);
    last_life_did_business_ = recovered->past.did_business;
    auto writer = JournalWriter::open(journal_options_, names_, *recovered->end);
    if (!writer) throw std::runtime_error("the journal: " + writer.error().what);
    journal_.open(std::move(*writer));
    const Timestamp now = wall_clock_now();
    if (!take(Started{settings_.digest, frame_->version, epoch_after(*recovered, now),
                      Router::state_version},
              now)) {
        throw std::runtime_error("the journal: " + core_.stopped()->what);
    }
    roll_days(now); // those that were slept through
    for (std::uint32_t i = 0; i < settings_.router.followers.size(); ++i) {
        windows_.stands(FollowerId{i}, core_.router().view(FollowerId{i}).window);
    }
    turn_windows(now);
    look_for_the_kill_file();
}

void Engine::say_what_was_read(const Recovered& recovered) {
    for (const std::string& each : recovered.said) log_->warn("{}", each);
    if (recovered.end->torn) log_->warn("{}", recovered.end->torn->text());
    if (recovered.snapshot) log_->info("the state after event {} is loaded", *recovered.snapshot);
    log_->info("{} events read back, {} passed over in all; {} state hashes compared, {} of other "
               "settings or releases not",
               recovered.events, recovered.past.passed_over, recovered.hashes_compared,
               recovered.hashes_of_others);
    if (recovered.past.any && !recovered.past.ended_clean) {
        log_->warn("the last life of the gateway did not end with a clean stop");
    }
}

// Other settings read the same journal in another way. That is harmless when all is flat, and a
// decision of a person when it is not.
void Engine::check_settings(const Recovered& recovered, bool changed_settings) {
    const PastLives& past = recovered.past;
    if (!past.any || past.newest.settings_digest == settings_.digest) return;
    if (recovered.open.empty()) {
        log_->info("the settings have changed since the last start; all accounts are flat");
        return;
    }
    std::string open;
    for (const std::string& each : recovered.open) open += (open.empty() ? "" : ", ") + each;
    if (!changed_settings) {
        throw std::runtime_error(
            "the settings have changed since the last start, and by the journal " + open +
            ". Start with the settings as they were, or, if the new ones are right for what is "
            "open, with --changed-settings");
    }
    log_->warn("started with changed settings while {}", open);
}

void Engine::observe(const std::string& why) {
    say(Severity::alarm, Reason::crash_loop, why);
    take(OperatorCommand{OperatorAction::observe, {}, {}, "lockstep", why}, wall_clock_now());
}

void Engine::start() {
    host_ = std::make_unique<SessionHost>(io_, settings_.sessions, settings_.gateway.data_directory,
                                          session_handlers());
    outlet_.open(*host_);
    if (settings_.gateway.durability == Durability::power) host_->hold_numbers();
    host_->start();
    arm_wake();
    look_around_later();
}

std::vector<std::pair<std::string, std::uint16_t>> Engine::accept_ports() const {
    std::vector<std::pair<std::string, std::uint16_t>> ports;
    for (std::uint32_t i = 0; i < settings_.sessions.size(); ++i) {
        const std::uint16_t port = host_->accept_port(SessionIndex{i});
        if (port != 0) ports.emplace_back(settings_.sessions[i].id(), port);
    }
    return ports;
}

// Messages still come in until the sessions are out, and are journaled, because they are
// acknowledged; what would follow from them is refused, and so is known not to have left.
void Engine::stop() {
    release();             // what was decided before still leaves
    if (stopping_) return; // also when that failed
    stopping_ = true;
    log_->info("stopping: no orders leave any more, sessions log out");
    core_.close_outlet();
    wake_timer_.cancel();
    look_timer_.cancel();
    if (host_) {
        host_->stop([this] { finish_stop(); });
    } else {
        boost::asio::post(io_, [this] { finish_stop(); });
    }
}

void Engine::finish_stop() {
    release();
    outlet_.close();
    if (!failed_) take(Stopped{}, wall_clock_now());
    if (!failed_) {
        if (host_) host_->publish_numbers();
        const auto finished = keeper_.finish(core_, calendar_, journal_.writer());
        if (!finished) {
            failed_ = true;
            log_->critical("the journal: {}", finished.error().what);
        }
    }
    (void)journal_.writer().close();
    tell_of_snapshots();
    log_->info("stopped after event {}", core_.last_sequence());
    stopped_(failed_);
}

// Without its journal the gateway knows nothing of what it does: it stops trading at once.
void Engine::fail(const Error& error) {
    if (failed_) return;
    failed_ = true;
    log_->critical("the journal has failed, trading stops: {}", error.what);
    stop();
}

std::optional<Taken> Engine::take(EventBody body, Timestamp received) {
    // what comes after an edge is judged behind it, whichever timer fires first
    if (received >= next_window_edge_) turn_windows(received);
    const bool is_leader_fact = std::holds_alternative<LeaderExecution>(body);
    calendar_.saw(body, std::max(received, core_.last_time()));
    keeper_.saw(body);
    outlet_.set_sending_time(received);
    const auto taken = core_.take(std::move(body), received);
    if (!taken) {
        fail(taken.error());
        return std::nullopt;
    }
    if (core_.is_holding()) ++group_size_;
    if (is_leader_fact && core_.is_holding() && !group_fact_) group_fact_ = received;
    if (is_leader_fact && taken->orders_sent > 0) {
        latency_.add(outlet_.last_sent_at() - received);
    }
    arm_wake();
    return *taken;
}

// Of a leader's facts that come in a row the first is acted on at once, the others some at a time:
// what they make for a session then leaves with one write.
void Engine::take_together(SessionIndex session) {
    constexpr std::size_t facts_together_max = 8;
    if (settings_.gateway.durability == Durability::power) return wait_for_the_disk_once(session);
    if (!settings_.sessions[session.index].leads) return;
    if (group_size_ >= facts_together_max) release();
    if (facts_in_a_row_++ > 0) hold();
}

// However it comes that nobody releases what is held back: it is not for long.
void Engine::hold() {
    if (core_.is_holding()) return;
    core_.hold();
    boost::asio::post(io_, [this] { release(); });
}

void Engine::on_pause() {
    facts_in_a_row_ = 0;
    if (settings_.gateway.durability != Durability::power) release();
}

// Durability=power: what the sockets have ready is taken before the disk is waited for, once. The
// handler comes behind those of all sockets that are ready now.
void Engine::wait_for_the_disk_once(SessionIndex session) {
    if (group_sessions_.empty() || group_sessions_.back() != session) {
        group_sessions_.push_back(session);
    }
    hold();
}

// Gives how many orders left.
std::uint32_t Engine::release() {
    if (!core_.is_holding()) return 0;
    if (std::exchange(group_size_, 0) > 1) outlet_.send_together();
    const auto released = core_.release();
    if (!released) {
        outlet_.sent_all();
        fail(released.error());
        return 0;
    }
    for (const SessionIndex session : group_sessions_) host_->publish_number(session);
    group_sessions_.clear();
    const auto began = std::exchange(group_fact_, std::nullopt);
    if (began && released->orders_sent > 0) latency_.add(outlet_.last_sent_at() - *began);
    arm_wake();
    return released->orders_sent;
}

void Engine::say(Severity severity, Reason reason, std::string text) {
    core_.say(Notice{severity, reason, {}, {}, {}, std::move(text)}, wall_clock_now());
}

void Engine::arm_wake() {
    if (!host_ || stopping_) return;
    auto at = core_.router().next_deadline();
    const auto day = calendar_.next();
    if (day && (!at || *day < *at)) at = day;
    if (next_window_edge_ < at.value_or(never)) at = next_window_edge_;
    // woken too early, it looks again; to move the timer with every answer would cost more
    if (!at || (armed_for_ && *at >= *armed_for_)) return;
    armed_for_ = at;
    const Duration wait = std::clamp(*at - wall_clock_now(), wait_min, wait_max);
    wake_timer_.expires_after(std::chrono::nanoseconds(wait.ns));
    wake_timer_.async_wait([this](boost::system::error_code error) {
        if (!error) wake();
    });
}

void Engine::wake() {
    armed_for_.reset();
    if (stopping_) return;
    const Timestamp now = wall_clock_now();
    roll_days(now);
    turn_windows(now);
    const auto deadline = core_.router().next_deadline();
    if (deadline && *deadline <= now) take(TimerFired{}, now);
    arm_wake();
}

void Engine::roll_days(Timestamp now) {
    for (EventBody& event : calendar_.due(now)) {
        if (!take(std::move(event), now)) return;
    }
}

void Engine::turn_windows(Timestamp now) {
    const auto changes = windows_.due(now);
    next_window_edge_ = windows_.next().value_or(never);
    for (const WindowChanged& change : changes) {
        if (!take(change, now)) return;
        windows_.stands(change.follower, change.window);
    }
}

void Engine::look_around_later() {
    look_timer_.expires_after(look_every);
    look_timer_.async_wait([this](boost::system::error_code error) {
        if (error || stopping_) return;
        look_around();
        if (!stopping_) look_around_later();
    });
}

// A failed sync, a full disk, a state to be kept. New risk ends with the room for another segment:
// what this one still holds is for exits, and comes back to entries when there is room again.
void Engine::look_at_the_journal() {
    JournalWriter& writer = journal_.writer();
    if (const auto error = writer.error()) return fail(*error);
    const bool full = writer.space_low();
    if (full != core_.entries_held()) {
        say(full ? Severity::alarm : Severity::info, Reason::disk_full,
            full ? "the disk has no room for another journal segment: no account enters, exits go "
                   "on; free some space"
                 : "the disk has room for the journal again: entries go on");
        if (!take(EntriesHeld{full}, wall_clock_now())) return;
    }
    if (const auto kept = keeper_.keep(core_, writer); !kept) fail(kept.error());
    tell_of_snapshots();
}

void Engine::look_for_the_kill_file() {
    if (!kill_file_.appeared()) return;
    const std::string why = kill_file_.path().string() + " is there";
    log_->error("{}: every account is halted, and none resumes while it is", why);
    take(OperatorCommand{OperatorAction::halt, {}, {}, "kill file", why}, wall_clock_now());
    forget_picture();
}

void Engine::tell_of_snapshots() {
    const auto news = keeper_.news();
    if (news) log_->log(news->good ? spdlog::level::info : spdlog::level::err, "{}", news->text);
}

// What nobody reports by himself: how the journal is, a session that the machine was told is down
// when it refused an order, and that is up.
void Engine::look_around() {
    release();
    if (!failed_) host_->publish_numbers(); // of heartbeats, too
    look_for_the_kill_file();
    look_at_the_journal();
    if (failed_) return;
    for (std::uint32_t i = 0; i < settings_.sessions.size(); ++i) {
        const SessionIndex session{i};
        const bool up = host_->status(session).state == SessionState::up;
        if (up && !core_.is_up(session)) take(SessionChanged{session, true}, wall_clock_now());
    }
    if (refusals_ > refusals_told_) {
        log_->warn("{} more messages were refused", refusals_ - refusals_told_);
    }
    refusals_ = refusals_told_ = 0;
    log_->flush();
}

} // namespace lockstep
