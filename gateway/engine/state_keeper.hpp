// Keeps the machine's state beside the journal: a hash of it in the journal every few thousand
// events, so that a later replay can be compared, and a snapshot now and then, so that a start need
// not read the journal from its beginning.
#pragma once

#include "engine/recovery.hpp"
#include "engine/saved_state.hpp"
#include "journal/snapshot_thread.hpp"
#include "journal/writer.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace lockstep {

class StateKeeper {
  public:
    static constexpr std::uint64_t events_per_snapshot = 100'000;

    StateKeeper(const std::filesystem::path& journal_directory, StateOwner owner);

    // Goes on from what the start found.
    void begin(const Recovered& recovered);
    // Told of every event that is taken.
    void saw(const EventBody& body);

    // Called between two events, about once a second, never between an event and the orders that
    // follow from it. Serialising takes milliseconds for a usual state; it is put off when it took
    // so long that it would claim more than a hundredth of the engine's time. An error is the
    // journal's.
    Result<void> keep(const EngineCore& core, const DayCalendar& calendar, JournalWriter& writer);
    // At a clean stop, after the last event: the last hash, the end of the journal, and a snapshot
    // of where it ended. An error is the journal's.
    Result<void> finish(const EngineCore& core, const DayCalendar& calendar, JournalWriter& writer);

    // What became of the newest snapshot, for the log; empty when there is nothing new.
    std::string news();

  private:
    Snapshot take_snapshot(const EngineCore& core, const DayCalendar& calendar,
                           const JournalWriter& writer) const;

    StateOwner owner_;
    PastLives past_;
    std::uint64_t newest_snapshot_ = 0; // its sequence
    bool day_rolled_ = false;
    std::chrono::steady_clock::time_point not_before_{};
    std::string news_;
    SnapshotThread thread_;
};

} // namespace lockstep
