#include "settings/strictness.hpp"

#include "settings/values.hpp"

#include <algorithm>
#include <array>
#include <compare>
#include <optional>
#include <vector>

namespace lockstep {

namespace {

// How the values of a key become tighter.
enum class Order {
    smaller,  // a number, as it falls
    larger,   // a number, as it rises
    count_in, // COUNT/SECONDS: fewer of them, in a longer time
    drift,    // COUNT/SECONDS: fewer of them, for a shorter time
    around,   // BEFORE/AFTER: both longer
    earlier,  // a time of day in one zone
    tiers,    // PROFIT:CONTRACTS, ...: nowhere more, somewhere fewer
    in_words, // by the place of its word in `words`, the tightest first
};

struct Rule {
    std::string_view key;
    Order order;
    std::array<std::string_view, 3> words{};
};

// Of two drawdowns of one amount the trailing floor is never below the one that moves at the day
// roll, and that one never below a static one. A floor that is locked later stands higher.
constexpr Rule rules[] = {
    {"MaxContracts", Order::smaller},
    {"MaxOrderQuantity", Order::smaller},
    {"MaxNotional", Order::smaller},
    {"PriceCollarTicks", Order::smaller},
    {"MarkMaxAge", Order::smaller},
    {"MaxOrdersPerSecond", Order::smaller},
    {"MaxSignalAge", Order::smaller},
    {"MaxExecutionsPerDay", Order::smaller},
    {"DailyLossLimit", Order::smaller},
    {"DailyProfitTarget", Order::smaller},
    {"MaxDrawdown", Order::smaller},
    {"DrawdownLock", Order::larger},
    {"Commission", Order::larger},
    {"FlatByLead", Order::larger},
    {"MinHold", Order::larger},
    {"FlatBy", Order::earlier},
    {"NewsWindow", Order::around},
    {"ScalingPlan", Order::tiers},
    {"RejectBreaker", Order::count_in},
    {"MaxDrift", Order::drift},
    {"DrawdownMode", Order::in_words, {"trailing", "end_of_day", "static"}},
    {"OnBreach", Order::in_words, {"flatten", "pause"}},
    {"OppositeSides", Order::in_words, {"refuse_correlated", "refuse", "allow"}},
    {"NewsPositions", Order::in_words, {"flat", "keep"}},
};

Strictness by(std::partial_ordering ours_to_theirs, bool less_is_tighter) {
    if (ours_to_theirs == std::partial_ordering::equivalent) return Strictness::same;
    if (ours_to_theirs == std::partial_ordering::unordered) return Strictness::different;
    const bool is_less = ours_to_theirs == std::partial_ordering::less;
    return is_less == less_is_tighter ? Strictness::tighter : Strictness::looser;
}

Strictness by_number(std::string_view ours, std::string_view theirs, bool less_is_tighter) {
    const auto a = Ratio::parse(ours);
    const auto b = Ratio::parse(theirs);
    if (!a || !b) return Strictness::different;
    return by(*a <=> *b, less_is_tighter);
}

// Two judgements of one value: one alone where the other is even, none where they disagree.
Strictness both(Strictness a, Strictness b) {
    if (a == b || b == Strictness::same) return a;
    return a == Strictness::same ? b : Strictness::different;
}

Strictness by_count(std::string_view ours, std::string_view theirs, bool shorter_is_tighter) {
    const auto a = read_count_in(ours);
    const auto b = read_count_in(theirs);
    if (!a || !b) return Strictness::different;
    return both(by(a->count <=> b->count, true), by(a->window <=> b->window, shorter_is_tighter));
}

Strictness by_around(std::string_view ours, std::string_view theirs) {
    const auto a = read_around(ours);
    const auto b = read_around(theirs);
    if (!a || !b) return Strictness::different;
    return both(by(a->first <=> b->first, false), by(a->second <=> b->second, false));
}

// Below the first profit its contracts hold too.
Ratio cap_at(const std::vector<ScalingTier>& plan, Money profit) {
    Ratio cap = plan.front().max_contracts;
    for (const ScalingTier& tier : plan) {
        if (tier.profit <= profit) cap = tier.max_contracts;
    }
    return cap;
}

Strictness by_tiers(std::string_view ours, std::string_view theirs) {
    const auto a = read_scaling_plan(ours);
    const auto b = read_scaling_plan(theirs);
    if (!a || !b || a->empty() || b->empty()) return Strictness::different;
    Strictness all = Strictness::same;
    for (const auto* plan : {&*a, &*b}) {
        for (const ScalingTier& tier : *plan) {
            all = both(all, by(cap_at(*a, tier.profit) <=> cap_at(*b, tier.profit), true));
        }
    }
    const Money below(std::min(a->front().profit, b->front().profit).units - 1);
    return both(all, by(cap_at(*a, below) <=> cap_at(*b, below), true));
}

Strictness by_time_of_day(std::string_view ours, std::string_view theirs) {
    const auto a = read_daily_time(ours);
    const auto b = read_daily_time(theirs);
    if (!a || !b || a->zone != b->zone) return Strictness::different;
    return by(a->second_of_day <=> b->second_of_day, true);
}

Strictness by_word(const Rule& rule, std::string_view ours, std::string_view theirs) {
    const auto a = std::ranges::find(rule.words, ours);
    const auto b = std::ranges::find(rule.words, theirs);
    if (a == rule.words.end() || b == rule.words.end()) return Strictness::different;
    return by(a <=> b, true);
}

} // namespace

Strictness strictness(std::string_view key, std::string_view ours, std::string_view theirs) {
    if (ours == theirs) return Strictness::same;
    const auto rule = std::ranges::find(rules, key, &Rule::key);
    if (rule == std::ranges::end(rules)) return Strictness::different;
    switch (rule->order) {
    case Order::smaller: return by_number(ours, theirs, true);
    case Order::larger: return by_number(ours, theirs, false);
    case Order::count_in: return by_count(ours, theirs, false);
    case Order::drift: return by_count(ours, theirs, true);
    case Order::around: return by_around(ours, theirs);
    case Order::tiers: return by_tiers(ours, theirs);
    case Order::earlier: return by_time_of_day(ours, theirs);
    case Order::in_words: return by_word(*rule, ours, theirs);
    }
    return Strictness::different;
}

} // namespace lockstep
