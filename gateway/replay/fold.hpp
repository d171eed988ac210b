// A journal stepped through a fresh machine. What follows from an event is handed back as values
// and goes nowhere: there is no outlet here, and nothing that could become one.
#pragma once

#include "replay/record.hpp"
#include "router/router.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

namespace lockstep {

class Fold {
  public:
    explicit Fold(RouterConfig config) : router_(std::move(config)) {}

    // Steps the event, or passes it over when the settings do not know what it names. Gives what
    // followed from it, good until the next call.
    const std::vector<Command>& step(const Event& event);

    const Router& router() const { return router_; }
    std::uint64_t events() const { return events_; } // passed over ones included
    std::uint64_t passed_over() const { return passed_over_; }

  private:
    Router router_;
    std::vector<Command> commands_;
    std::uint64_t events_ = 0;
    std::uint64_t passed_over_ = 0;
};

// Each event and each recorded state hash of the journal in `directory`, in order. Adds names that
// it meets to `names`. Refuses what the reader and the codec refuse; gives the torn end, if the
// journal has one. It may run beside a writer.
struct JournalVisitor {
    std::function<void(const Event&)> on_event;
    std::function<void(std::uint64_t sequence, std::uint64_t hash)> on_hash;
};
Result<std::optional<TornTail>> visit_journal(const std::filesystem::path& directory, Names& names,
                                              const JournalVisitor& visitor);

} // namespace lockstep
