// When trading days and FIX sessions begin and end, as UTC instants, from the system's zone
// database. Nothing here asks what time it is.
//
// A local time that does not exist (the clock went forward over it) stands for the instant at which
// the clock went forward. A local time that comes twice (the clock went back) stands for the first
// of the two; so whatever happens once a day happens once on that day too.
#pragma once

#include "proto/result.hpp"
#include "proto/values.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lockstep {

// A time of day somewhere: "17:00 America/Chicago".
struct DailyTime {
    int second_of_day = 0;
    std::string zone = "UTC";
    std::string str() const; // "17:00:00 America/Chicago"
    bool operator==(const DailyTime&) const = default;
};

// Whether the system's zone database has `zone`.
bool is_known_zone(std::string_view zone);

// The first instant after `after` (never `after` itself) at which it is `time` there. `time.zone`
// must be known.
Timestamp next_occurrence(const DailyTime& time, Timestamp after);

// A day of the calendar, wherever.
struct LocalDate {
    int year = 1970;
    int month = 1;
    int day = 1;
};
// "2026-11-26"; refuses days that do not exist.
Result<LocalDate> read_date(std::string_view text);

// The instant at which the day has come to `second_of_day` there; `zone` must be known.
Timestamp instant_of(const LocalDate& day, int second_of_day, const std::string& zone);
// The instant at which the next day begins there.
Timestamp day_end(const LocalDate& day, const std::string& zone);

// StartTime, EndTime, StartDay, EndDay and TimeZone of a [SESSION]. Without days the session is
// held every day, with days once a week. Equal times without days: it never closes, and its numbers
// go on for ever. (QuickFIX would start them again every day at that time.)
struct SessionSchedule {
    std::string zone = "UTC";
    int start_second = 0;
    int end_second = 0;
    std::optional<int> start_day; // 0 = Sunday; both days or none
    std::optional<int> end_day;
    bool operator==(const SessionSchedule&) const = default;
};

// One holding of a session: up from `opens` until just before `closes`. Sequence numbers belong to
// it, so they start again when a new window opens.
struct SessionWindow {
    Timestamp opens;
    Timestamp closes;
    bool contains(Timestamp instant) const { return opens <= instant && instant < closes; }
    bool operator==(const SessionWindow&) const = default;
};

// The window that contains `instant`, or else the next one; all of time for a session that never
// closes. `schedule.zone` must be known.
SessionWindow session_window(const SessionSchedule& schedule, Timestamp instant);

} // namespace lockstep
