#include "codec/utc_text.hpp"
#include "preflight/preflight.hpp"
#include "router/sizing.hpp"

#include <algorithm>

namespace lockstep {

namespace {

constexpr Quantity one_lot{1};
constexpr Quantity no_cap{1'000'000};
constexpr Duration days_ahead = Duration::seconds(3 * 86'400);

bool may_trade(const FollowerConfig& follower, InstrumentId instrument) {
    const auto& allowed = follower.limits.allowed;
    return allowed.empty() || std::ranges::find(allowed, instrument) != allowed.end();
}

// What MaxContracts, or the first step of the scaling plan, leaves for one instrument.
Quantity cap_of(const FollowerConfig& follower, InstrumentId instrument) {
    Ratio most = follower.limits.max_contracts;
    const auto& plan = follower.limits.scaling_plan;
    if (!plan.empty()) most = std::min(most, plan.front().max_contracts);
    const Ratio weight = follower.limits.contract_weight[instrument.index];
    return Quantity(round_ratio(most / weight, Rounding::down));
}

// One account on one instrument of its leader.
class Link {
  public:
    Link(const Settings& settings, const FollowerConfig& follower, const InstrumentMapping& row)
        : follower_(follower), row_(row), leader_(settings.router.leaders[follower.leader.index]),
          theirs_(settings.router.instruments[row.leader.index]),
          ours_(settings.router.instruments[row.follower.index]) {}

    std::vector<PreflightRow> rows(Timestamp now) const {
        std::vector<PreflightRow> found;
        const auto say = [&](Verdict verdict, std::string words) {
            found.push_back({verdict, "account " + follower_.account, std::move(words)});
        };
        size(say);
        ticks(say);
        if (ours_.expires && *ours_.expires <= now) {
            say(Verdict::fail, ours_.symbol + " has expired: " + utc_text(*ours_.expires));
        } else if (ours_.expires && *ours_.expires < now + days_ahead) {
            say(Verdict::warn, ours_.symbol + " expires soon: " + utc_text(*ours_.expires));
        }
        return found;
    }

  private:
    void size(const auto& say) const {
        const auto sizer =
            Sizer::make(follower_.sizing, row_.factor, follower_.balance, leader_.balance, no_cap);
        if (!sizer) {
            say(Verdict::fail, "no balance to size " + ours_.symbol + " by");
            return;
        }
        const Quantity wanted = sizer->size(one_lot, one_lot);
        const Quantity cap = cap_of(follower_, row_.follower);
        const std::string one = "one lot of " + theirs_.symbol + " ";
        if (cap.is_zero()) {
            say(Verdict::fail, "not one " + ours_.symbol + " fits under its cap");
        } else if (wanted.is_zero()) {
            say(Verdict::warn, one + "rounds to no " + ours_.symbol);
        } else if (wanted > cap) {
            const bool is_skipped = follower_.sizing.over_cap == OverCap::skip;
            say(is_skipped ? Verdict::fail : Verdict::warn,
                one + "would be " + std::to_string(wanted.lots) + " " + ours_.symbol +
                    ", and no more than " + std::to_string(cap.lots) + " fit under its cap" +
                    (is_skipped ? ": nothing is copied (OverCap=skip)" : ""));
        }
    }

    // Prices are converted; between the follower's ticks they are rounded.
    void ticks(const auto& say) const {
        const Ratio steps = Ratio(theirs_.tick_size) / Ratio(ours_.tick_size);
        if (steps.denominator() == 1) return;
        say(Verdict::warn, "prices of " + theirs_.symbol + " (tick " + theirs_.tick_size.str() +
                               ") are rounded to those of " + ours_.symbol + " (tick " +
                               ours_.tick_size.str() + ")");
    }

    const FollowerConfig& follower_;
    const InstrumentMapping& row_;
    const LeaderConfig& leader_;
    const Instrument& theirs_;
    const Instrument& ours_;
};

std::vector<PreflightRow> calendar_rows(const std::string& account,
                                        const std::optional<DatedCalendar>& calendar,
                                        const std::string& key, Timestamp now) {
    if (!calendar || calendar->through >= now + days_ahead) return {};
    const bool is_over = calendar->through <= now;
    return {{is_over ? Verdict::fail : Verdict::warn, "account " + account,
             key + (is_over ? " is out of date: it ended " : " ends soon: ") +
                 utc_text(calendar->through)}};
}

} // namespace

std::vector<PreflightRow> check_accounts(const Settings& settings, Timestamp now) {
    std::vector<PreflightRow> rows;
    std::size_t well = 0;
    const auto& followers = settings.router.followers;
    for (std::size_t i = 0; i < followers.size(); ++i) {
        const std::size_t before = rows.size();
        const auto take = [&](std::vector<PreflightRow> more) {
            for (PreflightRow& row : more) rows.push_back(std::move(row));
        };
        bool has_link = false;
        for (const InstrumentMapping& row : followers[i].map) {
            if (!may_trade(followers[i], row.follower)) continue;
            has_link = true;
            take(Link(settings, followers[i], row).rows(now));
        }
        if (!has_link) {
            rows.push_back({Verdict::fail, "account " + followers[i].account,
                            "no instrument of its leader is mapped to one that it may trade"});
        }
        const AccountHours& hours = settings.gateway.hours[i];
        take(calendar_rows(followers[i].account, hours.news, "NewsFile", now));
        take(calendar_rows(followers[i].account, hours.holidays, "HolidayFile", now));
        if (rows.size() == before) ++well;
    }
    rows.insert(rows.begin(), {Verdict::ok, "accounts",
                               std::to_string(well) + " of " + std::to_string(followers.size()) +
                                   " copy a lot of every instrument of theirs under their caps"});
    return rows;
}

std::vector<PreflightRow> check_warnings(const Checked& checked) {
    std::vector<PreflightRow> rows;
    for (const Problem& problem : checked.problems) {
        rows.push_back({problem.is_warning ? Verdict::warn : Verdict::fail,
                        "settings line " + std::to_string(problem.where.line), problem.what});
    }
    if (rows.empty()) rows.push_back({Verdict::ok, "settings", "without a warning"});
    std::size_t profiles = 0;
    for (const EffectiveSection& section : checked.sections) {
        profiles += section.profile() ? 1 : 0;
    }
    if (profiles > 0) {
        rows.push_back({Verdict::ok, "profiles",
                        std::to_string(profiles) + " accounts have one; lockstep check lists "
                                                   "what is left for you to keep"});
    }
    return rows;
}

} // namespace lockstep
