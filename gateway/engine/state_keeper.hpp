// Keeps the machine's state beside the journal: a hash of it in the journal every few thousand
// events, so that a later replay can be compared, and a snapshot now and then, so that a start need
// not read the journal from its beginning.
#pragma once

#include "engine/recovery.hpp"
#include "engine/saved_state.hpp"
#include "journal/snapshot_thread.hpp"
#include "journal/writer.hpp"
#include "settings/settings.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lockstep {

class StateKeeper {
  public:
    static constexpr std::uint64_t events_per_snapshot = 100'000;

    // Of the machine of these settings, which `version` of Lockstep runs.
    StateKeeper(const Settings& settings, const std::string& version);

    // Goes on from what the start found.
    void begin(const Recovered& recovered);
    // Told of every event that is taken.
    void saw(const EventBody& body);

    // Called between two events, about once a second, never between an event and the orders that
    // follow from it: hashes when a hash is due, and has another thread make a snapshot from the
    // journal when one is. An error is the journal's.
    Result<void> keep(const EngineCore& core, JournalWriter& writer);
    // At a clean stop, after the last event: the last hash, the end of the journal, and a snapshot
    // of where it ended. An error is the journal's.
    Result<void> finish(const EngineCore& core, const DayCalendar& calendar, JournalWriter& writer);

    // What became of the newest snapshot, once.
    struct News {
        bool good = true; // false: there is none, and the text says why
        std::string text; // for the log
    };
    std::optional<News> news();

  private:
    StateOwner owner_;
    PastLives past_;
    std::uint64_t newest_snapshot_ = 0; // its sequence
    bool day_rolled_ = false;
    std::optional<News> news_;
    SnapshotThread thread_;
};

} // namespace lockstep
