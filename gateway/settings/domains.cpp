#include "settings/domains.hpp"

#include "settings/nearest.hpp"
#include "settings/values.hpp"

#include <algorithm>

namespace lockstep::domain {

namespace {

std::string with_unit(std::string_view unit) {
    return unit.empty() ? std::string() : " " + std::string(unit);
}

Result<void> refuse_range(const std::string& words) {
    return failure("is out of range; write " + words);
}

Domain seconds(Duration least, Duration most, std::string words) {
    return {words, [=](std::string_view text) -> Result<void> {
                const auto value = read_seconds(text);
                if (!value) return std::unexpected(value.error());
                if (*value < least || *value > most) return refuse_range(words);
                return {};
            }};
}

Domain money(Money least, Money most, std::string words) {
    return {words, [=](std::string_view text) -> Result<void> {
                const auto value = Money::parse(text);
                if (!value) {
                    return failure("is not an amount of money; write digits with at most four "
                                   "decimals, such as 1000 or 1000.50");
                }
                if (*value < least || *value > most) return refuse_range(words);
                return {};
            }};
}

} // namespace

Domain boolean() { return read_by("Y or N", read_boolean); }

Domain choice(std::initializer_list<std::string_view> words) {
    const std::vector<std::string_view> known(words);
    std::string list;
    for (const std::string_view word : known) {
        if (!list.empty()) list += word == known.back() ? " or " : ", ";
        list += word;
    }
    return {list, [=](std::string_view text) -> Result<void> {
                if (std::ranges::find(known, text) != known.end()) return {};
                return failure("is not one of " + list + "; the nearest one is " +
                               std::string(nearest(text, known)));
            }};
}

Domain whole(std::int64_t least, std::int64_t most, std::string_view unit) {
    const std::string words =
        std::to_string(least) + " to " + std::to_string(most) + with_unit(unit);
    return {words, [=](std::string_view text) -> Result<void> {
                const auto value = read_whole(text);
                if (!value) return std::unexpected(value.error());
                if (*value < least || *value > most) return refuse_range(words);
                return {};
            }};
}

Domain seconds_above_zero(std::int64_t most) {
    return seconds(Duration(1), Duration::seconds(most),
                   "above 0, to " + std::to_string(most) + " seconds");
}

Domain seconds_from_zero(std::int64_t most) {
    return seconds(Duration(0), Duration::seconds(most),
                   "0 to " + std::to_string(most) + " seconds");
}

Domain ratio_above_zero(std::int64_t most, int decimals) {
    const std::string words = "above 0, to " + std::to_string(most) + ", at most " +
                              std::to_string(decimals) + " decimals";
    std::int64_t denominator_max = 1;
    for (int i = 0; i < decimals; ++i) denominator_max *= 10;
    return {words, [=](std::string_view text) -> Result<void> {
                const auto value = read_ratio(text);
                if (!value) return std::unexpected(value.error());
                const bool in_range = *value > Ratio(0, 1) && *value <= Ratio(most, 1);
                if (!in_range || denominator_max % value->denominator() != 0) {
                    return refuse_range(words);
                }
                return {};
            }};
}

Domain money_above_zero() {
    constexpr std::int64_t most = 1'000'000'000;
    return money(Money(1), Money::of(most), "an amount above 0, to 1000000000");
}

Domain money_from_zero(std::int64_t most) {
    return money(Money(0), Money::of(most), "an amount from 0 to " + std::to_string(most));
}

Domain text(std::size_t bytes_max) {
    const std::string words = "text of at most " + std::to_string(bytes_max) + " bytes";
    return {words, [=](std::string_view value) -> Result<void> {
                if (value.size() > bytes_max) return failure("is too long; write " + words);
                return {};
            }};
}

Domain identifier() { return read_by("at most 64 visible ASCII signs", read_identifier); }

Domain symbol() { return read_by("at most 32 visible ASCII signs, not : * ,", read_symbol); }

Domain symbols() {
    return {"symbols, separated by commas or blanks", [](std::string_view text) -> Result<void> {
                const auto words = read_list(text);
                if (!words) return std::unexpected(words.error());
                for (const std::string& word : *words) {
                    if (const auto known = read_symbol(word); !known) {
                        return std::unexpected(known.error());
                    }
                }
                return {};
            }};
}

Domain only(std::string_view value, std::string_view why) {
    return {std::string(value) + " only", [value, why](std::string_view text) -> Result<void> {
                if (text != value) return failure(std::string(why));
                return {};
            }};
}

} // namespace lockstep::domain
