#include "codec/names.hpp"

#include "proto/check.hpp"

namespace lockstep {

namespace {

template <class Id, class Index> std::optional<Id> id_of(std::optional<Index> index) {
    if (!index) return std::nullopt;
    return Id{*index};
}

} // namespace

const std::string& Names::Table::name(std::uint32_t index) const {
    LOCKSTEP_CHECK(index < names_.size());
    return names_[index];
}

std::optional<std::uint32_t> Names::Table::find(std::string_view name) const {
    const auto found = indices_.find(name);
    if (found == indices_.end()) return std::nullopt;
    return found->second;
}

std::uint32_t Names::Table::add(std::string_view name) {
    LOCKSTEP_CHECK(!name.empty());
    const auto next = static_cast<std::uint32_t>(names_.size());
    const auto [entry, is_new] = indices_.try_emplace(std::string(name), next);
    if (is_new) names_.emplace_back(name);
    return entry->second;
}

Names::Names(const NameLists& lists)
    : instruments_(lists.instruments), instruments_of_settings_(lists.instruments.size()) {
    for (const auto& instrument : lists.instruments) symbols_.add(instrument.symbol);
    for (const auto& account : lists.leaders) leaders_.add(account);
    for (const auto& account : lists.followers) followers_.add(account);
    for (const auto& id : lists.sessions) sessions_.add(id);
    LOCKSTEP_CHECK(symbols_.size() == lists.instruments.size());
    LOCKSTEP_CHECK(leaders_.size() == lists.leaders.size());
    LOCKSTEP_CHECK(followers_.size() == lists.followers.size());
    LOCKSTEP_CHECK(sessions_.size() == lists.sessions.size());
}

const Instrument& Names::instrument(InstrumentId id) const {
    LOCKSTEP_CHECK(id.index < instruments_.size());
    return instruments_[id.index];
}

std::optional<InstrumentId> Names::find_instrument(std::string_view symbol) const {
    return id_of<InstrumentId>(symbols_.find(symbol));
}
std::optional<LeaderId> Names::find_leader(std::string_view account) const {
    return id_of<LeaderId>(leaders_.find(account));
}
std::optional<FollowerId> Names::find_follower(std::string_view account) const {
    return id_of<FollowerId>(followers_.find(account));
}
std::optional<SessionIndex> Names::find_session(std::string_view id) const {
    return id_of<SessionIndex>(sessions_.find(id));
}

InstrumentId Names::learn_instrument(std::string_view symbol, int price_scale) {
    const InstrumentId id{symbols_.add(symbol)};
    if (id.index == instruments_.size()) {
        Instrument& learned = instruments_.emplace_back();
        learned.symbol = symbol;
        learned.tick_size = {1, 0};
    }
    Decimal& tick = instruments_[id.index].tick_size;
    if (id.index >= instruments_of_settings_ && price_scale > tick.scale) tick = {1, price_scale};
    return id;
}

} // namespace lockstep
