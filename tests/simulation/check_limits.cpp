// Has every account stayed within its limits, and stopped at the event that made it reach one?
// Judged by the checker's own money and its own books of what works.
#include "simulation/checker.hpp"
#include "simulation/day_books.hpp"
#include "simulation/own_accounts.hpp"
#include "simulation/own_sizing.hpp"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <map>
#include <set>

namespace lockstep::simulation {
namespace {

bool is_about_money(Reason reason) {
    return reason == Reason::daily_loss || reason == Reason::profit_target ||
           reason == Reason::drawdown;
}

class LimitCheck {
  public:
    explicit LimitCheck(const Evidence& evidence)
        : evidence_(evidence), config_(evidence.plan.settings.router),
          books_(config_, evidence.day.models), accounts_(config_, evidence.ledger),
          sent_(config_.followers.size()), rejected_(config_.followers.size()),
          rolls_(config_.followers.size()), overshot_(config_.followers.size()) {}

    void run() {
        for (std::size_t i = 0; i < evidence_.day.events.size(); ++i) {
            event_ = &evidence_.day.events[i];
            now_ns_ = std::max(now_ns_, event_->time.ns);
            const std::vector<Command>& answers = evidence_.day.answers[i];
            note_reject();
            note_overshoot();
            note_roll();
            books_.hear(*event_);
            accounts_.hear(*event_, answers);
            if (!accounts_.trouble().empty()) broken(FollowerId{0}, accounts_.trouble());
            judge_held_contracts();
            for (const Command& command : answers) judge(command);
            judge_alarms(answers);
            watch_drift();
        }
        judge_rolls();
        count();
    }

  private:
    const FollowerConfig& config_of(FollowerId id) const { return config_.followers[id.index]; }
    const AccountLimits& limits_of(FollowerId id) const { return config_of(id).limits; }

    // --- what leaves ---------------------------------------------------------------------------

    // One order or change, with what it is to the account.
    struct Sent {
        FollowerId follower;
        InstrumentId instrument;
        std::string name;
        const OrderTerms& terms;
        std::int64_t total = 0;
        bool grows = true;    // asks for more than worked
        bool moves = true;    // or for other terms
        bool is_entry = true; // by the books
    };

    void judge(const Command& command) {
        if (const auto* change = std::get_if<Approved<ReplaceOrder>>(&command)) {
            const ReplaceOrder& order = change->order();
            const OpenOrder* const before = books_.of(order.follower).find(order.orig_cl_ord_id);
            const bool grows = before == nullptr || order.total.lots > before->total;
            const bool moves = before == nullptr || order.terms != before->terms;
            const bool is_entry = before == nullptr || !before->is_exit;
            weighed_ = worst_weight(order.follower);
            books_.send(command);
            judge({order.follower, order.instrument, order.cl_ord_id.str(), order.terms,
                   order.total.lots, grows, moves, is_entry});
        } else if (const auto* sent = std::get_if<Approved<NewOrder>>(&command)) {
            const NewOrder& order = sent->order();
            weighed_ = worst_weight(order.follower);
            books_.send(command);
            const OpenOrder* const made = books_.of(order.follower).find(order.cl_ord_id);
            judge({order.follower, order.instrument, order.cl_ord_id.str(), order.terms,
                   order.quantity.lots, true, true, made == nullptr || !made->is_exit});
        } else {
            books_.send(command);
        }
    }

    void judge(const Sent& sent) {
        judge_held(sent);
        judge_hours(sent);
        judge_size(sent);
        if (sent.is_entry && sent.grows) {
            judge_cap(sent);
            judge_worth(sent);
        }
        if (sent.is_entry && (sent.grows || sent.moves)) {
            judge_rate(sent);
            judge_collar(sent);
        }
        sent_[sent.follower.index].push_back(now_ns_);
    }

    // A limit that holds the account lets nothing leave but what reduces it.
    void judge_held(const Sent& sent) {
        const OwnAccount& account = accounts_.of(sent.follower);
        if (account.held_by().empty()) return;
        const std::int64_t held = books_.of(sent.follower).held(sent.instrument);
        const bool reduces = sent.terms.side == Side::sell ? held > 0 : held < 0;
        if (reduces && !sent.is_entry) return;
        broken(sent.follower, "sends " + sent.name + ", which is no exit, while " +
                                  std::string(name(*account.held_by().begin())) +
                                  " holds it: " + standing(sent.follower));
    }

