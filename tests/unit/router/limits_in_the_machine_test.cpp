// What the risk core decides, as the whole machine acts on it.
#include "scenario/desk.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace lockstep::scenario {
namespace {

// One account that loses 50 a point and contract.
FollowerConfig& limited(Desk& desk, std::int64_t daily_loss, std::int64_t max_drawdown,
                        OnBreach on_breach) {
    FollowerConfig& follower = desk.follower("A");
    follower.limits.daily_loss = Money::of(daily_loss);
    follower.limits.max_drawdown = Money::of(max_drawdown);
    follower.limits.on_breach = on_breach;
    return follower;
}

void expect_mode(Desk& desk, Mode mode, Reason reason, const std::string& when) {
    EXPECT_EQ(name(desk.view("A").mode), name(mode)) << when;
    EXPECT_EQ(name(desk.view("A").mode_reason), name(reason)) << when;
}

TEST(BothLosses, a_lifted_drawdown_leaves_the_daily_loss_in_force) {
    Desk desk(Broker::trading);
    limited(desk, 1000, 1500, OnBreach::pause);
    desk.play({
        {"leader buys 2", "o1 buy 2 market"}, {"mark 80", ""}, // 2 x 20 x 50 = 2000 at once
    });
    expect_mode(desk, Mode::paused, Reason::drawdown, "both are reached");
    desk.play({{"A resume", ""}});
    expect_mode(desk, Mode::paused, Reason::drawdown, "no reason was given");
    desk.play({{"A resume checked", ""}, {"leader buys 1", ""}});
    expect_mode(desk, Mode::paused, Reason::daily_loss, "the drawdown is lifted");
    desk.play({{"A day rolls", ""}});
    expect_mode(desk, Mode::active, Reason::none, "the day rolled");
}

TEST(BothLosses, a_daily_loss_does_not_hide_the_floor) {
    Desk desk(Broker::trading);
    limited(desk, 1000, 1500, OnBreach::pause);
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"mark 90", ""},
    });
    expect_mode(desk, Mode::paused, Reason::daily_loss, "the daily loss is reached");
    desk.play({
        {"mark 85", ""},
        {"mark 100", ""},
        {"A day rolls", ""},
    });
    expect_mode(desk, Mode::paused, Reason::drawdown, "the day rolled");
    desk.play({{"A resume checked", ""}});
    expect_mode(desk, Mode::active, Reason::none, "the drawdown is lifted");
    EXPECT_EQ(desk.notices(Reason::daily_loss), 1);
    EXPECT_EQ(desk.notices(Reason::drawdown), 1);
}

TEST(KillSwitch, no_rule_sends_past_it) {
    Desk desk(Broker::trading);
    limited(desk, 1000, 1500, OnBreach::flatten).on_leader_lost = OnLeaderLost::flatten;
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"A halt", ""},
        {"mark 80", ""},
        {"leader down", ""},
    });
    expect_mode(desk, Mode::halted, Reason::operator_action, "a breach, and a lost leader");
    EXPECT_EQ(desk.held("A"), Position(2));
    desk.play({{"A flatten", "o2 sell 2 market"}});
    expect_mode(desk, Mode::flattening, Reason::operator_action, "an operator said so");
}

TEST(Joining, a_short_trade_is_over_when_the_leader_is_flat) {
    Desk desk(Broker::trading);
    desk.follower("A");
    desk.play({
        {"A down", ""},
        {"leader sells 2", ""},
        {"A up", ""},
        {"leader sells 1", ""}, // it is out of this trade
        {"leader buys 3", ""},
        {"leader sells 2", "o1 sell 2 market"},
    });
}

// The age of a copied fill is its own, whatever else the leader has said since.
TEST(SignalAge, is_that_of_the_fill_itself) {
    struct Row {
        std::string name;
        std::int64_t age_ms; // of the second fill, by its tag 60
        int orders;
    };
    for (const Row& row : {Row{"new", 0, 2}, Row{"just young enough", 2000, 2},
                           Row{"too old", 2001, 1}, Row{"from a clock ahead", -60'000, 2}}) {
        RouterConfig config;
        config.instruments.resize(1);
        config.instruments[0].symbol = "ES";
        config.instruments[0].tick_size = Decimal{1, 0};
        config.instruments[0].tick_value = Money::of(50);
        config.sessions.resize(2);
        config.leaders.resize(1);
        config.leaders[0].start_flat = true;
        config.followers.resize(1);
        config.followers[0].account = "A";
        config.followers[0].session = SessionIndex{1};
        config.followers[0].map = {{InstrumentId{0}, InstrumentId{0}, Ratio(1, 1)}};
        config.followers[0].limits.max_contracts = Ratio(10, 1);
        config.followers[0].limits.contract_weight = {Ratio(1, 1)};
        Router router(config);
        Timestamp now(1'785'245'400'000'000'000);
        std::vector<Command> out;
        std::uint64_t sequence = 0;
        const auto step = [&](EventBody body) {
            router.step(Event{++sequence, now, std::move(body)}, out);
        };
        const auto fill = [&](const std::string& key, std::int64_t age_ms) {
            ExecutionEvent event;
            event.kind = ExecKind::fill;
            event.order_key = key;
            event.exec_key = key;
            event.last_qty = Quantity(1);
            event.last_price = Price(100);
            event.transact_time = Timestamp(now.ns - age_ms * 1'000'000);
            step(LeaderExecution{LeaderId{0}, event});
        };
        step(Started{"digest", "test", 36});
        step(SessionChanged{SessionIndex{0}, true});
        step(SessionChanged{SessionIndex{1}, true});
        fill("first", 0);
        fill("second", row.age_ms);
        const auto orders = std::ranges::count_if(out, [](const Command& command) {
            return std::holds_alternative<Approved<NewOrder>>(command);
        });
        EXPECT_EQ(orders, row.orders) << row.name;
    }
}

} // namespace
} // namespace lockstep::scenario
