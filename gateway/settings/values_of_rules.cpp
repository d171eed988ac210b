// Values of the keys that state an account's rules.
#include "settings/line.hpp"
#include "settings/values.hpp"

namespace lockstep {

Result<std::vector<ScalingTier>> read_scaling_plan(std::string_view text) {
    const auto words = read_list(text);
    if (!words) return std::unexpected(words.error());
    std::vector<ScalingTier> tiers;
    for (const std::string& word : *words) {
        const auto colon = word.find(':');
        const auto profit = Money::parse(std::string_view(word).substr(0, colon));
        const auto most =
            read_ratio(colon == word.npos ? "" : std::string_view(word).substr(colon + 1));
        const bool rises = tiers.empty() || !profit || *profit > tiers.back().profit;
        if (!profit || !most || *most == Ratio(0, 1) || 10'000 % most->denominator() != 0) {
            return failure(
                "is not a list of PROFIT:CONTRACTS with contracts above 0; write it like "
                "0:2,1500:3,2000:5");
        }
        if (!rises) return failure("has profits that do not rise; begin with the smallest");
        tiers.push_back({*profit, *most});
    }
    return tiers;
}

Result<std::pair<Duration, Duration>> read_around(std::string_view text) {
    constexpr Duration most = Duration::seconds(86'400);
    const auto slash = text.find('/');
    const auto before = read_seconds(text.substr(0, slash));
    const auto after = read_seconds(slash == text.npos ? "" : text.substr(slash + 1));
    if (!before || !after || *before > most || *after > most) {
        return failure("is not BEFORE/AFTER in seconds, each at most a day; write it like 120/120");
    }
    return std::pair(*before, *after);
}

Result<Timestamp> read_instant(std::string_view text) {
    const auto blank = text.find_first_of(" \t");
    const auto day = read_date(text.substr(0, blank));
    const auto time = read_daily_time(blank == text.npos ? "" : trimmed(text.substr(blank)));
    if (!day || !time) {
        return failure("is not DATE TIME ZONE; write it like 2026-12-18 08:30 America/Chicago");
    }
    return instant_of(*day, time->second_of_day, time->zone);
}

} // namespace lockstep
