// The kinds of value that a key can take: each reads its text strictly and says what is wrong.
#pragma once

#include "proto/instrument.hpp"
#include "proto/result.hpp"
#include "proto/values.hpp"
#include "risk/limits.hpp"
#include "settings/calendar.hpp"
#include "settings/session_config.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lockstep {

// All readers below refuse with an Error whose text is "what is wrong; how to mend it", where the
// first half continues the sentence that begins with KEY=VALUE.

Result<bool> read_boolean(std::string_view text);         // Y or N, as QuickFIX has them
Result<std::int64_t> read_whole(std::string_view text);   // digits only, no sign, at most 18
Result<Duration> read_seconds(std::string_view text);     // "2", "0.5": at most nine decimals
Result<int> read_time_of_day(std::string_view text);      // HH:MM:SS to seconds after midnight
Result<int> read_minute(std::string_view text);           // HH:MM or HH:MM:SS
Result<int> read_weekday(std::string_view text);          // "mon", "Friday": 0 = Sunday
Result<DailyTime> read_daily_time(std::string_view text); // "17:00 America/Chicago"
Result<std::string> read_zone(std::string_view text);     // a name of the system's zone database
Result<Endpoint> read_address(std::string_view text);     // HOST:PORT, [IPv6]:PORT
Result<std::string> read_host(std::string_view text);     // a name or an address
Result<std::string> read_ip(std::string_view text);       // an IPv4 or IPv6 address

// A decimal as an exact ratio: above zero or zero, at most 1,000,000, at most six decimals.
Result<Ratio> read_ratio(std::string_view text);

struct CountIn {
    int count = 0;
    Duration window;
};
Result<CountIn> read_count_in(std::string_view text); // "5/10": 5 within 10 seconds

struct MapRow {
    std::string leader;
    std::string follower;
    Ratio factor{1, 1};
};
Result<std::vector<MapRow>> read_instrument_map(std::string_view text); // "ES:MES*10, NQ:MNQ*10"

using SymbolWeight = std::pair<std::string, Ratio>;
Result<std::vector<SymbolWeight>> read_symbol_weights(std::string_view text); // "MES:0.1,ES:1"

// "0:2,1500:3": from which profit over the start balance on, how many contracts; profits rise.
Result<std::vector<ScalingTier>> read_scaling_plan(std::string_view text);

// "120/60": seconds before, seconds after; each at most a day.
Result<std::pair<Duration, Duration>> read_around(std::string_view text);

// "2026-12-18 08:30 America/Chicago".
Result<Timestamp> read_instant(std::string_view text);

// The words of a list that is separated by commas, blanks or both; empty words are refused.
Result<std::vector<std::string>> read_list(std::string_view text);

// Letters, digits and signs that an identifier on the wire may hold: visible ASCII, no blank, no
// more than 64 bytes.
Result<std::string> read_identifier(std::string_view text);
// A symbol: an identifier of at most 32 bytes without ':', '*' and ',', which InstrumentMap uses.
Result<std::string> read_symbol(std::string_view text);

} // namespace lockstep
