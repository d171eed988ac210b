// Once nothing moves any more: venue, journal and what the gateway shows are one, and every
// contract that a follower holds too few of has its reason.
#include "simulation/checker.hpp"
#include "simulation/leader_books.hpp"
#include "simulation/open_orders.hpp"
#include "simulation/own_accounts.hpp"
#include "simulation/own_sizing.hpp"

#include "codec/status_json.hpp"

#include <algorithm>
#include <set>

namespace lockstep::simulation {
namespace {

bool gives_up(Reason reason) {
    return reason != Reason::none && reason != Reason::nothing_to_do &&
           reason != Reason::rounds_to_zero && reason != Reason::drift_closed &&
           reason != Reason::wrong_side && reason != Reason::leader_lost &&
           reason != Reason::waiting_for_answer;
}

class RestCheck {
  public:
    RestCheck(const Evidence& evidence, const AtRest& rest)
        : evidence_(evidence), rest_(rest), config_(evidence.plan.settings.router),
          accounts_(config_, evidence.ledger) {}

    void run() {
        const auto status = parse_status_json(rest_.status_json);
        if (!status) {
            broken("the status cannot be read: " + status.error().what);
            return;
        }
        fold();
        for (std::uint32_t i = 0; i < config_.followers.size(); ++i) {
            const auto& shown = status->followers(static_cast<int>(i));
            compare(FollowerId{i}, shown);
            judge_limits(FollowerId{i}, shown);
            for (const InstrumentMapping& map : config_.followers[i].map) {
                judge(FollowerId{i}, map, shown);
            }
        }
        check_leader(*status);
        if (!rest_.leader_is_flat) return;
        for (const WorkingAtVenue& order : rest_.venue_working) {
            broken("the leader is flat, and a broker still works " + order.text());
        }
    }

  private:
    // Positions by the journal, and when each follower's shortfall was explained last.
    void fold() {
        books_.resize(config_.followers.size());
        for (std::size_t i = 0; i < evidence_.day.events.size(); ++i) {
            const EventBody& body = evidence_.day.events[i].body;
            if (const auto* leader = std::get_if<LeaderExecution>(&body)) {
                leader_.hear(leader->execution);
            } else if (const auto* follower = std::get_if<FollowerExecution>(&body)) {
                books_[follower->follower.index].hear(follower->execution);
            }
            accounts_.hear(evidence_.day.events[i], evidence_.day.answers[i]);
            for (const Command& command : evidence_.day.answers[i]) note_reason(command);
        }
    }

    void note_reason(const Command& command) {
        if (const auto* notice = std::get_if<Notice>(&command)) {
            if (!notice->follower || !gives_up(notice->reason)) return;
            for (const InstrumentMapping& map : config_.followers[notice->follower->index].map) {
                if (notice->instrument && *notice->instrument != map.follower &&
                    *notice->instrument != map.leader) {
                    continue;
                }
                explain(*notice->follower, map.leader);
            }
        } else if (const auto* decision = std::get_if<Decision>(&command)) {
            if (decision->orders == 0 && gives_up(decision->reason)) {
                explain(decision->follower, decision->instrument);
            }
        }
    }

    // It counts for the trade that the leader is in.
    void explain(FollowerId follower, InstrumentId instrument) {
        explained_.insert({follower.index, instrument.index, leader_.at(instrument).flat_since});
    }
    bool is_explained(FollowerId follower, InstrumentId instrument) {
        return explained_.contains(
            {follower.index, instrument.index, leader_.at(instrument).flat_since});
    }

    void compare(FollowerId id, const status::v1::Follower& shown) {
        const FollowerConfig& follower = config_.followers[id.index];
        const FollowerView view = evidence_.day.router.view(id);
        if (shown.mode() != name(view.mode)) {
            broken(follower.account + " is " + shown.mode() + ", by its journal " +
                   std::string(name(view.mode)));
        }
        for (std::uint32_t i = 0; i < config_.instruments.size(); ++i) {
            const std::string& symbol = config_.instruments[i].symbol;
            const std::int64_t venue = evidence_.ledger.position(follower.account, symbol);
            const std::int64_t journal = books_[id.index].held(InstrumentId{i});
            std::int64_t seen = 0;
            for (const auto& each : shown.instruments()) {
                if (each.instrument() == symbol) seen = each.held();
            }
            if (venue != journal || venue != seen) {
                evidence_.story.broken(
                    std::abs(journal) > std::abs(venue) || std::abs(seen) > std::abs(venue)
                        ? Broken::doubled
                        : Broken::lost,
                    VirtualClock::now_ns(),
                    follower.account + " holds " + std::to_string(venue) + " " + symbol +
                        " at its broker, " + std::to_string(journal) +
                        " by the journal, the gateway shows " + std::to_string(seen));
            }
        }
        for (const auto& each : shown.instruments()) {
            const auto link = std::ranges::find_if(view.links, [&](const LinkView& candidate) {
                return config_.instruments[candidate.instrument.index].symbol == each.instrument();
            });
            const bool same = link != view.links.end() && link->held.net == each.held() &&
                              link->target.net == each.target() &&
                              link->working_entries.lots == each.working_entries() &&
                              link->working_exits.lots == each.working_exits() &&
                              link->unknown_orders == each.unknown_orders() &&
                              link->out == each.out();
            if (!same) {
                broken(follower.account + " " + each.instrument() +
                       ": what the gateway shows is not what its journal gives");
            }
            if (each.unknown_orders() > 0) {
                broken(follower.account + " still has orders whose fate is not known on " +
                       each.instrument());
            }
        }
    }

