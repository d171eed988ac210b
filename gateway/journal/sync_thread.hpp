// The thread beside a journal writer: syncs what was written, and keeps the spare segment ready.
#pragma once

#include "journal/file.hpp"
#include "journal/options.hpp"
#include "journal/segment_supply.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace lockstep {

class SyncThread {
  public:
    SyncThread(const JournalOptions& options, SegmentSupply& supply,
               std::shared_ptr<const File> segment);
    ~SyncThread() { stop(); }
    // Ends the thread; what was not synced stays so. Afterwards error() does not change any more.
    void stop();

    // There is something new in the segment. Called for every event, before the orders that follow
    // from it leave, so it wakes nobody: the thread looks by itself, every sync_delay.
    void wrote() { dirty_.store(true); }

    // From now on this is the segment that is written to; the one before it needs no sync any more.
    void follow(std::shared_ptr<const File> segment);

    // A sync failed, and the thread has ended: what is on the disk is not known any more, and a
    // second sync would report success without having written anything.
    bool failed() const { return failed_.load(); }
    std::optional<Error> error() const;

  private:
    void run();
    void keep_spare();
    void wait_a_moment();
    bool sync_if_dirty(); // whether the thread may go on

    const JournalOptions options_;
    SegmentSupply& supply_;
    std::chrono::steady_clock::time_point next_try_{}; // for a spare

    mutable std::mutex mutex_; // guards the next four
    std::condition_variable wake_;
    std::shared_ptr<const File> segment_;
    std::optional<Error> error_;
    bool stopping_ = false;

    std::atomic<bool> dirty_ = false;
    std::atomic<bool> failed_ = false;
    std::thread thread_; // last: it uses all of the above
};

} // namespace lockstep