    void judge_hours(const Sent& sent) {
        const bool adds = sent.is_entry && (sent.grows || sent.moves);
        if (!adds || !evidence_.plan.is_closed(sent.follower, now_ns_)) return;
        broken(sent.follower, "sends the entry " + sent.name + " outside of its hours");
    }

    // An exit that is larger goes in pieces.
    void judge_size(const Sent& sent) {
        const auto& most = limits_of(sent.follower).max_order_quantity;
        if (!most || !sent.grows || sent.total <= most->lots) return;
        broken(sent.follower, sent.name + " is an order of " + std::to_string(sent.total));
    }

    // Whatever fills, an entry makes the account stand for no more than its cap; one that exits of
    // both ladders take beyond it stands for no more than before.
    void judge_cap(const Sent& sent) {
        const Int128 weighs = worst_weight(sent.follower);
        if (weighs <= std::max(cap(sent.follower), weighed_)) return;
        broken(sent.follower, "with " + sent.name + " it may come to stand for more than its cap " +
                                  limits_of(sent.follower).max_contracts.str() + ": " +
                                  standing(sent.follower));
    }

    // Nor does it ever hold more.
    void judge_held_contracts() {
        const auto* const said = std::get_if<FollowerExecution>(&event_->body);
        if (said == nullptr || said->execution.kind != ExecKind::fill) return;
        const FollowerId id = said->follower;
        if (!overshot_[id.index].empty()) return; // nobody could hold the second exit back
        const Int128 weighs = weight(
            id, [&](InstrumentId instrument) { return std::abs(books_.of(id).held(instrument)); });
        if (weighs <= cap(id)) return;
        broken(id, "it holds more than its cap " + limits_of(id).max_contracts.str() + ": " +
                       standing(id));
    }

    // A stop and a target that both filled took the account through flat, until it is flat again.
    void note_overshoot() {
        const auto* const said = std::get_if<FollowerExecution>(&event_->body);
        if (said == nullptr || said->execution.kind != ExecKind::fill) return;
        const ExecutionEvent& fill = said->execution;
        const FollowerBooks& books = books_.of(said->follower);
        const OpenOrder* const order = books.find(fill.cl_ord_id);
        const std::int64_t before = books.held(fill.instrument);
        const std::int64_t lots =
            fill.terms.side == Side::buy ? fill.last_qty.lots : -fill.last_qty.lots;
        auto& overshot = overshot_[said->follower.index];
        if (before + lots == 0) overshot.erase(fill.instrument.index);
        const bool opens = std::abs(before + lots) > std::abs(before);
        if (order != nullptr && order->is_exit && opens) overshot.insert(fill.instrument.index);
    }

    // In parts of a contract that all weights and the cap have in common.
    Int128 common(FollowerId id) const {
        Int128 common = limits_of(id).max_contracts.denominator();
        for (const Ratio& weight : limits_of(id).contract_weight) common *= weight.denominator();
        return common;
    }
    Int128 cap(FollowerId id) const {
        const Ratio& most = limits_of(id).max_contracts;
        return most.numerator() * (common(id) / most.denominator());
    }
    template <class Lots> Int128 weight(FollowerId id, Lots lots) const {
        Int128 sum = 0;
        for (std::uint32_t i = 0; i < config_.instruments.size(); ++i) {
            const Ratio& each = limits_of(id).contract_weight[i];
            sum += lots(InstrumentId{i}) * each.numerator() * (common(id) / each.denominator());
        }
        return sum;
    }

    // The larger of what it would hold if all its buys filled, and if all its sells did.
    std::int64_t worst(FollowerId id, InstrumentId instrument) const {
        const FollowerBooks& books = books_.of(id);
        const std::int64_t held = books.held(instrument);
        return std::max(std::abs(held + books.works(instrument, Side::buy)),
                        std::abs(held - books.works(instrument, Side::sell)));
    }

    Int128 worst_weight(FollowerId id) const {
        return weight(id, [&](InstrumentId instrument) { return worst(id, instrument); });
    }

