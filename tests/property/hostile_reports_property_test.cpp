// Brokers, and a leader's venue, that say anything at any time: the machine goes on, wakes itself
// a bounded number of times, and decides once for every follower.
#include "property/saved_state.hpp"
#include "router/router.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <string>

namespace lockstep::property {
namespace {

constexpr std::int64_t lots_told_max = 1'000'000'000;      // what the FIX edge lets in
constexpr std::int64_t ticks_told_max = 1'000'000'000'000; // likewise

RouterConfig hostile_config() {
    RouterConfig config;
    for (const char* symbol : {"ES", "MES"}) {
        Instrument instrument;
        instrument.symbol = symbol;
        instrument.tick_size = Decimal{25, 2};
        instrument.tick_value = Money::of(50);
        config.instruments.push_back(instrument);
    }
    LeaderConfig leader;
    leader.account = "LEAD";
    leader.balance = Money::of(100'000);
    leader.start_flat = true;
    leader.on_bust = *rc::gen::element(OnBust::ask, OnBust::follow);
    config.leaders = {leader};
    config.sessions.resize(2);
    if (*rc::gen::arbitrary<bool>()) config.sessions[1].max_messages_per_second = 5;
    for (const char* account : {"A", "B"}) {
        FollowerConfig follower;
        follower.account = account;
        follower.session = SessionIndex{1};
        follower.balance = Money::of(50'000);
        follower.map = {{InstrumentId{0}, InstrumentId{1}, Ratio(10, 1)},
                        {InstrumentId{1}, InstrumentId{0}, Ratio(1, 1)}};
        follower.sizing.kind = *rc::gen::element(SizingKind::fixed, SizingKind::multiplier,
                                                 SizingKind::percent_of_balance);
        follower.sizing.value = Ratio(2, 1);
        follower.sizing.over_cap = *rc::gen::element(OverCap::clip, OverCap::skip);
        follower.limits.max_contracts = Ratio(20, 1);
        follower.limits.contract_weight = {Ratio(1, 1), Ratio(1, 10)};
        follower.limits.reject_breaker_count = 1'000;
        follower.limits.max_order_quantity = Quantity(*rc::gen::element(7, 100'000));
        follower.late_entry =
            *rc::gen::element(LateEntry::keep, LateEntry::cancel, LateEntry::chase);
        follower.max_slippage_ticks = 2;
        follower.on_foreign_trade =
            *rc::gen::element(OnForeignTrade::adopt, OnForeignTrade::ignore, OnForeignTrade::pause);
        config.followers.push_back(follower);
    }
    return config;
}

class HostileDay {
  public:
    HostileDay() : router_(hostile_config()) {
        step(Started{"", "", 1});
        step(SessionChanged{SessionIndex{0}, true});
        step(SessionChanged{SessionIndex{1}, true});
    }

    void play(int events) {
        for (int i = 0; i < events; ++i) {
            const int what = *rc::gen::inRange(0, 24);
            if (what < 9) {
                step(LeaderExecution{LeaderId{0}, report(true)});
            } else if (what < 19) {
                step(FollowerExecution{FollowerId{draw(2)}, report(false)});
            } else {
                step(something_else(what));
            }
            now_ns_ += *rc::gen::element<std::int64_t>(0, 1'000, 700'000'000, 40'000'000'000);
            wake();
        }
    }

    const RouterConfig& config() const { return router_.config(); }
    const std::vector<Event>& events() const { return events_; }

  private:
    static std::uint32_t draw(int below) {
        return static_cast<std::uint32_t>(*rc::gen::inRange(0, below));
    }
    static Quantity lots() {
        return Quantity(*rc::gen::element<std::int64_t>(0, 1, 1, 2, 3, 20, lots_told_max));
    }
    static Price price() {
        return Price(
            *rc::gen::element<std::int64_t>(0, 100, 101, -5, ticks_told_max, -ticks_told_max));
    }

    ExecutionEvent report(bool of_leader) {
        ExecutionEvent event;
        event.kind = static_cast<ExecKind>(draw(15));
        event.poss_dup = draw(8) == 0;
        event.transact_time = Timestamp(*rc::gen::element<std::int64_t>(0, now_ns_, now_ns_ * 4));
        event.order_key = OrderKey("K" + std::to_string(draw(12)));
        event.exec_key = ExecKey("E" + std::to_string(draw(4) == 0 ? 3 : ++executions_));
        if (draw(6) == 0) event.exec_key = ExecKey();
        if (event.exec_key.empty() && event.kind == ExecKind::fill) event.exec_key = ExecKey("E3");
        event.exec_ref_key = ExecKey("E" + std::to_string(draw(60)));
        event.instrument = InstrumentId{draw(2)};
        event.terms = terms();
        event.order_qty = lots();
        event.last_qty = lots();
        event.last_price = price();
        event.cum_qty = lots();
        event.leaves_qty = lots();
        event.ord_status = "\00123456789ACE"[draw(13)];
        if (of_leader || ids_.empty()) return event;
        // the newest orders are those that something can still happen to
        const auto near_end = [&] {
            return ids_[ids_.size() - 1 - draw(static_cast<int>(std::min(ids_.size(), 8ul)))];
        };
        const Named about = near_end();
        event.cl_ord_id = about.id;
        event.instrument = about.instrument;
        event.terms.side = draw(10) == 0 ? opposite(about.side) : about.side;
        if (draw(3) == 0) event.orig_cl_ord_id = near_end().id;
        if (draw(3) != 0) event.order_key = OrderKey();
        return event;
    }

    static OrderTerms terms() {
        OrderTerms terms;
        terms.side = draw(2) == 0 ? Side::buy : Side::sell;
        terms.type = static_cast<OrderType>(draw(4));
        terms.time_in_force = static_cast<TimeInForce>(draw(5));
        if (terms.type == OrderType::limit || terms.type == OrderType::stop_limit) {
            terms.price = price();
        }
        if (terms.type == OrderType::stop || terms.type == OrderType::stop_limit) {
            terms.stop_price = price();
        }
        return terms;
    }

    EventBody something_else(int what) {
        if (what == 19) return SessionChanged{SessionIndex{draw(2)}, draw(2) == 0};
        if (what == 20) return MarkChanged{InstrumentId{draw(2)}, price(), SessionIndex{draw(2)}};
        if (what == 21) {
            const auto net = *rc::gen::element<std::int64_t>(0, 2, -3, INT64_MAX, -INT64_MAX);
            return LeaderPosition{LeaderId{0}, InstrumentId{draw(2)}, Position(net), draw(2) == 0};
        }
        if (what == 22) {
            const auto units = *rc::gen::element<std::int64_t>(0, -1, 5'000'000, INT64_MAX / 4);
            return FollowerBalance{FollowerId{draw(2)}, Money(units)};
        }
        const auto action = static_cast<OperatorAction>(*rc::gen::element(0, 1, 1, 1, 2, 3, 4, 5));
        return OperatorCommand{action, std::nullopt, std::nullopt, "ops", "told"};
    }

    // How many decisions an event asks for: one for each fact that is heard for the first time. Of
    // other events the property only says that no follower is left out.
    std::optional<int> decisions_due(const EventBody& body) {
        const auto* leader = std::get_if<LeaderExecution>(&body);
        if (leader == nullptr) return std::nullopt;
        const ExecutionEvent& it = leader->execution;
        const bool no_fact = it.kind == ExecKind::pending || it.kind == ExecKind::status ||
                             it.kind == ExecKind::cancel_rejected;
        const bool keyless = it.kind == ExecKind::status || it.kind == ExecKind::cancel_rejected ||
                             it.exec_key.empty();
        const bool repeat = !keyless && !heard_.insert(it.exec_key.str()).second;
        return no_fact || repeat ? 0 : 1;
    }

    void step(EventBody body) {
        const auto due = decisions_due(body);
        std::vector<Command> out;
        events_.push_back(Event{++sequence_, Timestamp(now_ns_), std::move(body)});
        router_.step(events_.back(), out);
        int decisions[2] = {0, 0};
        for (const Command& command : out) {
            if (const auto* order = std::get_if<Approved<NewOrder>>(&command)) {
                const NewOrder& it = order->order();
                RC_ASSERT(it.quantity > Quantity(0));
                ids_.push_back({it.cl_ord_id, it.instrument, it.terms.side});
            } else if (const auto* change = std::get_if<Approved<ReplaceOrder>>(&command)) {
                const ReplaceOrder& it = change->order();
                ids_.push_back({it.cl_ord_id, it.instrument, it.terms.side});
            } else if (const auto* cancel = std::get_if<Approved<CancelOrder>>(&command)) {
                const CancelOrder& it = cancel->order();
                ids_.push_back({it.cl_ord_id, it.instrument, it.side});
            } else if (const auto* decision = std::get_if<Decision>(&command)) {
                ++decisions[decision->follower.index];
            }
        }
        RC_ASSERT(decisions[0] == decisions[1]);
        RC_ASSERT(!due || decisions[0] == *due);
        RC_ASSERT(decisions[0] <= 2); // an operator's word may concern both instruments
    }

    // The machine is woken when it asks; a time that has come already must not be asked for again.
    void wake() {
        const auto asked = router_.next_deadline();
        if (!asked || asked->ns > now_ns_) return;
        step(TimerFired{});
        const auto next = router_.next_deadline();
        RC_ASSERT(!next || next->ns > now_ns_);
    }

    struct Named {
        ClOrdId id;
        InstrumentId instrument;
        Side side;
    };

    Router router_;
    std::int64_t now_ns_ = 1'000'000'000'000'000;
    std::uint64_t sequence_ = 0;
    std::vector<Event> events_;
    int executions_ = 3;
    std::set<std::string> heard_; // executions of the leader
    std::vector<Named> ids_;
};

RC_GTEST_PROP(HostileReports, never_stop_the_machine_nor_keep_it_awake, ()) {
    HostileDay().play(*rc::gen::inRange(1, 150));
}

RC_GTEST_PROP(HostileReports, leave_a_state_that_can_be_saved_at_any_time, ()) {
    HostileDay day;
    day.play(*rc::gen::inRange(1, 150));
    expect_nothing_is_lost_by_a_snapshot(day.config(), day.events());
}

} // namespace
} // namespace lockstep::property
