#include "engine/second_reader.hpp"

#include "engine/recovery.hpp"

#include <utility>

namespace lockstep {

namespace {

// A machine that reads back what happened takes nothing new, and has no way out.
class Nowhere final : public EventJournal, public OrderOutlet {
  public:
    Result<void> append(const Event&) override { return refused(); }
    Result<void> send(const Approved<NewOrder>&, Timestamp) override { return refused(); }
    Result<void> send(const Approved<ReplaceOrder>&, Timestamp) override { return refused(); }
    Result<void> send(const Approved<CancelOrder>&, Timestamp) override { return refused(); }
    Result<void> send(const StatusRequest&, Timestamp) override { return refused(); }
    Result<void> send(const MassStatusRequest&, Timestamp) override { return refused(); }
    Result<void> send(const PositionRequest&, Timestamp) override { return refused(); }

  private:
    static Result<void> refused() { return failure("this machine only reads"); }
};

} // namespace

SecondReader::SecondReader(std::filesystem::path journal_directory, const Settings& settings,
                           StateOwner owner)
    : directory_(std::move(journal_directory)), config_(settings.router),
      names_(names_of(settings)),
      calendar_(settings.gateway.day_roll, settings.gateway.leader_session_end),
      owner_(std::move(owner)) {}

Result<std::size_t> SecondReader::save(std::uint64_t sequence, const SnapshotStore& store,
                                       const std::stop_token& stop) const {
    Nowhere nowhere;
    EngineCore core(config_, nowhere, nowhere, {});
    Names names = names_;
    DayCalendar calendar = calendar_;
    const auto recovered = recover(directory_, names, owner_, core, calendar, {sequence, stop});
    if (!recovered) return std::unexpected(recovered.error());
    if (core.last_sequence() != sequence) {
        return failure("the journal ends at event " + std::to_string(core.last_sequence()));
    }
    const Snapshot snapshot{recovered->journal_id, sequence, core.router().state_hash(), {}};
    return store.save(snapshot, [&](const TakeBytes& take) {
        save_state(owner_, recovered->past, calendar, core, take);
    });
}

} // namespace lockstep
