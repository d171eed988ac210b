// Pictures of the machine's state on disk, so that a start need not read the journal from its
// beginning. What a state looks like is the machine's affair; here it is bytes.
#pragma once

#include "proto/archive.hpp"
#include "proto/result.hpp"

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lockstep {

struct Snapshot {
    std::uint64_t journal_id = 0; // of the journal that it belongs to
    std::uint64_t sequence = 0;   // of the last event in it
    std::uint64_t state_hash = 0; // of the machine after that event
    std::string state;
    bool operator==(const Snapshot&) const = default;
};

inline constexpr std::size_t snapshot_state_size_max = std::size_t{1} << 28;

class SnapshotStore {
  public:
    explicit SnapshotStore(std::filesystem::path directory, int (*sync_file)(int) = ::fdatasync)
        : directory_(std::move(directory)), sync_file_(sync_file) {}

    // Hands a state over, piece by piece.
    using GiveState = std::function<void(const TakeBytes& take)>;
    // Durable when it returns, with the size of the state; a crash in between leaves the earlier
    // ones as they were. The one before stays too, older ones are removed. Refuses a state of more
    // than 256 MiB, and says why a disk does not take it. The snapshot's own `state` does not
    // count.
    Result<std::size_t> save(const Snapshot& snapshot, const GiveState& give) const;

    struct Found {
        std::optional<Snapshot> newest;
        std::vector<std::string> passed_over; // newer ones that are damaged, and why: for the log
    };
    // Takes what a snapshot holds, or says why it does not fit. It may take the state away.
    using Take = std::function<Result<void>(Snapshot&)>;
    // The newest good one of this journal that `take` takes. Another one costs time and nothing
    // else, because the journal holds everything: it is passed over and said. Refuses a directory
    // it cannot read.
    Result<Found> load_newest(std::uint64_t journal_id, const Take& take = {}) const;

  private:
    Result<void> remove_older_than(std::uint64_t sequence) const;

    std::filesystem::path directory_;
    int (*sync_file_)(int);
};

} // namespace lockstep
