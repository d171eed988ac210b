#include "settings/account_hours.hpp"

#include <algorithm>

namespace lockstep {

namespace {

constexpr Duration two_days = Duration::seconds(2 * 86'400 + 3600);

// The last instant at or before `now` at which it was `time` there.
Timestamp last_occurrence(const DailyTime& time, Timestamp now) {
    Timestamp last = next_occurrence(time, Timestamp(now.ns - two_days.ns));
    while (true) {
        const Timestamp next = next_occurrence(time, last);
        if (next > now) return last;
        last = next;
    }
}

bool is_within(const TradingSpan& span, Timestamp now) {
    return last_occurrence(span.open, now) > last_occurrence(span.close, now);
}

// Flat from the bell until the account's day has rolled.
bool rang(const AccountHours& hours, Timestamp closes, Timestamp now) {
    const Timestamp bell(closes.ns - hours.flat_by_lead.ns);
    return bell <= now && now < next_occurrence(hours.day_roll, bell);
}

bool is_past_flat_by(const AccountHours& hours, Timestamp now) {
    if (!hours.flat_by) return false;
    if (rang(hours, last_occurrence(*hours.flat_by, now + hours.flat_by_lead), now)) return true;
    return hours.holidays && std::ranges::any_of(hours.holidays->entries, [&](const auto& entry) {
               return entry.at && rang(hours, *entry.at, now);
           });
}

bool is_near_news(const AccountHours& hours, Timestamp now) {
    return std::ranges::any_of(hours.news->entries, [&](const DatedEntry& entry) {
        if (!entry.at) return entry.day_begins <= now && now < entry.day_ends;
        return entry.at->ns - hours.news_before.ns <= now.ns &&
               now.ns < entry.at->ns + hours.news_after.ns;
    });
}

bool is_holiday(const DatedCalendar& holidays, Timestamp now) {
    if (now >= holidays.through) return true;
    return std::ranges::any_of(holidays.entries, [&](const DatedEntry& entry) {
        return entry.at.value_or(entry.day_begins) <= now && now < entry.day_ends;
    });
}

class FirstAfter {
  public:
    explicit FirstAfter(Timestamp now) : now_(now) {}
    void see(Timestamp instant) {
        if (instant > now_) first_ = std::min(first_, instant);
    }
    Timestamp first() const { return first_; }

  private:
    Timestamp now_;
    Timestamp first_{INT64_MAX};
};

void see_dated(FirstAfter& edge, const AccountHours& hours) {
    if (hours.holidays) {
        edge.see(hours.holidays->through);
        for (const DatedEntry& entry : hours.holidays->entries) {
            edge.see(entry.day_begins);
            edge.see(entry.day_ends);
            if (!entry.at) continue;
            edge.see(*entry.at);
            edge.see(Timestamp(entry.at->ns - hours.flat_by_lead.ns));
        }
    }
    if (!hours.news) return;
    edge.see(hours.news->through);
    for (const DatedEntry& entry : hours.news->entries) {
        edge.see(entry.day_begins);
        edge.see(entry.day_ends);
        if (!entry.at) continue;
        edge.see(Timestamp(entry.at->ns - hours.news_before.ns));
        edge.see(Timestamp(entry.at->ns + hours.news_after.ns));
    }
}

} // namespace

Window window_at(const AccountHours& hours, Timestamp now) {
    if (is_past_flat_by(hours, now)) return Window::flat_by;
    if (hours.news && now >= hours.news->through) return Window::news_unknown;
    if (hours.news && is_near_news(hours, now)) {
        return hours.flat_for_news ? Window::flat_for_news : Window::news;
    }
    if (hours.holidays && is_holiday(*hours.holidays, now)) return Window::holiday;
    const bool is_open =
        hours.trading.empty() || std::ranges::any_of(hours.trading, [&](const TradingSpan& span) {
            return is_within(span, now);
        });
    return is_open ? Window::open : Window::outside_hours;
}

Timestamp next_window_edge(const AccountHours& hours, Timestamp now) {
    FirstAfter edge(now);
    if (!hours.has_rules()) return edge.first();
    edge.see(next_occurrence(hours.day_roll, now));
    for (const TradingSpan& span : hours.trading) {
        edge.see(next_occurrence(span.open, now));
        edge.see(next_occurrence(span.close, now));
    }
    if (hours.flat_by) {
        const Duration lead = hours.flat_by_lead;
        edge.see(Timestamp(next_occurrence(*hours.flat_by, now + lead).ns - lead.ns));
    }
    see_dated(edge, hours);
    return edge.first();
}

} // namespace lockstep
