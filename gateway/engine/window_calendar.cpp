#include "engine/window_calendar.hpp"

#include <utility>

namespace lockstep {

WindowCalendar::WindowCalendar(std::vector<AccountHours> hours) {
    for (AccountHours& each : hours) accounts_.push_back({.hours = std::move(each)});
}

void WindowCalendar::stands(FollowerId follower, Window window) {
    accounts_[follower.index].stands = window;
}

std::vector<WindowChanged> WindowCalendar::due(Timestamp now) {
    std::vector<WindowChanged> changes;
    for (std::uint32_t i = 0; i < accounts_.size(); ++i) {
        Account& account = accounts_[i];
        if (now >= account.looked_until) {
            account.now = window_at(account.hours, now);
            account.looked_until = next_window_edge(account.hours, now);
        }
        if (account.now != account.stands) changes.push_back({FollowerId{i}, account.now});
    }
    return changes;
}

std::optional<Timestamp> WindowCalendar::next() const {
    std::optional<Timestamp> first;
    for (const Account& account : accounts_) {
        if (!account.hours.has_rules()) continue;
        if (!first || account.looked_until < *first) first = account.looked_until;
    }
    return first;
}

} // namespace lockstep
