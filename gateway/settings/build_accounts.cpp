#include "settings/apply_profile.hpp"
#include "settings/build.hpp"
#include "settings/nearest.hpp"
#include "settings/typed.hpp"

#include <algorithm>

namespace lockstep {

namespace {

LeaderId referred_leader(const EffectiveSection& section, const Settings& settings,
                         Problems& problems) {
    const Value* wanted = section.find("Leader");
    if (wanted == nullptr) return {};
    std::vector<std::string_view> known;
    for (std::uint32_t i = 0; i < settings.router.leaders.size(); ++i) {
        const std::string& account = settings.router.leaders[i].account;
        if (account == wanted->text) return LeaderId{i};
        if (account.empty()) return {}; // it may be that one, whose trouble is reported
        known.push_back(account);
    }
    if (known.empty()) return {}; // no [LEADER] at all, which is reported
    blame(problems, "Leader", *wanted,
          Error{"is the account of no [LEADER]; the nearest one is " +
                std::string(nearest(wanted->text, known))});
    return {};
}

std::vector<const Instrument*> mapped_instruments(const FollowerConfig& follower,
                                                  const Settings& settings) {
    std::vector<const Instrument*> instruments;
    for (const InstrumentMapping& row : follower.map) {
        instruments.push_back(&settings.router.instruments[row.follower.index]);
    }
    return instruments;
}

void build_behaviour(const EffectiveSection& section, FollowerConfig& follower) {
    follower.late_entry = choice_of<LateEntry>(
        section, "LateEntry",
        {{"keep", LateEntry::keep}, {"cancel", LateEntry::cancel}, {"chase", LateEntry::chase}});
    follower.catch_up = choice_of<CatchUp>(section, "CatchUp",
                                           {{"market", CatchUp::market}, {"none", CatchUp::none}});
    follower.catch_up_after =
        read_of(section, "CatchUpAfter", read_seconds).value_or(follower.catch_up_after);
    follower.max_slippage_ticks = read_of(section, "MaxSlippageTicks", read_whole);
    follower.join_mid_trade = boolean_of(section, "JoinMidTrade");
    follower.on_foreign_trade = choice_of<OnForeignTrade>(section, "OnForeignTrade",
                                                          {{"pause", OnForeignTrade::pause},
                                                           {"adopt", OnForeignTrade::adopt},
                                                           {"ignore", OnForeignTrade::ignore}});
    follower.on_leader_lost =
        choice_of<OnLeaderLost>(section, "OnLeaderLost",
                                {{"cancel_entries", OnLeaderLost::cancel_entries},
                                 {"hold", OnLeaderLost::hold},
                                 {"flatten", OnLeaderLost::flatten}});
}

} // namespace

SessionIndex referred_session(const EffectiveSection& section, const Settings& settings,
                              Problems& problems) {
    const Value* wanted = section.find("Session");
    if (wanted == nullptr) return {};
    std::vector<std::string> ids;
    for (std::uint32_t i = 0; i < settings.sessions.size(); ++i) {
        if (settings.sessions[i].target_comp_id.empty()) return {}; // may be it: reported already
        ids.push_back(settings.sessions[i].id());
        if (ids.back() == wanted->text) return SessionIndex{i};
    }
    if (ids.empty()) return {}; // no [SESSION] at all, which is reported
    const std::vector<std::string_view> known(ids.begin(), ids.end());
    blame(problems, "Session", *wanted,
          Error{"is the id of no [SESSION]; the nearest one is " +
                std::string(nearest(wanted->text, known))});
    return {};
}

void build_leaders(Sections& sections, Settings& settings, Problems& problems) {
    for (const EffectiveSection* section : sections_of(sections, SectionKind::leader)) {
        LeaderConfig leader;
        leader.account = text_of(*section, "Account");
        leader.session = referred_session(*section, settings, problems);
        if (!settings.sessions.empty()) settings.sessions[leader.session.index].leads = true;
        leader.owner = text_of(*section, "Owner");
        leader.balance = read_of(*section, "Balance", Money::parse);
        leader.start_flat = boolean_of(*section, "StartFlat");
        leader.on_bust = choice_of<OnBust>(*section, "OnBust",
                                           {{"ask", OnBust::ask}, {"follow", OnBust::follow}});
        settings.router.leaders.push_back(std::move(leader));
        settings.gateway.leader_session_end.push_back(
            read_of(*section, "SessionEnd", read_daily_time).value_or(DailyTime{}));
    }
}

void build_followers(Sections& sections, Settings& settings, Problems& problems) {
    for (EffectiveSection* section : sections_of(sections, SectionKind::follower)) {
        FollowerConfig follower;
        follower.account = text_of(*section, "Account");
        follower.leader = referred_leader(*section, settings, problems);
        follower.session = referred_session(*section, settings, problems);
        if (!settings.sessions.empty()) {
            const SessionConfig& session = settings.sessions[follower.session.index];
            follower.mass_status = session.mass_status;
            follower.position_reports = session.position_reports;
        }
        follower.owner = text_of(*section, "Owner");
        follower.balance = read_of(*section, "Balance", Money::parse);
        follower.copy_mode = choice_of<CopyMode>(
            *section, "CopyMode", {{"orders", CopyMode::orders}, {"fills", CopyMode::fills}});
        build_behaviour(*section, follower);
        build_instrument_map(*section, follower, settings, problems);
        build_sizing(*section, follower, settings, problems);
        apply_profile_weights(*section, mapped_instruments(follower, settings), problems);
        build_limits(*section, follower, settings, problems);
        if (follower.late_entry == LateEntry::chase && !follower.max_slippage_ticks &&
            !section->is_bad("MaxSlippageTicks")) {
            problems.error(section->place("LateEntry"), "LateEntry=chase has no MaxSlippageTicks",
                           "add MaxSlippageTicks=, the most that a chase may cost");
        }
        settings.router.followers.push_back(std::move(follower));
        settings.gateway.day_roll.push_back(
            read_of(*section, "DayRoll", read_daily_time).value_or(DailyTime{}));
        settings.gateway.hours.push_back(build_hours(*section, problems));
    }
}

} // namespace lockstep
