#include "settings/profile_report.hpp"

#include "proto/check.hpp"
#include "settings/build.hpp"
#include "settings/profile_shelf.hpp"

#include <algorithm>

namespace lockstep {

namespace {

using std::chrono::sys_days;

std::string age_text(const RiskProfile& profile, sys_days today) {
    return std::to_string((today - profile.date).count()) + " days old";
}

RiskProfile profile_of(const EmbeddedProfile& embedded) {
    Problems problems;
    auto profile = read_profile(embedded.text, embedded_place(embedded), problems);
    LOCKSTEP_CHECK(profile.has_value()); // a test reads each of them
    return std::move(*profile);
}

using TableRow = std::vector<std::string>;

struct Figure {
    std::string_view heading;
    std::string_view key;
};
constexpr Figure figures[] = {{"contracts", "MaxContracts"}, {"daily loss", "DailyLossLimit"},
                              {"drawdown", "MaxDrawdown"},   {"mode", "DrawdownMode"},
                              {"lock", "DrawdownLock"},      {"flat by", "FlatBy"}};

// The key's value, "yours" where it is left open, "-" where the firm has no such rule.
std::string figure(const RiskProfile& profile, std::string_view key) {
    for (const ProfileValue& value : profile.values) {
        if (value.key->name == key) return value.entry.value;
    }
    const bool is_open =
        std::ranges::any_of(profile.left_open, [&](const Key* open) { return open->name == key; });
    return is_open ? "yours" : "-";
}

std::string as_table(const std::vector<TableRow>& rows) {
    std::vector<std::size_t> widths(rows.front().size());
    for (const TableRow& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    std::string text;
    for (const TableRow& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

std::string_view word(Strictness standing) {
    switch (standing) {
    case Strictness::same: return "the same";
    case Strictness::tighter: return "tighter";
    case Strictness::looser: return "LOOSER";
    case Strictness::different: return "DIFFERENT";
    }
    return "";
}

std::string row_text(const ProfileRow& row) {
    if (row.ours.empty()) return "    sets " + row.key + " = " + row.theirs + "\n";
    return "    overridden: " + row.key + " = " + row.ours + " here, " +
           std::string(word(row.standing)) + ", " + (row.theirs.empty() ? "none" : row.theirs) +
           " in the profile\n";
}

std::string use_text(const std::string& account, const ProfileUse& use, sys_days today) {
    const RiskProfile& profile = use.profile;
    std::string text = "  follower " + account + ": " + profile.name + " of " +
                       day_text(profile.date) + ", " + age_text(profile, today) + " (" +
                       profile.where.file + ")\n";
    text += "    source: " + profile.source + "\n";
    if (!profile.doubt.empty()) text += "    doubtful: " + profile.doubt + "\n";
    for (const ProfileRow& row : use.rows) text += row_text(row);
    for (const std::string& note : profile.notes) text += "    yours to keep: " + note + "\n";
    return text;
}

} // namespace

std::string profile_table(sys_days today) {
    TableRow heading{"profile", "date", "age"};
    for (const Figure& column : figures) heading.emplace_back(column.heading);
    heading.emplace_back("doubtful");
    std::vector<TableRow> rows{heading};
    for (const EmbeddedProfile& embedded : embedded_profiles()) {
        const RiskProfile profile = profile_of(embedded);
        TableRow row{profile.name, day_text(profile.date),
                     std::to_string((today - profile.date).count()) + " days"};
        for (const Figure& column : figures) row.push_back(figure(profile, column.key));
        row.emplace_back(profile.doubt.empty() ? "" : "yes");
        rows.push_back(std::move(row));
    }
    return as_table(rows);
}

Result<std::string_view> profile_text(std::string_view name) {
    const auto& shelf = embedded_profiles();
    const auto found = std::ranges::find(shelf, name, &EmbeddedProfile::name);
    if (found != shelf.end()) return found->text;
    std::string known;
    for (const EmbeddedProfile& profile : shelf) {
        known += (known.empty() ? "" : ", ") + std::string(profile.name);
    }
    return failure("there is no profile " + shown(name) + "; there are " + known);
}

std::string format_profiles(const Checked& checked, sys_days today) {
    std::string text;
    for (const EffectiveSection& section : checked.sections) {
        if (!section.profile()) continue;
        text += use_text(std::string(section.text("Account")), *section.profile(), today);
    }
    return text.empty() ? text : "risk profiles\n" + text;
}

void check_profiles(const Sections& sections, std::optional<sys_days> today, Problems& problems) {
    for (const EffectiveSection& section : sections) {
        if (!section.profile()) continue;
        const RiskProfile& profile = section.profile()->profile;
        const Location& where = section.place("RiskProfile");
        if (!profile.doubt.empty()) {
            problems.warning(where,
                             "the profile " + profile.name + " is doubtful: " + profile.doubt,
                             "verify it with the firm");
        }
        if (!today) continue;
        // A day's difference is one of time zones.
        if (profile.date > *today + std::chrono::days(1)) {
            problems.error(where,
                           "the profile " + profile.name + " is of " + day_text(profile.date) +
                               ", which is still to come",
                           "mend its Date=, or the clock of this machine");
        } else if (*today - profile.date > profile_age_max) {
            problems.warning(where,
                             "the profile " + profile.name + " is " + age_text(profile, *today),
                             "compare it with what the firm says today");
        }
    }
}

} // namespace lockstep
