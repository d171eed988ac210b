// One follower account: what it holds and works, by its broker's reports, and how it stands with
// its limits. The reconciler decides with it; this file only keeps it true.
#pragma once

#include "proto/commands.hpp"
#include "proto/events.hpp"
#include "risk/back_off.hpp"
#include "risk/exposure.hpp"
#include "risk/gate.hpp"
#include "risk/ledger.hpp"
#include "risk/loss_watch.hpp"
#include "risk/mode.hpp"
#include "risk/order_rate.hpp"
#include "risk/reject_breaker.hpp"
#include "router/child_order.hpp"
#include "router/config.hpp"
#include "router/leader_book.hpp"
#include "router/live_orders.hpp"
#include "router/order_table.hpp"
#include "router/seen_executions.hpp"
#include "router/sizing.hpp"

#include <cstdint>
#include <deque>
#include <memory_resource>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace lockstep {

// Whether an entry order of the leader may have a mirror here.
enum class Admission : std::uint8_t {
    open,
    unmirrored, // came late, or before the account joined: only its fills are copied
    refused,    // rejected, denied or ended by the venue: nothing more is done for it
};
constexpr Admission last_of(Admission) { return Admission::refused; }

// What one resting order of the leader means to one follower.
struct Mirror {
    LeaderOrderId order = 0;
    Side side = Side::buy;
    bool is_stop = false;
    Admission admission = Admission::open;
    std::optional<ChildNumber> child; // the newest order that stood for it
    bool stood_whole = false;         // and it has ended, filled to its last contract
    bool closes = false;              // its child is an exit
    Quantity earned;  // entries: what the leader's fills on it have added to the target
    Quantity reduced; // exits: what they have taken off the target
    Quantity filled;  // fills of our own orders that stood for it
    std::optional<Quantity> clipped_total; // MaxContracts left room for no more
    Quantity stop_kept; // a working stop is not made smaller because the leader added
    std::optional<Timestamp> leader_filled_at; // the leader's order is done, ours may still work
    Price leader_fill_price;
    bool chase = false;   // once its cancel is answered, what it lacks is bought at market
    bool noticed = false; // that it rounds to nothing was said

    static void fields(auto& self, auto& archive) {
        archive(self.order, self.side, self.is_stop, self.admission, self.child, self.stood_whole,
                self.closes, self.earned, self.reduced, self.filled, self.clipped_total,
                self.stop_kept, self.leader_filled_at, self.leader_fill_price, self.chase,
                self.noticed);
    }
};

// An entry that copies a fill and has not left yet: it waits for the account to be flat, for an
// answer, or for the message budget, until it is too old.
struct EntryPlan {
    Side side = Side::buy;
    Quantity quantity;
    Price reference; // the leader's fill, in the follower's ticks
    Timestamp signal_time;
    bool chase = false;

    static void fields(auto& self, auto& archive) {
        archive(self.side, self.quantity, self.reference, self.signal_time, self.chase);
    }
};

// What the broker's position reports say about one instrument, compared with the executions.
struct ReportedPosition {
    Position unexplained;              // reported, less the net of all executions; shown
    std::optional<Position> suspected; // a difference that the next report has to confirm
    bool told = false;                 // by the answer that is coming in

    static void fields(auto& self, auto& archive) {
        archive(self.unexplained, self.suspected, self.told);
    }
};

// The question after the account's positions.
struct PositionQuestion {
    std::optional<Timestamp> ask_at;      // when the next one is due
    ClOrdId asked;                        // of this session
    std::optional<std::uint32_t> reports; // that the answer still brings; none: it did not say
    bool refused = false;                 // in this life

    static void fields(auto& self, auto& archive) {
        archive(self.ask_at, self.asked, self.reports, self.refused);
    }
};

// An operator's word about one limit. It ends when the settings say another value than the one that
// it stands in for.
struct LimitOverride {
    LimitKind limit = LimitKind::max_contracts;
    std::optional<Ratio> value;
    std::optional<Ratio> instead_of;

    static void fields(auto& self, auto& archive) {
        archive(self.limit, self.value, self.instead_of);
    }
};

// One instrument of the account, tied to the leader's instrument that is copied into it.
struct Link {
    InstrumentId instrument;
    std::optional<InstrumentId> leader_instrument; // none: nothing is copied here
    Ratio factor{1, 1};

    std::optional<Sizer> live;   // with today's inputs; none while a balance is missing
    std::optional<Sizer> frozen; // as it was when the leader left flat

    Position held;    // net of fills on our orders
    Position foreign; // net of everybody else's
    ReportedPosition positions;
    std::optional<Timestamp> opened_at; // of what is held; none once MinHold was noticed
    bool overshot = false; // an exit of ours took it through flat: a stop and a target both filled
    bool joining = true;   // whether it may carry on is still to be judged
    bool out = false;      // exits only until the leader is flat or turns

    std::vector<Mirror> mirrors;
    std::vector<EntryPlan> plans;
    LiveOrders live_orders;

    Position drift;        // target minus held, as last seen
    Timestamp drift_since; // when it became that
    bool drift_said = true;
    std::optional<Timestamp> drifts_since; // further than MaxDrift

    BackOff exits;        // after refused exits, when the next one may go
    Timestamp round_ends; // of questions after orders without an answer
    std::uint32_t asked_in_round = 0;
    std::optional<Timestamp> wake;     // when time alone changes what should be done
    Reason idle_reason = Reason::none; // why nothing was sent, by the last reconciliation

