#include "engine/state_keeper.hpp"

#include <utility>

namespace lockstep {

namespace {

constexpr int share_of_time = 100; // one part in so many

std::string told(std::uint64_t sequence, std::uint64_t bytes, const Result<void>& saved) {
    const std::string which = "snapshot of the state after event " + std::to_string(sequence);
    if (saved) return which + ", " + std::to_string(bytes) + " bytes";
    return "no " + which + ": " + saved.error().what;
}

} // namespace

StateKeeper::StateKeeper(const std::filesystem::path& journal_directory, StateOwner owner)
    : owner_(std::move(owner)), thread_(SnapshotStore(snapshot_directory(journal_directory))) {}

void StateKeeper::begin(const Recovered& recovered) {
    past_ = recovered.past;
    newest_snapshot_ = recovered.snapshot.value_or(0);
}

void StateKeeper::saw(const EventBody& body) {
    past_.saw(body);
    if (std::holds_alternative<DayRolled>(body)) day_rolled_ = true;
}

Snapshot StateKeeper::take_snapshot(const EngineCore& core, const DayCalendar& calendar,
                                    const JournalWriter& writer) const {
    return {writer.journal_id(), core.last_sequence(), core.router().state_hash(),
            saved_state(owner_, past_, calendar, core)};
}

Result<void> StateKeeper::keep(const EngineCore& core, const DayCalendar& calendar,
                               JournalWriter& writer) {
    const bool wanted =
        day_rolled_ || core.last_sequence() - newest_snapshot_ >= events_per_snapshot;
    const bool snapshot_due = wanted && !writer.space_low() && !thread_.is_busy();
    if (!snapshot_due && !writer.state_hash_due()) return {};
    const auto began = std::chrono::steady_clock::now();
    if (began < not_before_) return {};
    std::uint64_t hash = 0;
    if (snapshot_due) {
        Snapshot snapshot = take_snapshot(core, calendar, writer);
        hash = snapshot.state_hash;
        thread_.offer(std::move(snapshot));
        newest_snapshot_ = core.last_sequence();
        day_rolled_ = false;
    } else {
        hash = core.router().state_hash();
    }
    auto written = writer.append_state_hash(hash);
    const auto ended = std::chrono::steady_clock::now();
    not_before_ = ended + (ended - began) * share_of_time;
    return written;
}

Result<void> StateKeeper::finish(const EngineCore& core, const DayCalendar& calendar,
                                 JournalWriter& writer) {
    thread_.stop();
    const Snapshot snapshot = take_snapshot(core, calendar, writer);
    if (auto written = writer.append_state_hash(snapshot.state_hash); !written) return written;
    if (auto closed = writer.close(); !closed) return closed;
    news_ = told(snapshot.sequence, snapshot.state.size(), thread_.store().save(snapshot));
    return {};
}

std::string StateKeeper::news() {
    if (const auto outcome = thread_.outcome()) {
        news_ = told(outcome->sequence, outcome->bytes, outcome->saved);
    }
    return std::exchange(news_, {});
}

} // namespace lockstep
