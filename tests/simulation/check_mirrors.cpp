// Once nothing moves any more and the leader works orders: its mirrors, one by one.
#include "simulation/checker.hpp"
#include "simulation/day_books.hpp"
#include "simulation/own_sizing.hpp"

#include "codec/status_json.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <vector>

namespace lockstep::simulation {
namespace {

class MirrorCheck {
  public:
    MirrorCheck(const Evidence& evidence, const AtRest& rest)
        : evidence_(evidence), rest_(rest), config_(evidence.plan.settings.router),
          books_(config_, evidence.day.models) {}

    void run() {
        const auto status = parse_status_json(rest_.status_json);
        if (!status) return; // said already
        for (std::size_t i = 0; i < evidence_.day.events.size(); ++i) {
            const Event& event = evidence_.day.events[i];
            books_.hear(event);
            if (const auto* leader = std::get_if<LeaderExecution>(&event.body)) {
                came_.try_emplace(leader->execution.order_key.str(), i);
                let_in_again(leader->execution.instrument);
            }
            note_reasons(i);
            for (const Command& command : evidence_.day.answers[i]) books_.send(command);
        }
        for (std::uint32_t i = 0; i < config_.followers.size(); ++i) {
            const auto& shown = status->followers(static_cast<int>(i));
            for (const InstrumentMapping& map : config_.followers[i].map) {
                judge(FollowerId{i}, map, shown);
            }
        }
    }

  private:
    // What keeps an account from working an entry is said; that it was away is in the journal.
    void note_reasons(std::size_t at) {
        const EventBody& body = evidence_.day.events[at].body;
        const bool all_may_have_missed =
            std::holds_alternative<Started>(body) || std::holds_alternative<SessionChanged>(body);
        for (std::uint32_t i = 0; i < config_.followers.size(); ++i) {
            if (all_may_have_missed) explained_[i] = at;
        }
        for (const Command& command : evidence_.day.answers[at]) {
            const auto* const decision = std::get_if<Decision>(&command);
            if (decision != nullptr && decision->reason == Reason::stale) {
                explained_[decision->follower.index] = at;
            }
            const auto* const notice = std::get_if<Notice>(&command);
            if (notice == nullptr || !notice->follower) continue;
            if (notice->reason == Reason::out) note_out(*notice);
            const bool is_news =
                notice->reason == Reason::rounds_to_zero || notice->reason == Reason::drift_closed;
            if (!is_news) explained_[notice->follower->index] = at;
        }
    }

    // Out until the leader is flat, or turns.
    void note_out(const Notice& notice) {
        const FollowerConfig& follower = config_.followers[notice.follower->index];
        const auto map =
            std::ranges::find(follower.map, *notice.instrument, &InstrumentMapping::follower);
        out_[{notice.follower->index, map->leader.index}] =
            books_.leader().at(map->leader).flat_since;
    }
    void let_in_again(InstrumentId instrument) {
        const std::uint64_t flat_since = books_.leader().at(instrument).flat_since;
        std::erase_if(out_, [&](const auto& entry) {
            return entry.first.second == instrument.index && entry.second != flat_since;
        });
    }

    bool is_explained(FollowerId id, const std::string& key) const {
        const auto last = explained_.find(id.index);
        return last != explained_.end() && last->second >= came_.at(key);
    }

    void judge(FollowerId id, const InstrumentMapping& map, const status::v1::Follower& shown) {
        const FollowerConfig& follower = config_.followers[id.index];
        const std::string& symbol = config_.instruments[map.follower.index].symbol;
        works_.clear();
        left_over_[0] = left_over_[1] = 0;
        for (const WorkingAtVenue& order : rest_.venue_working) {
            if (order.account != follower.account || order.symbol != symbol) continue;
            judge_order(id, order);
        }
        if (follower.copy_mode != CopyMode::orders) return;
        const OwnSizing sizing(config_, follower, map);
        for (const bool stops : {false, true}) {
            judge_exits(id, map, sizing, stops);
            for (const Side side : {Side::buy, Side::sell}) {
                judge_entries(id, map, sizing, side, stops, shown);
            }
        }
    }

