// Makes snapshots beside the trading: a second machine reads the journal back as a start would, and
// what it comes to is the snapshot. The engine's own thread does nothing for it; and because the
// second machine compares the hashes that the engine recorded, every snapshot proves once more that
// the journal gives the state that trades.
#pragma once

#include "engine/saved_state.hpp"
#include "journal/snapshot.hpp"
#include "settings/settings.hpp"

#include <cstdint>
#include <filesystem>
#include <stop_token>

namespace lockstep {

class SecondReader {
  public:
    // Keeps what it needs of the settings.
    SecondReader(std::filesystem::path journal_directory, const Settings& settings,
                 StateOwner owner);

    // Saves the state after event `sequence`, which must be in the journal's files, and gives its
    // size; it begins with the newest snapshot that fits. May run on any thread, beside the writer.
    // An error says what is wrong with the journal or with the disk, or that it was told to stop.
    Result<std::size_t> save(std::uint64_t sequence, const SnapshotStore& store,
                             const std::stop_token& stop) const;

  private:
    std::filesystem::path directory_;
    RouterConfig config_;
    Names names_;
    DayCalendar calendar_;
    StateOwner owner_;
};

} // namespace lockstep
