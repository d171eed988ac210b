#include "settings/profile.hpp"

#include "settings/domains.hpp"
#include "settings/key_lists.hpp"
#include "settings/nearest.hpp"
#include "settings/values.hpp"

#include <algorithm>

namespace lockstep {

namespace {

constexpr int years_max = 9999;

struct HeadKey {
    std::string_view name;
    bool is_required = false;
};

// What a profile says of itself, beside the keys that it sets. More notes are Notes1, Notes2 ...
constexpr HeadKey head_keys[] = {{"Name", true},   {"Date", true},   {"Source", true},
                                 {"Doubt", false}, {"Notes", false}, {"LeftOpen", false}};

bool is_note(std::string_view key) {
    constexpr std::string_view notes = "Notes";
    const std::string_view number = key.substr(std::min(notes.size(), key.size()));
    return same_name(key.substr(0, notes.size()), notes) && number.size() <= 2 &&
           std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
}

const Key* settable(std::string_view name) {
    const Key* key = find_key(SectionKind::follower, name);
    return key != nullptr && may_stand_in_profile(*key) ? key : nullptr;
}

std::string nearest_settable(std::string_view name) {
    std::vector<std::string_view> known;
    for (const HeadKey& key : head_keys) known.push_back(key.name);
    for (const Key& key : all_keys()) {
        if (may_stand_in_profile(key)) known.push_back(key.name);
    }
    return std::string(nearest(name, known));
}

class ProfileReader {
  public:
    explicit ProfileReader(Problems& problems) : problems_(problems) {}

    RiskProfile take(const Section& section) {
        profile_.where = section.where;
        for (const Entry& entry : section.entries) {
            if (!entry.value.empty()) take(entry); // the reader has said so
        }
        for (const HeadKey& key : head_keys) require(section, key);
        if (!has_value_) {
            problems_.error(section.where, "the profile sets no key",
                            "add what the firm limits, such as MaxContracts=");
        }
        return std::move(profile_);
    }

  private:
    void take(const Entry& entry) {
        if (same_name(entry.key, "Name")) {
            const auto name = read_identifier(entry.value);
            if (!name) problems_.error(entry.where, "Name=" + shown(entry.value), name.error());
            profile_.name = entry.value;
        } else if (same_name(entry.key, "Date")) {
            const auto day = read_day(entry.value);
            if (!day) problems_.error(entry.where, "Date=" + shown(entry.value), day.error());
            profile_.date = day.value_or(std::chrono::sys_days());
        } else if (same_name(entry.key, "Source")) {
            profile_.source = entry.value;
        } else if (same_name(entry.key, "Doubt")) {
            profile_.doubt = entry.value;
        } else if (is_note(entry.key)) {
            profile_.notes.push_back(entry.value);
        } else if (same_name(entry.key, "LeftOpen")) {
            take_left_open(entry);
        } else {
            take_value(entry);
        }
    }

    void take_left_open(const Entry& entry) {
        const auto words = read_list(entry.value);
        if (!words) {
            problems_.error(entry.where, "LeftOpen=" + shown(entry.value), words.error());
            return;
        }
        for (const std::string& word : *words) {
            const Key* key = settable(word);
            if (key == nullptr) {
                problems_.error(entry.where,
                                "LeftOpen names " + shown(word) + ", which no profile can set",
                                "the nearest one is " + nearest_settable(word));
            } else {
                profile_.left_open.push_back(key);
            }
        }
    }

    void take_value(const Entry& entry) {
        has_value_ = true;
        const Key* key = settable(entry.key);
        if (key == nullptr) {
            const bool is_known = !sections_that_know(entry.key).empty();
            problems_.error(entry.where,
                            is_known ? shown(entry.key) + " is not a firm's to set"
                                     : "nobody knows the key " + shown(entry.key),
                            is_known ? "remove it; it belongs in the settings file"
                                     : "the nearest one is " + nearest_settable(entry.key));
            return;
        }
        if (const auto good = key->domain.check(entry.value); !good) {
            problems_.error(entry.where, std::string(key->name) + "=" + shown(entry.value),
                            good.error());
            return;
        }
        profile_.values.push_back({key, entry});
    }

    void require(const Section& section, const HeadKey& key) {
        const bool is_there = std::ranges::any_of(
            section.entries, [&](const Entry& entry) { return same_name(entry.key, key.name); });
        if (is_there || !key.is_required) return;
        problems_.error(section.where, "the profile has no " + std::string(key.name),
                        "add " + std::string(key.name) +
                            "=; a rule counts for little without its name, day and source");
    }

    Problems& problems_;
    RiskProfile profile_;
    bool has_value_ = false; // or one that is no good, which has been reported
};

void check_left_open(const RiskProfile& profile, Problems& problems) {
    for (const ProfileValue& value : profile.values) {
        if (std::ranges::find(profile.left_open, value.key) == profile.left_open.end()) continue;
        problems.error(value.entry.where,
                       std::string(value.key->name) + " has a value and is in LeftOpen",
                       "keep one of the two");
    }
}

} // namespace

bool may_stand_in_profile(const Key& key) {
    if (key.kind != SectionKind::follower || key.effect != Effect::used) return false;
    if (key.name == "DayRoll") return true;
    // Names of the settings file, and files that lie beside it.
    if (key.name == "AllowedInstruments" || key.is_path) return false;
    static const std::vector<Key> limits = limit_keys();
    return std::ranges::any_of(limits, [&](const Key& limit) { return limit.name == key.name; });
}

Result<std::chrono::sys_days> read_day(std::string_view text) {
    const auto refusal = failure("is not a day of the calendar; write YYYY-MM-DD");
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return refusal;
    const auto year = read_whole(text.substr(0, 4));
    const auto month = read_whole(text.substr(5, 2));
    const auto day = read_whole(text.substr(8, 2));
    if (!year || !month || !day) return refusal;
    const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*year)),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day)));
    if (!date.ok()) return refusal;
    return std::chrono::sys_days(date);
}

std::string day_text(std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    const auto padded = [](auto number, std::size_t width) {
        std::string text = std::to_string(number);
        return std::string(width - std::min(width, text.size()), '0') + text;
    };
    const int year = std::clamp(static_cast<int>(date.year()), 0, years_max);
    return padded(year, 4) + "-" + padded(static_cast<unsigned>(date.month()), 2) + "-" +
           padded(static_cast<unsigned>(date.day()), 2);
}

std::optional<RiskProfile> read_profile(std::string_view text, const Location& start,
                                        Problems& problems) {
    Problems here;
    const Document document = read_profile_document(text, start, here);
    std::optional<RiskProfile> profile;
    if (document.sections.empty()) {
        if (!here.has_errors()) {
            here.error(start, "there is no [PROFILE]", "begin the file with one");
        }
    } else {
        profile = ProfileReader(here).take(document.sections.front());
        check_left_open(*profile, here);
    }
    for (std::size_t i = 1; i < document.sections.size(); ++i) {
        here.error(document.sections[i].where, "there is a second [PROFILE]",
                   "keep each profile in a file of its own");
    }
    if (here.has_errors()) profile.reset();
    for (const Problem& problem : here.sorted()) problems.add(problem);
    return profile;
}

} // namespace lockstep