    // One order at a broker: it is the gateway's, stands for a working order of the leader and has
    // its terms. What the leader's fill left behind may stay as LateEntry and CatchUp say.
    void judge_order(FollowerId id, const WorkingAtVenue& order) {
        const FollowerConfig& follower = config_.followers[id.index];
        const OpenOrder* const known = books_.of(id).find(order.cl_ord_id);
        if (known == nullptr || known->leaves() != order.leaves) {
            broken("a broker works " + order.text() + ", by the journal " +
                   std::to_string(known == nullptr ? 0 : known->leaves()) + " of it do");
            return;
        }
        if (follower.copy_mode == CopyMode::fills) {
            broken("an account that copies fills works " + order.text());
            return;
        }
        const LeaderBooks::Order* const model = books_.leader().find(known->stands_for);
        if (model == nullptr) {
            broken("no order of the leader explains " + order.text());
        } else if (!model->is_open) {
            const bool was_filled = model->filled >= model->total;
            const bool may_stay =
                was_filled && (follower.catch_up == CatchUp::none ||
                               (!known->is_exit && follower.late_entry == LateEntry::keep));
            if (!may_stay) broken("the leader's order is gone, and a broker works " + order.text());
            if (known->is_exit) left_over_[known->terms.stop_price ? 1 : 0] += order.leaves;
        } else {
            works_[known->stands_for] += order.leaves;
            if (!has_terms(order, *model)) {
                broken("a mirror has other terms than the leader's order: " + order.text());
            }
        }
    }

    // Prices of all instruments of the simulation have the same ticks.
    bool has_terms(const WorkingAtVenue& order, const LeaderBooks::Order& model) const {
        const Instrument& instrument = config_.instruments[model.instrument.index];
        const auto text = [&](const std::optional<Price>& price) {
            return price ? format_price(instrument, *price) : std::string();
        };
        const char type = static_cast<char>('1' + static_cast<int>(model.terms.type));
        const char lasts = model.terms.time_in_force == TimeInForce::good_till_cancel ? '1' : '0';
        return order.buys == (model.terms.side == Side::buy) && order.order_type[0] == type &&
               order.time_in_force[0] == lasts && order.price == text(model.terms.price) &&
               order.stop_price == text(model.terms.stop_price);
    }

    // A closing ladder walks from what is held inwards. What filled ahead of the leader, entries
    // and exits, is where the documented accounts say; a stop that was kept while the leader added
    // may be larger, within what is held.
    void judge_exits(FollowerId id, const InstrumentMapping& map, const OwnSizing& sizing,
                     bool stops) {
        const FollowerBooks& books = books_.of(id);
        const LeaderBooks::Standing& leader = books_.leader().at(map.leader);
        const std::int64_t held = books.held(map.follower);
        if (held == 0 || held * leader.net < 0) return; // a flat one works none: judge_order
        const Side side = held > 0 ? Side::sell : Side::buy;
        const Side opening = held > 0 ? Side::buy : Side::sell;
        const std::int64_t early_entries = std::min(
            books.ahead(books_.leader(), map.follower, opening, false), room(map, sizing, opening));
        std::int64_t left = std::abs(held) - early_entries - left_over_[stops ? 1 : 0];
        std::int64_t walk = left + books.ahead(books_.leader(), map.follower, side, true, stops);
        std::int64_t net = std::abs(leader.net);
        const auto most = config_.followers[id.index].limits.max_order_quantity;
        std::int64_t sum = 0;
        bool is_kept = false;
        for (const std::string& key : books_.leader().ladder(map.leader, side, stops, true)) {
            const LeaderBooks::Order& model = *books_.leader().find(key);
            net = std::max<std::int64_t>(0, net - model.leaves());
            const std::int64_t signed_net = leader.net > 0 ? net : -net;
            const std::int64_t stays =
                std::min(walk, std::abs(sizing.target(signed_net, leader.peak)));
            const MirrorAccount* const account = books.account(key);
            const std::int64_t ahead = account == nullptr ? 0 : account->ahead();
            const std::int64_t wanted =
                std::min(std::max<std::int64_t>(0, walk - stays - ahead), left);
            walk = stays;
            left -= wanted;
            const std::int64_t works = works_[key];
            sum += works;
            is_kept = is_kept || (stops && works > wanted);
            const std::int64_t least = most ? std::min(wanted, most->lots) : wanted;
            judge({key, is_kept ? 0 : least, is_kept ? works : wanted, works}, who(id, map),
                  "exit");
        }
        if (sum + left_over_[stops ? 1 : 0] > std::abs(held)) {
            broken(who(id, map) + " works exits for " + std::to_string(sum));
        }
    }

