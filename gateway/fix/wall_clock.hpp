// The one clock of the FIX room: the gettimeofday that QuickFIX's own times come from, so that ours
// and its never disagree. In the gateway's executable that is library_clock.hpp's.
#pragma once

#include "proto/values.hpp"

#include <sys/time.h>

namespace lockstep {

// Now, to the microsecond.
inline Timestamp wall_clock_now() {
    timeval now{};
    ::gettimeofday(&now, nullptr);
    return Timestamp(now.tv_sec * 1'000'000'000LL + now.tv_usec * 1'000LL);
}

} // namespace lockstep
