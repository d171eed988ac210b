// Snapshots are made and written beside the engine: neither a large state nor a slow disk costs
// anybody an order.
#pragma once

#include "journal/snapshot.hpp"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace lockstep {

class SnapshotThread {
  public:
    // Makes the snapshot of the state after event `sequence` on this thread and saves it; gives its
    // size. Gives up with an error when `stop` says so.
    using Save = std::function<Result<std::size_t>(
        std::uint64_t sequence, const SnapshotStore& store, const std::stop_token& stop)>;

    // The thread gives way to the others of the process.
    SnapshotThread(SnapshotStore store, Save save);
    ~SnapshotThread() { stop(); }
    // Gives up what is being made, finishes what is being written, and ends the thread.
    void stop();

    // Whether the snapshot before is still under way.
    bool is_busy() const;
    // Asks for one. While it is busy, that is a programmer error.
    void ask_for(std::uint64_t sequence);
    // What became of one that was asked for, once: its size in bytes, or why there is none.
    struct Outcome {
        std::uint64_t sequence = 0;
        Result<std::size_t> saved;
    };
    std::optional<Outcome> outcome();

    const SnapshotStore& store() const { return store_; }

  private:
    void run(const std::stop_token& stop);

    const SnapshotStore store_;
    const Save save_;
    mutable std::mutex mutex_; // guards the next four
    std::condition_variable_any wake_;
    std::optional<std::uint64_t> asked_;
    std::optional<Outcome> outcome_;
    bool busy_ = false;
    std::jthread thread_; // last: it uses all of the above
};

} // namespace lockstep
