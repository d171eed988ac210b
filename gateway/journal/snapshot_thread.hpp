// Snapshots are written beside the engine: a slow disk costs nobody an order.
#pragma once

#include "journal/snapshot.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace lockstep {

class SnapshotThread {
  public:
    explicit SnapshotThread(SnapshotStore store);
    ~SnapshotThread() { stop(); }
    // Finishes the snapshot under way and ends the thread.
    void stop();

    // Whether the snapshot before is still being written.
    bool is_busy() const;
    // Takes one to write. While it is busy, that is a programmer error.
    void offer(Snapshot snapshot);
    // What became of one that was offered, once.
    struct Outcome {
        std::uint64_t sequence = 0;
        std::uint64_t bytes = 0;
        Result<void> saved;
    };
    std::optional<Outcome> outcome();

    const SnapshotStore& store() const { return store_; }

  private:
    void run();

    const SnapshotStore store_;
    mutable std::mutex mutex_; // guards the next five
    std::condition_variable wake_;
    std::optional<Snapshot> waiting_;
    std::optional<Outcome> outcome_;
    bool busy_ = false;
    bool stopping_ = false;
    std::thread thread_; // last: it uses all of the above
};

} // namespace lockstep
