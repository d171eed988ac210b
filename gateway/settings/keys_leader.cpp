#include "settings/domains.hpp"
#include "settings/key_lists.hpp"
#include "settings/values.hpp"

namespace lockstep {

std::vector<Key> leader_keys() {
    constexpr auto kind = SectionKind::leader;
    return {
        {.name = "Account",
         .kind = kind,
         .meaning = "The account whose trades are copied (tag 1 on the drop copy).",
         .domain = domain::identifier(),
         .required = true,
         .own_only = true},
        {.name = "Session",
         .kind = kind,
         .meaning = "The session that its drop copy comes in on, by its id: "
                    "BeginString:SenderCompID->TargetCompID[:Qualifier].",
         .domain = {"the id of a [SESSION]", domain::text(200).check},
         .required = true},
        {.name = "Owner",
         .kind = kind,
         .meaning = "The person whose account it is.",
         .domain = domain::text(100),
         .required = true},
        {.name = "Balance",
         .kind = kind,
         .meaning = "Balance of the account; percent_of_balance needs it unless the broker reports "
                    "one.",
         .domain = domain::money_above_zero()},
        {.name = "StartFlat",
         .kind = kind,
         .meaning =
             "The leader holds nothing at its very first start. Without it nothing is opened "
             "until its position is known.",
         .domain = domain::boolean(),
         .default_value = "N"},
        {.name = "OnBust",
         .kind = kind,
         .meaning = "What a busted or corrected trade of the leader does: `ask` an operator, or "
                    "`follow`.",
         .domain = domain::choice({"ask", "follow"}),
         .default_value = "ask"},
        {.name = "SessionEnd",
         .kind = kind,
         .meaning = "When the leader's venue ends its day: its Day orders are gone then.",
         .domain = domain::read_by("HH:MM[:SS] ZONE", read_daily_time),
         .default_value = "16:00 America/Chicago"},
    };
}

} // namespace lockstep
