#include "engine/saved_state.hpp"

#include "proto/archive.hpp"

#include <utility>

namespace lockstep {

void save_state(const StateOwner& owner, const PastLives& past, const DayCalendar& calendar,
                const EngineCore& core, const TakeBytes& take) {
    archive_to(take, owner.settings_digest, owner.version, past, calendar);
    core.save(take);
}

Result<void> load_saved_state(std::string_view bytes, const StateOwner& owner, PastLives& past,
                              DayCalendar& calendar, EngineCore& core) {
    StateReader archive(bytes, core.router().config().instruments.size());
    StateOwner made_by;
    archive(made_by.settings_digest, made_by.version);
    if (made_by.settings_digest != owner.settings_digest) {
        return failure("it was made with other settings");
    }
    if (made_by.version != owner.version) {
        return failure("it was made by version " + made_by.version);
    }
    PastLives loaded_past;
    DayCalendar loaded_calendar = calendar;
    archive(loaded_past, loaded_calendar);
    const auto core_bytes = archive.rest();
    if (!core_bytes) return std::unexpected(core_bytes.error());
    if (auto loaded = core.load(*core_bytes); !loaded) return loaded;
    past = std::move(loaded_past);
    calendar = std::move(loaded_calendar);
    return {};
}

} // namespace lockstep
