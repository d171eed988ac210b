// When an account may enter and when it has to be flat: trading hours, FlatBy, holidays, news. All
// of it is asked with an instant; nothing here asks what time it is.
#pragma once

#include "proto/events.hpp"
#include "proto/result.hpp"
#include "settings/calendar.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

// A line of a calendar file: something at an instant, or all day long.
struct DatedEntry {
    Timestamp day_begins; // of the file's zone
    Timestamp day_ends;
    std::optional<Timestamp> at; // none: the whole day
    std::string name;
    bool operator==(const DatedEntry&) const = default;
};

// A calendar file:
//
//     Zone=America/Chicago
//     Through=2027-12-31
//     2026-11-26 closed Thanksgiving
//     2026-11-27 12:15 the day after
//
// `Through` is the last day that it knows of; from the next one on it is out of date.
struct DatedCalendar {
    std::vector<DatedEntry> entries;
    Timestamp through; // the end of that day
    bool operator==(const DatedCalendar&) const = default;
};

// Reads the text of a calendar file. The error names the line: "line 3: ...; how to mend it".
Result<DatedCalendar> read_dated_calendar(std::string_view text);
// Reads the file; the error names it, and the line.
Result<DatedCalendar> load_dated_calendar(const std::filesystem::path& file);

// From `open` until just before `close`, every day; over midnight when it closes earlier.
struct TradingSpan {
    DailyTime open;
    DailyTime close;
    bool operator==(const TradingSpan&) const = default;
};
// "08:30-11:00,13:00-15:00 America/Chicago".
Result<std::vector<TradingSpan>> read_trading_window(std::string_view text);

struct AccountHours {
    DailyTime day_roll;
    std::vector<TradingSpan> trading; // none: always
    std::optional<DailyTime> flat_by;
    Duration flat_by_lead = Duration::seconds(60);
    std::optional<DatedCalendar> holidays; // closed days, and days that close early
    std::optional<DatedCalendar> news;
    Duration news_before = Duration::seconds(120);
    Duration news_after = Duration::seconds(120);
    bool flat_for_news = false;

    // Whether there is any rule at all.
    bool has_rules() const { return !trading.empty() || flat_by || holidays || news; }
};

// What holds at `now`. To be flat outranks all; a file that is out of date closes the account.
Window window_at(const AccountHours& hours, Timestamp now);

// The first instant after `now` at which something else may hold; without rules, the end of time.
Timestamp next_window_edge(const AccountHours& hours, Timestamp now);

} // namespace lockstep
