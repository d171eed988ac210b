// Was every order, at the moment it was sent, one that the rules of docs/copying.md allow? Judged
// by the checker's own books of what the journal says up to there.
#include "simulation/checker.hpp"
#include "simulation/leader_books.hpp"
#include "simulation/open_orders.hpp"
#include "simulation/own_sizing.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace lockstep::simulation {
namespace {

class PromiseCheck {
  public:
    explicit PromiseCheck(const Evidence& evidence)
        : evidence_(evidence), config_(evidence.plan.settings.router),
          followers_(config_.followers.size()) {}

    void run() {
        for (std::size_t i = 0; i < evidence_.day.events.size(); ++i) {
            event_ = &evidence_.day.events[i];
            hear(event_->body);
            sent_.clear();
            for (const Command& command : evidence_.day.answers[i]) send(command);
            for (const Sent& sent : sent_) {
                judge_sum(sent.follower, sent.instrument, sent.name, sent.does);
            }
        }
    }

  private:
    void hear(const EventBody& body) {
        if (const auto* leader = std::get_if<LeaderExecution>(&body)) {
            leader_.hear(leader->execution);
        } else if (const auto* follower = std::get_if<FollowerExecution>(&body)) {
            followers_[follower->follower.index].hear(follower->execution);
        } else if (const auto* back = std::get_if<OrderNotSent>(&body)) {
            followers_[back->follower.index].not_sent(back->cl_ord_id);
        }
    }

    // What an event made it send counts together, whatever the order in which it left.
    void send(const Command& command) {
        if (const auto* sent = std::get_if<Approved<NewOrder>>(&command)) {
            const NewOrder& order = sent->order();
            followers_[order.follower.index].sent(order);
            sent_.push_back({order.follower, order.instrument, order.cl_ord_id, "sends"});
        } else if (const auto* change = std::get_if<Approved<ReplaceOrder>>(&command)) {
            const ReplaceOrder& order = change->order();
            FollowerBooks& books = followers_[order.follower.index];
            const OpenOrder* const before = books.find(order.orig_cl_ord_id);
            const std::int64_t total_before = before == nullptr ? 0 : before->total;
            books.sent(order);
            if (order.total.lots > total_before) {
                sent_.push_back(
                    {order.follower, order.instrument, order.orig_cl_ord_id, "enlarges"});
            }
        } else if (const auto* cancel = std::get_if<Approved<CancelOrder>>(&command)) {
            followers_[cancel->order().follower.index].sent(cancel->order());
        }
    }

    struct Sent {
        FollowerId follower;
        InstrumentId instrument;
        ClOrdId name;
        const char* does;
    };

    void judge_sum(FollowerId id, InstrumentId instrument, const ClOrdId& name, const char* does) {
        const FollowerBooks& books = followers_[id.index];
        const OpenOrder* const order = books.find(name);
        if (order == nullptr) {
            broken(Broken::unexplained, id, name, does, "and nobody knows the order");
            return;
        }
        const FollowerBooks::Open open = books.open(instrument, order->terms.side);
        const std::int64_t held = books.held(instrument);
        const std::int64_t sign = order->terms.side == Side::buy ? 1 : -1;
        const auto allowed = most_allowed(id, instrument, sign);
        if (allowed) followers_[id.index].note_worth(name, allowed->by_leader);
        if (order->is_exit) {
            judge_exit(id, *order, name, does, held * sign, open);
        } else {
            judge_entry(id, *order, name, does, held * sign, open);
        }
    }

    // Never sold twice: what goes at market stays within what is held, with the larger of the two
    // closing ladders beside it. When the leader turns, a ladder may hold entries of the new side
    // as well, worth what the leader's orders were; a resting order is therefore judged by the cap
    // alone. Orders without an answer and those that are being cancelled count.
    void judge_exit(FollowerId id, const OpenOrder& order, const ClOrdId& name, const char* does,
                    std::int64_t held, const FollowerBooks::Open& open) {
        const auto allowed =
            most_allowed(id, order.instrument, order.terms.side == Side::buy ? 1 : -1);
        const std::int64_t beside = std::max(open.targets, open.stops);
        const std::int64_t entries = std::max(allowed ? allowed->by_leader : 0, open.worth);
        const std::int64_t cap = allowed ? allowed->by_cap : 0;
        const bool fits = can_rest(order.terms)
                              ? beside <= -held + cap
                              : open.market <= -held && open.market + beside <= -held + entries;
        if (fits) return;
        broken(Broken::doubled, id, name, does,
               "it could close " + std::to_string(open.market + beside));
    }