    // How far the leader's resting entries of one side can take the target.
    std::int64_t room(const InstrumentMapping& map, const OwnSizing& sizing, Side side) {
        const LeaderBooks::Standing& now = books_.leader().at(map.leader);
        const std::int64_t sign = side == Side::buy ? 1 : -1;
        const std::int64_t far = now.net + sign * books_.leader().entries(map.leader, side);
        const std::int64_t peak = (far > 0) == (now.net > 0) ? now.peak : 0;
        return std::max<std::int64_t>(
            0, sign * sizing.target(far, peak) -
                   std::max<std::int64_t>(0, sign * sizing.target(now.net, now.peak)));
    }

    // An entry ladder walks from the leader's position outwards. A mirror works no more than its
    // share; one that works less has a reason, or there was no room for it beside the others.
    void judge_entries(FollowerId id, const InstrumentMapping& map, const OwnSizing& sizing,
                       Side side, bool stops, const status::v1::Follower& shown) {
        const FollowerBooks& books = books_.of(id);
        const LeaderBooks::Standing& leader = books_.leader().at(map.leader);
        const std::int64_t sign = side == Side::buy ? 1 : -1;
        if (leader.net * sign < 0) return; // no entries there: they are exits
        const std::int64_t held = std::max<std::int64_t>(0, sign * books.held(map.follower));
        const std::int64_t near = sign * sizing.target(leader.net, leader.peak);
        const bool is_full = held + books.open(map.follower, side).entries >=
                             std::max<std::int64_t>(0, near) + room(map, sizing, side);
        std::int64_t net = leader.net;
        std::int64_t reached = near;
        for (const std::string& key : books_.leader().ladder(map.leader, side, stops, false)) {
            net += sign * books_.leader().find(key)->leaves();
            const std::int64_t next = std::max(reached, sign * sizing.target(net, leader.peak));
            const MirrorAccount* const account = books.account(key);
            const std::int64_t total = next - reached + (account ? account->credited : 0);
            const std::int64_t wanted =
                std::max<std::int64_t>(0, total - (account ? account->filled : 0));
            reached = next;
            const bool is_out = out_.contains({id.index, map.leader.index});
            const bool is_closed = evidence_.plan.is_closed(id, VirtualClock::now_ns());
            const bool may_lack =
                is_full || is_out || is_closed || shown.mode() != "active" || is_explained(id, key);
            judge({key, may_lack ? 0 : wanted, wanted, works_[key]}, who(id, map), "entry");
        }
    }

    // What works for an order of the leader, and what should.
    struct Share {
        std::string key;
        std::int64_t least = 0;
        std::int64_t most = 0;
        std::int64_t works = 0;
    };

    void judge(const Share& share, const std::string& who, const char* what) {
        if (share.works >= share.least && share.works <= share.most) return;
        broken(who + " works " + std::to_string(share.works) + " for the leader's " + what + " " +
               share.key + ", by the ladder " + std::to_string(share.most));
    }

    std::string who(FollowerId id, const InstrumentMapping& map) const {
        return config_.followers[id.index].account + " holds " +
               std::to_string(books_.of(id).held(map.follower)) + " " +
               config_.instruments[map.follower.index].symbol + " and";
    }

    void broken(std::string what) {
        evidence_.story.broken(Broken::unexplained, VirtualClock::now_ns(),
                               "at rest: " + std::move(what));
    }

    const Evidence& evidence_;
    const AtRest& rest_;
    const RouterConfig& config_;
    DayBooks books_;
    std::map<std::string, std::size_t> came_;        // the leader's orders: at which event
    std::map<std::uint32_t, std::size_t> explained_; // followers: the last event with a reason
    // Followers that are out, by the leader's instrument: how often it had been flat then.
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> out_;
    // Of the link that is being judged: what works for each order of the leader, and the exits
    // that its fills left behind, targets and stops.
    std::map<std::string, std::int64_t> works_;
    std::int64_t left_over_[2] = {0, 0};
};

} // namespace

void check_mirrors(const Evidence& evidence, const AtRest& rest) {
    if (rest.leader_works) MirrorCheck(evidence, rest).run();
}

} // namespace lockstep::simulation
