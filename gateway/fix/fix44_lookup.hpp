// Whose account and which instrument a message speaks of.
#pragma once

#include "fix/fix44.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lockstep::fix44 {

using Owner = std::variant<LeaderId, FollowerId>;

// The order of ours that tag 11, or else tag 41, names, if the session remembers it.
std::optional<SentOrder> find_sent(const FIX::FieldMap& body, const Context& context);

// The account: tag 1, else the party with role 24 (customer account), else the account of the order
// that tag 11 or 41 names, else the account in the form of an id of ours (11, 41, 584, 710), else
// the session's only account. Refuses (as not malformed) an account that the session does not
// carry, and (as malformed) to guess between several.
std::expected<Owner, Refusal> find_owner(const FIX::FieldMap& body, const Context& context);

// The follower whose ClOrdID this is by its form, ACCOUNT-epoch-number, whichever life of ours made
// it; none when no account of the session is named so.
std::optional<FollowerId> follower_of_id(std::string_view cl_ord_id, const Context& context);

// The follower, when the session carries one account in all and it is a follower's.
std::optional<FollowerId> only_follower(const Context& context);

// Tag 1 as the settings have it.
const std::string& account_name(Owner owner, const RouterConfig& config);

// The instrument: by tag 48 (and 22) where the settings name one and the message has it, else by
// tag 55, and 200 where the settings name one. Refuses (as not malformed) what no settings know.
std::expected<InstrumentId, Refusal> find_instrument(const FIX::FieldMap& fields,
                                                     const std::vector<Instrument>& instruments);
// Whether the message names an instrument at all.
bool names_instrument(const FIX::FieldMap& fields);

} // namespace lockstep::fix44