    void judge_worth(const Sent& sent) {
        const auto& most = limits_of(sent.follower).max_notional;
        if (!most) return;
        Int128 worth = 0;
        for (std::uint32_t i = 0; i < config_.instruments.size(); ++i) {
            const std::int64_t lots = worst(sent.follower, InstrumentId{i});
            if (lots == 0) continue;
            const OwnAccount::Mark* const mark = accounts_.of(sent.follower).mark_of({i});
            if (mark == nullptr) {
                return broken(sent.follower, sent.name + " cannot be valued: no price is known");
            }
            worth += Int128{lots} * std::abs(mark->price) * config_.instruments[i].tick_value.units;
        }
        if (worth <= most->units) return;
        broken(sent.follower, "with " + sent.name + " it stands for " +
                                  Money(static_cast<std::int64_t>(worth)).str() + ", more than " +
                                  most->str());
    }

    void judge_collar(const Sent& sent) {
        const AccountLimits& limits = limits_of(sent.follower);
        if (!limits.price_collar_ticks || !(sent.terms.price || sent.terms.stop_price)) return;
        const OwnAccount::Mark* const mark = accounts_.of(sent.follower).mark_of(sent.instrument);
        if (mark == nullptr || now_ns_ - mark->at_ns > limits.mark_max_age.ns) {
            return broken(sent.follower, sent.name + " has a price that no fresh mark judges");
        }
        for (const auto& price : {sent.terms.price, sent.terms.stop_price}) {
            if (!price || std::abs(price->ticks - mark->price) <= *limits.price_collar_ticks) {
                continue;
            }
            broken(sent.follower, sent.name + " is " +
                                      std::to_string(std::abs(price->ticks - mark->price)) +
                                      " ticks from the mark");
        }
    }

    // Everything that left within the second before counts, exits too.
    void judge_rate(const Sent& sent) {
        const auto& most = limits_of(sent.follower).max_orders_per_second;
        if (!most) return;
        auto& times = sent_[sent.follower.index];
        while (!times.empty() && now_ns_ - times.front() >= second) times.pop_front();
        if (times.size() < static_cast<std::size_t>(*most)) return;
        broken(sent.follower, sent.name + " is one more than " + std::to_string(*most) +
                                  " orders within a second");
    }

    // --- what is said --------------------------------------------------------------------------

    // The event that makes an account reach a limit is the one that is answered with its alarm, and
    // no other is. The breaker and the drift have their grounds.
    void judge_alarms(const std::vector<Command>& answers) {
        std::map<std::uint32_t, Reason> alarmed;
        for (const Command& command : answers) {
            const auto* const notice = std::get_if<Notice>(&command);
            if (notice == nullptr || notice->severity != Severity::alarm || !notice->follower) {
                continue;
            }
            if (is_about_money(notice->reason)) alarmed[notice->follower->index] = notice->reason;
            if (notice->reason == Reason::reject_breaker) judge_breaker(*notice->follower);
            if (notice->reason == Reason::drift) judge_drift(*notice);
        }
        for (std::uint32_t i = 0; i < config_.followers.size(); ++i) {
            const std::set<Reason>& reached = accounts_.reached(FollowerId{i});
            if (!reached.empty()) breached_.insert(i);
            const auto said = alarmed.find(i);
            if (said == alarmed.end() && reached.empty()) continue;
            if (said != alarmed.end() && reached.contains(said->second)) continue;
            broken(FollowerId{i},
                   (said == alarmed.end() ? std::string("says nothing")
                                          : "says " + std::string(name(said->second))) +
                       " where it reaches " +
                       (reached.empty() ? "nothing" : std::string(name(*reached.begin()))) +
                       ": its equity is " + Money(accounts_.of(FollowerId{i}).equity()).str());
        }
    }

    void note_reject() {
        const auto* const said = std::get_if<FollowerExecution>(&event_->body);
        if (said == nullptr || said->execution.kind != ExecKind::rejected) return;
        if (!counted_.insert(said->execution.exec_key.str()).second) return;
        rejected_[said->follower.index].push_back(now_ns_);
    }

    void judge_breaker(FollowerId id) {
        const AccountLimits& limits = limits_of(id);
        const auto recent = std::ranges::count_if(rejected_[id.index], [&](std::int64_t at_ns) {
            return now_ns_ - at_ns <= limits.reject_breaker_window.ns;
        });
        if (recent >= limits.reject_breaker_count) return;
        broken(id, "is paused for rejects after " + std::to_string(recent));
    }

