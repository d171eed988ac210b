#include "engine/day_calendar.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace lockstep {

DayCalendar::DayCalendar(std::vector<DailyTime> day_roll, std::vector<DailyTime> session_end) {
    for (std::uint32_t i = 0; i < day_roll.size(); ++i) {
        entries_.push_back({std::move(day_roll[i]), DayRolled{FollowerId{i}}, std::nullopt});
    }
    for (std::uint32_t i = 0; i < session_end.size(); ++i) {
        entries_.push_back({std::move(session_end[i]), LeaderSessionEnded{LeaderId{i}}, {}});
    }
}

void DayCalendar::saw(const EventBody& body, Timestamp time) {
    const bool moves =
        std::holds_alternative<DayRolled>(body) || std::holds_alternative<LeaderSessionEnded>(body);
    if (begun_ && !moves) return;
    for (Entry& entry : entries_) {
        if (begun_ && entry.event != body) continue;
        entry.at = next_occurrence(entry.time, time);
    }
    begun_ = true;
    find_next();
}

std::vector<EventBody> DayCalendar::due(Timestamp now) const {
    std::vector<const Entry*> late;
    for (const Entry& entry : entries_) {
        if (entry.at && *entry.at <= now) late.push_back(&entry);
    }
    std::ranges::stable_sort(late, {}, [](const Entry* entry) { return *entry->at; });
    std::vector<EventBody> events;
    for (const Entry* entry : late) events.push_back(entry->event);
    return events;
}

void DayCalendar::find_next() {
    next_.reset();
    for (const Entry& entry : entries_) {
        if (entry.at && (!next_ || *entry.at < *next_)) next_ = entry.at;
    }
}

} // namespace lockstep
