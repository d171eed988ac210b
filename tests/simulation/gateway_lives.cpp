#include "simulation/gateway_lives.hpp"

#include "fix/monotonic_clock.hpp"

#include <unistd.h>

namespace lockstep::simulation {
namespace {

namespace fs = std::filesystem;

GatewayLives* living = nullptr; // whose journal is being synced: one universe at a time

// Snapshots are made on another thread: one that is just being written or removed is left out, as
// a crash at this instant would leave it out or not. It decides how a start reads, never what it
// finds.
void copy_files(const fs::path& from, const fs::path& to) {
    fs::create_directories(to);
    const bool may_vanish = from.filename() == "snapshots";
    for (const auto& entry : fs::directory_iterator(from)) {
        if (entry.path().filename() == "spare") continue; // another thread is at work on it
        const fs::path copy = to / entry.path().filename();
        if (entry.path().filename() == "snapshots") {
            copy_files(entry.path(), copy);
            continue;
        }
        std::error_code error;
        fs::copy_file(entry.path(), copy, fs::copy_options::overwrite_existing, error);
        if (error && !may_vanish) throw fs::filesystem_error("copy", entry.path(), copy, error);
    }
}

} // namespace

GatewayLives::GatewayLives(const Plan& plan, fs::path directory, Story& story, Totals& totals,
                           Random random, Hooks hooks)
    : plan_(plan), directory_(std::move(directory)), image_(directory_.string() + ".image"),
      story_(story), totals_(totals), random_(random), hooks_(std::move(hooks)),
      log_(directory_, LogLevel::error) {
    living = this;
}

GatewayLives::~GatewayLives() {
    VirtualClock::forget_reading();
    syncs_left_ = 0; // the world goes first: nothing more happens in it
    engine_.reset();
    io_.reset();
    living = nullptr;
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
    fs::remove_all(image_, ignored);
}

// The disk is memory, so a sync only says what was safe when: power may fail in the middle of it.
int GatewayLives::sync(int descriptor) {
    GatewayLives* const lives = living;
    if (lives == nullptr || !lives->plan_.faults.power_cuts || lives->is_dead_) return 0;
    const std::uint64_t safe = lives->disk_.safe_bytes(descriptor);
    const std::uint64_t written = lives->disk_.sync(descriptor);
    if (lives->syncs_left_ > 0 && --lives->syncs_left_ == 0) {
        lives->lost_power_ = true;
        lives->die_here();
        lives->disk_.tear(lives->image_ / "journal", safe, written, lives->random_);
    }
    return 0;
}

void GatewayLives::start() {
    is_dead_ = false;
    has_stopped_ = false;
    io_ = std::make_unique<boost::asio::io_context>(1);
    disk_ = SyncedDisk();
    Settings settings = plan_.settings;
    settings.gateway.data_directory = directory_;
    settings.gateway.journal_segment_bytes = plan_.segment_bytes;
    JournalOptions journal;
    journal.sync_file = &GatewayLives::sync;
    // Without a power cut a sync changes nothing: its thread need not wake for every event.
    journal.sync_delay = Duration::seconds(1);
    try {
        engine_ = std::make_unique<Engine>(
            *io_, settings, "simulation", log_,
            [this](bool failed) {
                has_stopped_ = true;
                if (!failed) return;
                story_.broken(Broken::unexplained, VirtualClock::now_ns(), "the journal failed");
            },
            journal);
        engine_->recover(false);
        engine_->start();
        story_.tell("the gateway starts");
    } catch (const std::exception& error) {
        story_.broken(Broken::unexplained, VirtualClock::now_ns(),
                      std::string("the gateway does not start: ") + error.what());
        engine_.reset();
        io_.reset();
    }
    if (is_dead_) bury();
}

// What the process has done up to here is done; whatever its code still does until it is taken
// down never happened.
void GatewayLives::die_here() {
    if (is_dead_ || !io_) return;
    is_dead_ = true;
    hooks_.mark_end();
    fs::remove_all(image_);
    for (const char* part : {"journal", "sessions"}) {
        if (fs::exists(directory_ / part)) copy_files(directory_ / part, image_ / part);
    }
}

void GatewayLives::bury() {
    VirtualClock::forget_reading();
    syncs_left_ = 0;
    engine_.reset();
    io_.reset();
    hooks_.end();
    for (const char* part : {"journal", "sessions"}) {
        fs::remove_all(directory_ / part);
        if (fs::exists(image_ / part)) fs::rename(image_ / part, directory_ / part);
    }
    ++totals_.crashes;
    story_.tell(lost_power_ ? "the machine of the gateway loses its power"
                            : "the gateway's process dies");
    lost_power_ = false;
}

void GatewayLives::crash() {
    if (!is_alive()) return;
    die_here();
    bury();
}

void GatewayLives::crash_inside(std::uint64_t readings) {
    if (!is_alive()) return;
    VirtualClock::at_reading(readings, [this] {
        ++totals_.crashes_inside;
        die_here();
    });
}

void GatewayLives::lose_power_inside(std::uint64_t syncs) {
    if (is_alive()) syncs_left_ = syncs;
}

void GatewayLives::stop(std::function<void()> stopped) {
    if (!is_alive()) return;
    story_.tell("the gateway is stopped");
    stopped_ = std::move(stopped);
    engine_->stop();
}

void GatewayLives::resume(const std::string& account) {
    if (!is_alive() || is_dead_) return;
    story_.tell("an operator resumes " + account);
    const AccountsAction action{OperatorAction::resume, ActionScope::account, account,
                                "the owner wants to trade on"};
    engine_->console_hooks().act(action, [](const ActionOutcome&) {});
}

void GatewayLives::halt_all() {
    if (!is_alive() || is_dead_) return;
    const AccountsAction action{OperatorAction::halt, ActionScope::all, "", "the kill switch"};
    engine_->console_hooks().act(action, [](const ActionOutcome&) {});
}

bool GatewayLives::poll() {
    const auto begin = std::chrono::steady_clock::now();
    const bool any = run_ready();
    has_run_ += std::chrono::steady_clock::now() - begin;
    return any;
}

bool GatewayLives::run_ready() {
    if (!is_alive()) return false;
    if (is_dead_) { // while its timers were looked at
        bury();
        return true;
    }
    bool any = false;
    io_->restart();
    while (io_->poll_one() > 0) {
        any = true;
        if (is_dead_) {
            bury();
            return true;
        }
        if (has_stopped_) break;
    }
    if (!has_stopped_) return any;
    hooks_.mark_end();
    engine_.reset();
    io_.reset();
    hooks_.end();
    story_.tell("the gateway has stopped");
    has_stopped_ = false;
    if (stopped_) std::exchange(stopped_, nullptr)();
    return true;
}

std::optional<std::int64_t> GatewayLives::next_wait() {
    if (!is_alive()) return std::nullopt;
    const auto wait = VirtualTime::earliest_wait();
    if (!wait) return std::nullopt;
    return wait->time_since_epoch().count();
}

void GatewayLives::time_has_come() {
    if (!is_alive()) return;
    // There is always a timer that is not over, the sessions' tick, so a look that is done shows.
    look_at_timers(*io_);
    while (is_alive() && VirtualTime::earliest_wait() <= MonotonicClock::now()) poll();
}

std::string GatewayLives::status_json() {
    std::string json;
    bool answered = false;
    engine_->console_hooks().status([&](StatusPrinter print) {
        json = print();
        answered = true;
    });
    while (!answered) io_->poll_one();
    return json;
}

} // namespace lockstep::simulation
