// The face of the room: a recorded day as it was, and as it would have been with other settings.
// It reads, and has no way to send: neither a session nor an engine is within its reach.
#pragma once

#include "replay/fold.hpp"
#include "replay/source.hpp"
#include "whatif/model_broker.hpp"
#include "whatif/outcome.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace lockstep {

// The day with other settings. Fed the record's events, decoded by the names of those settings;
// everything that is no follower's broker happens as it did, the broker is the model.
class WhatIfDay {
  public:
    // `recorded_sessions`: ids of the sessions that the record tells of. Others, of accounts that
    // the settings add, are taken as up from each start on. `config` must outlive it.
    WhatIfDay(const Settings& settings, const std::set<std::string>& recorded_sessions);

    // Refuses when the machine and the model do not come to rest over one event.
    Result<void> feed(const Event& event);

    const Router& router() const { return router_; }
    AccountOutcome outcome(FollowerId follower) const { return count_.outcome(follower, router_); }

  private:
    Result<void> fire_timers(Timestamp until);
    Result<void> step(EventBody body);
    Result<void> settle();

    Router router_;
    ModelBroker broker_;
    DayCount count_;
    std::vector<SessionIndex> always_up_;
    std::deque<EventBody> answers_;
    std::vector<Command> commands_;
    std::uint64_t sequence_ = 0;
    Timestamp now_;
};

struct AccountComparison {
    std::string account;
    std::optional<AccountOutcome> recorded; // none: the other settings add it
    std::optional<AccountOutcome> what_if;  // none: they drop it
};

struct Comparison {
    std::uint64_t events = 0;
    std::optional<Timestamp> first;
    std::optional<Timestamp> last;
    std::optional<TornTail> torn;
    std::vector<AccountComparison> accounts; // those of the record in its order, then added ones
};

// Reads the journal in `directory` twice, with the settings that it was made with and with others.
// Refuses a damaged journal, and settings whose instruments are not those of the record (tick size,
// tick value, currency).
Result<Comparison> compare(const std::filesystem::path& directory, const Settings& recorded,
                           const Settings& other);

} // namespace lockstep
