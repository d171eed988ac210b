// The calendar files of holidays and news.
#include "settings/account_hours.hpp"
#include "settings/file_text.hpp"
#include "settings/line.hpp"
#include "settings/values.hpp"

#include <algorithm>

namespace lockstep {

namespace {

constexpr std::size_t file_bytes_max = 1 << 20;
constexpr std::size_t entries_max = 10'000;

// What stands before the first blank, taken off the text with the blanks behind it.
std::string_view take_word(std::string_view& text) {
    const auto end = std::min(text.find_first_of(" \t"), text.size());
    const std::string_view word = text.substr(0, end);
    text = trimmed(text.substr(end));
    return word;
}

class Reader {
  public:
    Result<void> take(std::string_view line) {
        if (line.starts_with("Zone=")) return take_zone(trimmed(line.substr(5)));
        if (line.starts_with("Through=")) return take_through(trimmed(line.substr(8)));
        return take_entry(line);
    }
    Result<DatedCalendar> finish() {
        if (!has_through_) {
            return failure("it has no Through=; write the last day that it knows of, such as "
                           "Through=2027-12-31");
        }
        std::ranges::stable_sort(calendar_.entries, {}, &DatedEntry::day_begins);
        return calendar_;
    }

  private:
    Result<void> take_zone(std::string_view text) {
        if (has_through_ || !calendar_.entries.empty()) {
            return failure("Zone= stands after a date; write it first");
        }
        auto zone = read_zone(text);
        if (!zone) return failure("Zone=" + std::string(text) + " " + zone.error().what);
        zone_ = *zone;
        return {};
    }
    Result<void> take_through(std::string_view text) {
        const auto day = read_date(text);
        if (zone_.empty()) return failure("there is no Zone= yet; write it first");
        if (!day) return failure("Through=" + std::string(text) + " " + day.error().what);
        if (has_through_) return failure("Through= stands twice; keep one of the two");
        has_through_ = true;
        calendar_.through = day_end(*day, zone_);
        return {};
    }
    Result<void> take_entry(std::string_view line) {
        if (zone_.empty()) return failure("there is no Zone= yet; write it first");
        std::string_view rest = line;
        const std::string_view date_text = take_word(rest);
        const std::string_view time_text = take_word(rest);
        const auto day = read_date(date_text);
        if (!day) return failure(std::string(date_text) + " " + day.error().what);
        DatedEntry entry{instant_of(*day, 0, zone_), day_end(*day, zone_), {}, std::string(rest)};
        if (time_text != "closed") {
            const auto second = read_minute(time_text);
            if (!second) {
                return failure("\"" + std::string(time_text) +
                               "\" is neither `closed` nor a time; write HH:MM");
            }
            entry.at = instant_of(*day, *second, zone_);
        }
        if (calendar_.entries.size() == entries_max) return failure("there are too many dates");
        calendar_.entries.push_back(std::move(entry));
        return {};
    }

    std::string zone_;
    bool has_through_ = false;
    DatedCalendar calendar_;
};

} // namespace

Result<DatedCalendar> read_dated_calendar(std::string_view text) {
    Reader reader;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        line = trimmed(line.substr(0, line.find('#')));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        if (const auto taken = reader.take(line); !taken) {
            return failure("line " + std::to_string(number) + ": " + taken.error().what);
        }
    }
    return reader.finish();
}

Result<DatedCalendar> load_dated_calendar(const std::filesystem::path& file) {
    const auto text = read_file_text(file, file_bytes_max);
    if (!text) return failure(file.string() + " " + text.error().what);
    auto calendar = read_dated_calendar(*text);
    if (!calendar) return failure(file.string() + ", " + calendar.error().what);
    return calendar;
}

Result<std::vector<TradingSpan>> read_trading_window(std::string_view text) {
    const auto refuse = [] {
        return failure("is not OPEN-CLOSE ZONE; write it like 08:30-15:00 America/Chicago");
    };
    const auto blank = text.find_first_of(" \t");
    if (blank == text.npos) return refuse();
    const auto zone = read_zone(trimmed(text.substr(blank)));
    if (!zone) return std::unexpected(zone.error());
    const auto words = read_list(text.substr(0, blank));
    if (!words) return refuse();
    std::vector<TradingSpan> spans;
    for (const std::string& word : *words) {
        const auto dash = word.find('-');
        const auto open = read_minute(std::string_view(word).substr(0, dash));
        const auto close =
            read_minute(dash == word.npos ? "" : std::string_view(word).substr(dash + 1));
        if (!open || !close || *open == *close) return refuse();
        spans.push_back({{*open, *zone}, {*close, *zone}});
    }
    return spans;
}

} // namespace lockstep
