// When accounts' windows open and close. The machine is told of what has changed since it was told
// last: a start in the middle of a window, and one with other settings, come right by themselves.
#pragma once

#include "settings/account_hours.hpp"

#include <optional>
#include <vector>

namespace lockstep {

class WindowCalendar {
  public:
    // Hours by FollowerId.
    explicit WindowCalendar(std::vector<AccountHours> hours);

    // The machine has that window in force for the account.
    void stands(FollowerId follower, Window window);

    // The changes that have come to `now`. They stay due until `stands` has heard of them.
    std::vector<WindowChanged> due(Timestamp now);
    // When there may be another one; nothing for accounts without rules.
    std::optional<Timestamp> next() const;

  private:
    struct Account {
        AccountHours hours;
        Window stands = Window::open;
        Window now = Window::open;
        Timestamp looked_until{INT64_MIN}; // `now` holds until then
    };

    std::vector<Account> accounts_;
};

} // namespace lockstep
