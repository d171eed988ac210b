#include "settings/domains.hpp"
#include "settings/key_lists.hpp"
#include "settings/values.hpp"

namespace lockstep {

namespace {

constexpr auto kind = SectionKind::follower;

std::vector<Key> account_keys() {
    return {
        {.name = "Account",
         .kind = kind,
         .meaning = "The account that copies (tag 1 at its broker).",
         .domain = domain::identifier(),
         .required = true,
         .own_only = true},
        {.name = "Leader",
         .kind = kind,
         .meaning = "The account of the leader that it follows.",
         .domain = domain::identifier(),
         .required = true},
        {.name = "Session",
         .kind = kind,
         .meaning = "The session to its broker, by its id: "
                    "BeginString:SenderCompID->TargetCompID[:Qualifier].",
         .domain = {"the id of a [SESSION]", domain::text(200).check},
         .required = true},
        {.name = "Owner",
         .kind = kind,
         .meaning = "The person whose account it is; must be the leader's.",
         .domain = domain::text(100),
         .required = true},
        {.name = "AllowOtherOwner",
         .kind = kind,
         .meaning = "The account may belong to someone else than the leader; needs `Attestation`.",
         .domain = domain::boolean(),
         .default_value = "N",
         .own_only = true},
        {.name = "Attestation",
         .kind = kind,
         .meaning = "Who confirmed, and on which day (YYYY-MM-DD), that the firm's rules allow it. "
                    "Journaled and shown.",
         .domain = domain::text(500),
         .own_only = true},
        {.name = "Balance",
         .kind = kind,
         .meaning = "Balance at the start of the account; equity is counted from it.",
         .domain = domain::money_above_zero()},
        {.name = "DayRoll",
         .kind = kind,
         .meaning = "When the account's trading day ends and the next begins.",
         .domain = domain::read_by("HH:MM[:SS] ZONE", read_daily_time),
         .default_value = "17:00 America/Chicago"},
    };
}

std::vector<Key> sizing_keys() {
    return {
        {.name = "CopyMode",
         .kind = kind,
         .meaning = "`orders` works the leader's resting orders too, `fills` copies only what has "
                    "traded.",
         .domain = domain::choice({"orders", "fills"}),
         .default_value = "orders"},
        {.name = "Sizing",
         .kind = kind,
         .meaning = "How the leader's position becomes the follower's.",
         .domain = domain::choice({"fixed", "multiplier", "percent_of_balance"}),
         .default_value = "multiplier"},
        {.name = "SizingValue",
         .kind = kind,
         .meaning =
             "fixed: whole contracts; multiplier: the multiple; percent_of_balance: percent.",
         .domain = domain::ratio_above_zero(1'000'000, 6),
         .default_words = "1; for percent_of_balance, 100"},
        {.name = "Rounding",
         .kind = kind,
         .meaning = "How a part of a contract is rounded; `nearest` takes halves up.",
         .domain = domain::choice({"down", "nearest", "up"}),
         .default_words = "down; for fixed, up"},
        {.name = "OverCap",
         .kind = kind,
         .meaning =
             "An entry that does not fit whole under the cap: `clip` sends what fits, `skip` "
             "nothing.",
         .domain = domain::choice({"clip", "skip"}),
         .default_value = "clip"},
        {.name = "InstrumentMap",
         .kind = kind,
         .meaning = "Leader symbol, follower symbol and contracts for one. A symbol without a row "
                    "stays itself, unless a row maps another symbol to it.",
         .domain = domain::read_by("LEADER:FOLLOWER*FACTOR, separated by commas or blanks",
                                   read_instrument_map)},
    };
}

std::vector<Key> behaviour_keys() {
    return {
        {.name = "LateEntry",
         .kind = kind,
         .meaning = "The leader's limit entry filled and ours did not: `keep` working it, `cancel` "
                    "it, or `chase` at market within MaxSlippageTicks.",
         .domain = domain::choice({"keep", "cancel", "chase"}),
         .default_value = "keep"},
        {.name = "MaxSlippageTicks",
         .kind = kind,
         .meaning = "How many of the follower's ticks worse than the leader's fill a chase, or an "
                    "entry in fills mode, may trade.",
         .domain = domain::whole(0, 100'000, "ticks")},
        {.name = "CatchUp",
         .kind = kind,
         .meaning = "A position that is too big is reduced at `market`; `none` leaves it until the "
                    "leader is flat.",
         .domain = domain::choice({"market", "none"}),
         .default_value = "market"},
        {.name = "CatchUpAfter",
         .kind = kind,
         .meaning = "How long a catch-up waits for a working order that can still do its work.",
         .domain = domain::seconds_from_zero(60),
         .default_value = "0.5"},
        {.name = "JoinMidTrade",
         .kind = kind,
         .meaning = "Y: after a start, resume or reconnect enter a trade that the leader is in; N: "
                    "stay out until the leader is flat or turns.",
         .domain = domain::boolean(),
         .default_value = "N"},
        {.name = "OnForeignTrade",
         .kind = kind,
         .meaning = "A trade on the account that is not ours: `pause`, `adopt` it, or `ignore` it.",
         .domain = domain::choice({"pause", "adopt", "ignore"}),
         .default_value = "pause"},
        {.name = "OnLeaderLost",
         .kind = kind,
         .meaning = "The leader's session is down: `cancel_entries`, `hold` all, or `flatten`.",
         .domain = domain::choice({"cancel_entries", "hold", "flatten"}),
         .default_value = "cancel_entries"},
    };
}

} // namespace

std::vector<Key> follower_keys() {
    std::vector<Key> all = account_keys();
    for (const auto& list : {sizing_keys(), behaviour_keys()}) {
        all.insert(all.end(), list.begin(), list.end());
    }
    return all;
}

} // namespace lockstep