    // What the settings tie together is not part of it.
    static void fields(auto& self, auto& archive) {
        archive(self.live, self.frozen, self.held, self.foreign, self.positions, self.opened_at,
                self.overshot, self.joining, self.out, self.mirrors, self.plans, self.live_orders,
                self.drift, self.drift_since, self.drift_said, self.drifts_since, self.exits,
                self.round_ends, self.asked_in_round, self.wake, self.idle_reason);
    }
};

class Follower {
  public:
    // Orders and executions come and go in `memory`.
    Follower(FollowerId id, const FollowerConfig& config, const RouterConfig& router,
             std::pmr::memory_resource* memory);

    FollowerId id;
    const FollowerConfig* config;
    const std::vector<Instrument>* instruments;

    AccountLimits limits; // in effect: the settings, what operators changed, the scaling plan
    std::vector<LeaderId> rivals; // other leaders of this owner

    Mode mode = Mode::active;
    Reason mode_reason = Reason::none;
    std::string mode_text;
    // What else paused it, before a limit of the day closed it or behind that: it holds on when the
    // day has rolled.
    Reason paused_by = Reason::none;
    std::string paused_text;
    Window window = Window::open;
    bool session_up = false;
    bool entries_held = false; // the journal has no room for new risk

    std::optional<Money> balance; // for sizing
    AccountLedger ledger;
    LossWatch losses;
    RejectBreaker rejects;
    OrderRate rate;
    AccountExposure exposure;
    std::vector<Link> links; // by InstrumentId
    std::uint64_t orders_sent = 0;
    std::uint32_t executions_today = 0;
    std::uint64_t epoch = 0;
    ClOrdId mass_question;              // of this session; empty once its answer is complete
    bool mass_question_refused = false; // in this life: orders are asked for one by one
    PositionQuestion positions;

    ClOrdId next_cl_ord_id();
    ChildNumber add(const ChildOrder& order); // and it is live
    const ChildOrder& child(ChildNumber number) const { return orders.at(number); }
    // Changes an order: work(ChildOrder&). It is counted anew; once ended, it is filed, and is live
    // no more.
    void change(ChildNumber number, const auto& work) {
        ChildOrder& order = orders.at(number);
        const bool was_live = order.is_live();
        link(order.instrument).live_orders.before_change(order);
        work(order);
        link(order.instrument).live_orders.after_change(number, order);
        if (!order.is_live()) file(number, was_live);
    }
    // The live order that stands for a mirror; null when there is none.
    const ChildOrder* live_child(const Mirror& mirror) const;
    Link& link(InstrumentId instrument) { return links[instrument.index]; }
    Mirror* mirror_of(const ChildOrder& order);
    void refresh_exposure(const Link& link);
    // Of the link's live orders; see LiveOrders.
    std::optional<LiveOrders::Due> first_unanswered(Link& link) const;
    std::optional<LiveOrders::Due> first_rested(Link& link) const;
    void set_mode(ModeTrigger trigger, Reason reason, std::string text);
    // Keeps what paused the account beside a limit of the day; the first that did so.
    void pause_after_the_day(Reason reason, const std::string& text);
    // The day rolled and nothing of it holds the account any more: it trades, or is paused as it
    // was before.
    void end_of_daily_hold();
    // What it may do now: as its mode says, or, while that lets it trade, as its window does.
    Mode acting() const {
        const bool closes = flattens(window) && allows_exits(mode);
        return closes ? Mode::flattening : mode;
    }
    // Why it is not simply active: of the mode, else of the window.
    Reason acting_reason() const {
        return mode_reason != Reason::none ? mode_reason : reason_of(window);
    }
    bool may_enter() const { return allows_entries(mode) && window == Window::open; }
    // What the settings say of a limit, and what holds now.
    std::optional<Ratio> configured(LimitKind limit) const;
    std::optional<Ratio> in_effect(LimitKind limit) const;
    void override_limit(LimitKind limit, const std::optional<Ratio>& value);
    // Drops what operators changed where the settings say something new since; gives which.
    std::vector<LimitKind> forget_overrides();
    // Limits and cap anew, from the settings, the overrides, and the scaling plan at this profit.
    void refresh_limits();
    // With today's balances and cap; keeps what is frozen.
    void refresh_sizing(std::optional<Money> leader_balance);

    SeenExecutions seen;
    OrderTable orders;

    static void fields(auto& self, auto& archive) {
        archive(self.mode, self.mode_reason, self.mode_text, self.paused_by, self.paused_text,
                self.window, self.session_up, self.entries_held, self.balance, self.ledger,
                self.losses, self.rejects, self.rate, self.exposure);
        archive.table(self.links);
        archive(self.limit_overrides_, self.executions_today, self.orders_sent, self.epoch,
                self.mass_question, self.mass_question_refused, self.positions, self.seen,
                self.orders, self.last_id_);
        archive.only_hashed([&] {
            for (const Link& each : self.links) {
                for (const ChildNumber number : each.live_orders.numbers()) {
                    archive(self.orders.at(number));
                }
            }
        });
        archive.check([&] { return self.is_whole(); }, "an order of ours that is not there");
        archive.after(self, [](auto& loaded) {
            loaded.count_live_orders_again();
            loaded.refresh_limits();
        });
    }

  private:
    auto by_number() const {
        return [this](ChildNumber number) -> const ChildOrder& { return child(number); };
    }
    void file(ChildNumber number, bool ended_now);
    void count_live_orders_again();
    Ratio tier_cap() const; // by the scaling plan
    bool is_whole() const;  // every order that is referred to is there, or has been forgotten

    std::string id_prefix_; // of our ClOrdIDs
    std::uint64_t last_id_ = 0;
    std::vector<LimitOverride> limit_overrides_;
};

// The target curve of one link, seen from where the leader is.
TargetCurve curve_of(const Link& link, const LeaderInstrument& leader);

} // namespace lockstep