    // It is stopped if, and only if, something of its own stops it; what it shows of its money is
    // what its fills and the prices give.
    void judge_limits(FollowerId id, const status::v1::Follower& shown) {
        const FollowerConfig& follower = config_.followers[id.index];
        const OwnAccount& own = accounts_.of(id);
        const auto same = [](const std::string& text, std::int64_t units) {
            const auto money = Money::parse(text);
            return money && money->units == units;
        };
        if (!same(shown.equity(), own.equity()) || !same(shown.high_water_mark(), own.high()) ||
            (own.floor() && !same(shown.floor(), *own.floor()))) {
            broken(follower.account + " shows equity " + shown.equity() + ", highest " +
                   shown.high_water_mark() + ", floor " + shown.floor() +
                   "; by its fills they are " + Money(own.equity()).str() + ", " +
                   Money(own.high()).str() + ", " +
                   (own.floor() ? Money(*own.floor()).str() : "none"));
        }
        const bool is_flat_now = evidence_.plan.is_to_be_flat(id, VirtualClock::now_ns());
        const bool is_stopped = own.is_stopped() || is_flat_now;
        if (is_stopped != (shown.mode() != "active")) {
            broken(follower.account + " is " + shown.mode() + " (" + shown.mode_reason() +
                   (is_stopped ? "), and has a reason to be stopped"
                               : "), and nothing of its own stops it"));
        }
        const bool flattens = follower.limits.on_breach == OnBreach::flatten;
        if (is_flat_now) {
            judge_held(follower, true);
        } else if (!own.held_by().empty()) {
            judge_held(follower, flattens);
        }
    }

    // A limit holds it: it only leaves; where the breach flattens, it has left.
    void judge_held(const FollowerConfig& follower, bool flattens) {
        for (const Instrument& instrument : config_.instruments) {
            const std::int64_t held =
                evidence_.ledger.position(follower.account, instrument.symbol);
            if (flattens && held != 0) {
                broken(follower.account + " is flattened and holds " + std::to_string(held) + " " +
                       instrument.symbol);
            }
            for (const WorkingAtVenue& order : rest_.venue_working) {
                if (order.account != follower.account || order.symbol != instrument.symbol)
                    continue;
                const bool reduces = order.buys ? held < 0 : held > 0;
                if (!flattens && reduces && order.leaves <= std::abs(held)) continue;
                broken("a limit holds the account, and its broker works " + order.text());
            }
        }
    }

    void judge(FollowerId id, const InstrumentMapping& map, const status::v1::Follower& shown) {
        const FollowerConfig& follower = config_.followers[id.index];
        const std::string& symbol = config_.instruments[map.follower.index].symbol;
        const std::int64_t held = evidence_.ledger.position(follower.account, symbol);
        const LeaderBooks::Standing& leader = leader_.at(map.leader);
        const std::int64_t target =
            OwnSizing(config_, follower, map).target(leader.net, leader.peak);
        const std::string stands = follower.account + " holds " + std::to_string(held) + " " +
                                   symbol + ", the leader " + std::to_string(leader.net) +
                                   ", so it should hold " + std::to_string(target);
        if (rest_.leader_is_flat && held != 0) {
            broken(stands + " (" + shown.mode() + ")");
            return;
        }
        if (rest_.leader_works) return; // may be ahead of the leader, or behind
        if (held * leader.net < 0) broken(stands + ", and it stands against the leader");
        if (std::abs(held) > std::abs(target) && follower.catch_up == CatchUp::market) {
            broken(stands + ", and what is too much is always sold");
        }
        if (held != target && !is_explained(id, map.leader))
            broken(stands + ", and nothing says why");
    }

    void check_leader(const status::v1::Status& status) {
        for (const auto& each : status.leaders(0).instruments()) {
            const std::int64_t venue =
                evidence_.ledger.position(config_.leaders[0].account, each.instrument());
            if (venue == each.position()) continue;
            evidence_.story.broken(
                std::abs(each.position()) > std::abs(venue) ? Broken::doubled : Broken::lost,
                VirtualClock::now_ns(),
                "the leader holds " + std::to_string(venue) + " " + each.instrument() +
                    ", the gateway shows " + std::to_string(each.position()));
        }
    }

    void broken(std::string what) {
        evidence_.story.broken(Broken::unexplained, VirtualClock::now_ns(),
                               "at rest: " + std::move(what));
    }

    const Evidence& evidence_;
    const AtRest& rest_;
    const RouterConfig& config_;
    LeaderBooks leader_;
    OwnAccounts accounts_;
    std::vector<FollowerBooks> books_;
    std::set<std::tuple<std::uint32_t, std::uint32_t, std::uint64_t>> explained_;
};

} // namespace

void check_rest(const Evidence& evidence, const AtRest& rest) { RestCheck(evidence, rest).run(); }

} // namespace lockstep::simulation
