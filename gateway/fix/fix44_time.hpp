// FIX's UTC times (tags 52, 60, 122) as instants, and back.
#pragma once

#include "proto/values.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep::fix44 {

// Takes "YYYYMMDD-HH:MM:SS" with up to nine decimals of a second. A second of 60 (a leap second) is
// the first instant of the next minute. Nothing for any other text, for a day that no calendar has,
// and for years before 1970 or after 2200.
std::optional<Timestamp> parse_utc_time(std::string_view text);

// "YYYYMMDD" of a text that parse_utc_time or parse_date takes; used as a trade day.
std::optional<std::string_view> parse_date(std::string_view text);

// "YYYYMMDD-HH:MM:SS.mmm"; what is finer than a millisecond is cut off.
std::string format_utc_time(Timestamp time);

// The same with as many decimals as a session says (TimestampPrecision: 0, 3, 6 or 9), for who
// writes one time after another: the second's text is made once a second.
class UtcTimeText {
  public:
    explicit UtcTimeText(int decimals = 3) : decimals_(decimals) {}
    // Good until the next call.
    std::string_view at(Timestamp time);

  private:
    int decimals_;
    std::int64_t second_ = -1;
    std::array<char, 27> text_{}; // YYYYMMDD-HH:MM:SS.nnnnnnnnn
};

} // namespace lockstep::fix44
