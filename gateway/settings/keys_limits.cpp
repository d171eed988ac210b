#include "settings/account_hours.hpp"
#include "settings/domains.hpp"
#include "settings/key_lists.hpp"
#include "settings/values.hpp"

namespace lockstep {

namespace {

constexpr auto kind = SectionKind::follower;

std::vector<Key> size_limit_keys() {
    return {
        {.name = "MaxContracts",
         .kind = kind,
         .meaning = "Most contracts held and working, weighted, over all instruments.",
         .domain = domain::ratio_above_zero(100'000, 4),
         .required = true},
        {.name = "ContractWeight",
         .kind = kind,
         .meaning = "What one contract counts against MaxContracts on this account, where it "
                    "differs from the instrument's.",
         .domain =
             domain::read_by("SYMBOL:WEIGHT, separated by commas or blanks", read_symbol_weights),
         .default_words = "the instrument's",
         .own_only = true},
        {.name = "MaxOrderQuantity",
         .kind = kind,
         .meaning = "Most contracts in one order; a larger entry is refused, a larger exit split.",
         .domain = domain::whole(1, 100'000, "contracts")},
        {.name = "MaxNotional",
         .kind = kind,
         .meaning = "Most that everything held and working is worth at the marks, over all "
                    "instruments; without a mark, entries are refused.",
         .domain = domain::money_above_zero()},
        {.name = "PriceCollarTicks",
         .kind = kind,
         .meaning = "Most ticks between the price of an entry and the mark, either way; without a "
                    "mark, or with an old one, entries at a price are refused.",
         .domain = domain::whole(1, 1'000'000, "ticks")},
        {.name = "MarkMaxAge",
         .kind = kind,
         .meaning = "An older mark is too old for PriceCollarTicks.",
         .domain = domain::seconds_above_zero(86'400),
         .default_value = "60"},
        {.name = "MaxOrdersPerSecond",
         .kind = kind,
         .meaning = "Most new orders and replaces of the account in any second; more entries are "
                    "refused. Exits count, and leave.",
         .domain = domain::whole(1, 1000, "orders")},
        {.name = "MaxExecutionsPerDay",
         .kind = kind,
         .meaning = "Most executions of the account from one DayRoll to the next; from then on no "
                    "entries. Exits count, and leave.",
         .domain = domain::whole(1, 100'000, "executions")},
        {.name = "ScalingPlan",
         .kind = kind,
         .meaning = "A cap that grows with the profit over `Balance`: from each profit on, so many "
                    "weighted contracts. The smaller of it and MaxContracts holds.",
         .domain = domain::read_by("PROFIT:CONTRACTS, separated by commas or blanks, profits rise",
                                   read_scaling_plan)},
        {.name = "ScalingBasis",
         .kind = kind,
         .meaning = "The profit that ScalingPlan goes by: at the last DayRoll (`end_of_day`) or as "
                    "it is (`live`).",
         .domain = domain::choice({"end_of_day", "live"}),
         .default_value = "end_of_day"},
        {.name = "OppositeSides",
         .kind = kind,
         .meaning = "Entries against what another leader of the same owner holds, or could trade "
                    "with: `refuse` on one product, `refuse_correlated` on one family, or `allow`.",
         .domain = domain::choice({"refuse", "refuse_correlated", "allow"}),
         .default_value = "refuse"},
        {.name = "MinHold",
         .kind = kind,
         .meaning = "A position that was closed sooner after its opening is noticed. Nothing is "
                    "held back.",
         .domain = domain::seconds_above_zero(86'400)},
        {.name = "AllowedInstruments",
         .kind = kind,
         .meaning = "The only symbols that the account may trade.",
         .domain = domain::symbols(),
         .default_words = "all that are mapped"},
        {.name = "MaxSignalAge",
         .kind = kind,
         .meaning = "An entry that follows from an older event of the leader is not copied. Exits "
                    "always are.",
         .domain = domain::seconds_above_zero(3600),
         .default_value = "2"},
    };
}

std::vector<Key> loss_limit_keys() {
    return {
        {.name = "DailyLossLimit",
         .kind = kind,
         .meaning = "Most that equity may fall since the last DayRoll; unrealised results count.",
         .domain = domain::money_above_zero()},
        {.name = "DailyProfitTarget",
         .kind = kind,
         .meaning = "Enough for a day: reached when equity has risen by this since the last "
                    "DayRoll; unrealised results count.",
         .domain = domain::money_above_zero()},
        {.name = "MaxDrawdown",
         .kind = kind,
         .meaning = "How far below its reference (DrawdownMode) equity may fall.",
         .domain = domain::money_above_zero()},
        {.name = "DrawdownMode",
         .kind = kind,
         .meaning = "The floor counts from the start balance (`static`), the highest equity "
                    "(`trailing`), or the highest equity at a DayRoll (`end_of_day`).",
         .domain = domain::choice({"static", "trailing", "end_of_day"}),
         .default_value = "static"},
        {.name = "DrawdownLock",
         .kind = kind,
         .meaning = "The floor stops rising at the start balance plus this.",
         .domain = domain::money_from_zero(1'000'000'000)},
        {.name = "MaxDrift",
         .kind = kind,
         .meaning = "Further from its target than so many contracts of one instrument for longer "
                    "than so many seconds pauses the account.",
         .domain = domain::read_by("COUNT/SECONDS, 1 to 1000 for at most 3600", read_count_in)},
        {.name = "OnBreach",
         .kind = kind,
         .meaning = "A loss limit or the profit target is reached: `pause` (no entries) or "
                    "`flatten`.",
         .domain = domain::choice({"pause", "flatten"}),
         .default_value = "pause"},
        {.name = "RejectBreaker",
         .kind = kind,
         .meaning = "So many rejects by the broker within so many seconds pause the account.",
         .domain = domain::read_by("COUNT/SECONDS, 1 to 1000 within at most 3600", read_count_in),
         .default_value = "5/10"},
        {.name = "Commission",
         .kind = kind,
         .meaning = "Cost of one contract and side, taken off equity.",
         .domain = domain::money_from_zero(1000),
         .default_value = "0"},
    };
}

std::vector<Key> hours_keys() {
    return {
        {.name = "TradingWindow",
         .kind = kind,
         .meaning = "The hours in which entries may leave; outside them working entries are "
                    "cancelled and exits go on.",
         .domain = domain::read_by("OPEN-CLOSE[,OPEN-CLOSE] ZONE", read_trading_window),
         .default_words = "always"},
        {.name = "FlatBy",
         .kind = kind,
         .meaning =
             "From `FlatByLead` before this time until its DayRoll the account is closed and "
             "kept flat.",
         .domain = domain::read_by("HH:MM[:SS] ZONE", read_daily_time)},
        {.name = "FlatByLead",
         .kind = kind,
         .meaning = "How long before FlatBy, or before an early close of HolidayFile, closing "
                    "begins.",
         .domain = domain::seconds_from_zero(3600),
         .default_value = "60"},
        {.name = "HolidayFile",
         .kind = kind,
         .meaning =
             "A calendar file of days without entries, and of days that close early; an early "
             "close counts as FlatBy where there is one.",
         .domain = domain::text(1000),
         .is_path = true},
        {.name = "NewsFile",
         .kind = kind,
         .meaning =
             "A calendar file of releases, around which nothing is entered. When it is out of "
             "date nothing is entered at all.",
         .domain = domain::text(1000),
         .is_path = true},
        {.name = "NewsWindow",
         .kind = kind,
         .meaning = "How many seconds before and after a release of NewsFile.",
         .domain = domain::read_by("BEFORE/AFTER in seconds, each at most a day", read_around),
         .default_value = "120/120",
         .is_of_file = true},
        {.name = "NewsPositions",
         .kind = kind,
         .meaning = "What is held when a news window opens: `keep` it, or be `flat` in the window.",
         .domain = domain::choice({"keep", "flat"}),
         .default_value = "keep",
         .is_of_file = true},
    };
}

} // namespace

std::vector<Key> limit_keys() {
    std::vector<Key> all = size_limit_keys();
    for (Key& key : loss_limit_keys()) all.push_back(std::move(key));
    for (Key& key : hours_keys()) all.push_back(std::move(key));
    return all;
}

} // namespace lockstep
