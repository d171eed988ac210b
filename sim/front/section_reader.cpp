#include "front/section_reader.hpp"

#include <algorithm>
#include <charconv>

namespace lockstep::sim {

const SettingsEntry* SectionReader::entry(std::string_view key) const {
    for (const auto* section : {&section_, &defaults_}) {
        const auto found = std::ranges::find(section->entries, key, &SettingsEntry::key);
        if (found != section->entries.end()) return &*found;
    }
    return nullptr;
}

int SectionReader::line_of(std::string_view key) const {
    const auto* found = entry(key);
    return found == nullptr ? section_.line : found->line;
}

void SectionReader::complain(std::string_view key, std::string what, std::string mend) const {
    problems_.push_back({line_of(key), std::move(what), std::move(mend)});
}

std::optional<std::string> SectionReader::find(std::string_view key) const {
    const auto* found = entry(key);
    if (found == nullptr) return std::nullopt;
    if (found->value.empty()) {
        complain(key, std::string(key) + " has no value", "give it one, or take the line out");
    }
    return found->value;
}

std::string SectionReader::text(std::string_view key, std::string_view fallback) const {
    return find(key).value_or(std::string(fallback));
}

std::string SectionReader::required(std::string_view key, std::string_view example) const {
    const auto value = find(key);
    if (!value) {
        complain(key, "[" + section_.kind + "] has no " + std::string(key),
                 "add " + std::string(key) + "=" + std::string(example));
    }
    return value.value_or("");
}

std::int64_t SectionReader::whole(std::string_view key, std::int64_t least, std::int64_t most,
                                  std::int64_t fallback) const {
    const auto value = find(key);
    if (!value || value->empty()) return fallback;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
    if (error != std::errc() || end != value->data() + value->size() || number < least ||
        number > most) {
        complain(key, std::string(key) + "=" + *value + " is not a whole number in range",
                 "write one from " + std::to_string(least) + " to " + std::to_string(most));
        return fallback;
    }
    return number;
}

bool SectionReader::yes_no(std::string_view key, bool fallback) const {
    const auto value = find(key);
    if (!value || value->empty()) return fallback;
    if (*value != "Y" && *value != "N") {
        complain(key, std::string(key) + "=" + *value + " is neither Y nor N", "write Y or N");
    }
    return *value == "Y";
}

Money SectionReader::money(std::string_view key, std::string_view example) const {
    const auto value = required(key, example);
    if (value.empty()) return Money();
    const auto amount = Money::parse(value);
    if (!amount) {
        complain(key, std::string(key) + "=" + value + " is no amount of money",
                 "write it like " + std::string(example) + ", at most four decimals");
        return Money();
    }
    return *amount;
}

Duration SectionReader::seconds(std::string_view key, Duration fallback) const {
    const auto value = find(key);
    if (!value || value->empty()) return fallback;
    const auto number = Decimal::parse(*value);
    constexpr std::int64_t seconds_max = 86'400;
    if (!number || number->scale > 6 || number->mantissa < 0 ||
        Ratio(*number) > Ratio(seconds_max, 1)) {
        complain(key, std::string(key) + "=" + *value + " is no time",
                 "write seconds without a unit, like 0.5, at most 86400");
        return fallback;
    }
    return Duration(round_ratio(Ratio(*number) * Ratio(1'000'000'000, 1), Rounding::down));
}

std::string SectionReader::word(std::string_view key, std::span<const std::string> words) const {
    const auto value = find(key);
    if (!value || value->empty()) return words.front();
    if (std::ranges::find(words, *value) == words.end()) {
        std::string choices;
        for (const auto& choice : words) choices += (choices.empty() ? "" : ", ") + choice;
        complain(key, std::string(key) + "=" + *value + " is not known", "write one of " + choices);
        return words.front();
    }
    return *value;
}

} // namespace lockstep::sim
