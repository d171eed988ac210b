#include "journal/snapshot_thread.hpp"

#include "proto/check.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <utility>

namespace lockstep {

namespace {

constexpr int nice_value = 10;

// Of this thread alone, as Linux has it. Where that is refused, it runs like the others.
void give_way() { (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), nice_value); }

} // namespace

SnapshotThread::SnapshotThread(SnapshotStore store, Save save)
    : store_(std::move(store)), save_(std::move(save)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void SnapshotThread::stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

bool SnapshotThread::is_busy() const {
    const std::lock_guard lock(mutex_);
    return busy_;
}

void SnapshotThread::ask_for(std::uint64_t sequence) {
    {
        const std::lock_guard lock(mutex_);
        LOCKSTEP_CHECK(!busy_ && thread_.joinable());
        busy_ = true;
        asked_ = sequence;
    }
    wake_.notify_one();
}

std::optional<SnapshotThread::Outcome> SnapshotThread::outcome() {
    const std::lock_guard lock(mutex_);
    return std::exchange(outcome_, std::nullopt);
}

void SnapshotThread::run(const std::stop_token& stop) {
    give_way();
    std::unique_lock lock(mutex_);
    while (wake_.wait(lock, stop, [this] { return asked_.has_value(); })) {
        const std::uint64_t sequence = *std::exchange(asked_, std::nullopt);
        lock.unlock();
        Outcome outcome{sequence, save_(sequence, store_, stop)};
        lock.lock();
        outcome_ = std::move(outcome);
        busy_ = false;
    }
}

} // namespace lockstep
