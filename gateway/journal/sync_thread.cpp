#include "journal/sync_thread.hpp"

#include <utility>

namespace lockstep {

namespace {

std::chrono::nanoseconds chrono_of(Duration duration) {
    return std::chrono::nanoseconds(duration.ns);
}

} // namespace

SyncThread::SyncThread(const JournalOptions& options, SegmentSupply& supply,
                       std::shared_ptr<const File> segment)
    : options_(options), supply_(supply), segment_(std::move(segment)), thread_([this] { run(); }) {
}

void SyncThread::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void SyncThread::follow(std::shared_ptr<const File> segment) {
    {
        const std::lock_guard lock(mutex_);
        segment_ = std::move(segment);
    }
    wake_.notify_one(); // the spare was taken
}

std::optional<Error> SyncThread::error() const {
    const std::lock_guard lock(mutex_);
    return error_;
}

void SyncThread::run() {
    while (true) {
        keep_spare();
        wait_a_moment();
        if (!sync_if_dirty()) return;
    }
}

void SyncThread::keep_spare() {
    if (supply_.has_spare() || std::chrono::steady_clock::now() < next_try_) return;
    supply_.prepare();
    next_try_ = std::chrono::steady_clock::now();
    if (supply_.space_low()) next_try_ += chrono_of(options_.space_retry);
}

// Until there may be something to sync; less when it stops, or when the spare segment was taken.
void SyncThread::wait_a_moment() {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, chrono_of(options_.sync_delay),
                   [this] { return stopping_ || (!supply_.has_spare() && !supply_.space_low()); });
}

bool SyncThread::sync_if_dirty() {
    std::unique_lock lock(mutex_);
    if (stopping_) return false;
    if (!dirty_.exchange(false)) return true;
    const auto segment = segment_;
    lock.unlock();
    auto synced = segment->sync(options_.sync_file);
    if (synced) return true;
    lock.lock();
    error_ = synced.error();
    failed_ = true;
    return false;
}

} // namespace lockstep
