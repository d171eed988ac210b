#include "journal/snapshot_thread.hpp"

#include "proto/check.hpp"

#include <utility>

namespace lockstep {

SnapshotThread::SnapshotThread(SnapshotStore store)
    : store_(std::move(store)), thread_([this] { run(); }) {}

void SnapshotThread::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

bool SnapshotThread::is_busy() const {
    const std::lock_guard lock(mutex_);
    return busy_;
}

void SnapshotThread::offer(Snapshot snapshot) {
    {
        const std::lock_guard lock(mutex_);
        LOCKSTEP_CHECK(!busy_ && !stopping_);
        busy_ = true;
        waiting_ = std::move(snapshot);
    }
    wake_.notify_one();
}

std::optional<SnapshotThread::Outcome> SnapshotThread::outcome() {
    const std::lock_guard lock(mutex_);
    return std::exchange(outcome_, std::nullopt);
}

void SnapshotThread::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return stopping_ || waiting_; });
        if (!waiting_) return;
        const Snapshot snapshot = std::move(*waiting_);
        waiting_.reset();
        lock.unlock();
        Outcome outcome{snapshot.sequence, snapshot.state.size(), store_.save(snapshot)};
        lock.lock();
        outcome_ = std::move(outcome);
        busy_ = false;
    }
}

} // namespace lockstep
