#include "settings/settings.hpp"

#include <algorithm>
#include <utility>

namespace lockstep {

namespace {

std::string title(const EffectiveSection& section) {
    switch (section.kind()) {
    case SectionKind::defaults: return "gateway";
    case SectionKind::instrument: return "instrument " + std::string(section.text("Symbol"));
    case SectionKind::leader: return "leader " + std::string(section.text("Account"));
    case SectionKind::follower: return "follower " + std::string(section.text("Account"));
    case SectionKind::session:
    case SectionKind::profile: break;
    }
    const std::string_view qualifier = section.text("SessionQualifier");
    return "session " + std::string(section.text("BeginString")) + ":" +
           std::string(section.text("SenderCompID")) + "->" +
           std::string(section.text("TargetCompID")) + (qualifier.empty() ? "" : ":") +
           std::string(qualifier);
}

std::string origin(const Value& value) {
    if (value.origin == Origin::built_in) return "default";
    const std::string line = value.where.file + ":" + std::to_string(value.where.line);
    if (value.origin == Origin::from_profile) return line + " [PROFILE]";
    return value.origin == Origin::own ? line : line + " [DEFAULT]";
}

// In the order of the table of keys, which goes from who to how to how much.
std::vector<std::pair<std::string, const Value*>> in_order(const EffectiveSection& section) {
    std::vector<std::pair<std::string, const Value*>> values;
    for (const auto& [key, value] : section.values()) values.emplace_back(key, &value);
    std::ranges::stable_sort(values, {}, [](const auto& row) { return row.second->key; });
    return values;
}

std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

} // namespace

std::string format_problems(const Checked& checked) {
    std::string text;
    for (const Problem& problem : checked.problems) text += problem.str() + "\n";
    return text;
}

std::string format_effective(const Checked& checked) {
    constexpr std::size_t value_width = 44;
    std::string text;
    for (const EffectiveSection& section : checked.sections) {
        text += title(section) + "\n";
        for (const auto& [key, value] : in_order(section)) {
            const std::string shown_value = value->key->is_secret ? "(not shown)" : value->text;
            text += "  " + padded(key + " = " + shown_value, value_width) + "  " + origin(*value) +
                    "\n";
        }
    }
    return text;
}

} // namespace lockstep
