#include "settings/build.hpp"
#include "settings/typed.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace lockstep {

namespace {

std::string account_line(const EffectiveSection& section, const Location& here) {
    return section.place("Account").seen_from(here);
}

void check_reserved(const EffectiveSection& section, const std::string& account,
                    Problems& problems) {
    if (!same_name(account, "all")) return;
    problems.error(section.place("Account"), "Account=" + account + " means every account",
                   "give the account another name");
}

bool has_day(std::string_view text) {
    constexpr std::string_view pattern = "0000-00-00";
    for (std::size_t i = 0; i + pattern.size() <= text.size(); ++i) {
        const bool matches =
            std::ranges::equal(text.substr(i, pattern.size()), pattern, [](char c, char expected) {
                return expected == '-' ? c == '-' : c >= '0' && c <= '9';
            });
        if (matches) return true;
    }
    return false;
}

void check_attestation(const EffectiveSection& section, Problems& problems) {
    if (section.is_bad("Attestation")) return;
    const Value* attestation = section.find("Attestation");
    if (attestation == nullptr) {
        problems.error(section.place("AllowOtherOwner"), "AllowOtherOwner=Y has no Attestation",
                       "add Attestation= with who confirmed that the firm allows it, and when");
    } else if (!has_day(attestation->text)) {
        problems.error(attestation->where, "Attestation does not say when",
                       "add the day as YYYY-MM-DD");
    }
}

// The values of a key over all sections that know it; an empty one where it is missing or bad.
std::set<std::string_view> referred(const Sections& sections, std::string_view key) {
    std::set<std::string_view> values;
    for (const EffectiveSection& section : sections) {
        if (find_key(section.kind(), key) != nullptr) values.insert(section.text(key));
    }
    return values;
}

// Nothing is said while some account names a session that is not there: it may mean any of them.
void check_sessions_used(const Sections& sections, const Settings& settings, Problems& problems) {
    const std::set<std::string_view> used = referred(sections, "Session");
    std::set<std::string, std::less<>> ids;
    for (const SessionConfig& session : settings.sessions) {
        if (session.target_comp_id.empty()) return;
        ids.insert(session.id());
    }
    if (!std::ranges::all_of(used, [&](auto id) { return ids.contains(id); })) return;
    const auto session_sections = sections_of(sections, SectionKind::session);
    for (std::size_t i = 0; i < session_sections.size(); ++i) {
        const SessionConfig& session = settings.sessions[i];
        if (session.market_data || used.contains(session.id())) continue;
        problems.warning(session_sections[i]->where(),
                         "no account uses the session " + session.id(),
                         "name it in Session= of a leader or follower, or remove it");
    }
}

void check_leaders_followed(const Sections& sections, Problems& problems) {
    const std::set<std::string_view> followed = referred(sections, "Leader");
    const auto leaders = sections_of(sections, SectionKind::leader);
    std::set<std::string_view> accounts;
    for (const EffectiveSection* leader : leaders) accounts.insert(leader->text("Account"));
    if (followed.empty() || accounts.contains("")) return;
    if (!std::ranges::all_of(followed, [&](auto name) { return accounts.contains(name); })) return;
    for (const EffectiveSection* leader : leaders) {
        if (followed.contains(leader->text("Account"))) continue;
        problems.warning(leader->place("Account"),
                         "nobody follows the leader " + text_of(*leader, "Account"),
                         "name it in Leader= of a follower, or remove it");
    }
}

// Tells whether the account copies over owners, and may.
bool check_owner(const EffectiveSection& section, const FollowerConfig& follower,
                 const LeaderConfig& leader, Problems& problems) {
    const bool is_known = !follower.owner.empty() && !leader.owner.empty();
    const bool is_allowed = boolean_of(section, "AllowOtherOwner");
    if (is_known && follower.owner != leader.owner && !is_allowed &&
        !section.is_bad("AllowOtherOwner")) {
        problems.error(section.place("Owner"),
                       "Owner=" + shown(follower.owner) + " does not own the leader " +
                           leader.account + ", " + shown(leader.owner) + " does",
                       "copy between accounts of one owner, or set AllowOtherOwner=Y with "
                       "Attestation=");
        return false;
    }
    if (is_allowed) check_attestation(section, problems);
    if (is_allowed && is_known && follower.owner == leader.owner) {
        problems.warning(section.place("AllowOtherOwner"),
                         "AllowOtherOwner has no effect: the owner is the leader's", "remove it");
    }
    return is_allowed && follower.owner != leader.owner;
}

} // namespace

