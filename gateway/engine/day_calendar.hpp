// When accounts' days roll and leaders' sessions end. A roll that the process slept through happens
// once, at the next start.
#pragma once

#include "proto/events.hpp"
#include "settings/calendar.hpp"

#include <optional>
#include <vector>

namespace lockstep {

class DayCalendar {
  public:
    // Times by FollowerId and by LeaderId.
    DayCalendar(std::vector<DailyTime> day_roll, std::vector<DailyTime> session_end);

    // Told of every event in the journal and of every one that is taken: the first one begins the
    // count, a roll or an end moves its own.
    void saw(const EventBody& body, Timestamp time);

    // What is due at `now`, in the order in which it fell due. It stays due until it is seen.
    std::vector<EventBody> due(Timestamp now) const;
    // When the next thing falls due; nothing before the first event was seen.
    std::optional<Timestamp> next() const { return next_; }

    // The times themselves are settings, and no part of it.
    static void fields(auto& self, auto& archive) {
        archive.table(self.entries_);
        archive(self.begun_);
        archive.after(self, [](auto& loaded) { loaded.find_next(); });
    }

  private:
    struct Entry {
        DailyTime time;
        EventBody event;
        std::optional<Timestamp> at;

        static void fields(auto& self, auto& archive) { archive(self.at); }
    };

    void find_next();

    std::vector<Entry> entries_;
    bool begun_ = false;
    std::optional<Timestamp> next_; // of all entries: it is asked for after every event
};

} // namespace lockstep
