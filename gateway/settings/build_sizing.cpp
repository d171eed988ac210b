#include "settings/build.hpp"
#include "settings/typed.hpp"

#include <algorithm>

namespace lockstep {

namespace {

// A size is value x factor x balance / balance, exact in 128 bits: with balances up to 10^9 of the
// currency (10^13 units) and positions up to 10^9 lots the first two may have 10^15 between them.
constexpr Int128 digits_bound = Int128{1'000'000'000'000'000};

bool is_target(const std::vector<InstrumentMapping>& map, InstrumentId instrument) {
    return std::ranges::any_of(
        map, [&](const InstrumentMapping& row) { return row.follower == instrument; });
}

bool is_source(const std::vector<InstrumentMapping>& map, InstrumentId instrument) {
    return std::ranges::any_of(
        map, [&](const InstrumentMapping& row) { return row.leader == instrument; });
}

void check_row(const Value& value, const MapRow& row, const Instrument& leader,
               const Instrument& follower, const std::vector<InstrumentMapping>& before,
               InstrumentId leader_id, InstrumentId follower_id, Problems& problems) {
    if (is_source(before, leader_id)) {
        problems.error(value.where, "InstrumentMap has two rows for " + row.leader,
                       "keep one of them");
    }
    if (is_target(before, follower_id)) {
        problems.error(value.where, "InstrumentMap maps two leader symbols to " + row.follower,
                       "map each to a symbol of its own, or leave one out");
    }
    if (leader.currency != follower.currency) {
        problems.error(value.where,
                       "InstrumentMap maps " + row.leader + " in " + leader.currency + " to " +
                           row.follower + " in " + follower.currency,
                       "map it to a contract in the same currency");
    }
}

std::string written(const std::vector<InstrumentMapping>& map, const Settings& settings) {
    std::string text;
    for (const InstrumentMapping& row : map) {
        if (!text.empty()) text += ", ";
        text += settings.router.instruments[row.leader.index].symbol + ":" +
                settings.router.instruments[row.follower.index].symbol;
        if (row.factor != Ratio(1, 1)) text += "*" + row.factor.str();
    }
    return text;
}

void check_fixed(const EffectiveSection& section, const Sizing& sizing, Problems& problems) {
    if (sizing.value.denominator() == 1) return;
    blame(problems, "SizingValue", *section.find("SizingValue"),
          Error{"is no whole number of contracts, which Sizing=fixed needs; write 1 or more"});
}

void check_percent(const EffectiveSection& section, const FollowerConfig& follower,
                   const Settings& settings, Problems& problems) {
    const bool is_balance_bad = section.is_bad("Balance");
    if (!follower.balance && !is_balance_bad) {
        problems.error(section.place("Sizing"), "Sizing=percent_of_balance has no Balance",
                       "add Balance= to this [FOLLOWER]");
    }
    const bool has_leader =
        section.find("Leader") != nullptr && follower.leader.index < settings.router.leaders.size();
    if (has_leader && !settings.router.leaders[follower.leader.index].balance) {
        problems.error(section.place("Sizing"),
                       "Sizing=percent_of_balance needs the Balance of the leader " +
                           settings.router.leaders[follower.leader.index].account,
                       "add Balance= to its [LEADER]");
    }
    for (const InstrumentMapping& row : follower.map) {
        const Int128 top = Int128{follower.sizing.value.numerator()} * row.factor.numerator();
        if (top <= digits_bound) continue;
        problems.error(section.place("SizingValue"),
                       "SizingValue and the factor of " +
                           settings.router.instruments[row.leader.index].symbol +
                           " have too many digits together",
                       "round one of them");
        return;
    }
}

} // namespace

void build_sizing(EffectiveSection& section, FollowerConfig& follower, const Settings& settings,
                  Problems& problems) {
    Sizing& sizing = follower.sizing;
    sizing.kind = choice_of<SizingKind>(section, "Sizing",
                                        {{"multiplier", SizingKind::multiplier},
                                         {"fixed", SizingKind::fixed},
                                         {"percent_of_balance", SizingKind::percent_of_balance}});
    const bool is_fixed = sizing.kind == SizingKind::fixed;
    const bool is_percent = sizing.kind == SizingKind::percent_of_balance;
    if (section.find("SizingValue") == nullptr)
        section.show("SizingValue", is_percent ? "100" : "1");
    if (section.find("Rounding") == nullptr) section.show("Rounding", is_fixed ? "up" : "down");
    sizing.value = read_of(section, "SizingValue", read_ratio).value_or(Ratio(1, 1));
    sizing.rounding = choice_of<Rounding>(
        section, "Rounding",
        {{"down", Rounding::down}, {"nearest", Rounding::nearest}, {"up", Rounding::up}});
    sizing.over_cap =
        choice_of<OverCap>(section, "OverCap", {{"clip", OverCap::clip}, {"skip", OverCap::skip}});
    if (is_fixed) check_fixed(section, sizing, problems);
    if (is_percent) check_percent(section, follower, settings, problems);
}

void build_instrument_map(EffectiveSection& section, FollowerConfig& follower,
                          const Settings& settings, Problems& problems) {
    const auto& instruments = settings.router.instruments;
    const auto rows =
        read_of(section, "InstrumentMap", read_instrument_map).value_or(std::vector<MapRow>{});
    for (const MapRow& row : rows) {
        const auto leader =
            referred_instrument(section, "InstrumentMap", row.leader, settings, problems);
        const auto target =
            referred_instrument(section, "InstrumentMap", row.follower, settings, problems);
        if (!leader || !target) continue;
        check_row(*section.find("InstrumentMap"), row, instruments[leader->index],
                  instruments[target->index], follower.map, *leader, *target, problems);
        follower.map.push_back({*leader, *target, row.factor});
    }
    // A symbol without a row is itself, unless another one has become it.
    const std::vector<InstrumentMapping> given = follower.map;
    for (std::uint32_t i = 0; i < instruments.size(); ++i) {
        const InstrumentId id{i};
        if (!is_source(given, id) && !is_target(given, id)) {
            follower.map.push_back({id, id, Ratio(1, 1)});
        }
    }
    section.show("InstrumentMap", written(follower.map, settings));
}

} // namespace lockstep