    // No more than the leader's position with its working orders is worth: a mirror with every
    // entry that is not being taken away (one without an answer cannot be, yet), a copy of a fill
    // with the other copies, because mirrors stand for what the leader may do yet. Everything that
    // may still trade stays below the cap.
    void judge_entry(FollowerId id, const OpenOrder& order, const ClOrdId& name, const char* does,
                     std::int64_t held, const FollowerBooks::Open& open) {
        const std::int64_t sign = order.terms.side == Side::buy ? 1 : -1;
        const auto allowed = most_allowed(id, order.instrument, sign);
        if (!allowed) {
            broken(Broken::unexplained, id, name, does, "an instrument that is not mapped");
            return;
        }
        const bool mirrors = can_rest(order.terms);
        const std::int64_t own = order.is_answered && !order.is_leaving ? 0 : order.leaves();
        const std::int64_t beside = mirrors ? open.entries - open.leaving + own : open.copies;
        if (held + beside > allowed->by_leader) {
            broken(Broken::doubled, id, name, does,
                   std::string(mirrors ? "a mirror" : "a copy") + ": it could hold " +
                       std::to_string((held + beside) * sign) + ", allowed are " +
                       std::to_string(allowed->by_leader * sign));
        }
        if (held + open.entries > allowed->by_cap) {
            broken(Broken::doubled, id, name, does,
                   "it could hold " + std::to_string((held + open.entries) * sign) +
                       ", its cap is " + std::to_string(allowed->by_cap));
        }
    }

    struct Allowed {
        std::int64_t by_leader = 0;
        std::int64_t by_cap = 0;
    };

    // T of the leader's position with all that works for it on that side; never more than the cap.
    std::optional<Allowed> most_allowed(FollowerId id, InstrumentId instrument, std::int64_t sign) {
        const FollowerConfig& follower = config_.followers[id.index];
        const auto map = std::ranges::find(follower.map, instrument, &InstrumentMapping::follower);
        if (map == follower.map.end()) return std::nullopt;
        const OwnSizing sizing(config_, follower, *map);
        const LeaderBooks::Standing& now = leader_.at(map->leader);
        const std::int64_t farthest =
            now.net + sign * leader_.working(map->leader, sign > 0 ? Side::buy : Side::sell);
        const bool same_side = (farthest > 0) == (now.net > 0);
        const std::int64_t far = sizing.target(farthest, same_side ? now.peak : 0) * sign;
        const std::int64_t near = sizing.target(now.net, now.peak) * sign;
        return Allowed{std::max<std::int64_t>({far, near, 0}), sizing.cap()};
    }

    std::string working(FollowerId id, const ClOrdId& name) const {
        const FollowerBooks& books = followers_[id.index];
        const OpenOrder* const order = books.find(name);
        if (order == nullptr) return {};
        return "; held " + std::to_string(books.held(order->instrument)) + ", works " +
               books.names(order->instrument, order->terms.side);
    }

    void broken(Broken kind, FollowerId id, const ClOrdId& name, const char* does,
                const std::string& why) {
        evidence_.story.broken(kind, event_->time.ns,
                               config_.followers[id.index].account + " " + does + " " + name.str() +
                                   " at event " + std::to_string(event_->sequence) + ": " + why +
                                   working(id, name));
    }

    const Evidence& evidence_;
    const RouterConfig& config_;
    LeaderBooks leader_;
    std::vector<FollowerBooks> followers_;
    std::vector<Sent> sent_; // for this event
    const Event* event_ = nullptr;
};

} // namespace

void check_promises(const Evidence& evidence) { PromiseCheck(evidence).run(); }

} // namespace lockstep::simulation
