// The gateway under test, life after life: the real engine with its sessions and its journal on a
// disk in memory, killed at any instant.
#pragma once

#include "engine/engine.hpp"
#include "simulation/plan.hpp"
#include "simulation/random.hpp"
#include "simulation/story.hpp"
#include "simulation/synced_disk.hpp"
#include "simulation/totals.hpp"
#include "simulation/wire.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace lockstep::simulation {

class GatewayLives {
  public:
    // `mark_end` and `end` tell every wire that the process ends, at the instant itself and once
    // the engine is gone.
    struct Hooks {
        std::function<void()> mark_end;
        std::function<void()> end;
    };

    GatewayLives(const Plan& plan, std::filesystem::path directory, Story& story, Totals& totals,
                 Random random, Hooks hooks);
    ~GatewayLives();

    bool is_alive() const { return engine_ != nullptr; }
    // A start is refused only by what the seed did to the disk, so it is a broken promise.
    void start();
    // Dies between two things that it does.
    void crash();
    // Dies within the n-th reading of the clock, or in the n-th sync of the journal.
    void crash_inside(std::uint64_t readings);
    void lose_power_inside(std::uint64_t syncs);
    void stop(std::function<void()> stopped);
    // An operator lets an account trade again, with a reason.
    void resume(const std::string& account);
    // The kill switch: an operator halts every account.
    void halt_all();
    // Does all that can be done now; whether there was anything.
    bool poll();
    // How long the gateway's code has run so far, by a real clock.
    std::chrono::nanoseconds has_run() const { return has_run_; }
    // When its next timer is over; at that time the next poll has to be told.
    std::optional<std::int64_t> next_wait();
    void time_has_come();

    std::string status_json();
    const std::filesystem::path& directory() const { return directory_; }

  private:
    static int sync(int descriptor);
    void die_here();
    bool run_ready();
    void bury();

    const Plan& plan_;
    std::filesystem::path directory_;
    std::filesystem::path image_; // what was on the disk when the process died
    Story& story_;
    Totals& totals_;
    Random random_;
    Hooks hooks_;
    EngineLog log_;
    std::unique_ptr<boost::asio::io_context> io_;
    std::unique_ptr<Engine> engine_;
    std::function<void()> stopped_;
    bool is_dead_ = false; // the instant has come, the engine does not know it yet
    bool has_stopped_ = false;
    SyncedDisk disk_;
    std::uint64_t syncs_left_ = 0;
    bool lost_power_ = false;
    std::chrono::nanoseconds has_run_{0};
};

} // namespace lockstep::simulation
