// What a snapshot holds: everything that reading the journal from its first event would bring
// back, and whose it is.
#pragma once

#include "engine/core.hpp"
#include "engine/day_calendar.hpp"
#include "engine/past_lives.hpp"

#include <string>
#include <string_view>

namespace lockstep {

// A state means something only to the settings and the release that made it.
struct StateOwner {
    std::string settings_digest;
    std::string version;

    // Whether the hashes of that life can be compared with ours.
    bool is_owner_of(const Started& life) const {
        return life.settings_digest == settings_digest && life.version == version &&
               life.state_version == Router::state_version;
    }
};

void save_state(const StateOwner& owner, const PastLives& past, const DayCalendar& calendar,
                const EngineCore& core, const TakeBytes& take);

// Fills all three. Refuses what other settings, another release or damage made of it; all three
// are as they were then.
Result<void> load_saved_state(std::string_view bytes, const StateOwner& owner, PastLives& past,
                              DayCalendar& calendar, EngineCore& core);

} // namespace lockstep
