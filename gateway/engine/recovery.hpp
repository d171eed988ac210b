// Reading back what earlier lives of the process journaled: the same step, nothing sent.
#pragma once

#include "codec/names.hpp"
#include "engine/core.hpp"
#include "engine/day_calendar.hpp"
#include "replay/record.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace lockstep {

struct Recovered {
    JournalEnd end; // where the journal goes on
    std::uint64_t events = 0;
    std::optional<Started> last; // the newest life
    // Events of accounts, sessions and instruments that the settings do not have any more.
    std::uint64_t passed_over = 0;
    // What such accounts still held by their fills, and which accounts of the settings hold or work
    // something: "F50K holds 2 ES". Empty when all is flat.
    std::vector<std::string> open;
};

// Steps every event of the journal in `directory` through `core`, and tells `calendar` of it. Adds
// names that the settings do not have to `names`. Refuses a journal that is damaged anywhere but in
// its torn last record; the error names segment and offset, and `core` must not be used then.
Result<Recovered> recover(const std::filesystem::path& directory, Names& names, EngineCore& core,
                          DayCalendar& calendar);

} // namespace lockstep
