// Was every order, at the moment it was sent, one that the rules of docs/copying.md allow? Judged
// by the checker's own books of what the journal says up to there.
#include "simulation/checker.hpp"
#include "simulation/day_books.hpp"
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
          books_(config_, evidence.day.models) {}

    void run() {
        for (std::size_t i = 0; i < evidence_.day.events.size(); ++i) {
            event_ = &evidence_.day.events[i];
            books_.hear(*event_);
            sent_.clear();
            for (const Command& command : evidence_.day.answers[i]) send(command);
            for (const Sent& sent : sent_) {
                judge_sum(sent.follower, sent.instrument, sent.name, sent.does);
            }
        }
    }

  private:
    // What an event made it send counts together, whatever the order in which it left.
    void send(const Command& command) {
        if (const auto* change = std::get_if<Approved<ReplaceOrder>>(&command)) {
            const ReplaceOrder& order = change->order();
            const OpenOrder* const before = books_.of(order.follower).find(order.orig_cl_ord_id);
            if (order.total.lots > (before == nullptr ? 0 : before->total)) {
                sent_.push_back(
                    {order.follower, order.instrument, order.orig_cl_ord_id, "enlarges"});
            }
        } else if (const auto* sent = std::get_if<Approved<NewOrder>>(&command)) {
            const NewOrder& order = sent->order();
            sent_.push_back({order.follower, order.instrument, order.cl_ord_id, "sends"});
        }
        books_.send(command);
    }

    struct Allowed {
        std::int64_t by_position = 0;  // T of the leader's position
        std::int64_t with_entries = 0; // and of that with its working entries of one side
        std::int64_t by_cap = 0;
    };

    struct Sent {
        FollowerId follower;
        InstrumentId instrument;
        ClOrdId name;
        const char* does;
    };

    void judge_sum(FollowerId id, InstrumentId instrument, const ClOrdId& name, const char* does) {
        const FollowerBooks& books = books_.of(id);
        const OpenOrder* const order = books.find(name);
        if (order == nullptr) {
            broken(Broken::unexplained, id, name, does, "and nobody knows the order");
            return;
        }
        const FollowerBooks::Open open = books.open(instrument, order->terms.side);
        const std::int64_t held = books.held(instrument);
        const std::int64_t sign = order->terms.side == Side::buy ? 1 : -1;
        if (order->is_exit) {
            judge_exit(id, *order, name, does, held * sign, open);
        } else {
            judge_entry(id, *order, name, does, held * sign, open);
        }
    }

    // Never sold twice: what goes at market with either closing ladder stays within what is held.
    // Orders without an answer and those that are being cancelled count.
    void judge_exit(FollowerId id, const OpenOrder& order, const ClOrdId& name, const char* does,
                    std::int64_t held, const FollowerBooks::Open& open) {
        const std::int64_t beside = !can_rest(order.terms)   ? std::max(open.targets, open.stops)
                                    : order.terms.stop_price ? open.stops
                                                             : open.targets;
        const std::int64_t could = open.market + beside;
        if (could <= -held) return;
        broken(Broken::doubled, id, name, does, "it could close " + std::to_string(could));
    }

    void judge_entry(FollowerId id, const OpenOrder& order, const ClOrdId& name, const char* does,
                     std::int64_t held, const FollowerBooks::Open& open) {
        const std::int64_t sign = order.terms.side == Side::buy ? 1 : -1;
        const auto allowed = most_allowed(id, order.instrument, sign);
        if (!allowed) {
            broken(Broken::unexplained, id, name, does, "an instrument that is not mapped");
            return;
        }
        if (can_rest(order.terms)) {
            judge_mirror(id, order, name, does, held, open, *allowed);
        } else {
            judge_copy(id, order, name, does, held, open, *allowed);
        }
        if (held + open.entries > allowed->by_cap) {
            broken(Broken::doubled, id, name, does,
                   "it could hold " + std::to_string((held + open.entries) * sign) +
                       ", its cap is " + std::to_string(allowed->by_cap));
        }
    }

    // A mirror with every entry that is not being taken away (one without an answer cannot be, yet)
    // stays within what the leader's position with its working entries is worth.
    void judge_mirror(FollowerId id, const OpenOrder& order, const ClOrdId& name, const char* does,
                      std::int64_t held, const FollowerBooks::Open& open, const Allowed& allowed) {
        const std::int64_t own = order.is_answered && !order.is_leaving ? 0 : order.leaves();
        const std::int64_t could = held + open.entries - open.leaving + own;
        if (could <= allowed.with_entries) return;
        broken(Broken::doubled, id, name, does,
               "a mirror: it could hold " + std::to_string(could) + ", allowed are " +
                   std::to_string(allowed.with_entries));
    }

    // A copy of a fill makes up for what the leader's position alone is worth: counted are what is
    // held and not being closed, without what filled ahead of the leader's working entries, the
    // other copies, and what mirrors still owe.
    void judge_copy(FollowerId id, const OpenOrder& order, const ClOrdId& name, const char* does,
                    std::int64_t held, const FollowerBooks::Open& open, const Allowed& allowed) {
        const FollowerBooks& books = books_.of(id);
        const Side against = order.terms.side == Side::buy ? Side::sell : Side::buy;
        const FollowerBooks::Open closing = books.open(order.instrument, against);
        const std::int64_t ahead =
            std::min(books.ahead(books_.leader(), order.instrument, order.terms.side, false),
                     std::max<std::int64_t>(0, allowed.with_entries - allowed.by_position));
        const std::int64_t stays =
            std::max<std::int64_t>(0, held - closing.market - closing.exits_owed - ahead);
        const std::int64_t could = stays + open.copies + open.entries_owed;
        if (could <= allowed.by_position) return;
        broken(Broken::doubled, id, name, does,
               "a copy: it could hold " + std::to_string(could) + ", allowed are " +
                   std::to_string(allowed.by_position) + " (ahead " + std::to_string(ahead) +
                   ", owed " + std::to_string(open.entries_owed) + " and " +
                   std::to_string(closing.exits_owed) + ")");
    }

    std::optional<Allowed> most_allowed(FollowerId id, InstrumentId instrument, std::int64_t sign) {
        const FollowerConfig& follower = config_.followers[id.index];
        const auto map = std::ranges::find(follower.map, instrument, &InstrumentMapping::follower);
        if (map == follower.map.end()) return std::nullopt;
        const OwnSizing sizing(config_, follower, *map);
        const LeaderBooks::Standing& now = books_.leader().at(map->leader);
        const std::int64_t farthest =
            now.net +
            sign * books_.leader().entries(map->leader, sign > 0 ? Side::buy : Side::sell);
        const bool same_side = (farthest > 0) == (now.net > 0);
        const std::int64_t far = sizing.target(farthest, same_side ? now.peak : 0) * sign;
        const std::int64_t near = sizing.target(now.net, now.peak) * sign;
        return Allowed{std::max<std::int64_t>(near, 0), std::max<std::int64_t>({far, near, 0}),
                       sizing.cap()};
    }

    std::string working(FollowerId id, const ClOrdId& name) const {
        const FollowerBooks& books = books_.of(id);
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
    DayBooks books_;
    std::vector<Sent> sent_; // for this event
    const Event* event_ = nullptr;
};

} // namespace

void check_promises(const Evidence& evidence) { PromiseCheck(evidence).run(); }

} // namespace lockstep::simulation
