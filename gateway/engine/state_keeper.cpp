#include "engine/state_keeper.hpp"

#include "engine/second_reader.hpp"

#include <memory>
#include <utility>

namespace lockstep {

namespace {

StateKeeper::News told(std::uint64_t sequence, const Result<std::size_t>& saved) {
    const std::string which = "snapshot of the state after event " + std::to_string(sequence);
    if (saved) return {true, which + ", " + std::to_string(*saved) + " bytes"};
    return {false, "no " + which + ": " + saved.error().what};
}

SnapshotThread thread_of(const Settings& settings, const StateOwner& owner) {
    const auto directory = settings.gateway.data_directory / "journal";
    auto reader = std::make_shared<const SecondReader>(directory, settings, owner);
    return {SnapshotStore(snapshot_directory(directory)),
            [reader](std::uint64_t sequence, const SnapshotStore& store,
                     const std::stop_token& stop) { return reader->save(sequence, store, stop); }};
}

} // namespace

StateKeeper::StateKeeper(const Settings& settings, const std::string& version)
    : owner_{settings.digest, version}, thread_(thread_of(settings, owner_)) {}

void StateKeeper::begin(const Recovered& recovered) {
    past_ = recovered.past;
    newest_snapshot_ = recovered.snapshot.value_or(0);
}

void StateKeeper::saw(const EventBody& body) {
    past_.saw(body);
    if (std::holds_alternative<DayRolled>(body)) day_rolled_ = true;
}

Result<void> StateKeeper::keep(const EngineCore& core, JournalWriter& writer) {
    const bool wanted =
        day_rolled_ || core.last_sequence() - newest_snapshot_ >= events_per_snapshot;
    if (wanted && !writer.space_low() && !thread_.is_busy()) {
        thread_.ask_for(core.last_sequence());
        newest_snapshot_ = core.last_sequence();
        day_rolled_ = false;
    }
    if (!writer.state_hash_due()) return {};
    return writer.append_state_hash(core.router().state_hash());
}

Result<void> StateKeeper::finish(const EngineCore& core, const DayCalendar& calendar,
                                 JournalWriter& writer) {
    thread_.stop();
    const Snapshot snapshot{
        writer.journal_id(), core.last_sequence(), core.router().state_hash(), {}};
    if (auto written = writer.append_state_hash(snapshot.state_hash); !written) return written;
    if (auto closed = writer.close(); !closed) return closed;
    const auto saved = thread_.store().save(
        snapshot, [&](const TakeBytes& take) { save_state(owner_, past_, calendar, core, take); });
    news_ = told(snapshot.sequence, saved);
    return {};
}

std::optional<StateKeeper::News> StateKeeper::news() {
    if (const auto outcome = thread_.outcome()) news_ = told(outcome->sequence, outcome->saved);
    return std::exchange(news_, std::nullopt);
}

} // namespace lockstep
