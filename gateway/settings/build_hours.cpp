#include "settings/build.hpp"
#include "settings/typed.hpp"

namespace lockstep {

namespace {

std::optional<DatedCalendar> calendar_of(const EffectiveSection& section, const char* key,
                                         Problems& problems) {
    const Value* value = section.find(key);
    if (value == nullptr) return std::nullopt;
    auto calendar = load_dated_calendar(resolved_path(*value));
    if (calendar) return std::move(*calendar);
    std::string why = "cannot be used: " + calendar.error().what;
    if (!why.contains(';')) why += "; name a calendar file that can be read";
    blame(problems, key, *value, Error{std::move(why)});
    return std::nullopt;
}

void check_lonely(const EffectiveSection& section, const char* key, bool has_company,
                  const char* company, Problems& problems) {
    if (has_company || !section.gives(key)) return;
    problems.error(section.place(key), std::string(key) + " stands without " + company,
                   "add " + std::string(company) + "=, or remove it");
}

} // namespace

AccountHours build_hours(const EffectiveSection& section, Problems& problems) {
    AccountHours hours;
    hours.day_roll = read_of(section, "DayRoll", read_daily_time).value_or(DailyTime{});
    hours.trading =
        read_of(section, "TradingWindow", read_trading_window).value_or(std::vector<TradingSpan>{});
    hours.flat_by = read_of(section, "FlatBy", read_daily_time);
    hours.flat_by_lead = read_of(section, "FlatByLead", read_seconds).value_or(hours.flat_by_lead);
    hours.holidays = calendar_of(section, "HolidayFile", problems);
    hours.news = calendar_of(section, "NewsFile", problems);
    if (const auto around = read_of(section, "NewsWindow", read_around)) {
        hours.news_before = around->first;
        hours.news_after = around->second;
    }
    hours.flat_for_news = section.text("NewsPositions") == "flat";
    check_lonely(section, "FlatByLead", section.find("FlatBy") || section.is_bad("FlatBy"),
                 "FlatBy", problems);
    const bool has_news = section.find("NewsFile") || section.is_bad("NewsFile");
    check_lonely(section, "NewsWindow", has_news, "NewsFile", problems);
    check_lonely(section, "NewsPositions", has_news, "NewsFile", problems);
    return hours;
}

} // namespace lockstep
