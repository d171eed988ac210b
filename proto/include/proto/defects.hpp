// Faults that the simulation puts into the gateway on purpose, to show that its checker finds them.
// Only the simulation's own build has them (LOCKSTEP_DEFECTS); everywhere else there is nothing.
#pragma once

#include <cstdint>

namespace lockstep {

enum class Defect : std::uint8_t {
    none,
    forgets_duplicates, // the duplicate filters are empty after a restart
    oversells,          // an exit at market takes no notice of what is held
    sends_again,        // after a reconnect the last order goes out a second time
    trades_on,          // a limit that is reached is said, and the account goes on
};

#ifdef LOCKSTEP_DEFECTS
inline namespace with_defects {
inline Defect present_defect = Defect::none;
inline bool has_defect(Defect defect) { return present_defect == defect; }
} // namespace with_defects
#else
constexpr bool has_defect(Defect) { return false; }
#endif

} // namespace lockstep
