#include "settings/build.hpp"
#include "settings/typed.hpp"

#include <algorithm>

namespace lockstep {

namespace {

void build_weights(const EffectiveSection& section, AccountLimits& limits, const Settings& settings,
                   Problems& problems) {
    for (const Instrument& instrument : settings.router.instruments) {
        limits.contract_weight.push_back(instrument.contract_weight);
    }
    const auto weights = read_of(section, "ContractWeight", read_symbol_weights)
                             .value_or(std::vector<SymbolWeight>{});
    std::vector<std::string> seen;
    for (const auto& [symbol, weight] : weights) {
        if (std::ranges::find(seen, symbol) != seen.end()) {
            problems.error(section.place("ContractWeight"),
                           "ContractWeight names " + symbol + " twice", "keep one of the two");
        }
        seen.push_back(symbol);
        const auto id = referred_instrument(section, "ContractWeight", symbol, settings, problems);
        if (id) limits.contract_weight[id->index] = weight;
    }
}

bool is_mapped(const FollowerConfig& follower, InstrumentId instrument) {
    return std::ranges::any_of(
        follower.map, [&](const InstrumentMapping& row) { return row.follower == instrument; });
}

void build_allowed(const EffectiveSection& section, FollowerConfig& follower,
                   const Settings& settings, Problems& problems) {
    const auto symbols =
        read_of(section, "AllowedInstruments", read_list).value_or(std::vector<std::string>{});
    for (const std::string& symbol : symbols) {
        const auto id =
            referred_instrument(section, "AllowedInstruments", symbol, settings, problems);
        if (!id) continue;
        follower.limits.allowed.push_back(*id);
        if (!is_mapped(follower, *id)) {
            problems.warning(section.place("AllowedInstruments"),
                             "AllowedInstruments names " + symbol +
                                 ", which no leader symbol is mapped to",
                             "remove it, or map a leader symbol to it");
        }
    }
}

// One account is counted in one currency, or its equity would add dollars to euros.
void check_currency(const EffectiveSection& section, const FollowerConfig& follower,
                    const Settings& settings, Problems& problems) {
    const Instrument* first = nullptr;
    for (const InstrumentMapping& row : follower.map) {
        const auto& allowed = follower.limits.allowed;
        const bool may_trade =
            allowed.empty() || std::ranges::find(allowed, row.follower) != allowed.end();
        if (!may_trade) continue;
        const Instrument& instrument = settings.router.instruments[row.follower.index];
        if (first == nullptr) first = &instrument;
        if (instrument.currency == first->currency || instrument.currency.empty() ||
            first->currency.empty()) {
            continue;
        }
        problems.error(section.place("AllowedInstruments"),
                       "the account would trade " + first->symbol + " in " + first->currency +
                           " and " + instrument.symbol + " in " + instrument.currency,
                       "name the symbols of one currency in AllowedInstruments");
        return;
    }
}

void check_collar(const EffectiveSection& section, const AccountLimits& limits,
                  Problems& problems) {
    if (limits.price_collar_ticks || section.is_bad("PriceCollarTicks")) return;
    if (!section.gives("MarkMaxAge")) return;
    problems.error(section.place("MarkMaxAge"), "MarkMaxAge stands without PriceCollarTicks",
                   "add PriceCollarTicks=, or remove it");
}

void check_drawdown(const EffectiveSection& section, const AccountLimits& limits,
                    Problems& problems) {
    const bool has_drawdown = limits.max_drawdown || section.is_bad("MaxDrawdown");
    if (!has_drawdown) {
        for (const char* key : {"DrawdownMode", "DrawdownLock"}) {
            if (!section.gives(key)) continue;
            problems.error(section.place(key), std::string(key) + " stands without MaxDrawdown",
                           "add MaxDrawdown=, or remove it");
        }
    } else if (limits.drawdown_mode == DrawdownMode::fixed && section.gives("DrawdownLock")) {
        problems.error(section.place("DrawdownLock"),
                       "DrawdownLock locks nothing: a static floor never rises",
                       "remove it, or set DrawdownMode=trailing or end_of_day");
    }
    const bool has_limit = has_drawdown || limits.daily_loss || limits.daily_profit ||
                           section.is_bad("DailyLossLimit") || section.is_bad("DailyProfitTarget");
    if (section.gives("OnBreach") && !has_limit) {
        problems.warning(section.place("OnBreach"),
                         "OnBreach has no effect without DailyLossLimit, DailyProfitTarget or "
                         "MaxDrawdown",
                         "add a limit, or remove it");
    }
}

void check_scaling(const EffectiveSection& section, const FollowerConfig& follower,
                   Problems& problems) {
    if (follower.limits.scaling_plan.empty()) {
        if (!section.gives("ScalingBasis") || section.is_bad("ScalingPlan")) return;
        problems.error(section.place("ScalingBasis"), "ScalingBasis stands without ScalingPlan",
                       "add ScalingPlan=, or remove it");
    } else if (!follower.balance && !section.is_bad("Balance")) {
        problems.error(section.place("ScalingPlan"),
                       "ScalingPlan has no Balance to count the profit from",
                       "add Balance=, the balance at the start of the account");
    }
}

} // namespace

void build_limits(const EffectiveSection& section, FollowerConfig& follower,
                  const Settings& settings, Problems& problems) {
    AccountLimits& limits = follower.limits;
    limits.max_contracts = read_of(section, "MaxContracts", read_ratio).value_or(Ratio(0, 1));
    if (const auto most = read_of(section, "MaxOrderQuantity", read_whole)) {
        limits.max_order_quantity = Quantity(*most);
    }
    limits.max_notional = read_of(section, "MaxNotional", Money::parse);
    limits.price_collar_ticks = read_of(section, "PriceCollarTicks", read_whole);
    limits.mark_max_age =
        read_of(section, "MarkMaxAge", read_seconds).value_or(limits.mark_max_age);
    if (const auto most = read_of(section, "MaxOrdersPerSecond", read_whole)) {
        limits.max_orders_per_second = static_cast<int>(*most);
    }
    if (const auto most = read_of(section, "MaxExecutionsPerDay", read_whole)) {
        limits.max_executions_per_day = static_cast<int>(*most);
    }
    limits.scaling_plan =
        read_of(section, "ScalingPlan", read_scaling_plan).value_or(std::vector<ScalingTier>{});
    limits.scaling_basis = choice_of<ScalingBasis>(
        section, "ScalingBasis",
        {{"end_of_day", ScalingBasis::end_of_day}, {"live", ScalingBasis::live}});
    limits.min_hold = read_of(section, "MinHold", read_seconds).value_or(Duration());
    limits.daily_loss = read_of(section, "DailyLossLimit", Money::parse);
    limits.daily_profit = read_of(section, "DailyProfitTarget", Money::parse);
    limits.max_drawdown = read_of(section, "MaxDrawdown", Money::parse);
    limits.drawdown_mode = choice_of<DrawdownMode>(section, "DrawdownMode",
                                                   {{"static", DrawdownMode::fixed},
                                                    {"trailing", DrawdownMode::trailing},
                                                    {"end_of_day", DrawdownMode::end_of_day}});
    limits.drawdown_lock = read_of(section, "DrawdownLock", Money::parse);
    limits.on_breach = choice_of<OnBreach>(
        section, "OnBreach", {{"pause", OnBreach::pause}, {"flatten", OnBreach::flatten}});
    limits.max_signal_age =
        read_of(section, "MaxSignalAge", read_seconds).value_or(limits.max_signal_age);
    if (const auto drift = read_of(section, "MaxDrift", read_count_in)) {
        limits.max_drift = Quantity(drift->count);
        limits.max_drift_time = drift->window;
    }
    if (const auto breaker = read_of(section, "RejectBreaker", read_count_in)) {
        limits.reject_breaker_count = breaker->count;
        limits.reject_breaker_window = breaker->window;
    }
    limits.commission = read_of(section, "Commission", Money::parse).value_or(Money());
    follower.opposite_sides =
        choice_of<OppositeSides>(section, "OppositeSides",
                                 {{"refuse", OppositeSides::refuse},
                                  {"refuse_correlated", OppositeSides::refuse_correlated},
                                  {"allow", OppositeSides::allow}});
    build_weights(section, limits, settings, problems);
    build_allowed(section, follower, settings, problems);
    check_currency(section, follower, settings, problems);
    check_collar(section, limits, problems);
    check_drawdown(section, limits, problems);
    check_scaling(section, follower, problems);
}

} // namespace lockstep