    // Since when each link is farther from its target than the account may be.
    void watch_drift() {
        for (std::uint32_t i = 0; i < config_.followers.size(); ++i) {
            const auto& most = config_.followers[i].limits.max_drift;
            if (!most) continue;
            for (const InstrumentMapping& map : config_.followers[i].map) {
                const bool is_far = drift(FollowerId{i}, map) > most->lots;
                const std::pair link{i, map.follower.index};
                if (is_far) far_since_.try_emplace(link, now_ns_);
                if (!is_far) far_since_.erase(link);
            }
        }
    }

    std::int64_t drift(FollowerId id, const InstrumentMapping& map) {
        const LeaderBooks::Standing& leader = books_.leader().at(map.leader);
        const std::int64_t target =
            OwnSizing(config_, config_of(id), map).target(leader.net, leader.peak);
        return std::abs(target - books_.of(id).held(map.follower));
    }

    void judge_drift(const Notice& notice) {
        const AccountLimits& limits = limits_of(*notice.follower);
        const auto since = far_since_.find({notice.follower->index, notice.instrument->index});
        if (since != far_since_.end() && now_ns_ - since->second > limits.max_drift_time.ns) return;
        broken(*notice.follower, "is paused for a drift that it does not have");
    }

    // --- days ----------------------------------------------------------------------------------

    void note_roll() {
        if (const auto* roll = std::get_if<DayRolled>(&event_->body)) {
            ++rolls_[roll->follower.index];
        }
    }

    // Whatever the gateway was doing at its hour, the account's day rolls once.
    void judge_rolls() {
        for (std::uint32_t i = 0; i < rolls_.size(); ++i) {
            const auto at_ns = evidence_.plan.day_rolls_ns(FollowerId{i});
            const int least = at_ns && *at_ns + second < now_ns_ ? 1 : 0; // it may be just late
            const int most = at_ns && *at_ns <= now_ns_ ? 1 : 0;
            if (rolls_[i] >= least && rolls_[i] <= most) continue;
            broken(FollowerId{i}, "its day rolls " + std::to_string(rolls_[i]) + " times");
        }
    }

    void count() {
        for (std::uint32_t i = 0; i < config_.followers.size(); ++i) {
            const AccountLimits& limits = config_.followers[i].limits;
            const bool watched = limits.daily_loss || limits.daily_profit || limits.max_drawdown;
            evidence_.totals.limited += watched ? 1 : 0;
            evidence_.totals.breached += breached_.contains(i) ? 1 : 0;
        }
    }

    // --- words ---------------------------------------------------------------------------------

    std::string standing(FollowerId id) const {
        const FollowerBooks& books = books_.of(id);
        std::string text;
        for (std::uint32_t i = 0; i < config_.instruments.size(); ++i) {
            const InstrumentId instrument{i};
            text += (i == 0 ? "" : "; ") + config_.instruments[i].symbol + " " +
                    std::to_string(books.held(instrument));
            for (const Side side : {Side::buy, Side::sell}) {
                const std::string names = books.names(instrument, side);
                if (!names.empty()) text += ", works " + names;
            }
        }
        return text;
    }

    void broken(FollowerId id, const std::string& what) {
        evidence_.story.broken(Broken::unexplained, event_->time.ns,
                               config_of(id).account + " at event " +
                                   std::to_string(event_->sequence) + ": " + what);
    }

    const Evidence& evidence_;
    const RouterConfig& config_;
    DayBooks books_;
    OwnAccounts accounts_;
    const Event* event_ = nullptr;
    std::int64_t now_ns_ = 0;
    Int128 weighed_ = 0;                              // at the worst, before what is being judged
    std::vector<std::deque<std::int64_t>> sent_;      // by follower: when
    std::vector<std::vector<std::int64_t>> rejected_; // by follower: when
    std::vector<int> rolls_;                          // by follower
    std::vector<std::set<std::uint32_t>> overshot_;   // instruments of each follower
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::int64_t> far_since_;
    std::set<std::string> counted_;    // executions
    std::set<std::uint32_t> breached_; // followers that reached a limit on the day
};

} // namespace

void check_limits(const Evidence& evidence) { LimitCheck(evidence).run(); }

} // namespace lockstep::simulation