void check_accounts(const Sections& sections, const Settings& settings, Problems& problems) {
    const auto leaders = sections_of(sections, SectionKind::leader);
    const auto followers = sections_of(sections, SectionKind::follower);
    std::map<std::string, const EffectiveSection*> leads;
    std::map<std::string, const EffectiveSection*> follows;
    for (std::size_t i = 0; i < leaders.size(); ++i) {
        const std::string& account = settings.router.leaders[i].account;
        check_reserved(*leaders[i], account, problems);
        const auto [first, is_new] = leads.emplace(account, leaders[i]);
        if (is_new || account.empty()) continue;
        problems.error(leaders[i]->place("Account"),
                       "Account=" + account + " is a leader already, at " +
                           account_line(*first->second, leaders[i]->place("Account")),
                       "remove one of the two sections");
    }
    for (std::size_t i = 0; i < followers.size(); ++i) {
        const std::string& account = settings.router.followers[i].account;
        const Location& where = followers[i]->place("Account");
        if (account.empty()) continue;
        check_reserved(*followers[i], account, problems);
        if (const auto leader = leads.find(account); leader != leads.end()) {
            problems.error(where,
                           "Account=" + account + " is both follower and leader, at " +
                               account_line(*leader->second, where),
                           "let it be one of the two");
        }
        const auto [first, is_new] = follows.emplace(account, followers[i]);
        if (is_new) continue;
        const std::string other = std::string(first->second->text("Leader"));
        const bool same_leader = other == followers[i]->text("Leader");
        problems.error(where,
                       "Account=" + account + " follows " +
                           (same_leader ? "twice" : "two leaders") + ", first " + other + " at " +
                           account_line(*first->second, where),
                       "keep one of the two sections");
    }
}

void check_owners(const Sections& sections, Settings& settings, Problems& problems) {
    const auto followers = sections_of(sections, SectionKind::follower);
    for (std::uint32_t i = 0; i < followers.size(); ++i) {
        const FollowerConfig& follower = settings.router.followers[i];
        if (follower.leader.index >= settings.router.leaders.size()) continue;
        const LeaderConfig& leader = settings.router.leaders[follower.leader.index];
        if (leader.account != followers[i]->text("Leader")) continue; // unknown, and reported
        if (!check_owner(*followers[i], follower, leader, problems)) continue;
        settings.gateway.other_owners.push_back(
            {FollowerId{i}, follower.owner, leader.owner, text_of(*followers[i], "Attestation")});
    }
}

void check_use(const Sections& sections, const Settings& settings, Problems& problems) {
    check_sessions_used(sections, settings, problems);
    check_leaders_followed(sections, problems);
}

void check_marks(const Sections& sections, const Settings& settings, Problems& problems) {
    const bool has_prices = std::ranges::any_of(
        settings.sessions, [](const SessionConfig& session) { return session.market_data; });
    if (has_prices) return;
    for (const EffectiveSection* follower : sections_of(sections, SectionKind::follower)) {
        for (const char* key : {"DailyLossLimit", "DailyProfitTarget", "MaxDrawdown", "MaxNotional",
                                "PriceCollarTicks"}) {
            if (follower->find(key) == nullptr) continue;
            problems.warning(follower->place(key),
                             std::string(key) + " goes by traded prices alone: no session has "
                                                "MarketData=Y",
                             "set MarketData=Y on a session that sends prices");
            return;
        }
    }
}

} // namespace lockstep
