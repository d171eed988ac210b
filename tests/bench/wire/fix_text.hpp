// FIX messages as the load and the controls make and read them: plain text, no engine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lockstep::bench {

inline constexpr char soh = '\x01';

// `body` with | for the separator, begun with 35=, between tags 8, 9 and 10.
std::string framed(std::string_view body);
// The value of a field; empty when there is none.
std::string_view field(std::string_view message, std::string_view tag);
// The first whole message of `bytes`; empty while there is none.
std::string_view first_message(std::string_view bytes);
// The real-time clock, as tags 52 and 60 have it.
std::string utc_now();
// The monotonic clock.
std::int64_t now_ns();

} // namespace lockstep::bench
