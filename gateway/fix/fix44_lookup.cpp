#include "fix/fix44_lookup.hpp"

#include "fix/fix44_fields.hpp"
#include "proto/check.hpp"
#include "router/order_id.hpp"

#include <algorithm>

namespace lockstep::fix44 {

namespace {

namespace tag = FIX::FIELD;

constexpr std::string_view customer_account_role = "24";

// Tag 448 of the party that is the customer's account.
std::string_view party_account(const FIX::FieldMap& body) {
    const auto count = static_cast<int>(body.groupCount(tag::NoPartyIDs));
    for (int i = 1; i <= count; ++i) {
        const Fields party(body.getGroupRef(i, tag::NoPartyIDs));
        if (party.text(tag::PartyRole) == customer_account_role) return party.text(tag::PartyID);
    }
    return {};
}

bool matches_security_id(const Instrument& instrument, const Fields& fields) {
    const std::string_view source = fields.text(tag::SecurityIDSource);
    return fields.text(tag::SecurityID) == instrument.security_id &&
           (source.empty() || instrument.security_id_source.empty() ||
            source == instrument.security_id_source);
}

bool matches_symbol(const Instrument& instrument, const Fields& fields) {
    return fields.text(tag::Symbol) == instrument.symbol &&
           (instrument.maturity.empty() ||
            fields.text(tag::MaturityMonthYear) == instrument.maturity);
}

Refusal unknown_instrument(const Fields& fields) {
    std::string what = "no such instrument in the settings";
    for (const int other : {tag::SecurityID, tag::MaturityMonthYear}) {
        if (!fields.has(other)) continue;
        what.append(other == tag::SecurityID ? ", 48=" : ", 200=");
        what.append(printable(fields.text(other)));
    }
    Refusal refusal = refuse(tag::Symbol, fields.text(tag::Symbol), what);
    refusal.malformed = false;
    return refusal;
}

} // namespace

std::optional<SentOrder> find_sent(const FIX::FieldMap& body, const Context& context) {
    if (context.sent == nullptr) return std::nullopt;
    const Fields fields(body);
    for (const int id : {tag::ClOrdID, tag::OrigClOrdID}) {
        if (!fields.has(id)) continue;
        if (auto sent = context.sent->by_id(fields.text(id))) return sent;
    }
    return std::nullopt;
}

std::optional<FollowerId> follower_of_id(std::string_view cl_ord_id, const Context& context) {
    const std::string_view prefix = id_prefix_in(cl_ord_id);
    if (prefix.empty()) return std::nullopt;
    const auto found = std::ranges::find_if(context.accounts, [&](const CarriedAccount& each) {
        return id_prefix_of(each.account) == prefix;
    });
    if (found == context.accounts.end()) return std::nullopt;
    const auto* follower = std::get_if<FollowerId>(&found->owner);
    if (follower == nullptr) return std::nullopt;
    return *follower;
}

std::expected<Owner, Refusal> find_owner(const FIX::FieldMap& body, const Context& context) {
    const Fields fields(body);
    const bool has_tag = fields.has(tag::Account);
    const std::string_view name = has_tag ? fields.text(tag::Account) : party_account(body);
    if (!name.empty()) {
        const auto found = std::ranges::find(context.accounts, name, &CarriedAccount::account);
        if (found != context.accounts.end()) return found->owner;
        Refusal refusal = refuse(has_tag ? tag::Account : tag::PartyID, name,
                                 "no account of the settings on this session");
        refusal.malformed = false;
        return std::unexpected(std::move(refusal));
    }
    if (const auto sent = find_sent(body, context)) return sent->follower;
    // an order of an earlier life is not remembered, but its id says whose it is
    for (const int id : {tag::ClOrdID, tag::OrigClOrdID, tag::MassStatusReqID, tag::PosReqID}) {
        if (const auto follower = follower_of_id(fields.text(id), context)) return *follower;
    }
    if (context.accounts.size() == 1) return context.accounts.front().owner;
    return std::unexpected(
        refuse_missing(tag::Account, "the session carries " +
                                         std::to_string(context.accounts.size()) + " accounts"));
}

std::optional<FollowerId> only_follower(const Context& context) {
    if (context.accounts.size() != 1) return std::nullopt;
    const auto* follower = std::get_if<FollowerId>(&context.accounts.front().owner);
    if (follower == nullptr) return std::nullopt;
    return *follower;
}

const std::string& account_name(Owner owner, const RouterConfig& config) {
    if (const auto* leader = std::get_if<LeaderId>(&owner)) {
        LOCKSTEP_CHECK(leader->index < config.leaders.size());
        return config.leaders[leader->index].account;
    }
    const FollowerId follower = std::get<FollowerId>(owner);
    LOCKSTEP_CHECK(follower.index < config.followers.size());
    return config.followers[follower.index].account;
}

bool names_instrument(const FIX::FieldMap& fields) {
    const Fields reader(fields);
    return reader.has(tag::Symbol) || reader.has(tag::SecurityID);
}

std::expected<InstrumentId, Refusal> find_instrument(const FIX::FieldMap& fields,
                                                     const std::vector<Instrument>& instruments) {
    if (!names_instrument(fields)) {
        return std::unexpected(refuse_missing(tag::Symbol, "the message names no instrument"));
    }
    const Fields reader(fields);
    const bool has_id = reader.has(tag::SecurityID);
    std::optional<InstrumentId> by_symbol;
    for (std::uint32_t i = 0; i < instruments.size(); ++i) {
        const bool identified = has_id && !instruments[i].security_id.empty();
        if (identified && matches_security_id(instruments[i], reader)) return InstrumentId{i};
        if (!identified && !by_symbol && matches_symbol(instruments[i], reader)) by_symbol = {i};
    }
    if (by_symbol) return *by_symbol;
    return std::unexpected(unknown_instrument(reader));
}

} // namespace lockstep::fix44
