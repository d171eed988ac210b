// The rules of an account that the calendar, its profit and operators change while it trades.
#include "scenario/desk.hpp"

#include <gtest/gtest.h>

namespace lockstep::scenario {
namespace {

TEST(Windows, outside_them_entries_go_and_exits_stay) {
    Desk desk(Broker::trading);
    desk.follower("F");
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"leader works A buy 1 limit 95", "o2 buy 1 limit 95"},
        {"leader works S sell 2 stop 90", "o3 sell 2 stop 90"},
        {"F window outside-hours", "cancel o2"},
        {"leader buys 1", ""},
        {"leader works B buy 1 limit 94", ""},
        {"leader sells 2", "change o3 to 1 stop 90; o4 sell 1 market"},
    });
    EXPECT_EQ(desk.view("F").mode_reason, Reason::trading_window);
    EXPECT_EQ(desk.view("F").mode, Mode::active);
}

TEST(Windows, each_kind_that_only_closes_the_door_gives_its_reason) {
    for (const auto& [window, reason] :
         {std::pair{"outside-hours", Reason::trading_window}, std::pair{"holiday", Reason::holiday},
          std::pair{"news", Reason::news_window}, std::pair{"news-unknown", Reason::news_window}}) {
        Desk desk(Broker::trading);
        desk.follower("F");
        desk.play({
            {"leader buys 1", "o1 buy 1 market"},
            {std::string("F window ") + window, ""},
            {"leader buys 1", ""},
        });
        EXPECT_EQ(name(desk.decisions().back().reason), name(reason)) << window;
        EXPECT_EQ(desk.held("F"), Position(1)) << window;
    }
}

TEST(Windows, who_missed_an_entry_is_out_until_the_leader_is_flat) {
    Desk desk(Broker::trading);
    desk.follower("F");
    desk.play({
        {"F window news", ""},
        {"leader buys 2", ""},
        {"F window open", ""},
        {"leader buys 1", ""},
        {"leader sells 3", ""},
        {"leader buys 1", "o1 buy 1 market"},
    });
    EXPECT_GE(desk.notices(Reason::out), 1);
}

TEST(Windows, who_holds_its_target_goes_on_when_they_open) {
    Desk desk(Broker::trading);
    desk.follower("F");
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"F window outside-hours", ""},
        {"F window open", ""},
        {"leader buys 1", "o2 buy 1 market"},
    });
}

// FlatBy: whatever the leader does from then on, the account stays flat until its day has rolled.
TEST(FlatBy, closes_the_account_and_keeps_it_flat) {
    for (const std::string window : {"flat-by", "flat-for-news"}) {
        Desk desk(Broker::trading);
        desk.follower("F");
        desk.play({
            {"leader buys 2", "o1 buy 2 market"},
            {"leader works S sell 2 stop 90", "o2 sell 2 stop 90"},
            {"F window " + window, "cancel o2; o3 sell 2 market"},
            {"leader buys 1", ""},
            {"leader sells 3", ""},
            {"leader buys 1", ""},
            {"F day rolls", ""},
            {"F window open", ""},
            {"leader sells 1", ""},
            {"leader buys 1", "o4 buy 1 market; o5 sell 1 stop 90"},
        });
        EXPECT_EQ(desk.held("F"), Position(1)) << window;
    }
}

// Its own order filled before it left, and the leader's is heard of after: the account does not
// hold what the leader holds, and the decision says why.
TEST(FlatBy, is_the_reason_for_what_a_filled_mirror_brought_and_the_account_does_not_keep) {
    Desk desk(Broker::trading);
    desk.follower("F");
    desk.play({
        {"leader works L buy 1 stop 110", "o1 buy 1 stop 110"},
        {"o1 fills 1", ""},
        {"F window flat-by", "o2 sell 1 market"},
        {"leader L fills 1", ""},
    });
    EXPECT_EQ(desk.decisions().back().reason, Reason::flat_by);
    EXPECT_EQ(desk.held("F"), Position(0));
}

TEST(Pause, is_the_reason_for_an_entry_that_fills_while_its_mirror_is_taken_off) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader works L buy 1 stop 110", "o1 buy 1 stop 110"},
        {"o1 accepted", ""},
        {"F pause", "cancel o1"},
        {"leader L fills 1", ""},
    });
    EXPECT_EQ(desk.decisions().back().reason, Reason::operator_action);
    desk.play({{"o1 canceled", ""}});
    EXPECT_EQ(desk.held("F"), Position(0));
}

TEST(FlatBy, is_shown_as_flattening_with_its_reason) {
    Desk desk(Broker::trading);
    desk.follower("F");
    desk.play({{"leader buys 1", "o1 buy 1 market"}, {"F window flat-by", "o2 sell 1 market"}});
    EXPECT_EQ(desk.view("F").mode, Mode::flattening);
    EXPECT_EQ(desk.view("F").mode_reason, Reason::flat_by);
    desk.play({{"F resume", ""}, {"leader buys 1", ""}});
    EXPECT_EQ(desk.view("F").mode, Mode::flattening) << "an operator does not lift a bell";
}

TEST(FlatBy, closes_a_paused_account_and_no_halted_one) {
    Desk paused(Broker::trading);
    paused.follower("F");
    paused.play({
        {"leader buys 1", "o1 buy 1 market"},
        {"F pause", ""},
        {"F window flat-by", "o2 sell 1 market"},
        {"F window open", ""},
    });
    EXPECT_EQ(paused.view("F").mode, Mode::paused) << "the pause is still there";
    Desk halted(Broker::trading);
    halted.follower("F");
    halted.play({
        {"leader buys 1", "o1 buy 1 market"},
        {"F halt", ""},
        {"F window flat-by", ""},
    });
    EXPECT_EQ(halted.view("F").mode, Mode::halted);
}

TEST(Marks, come_from_the_accounts_own_session_before_any_other) {
    Desk desk(Broker::trading);
    for (const char* account : {"A", "B"})
        desk.follower(account).limits.daily_loss = Money::of(500);
    desk.play({
        {"leader buys 2", "A o1 buy 2 market; B o2 buy 2 market"},
        {"A marks 99", ""}, // 100 lost
        {"mark 94", ""},    // 600 lost, where the leader's session knows of prices
    });
    EXPECT_EQ(desk.view("A").mode, Mode::active) << "its own session has said 99";
    EXPECT_EQ(desk.view("B").mode_reason, Reason::daily_loss) << "its own has said nothing";
    desk.play({{"A down", ""}, {"mark 96", ""}, {"A up", ""}, {"A marks 97", ""}});
    EXPECT_EQ(desk.view("A").mode, Mode::active);
    desk.play({{"mark 94", ""}, {"A down", ""}});
    EXPECT_EQ(desk.view("A").mode, Mode::active) << "what was said while its own was up is no mark";
    desk.play({{"mark 94", ""}});
    EXPECT_EQ(desk.view("A").mode_reason, Reason::daily_loss) << "its own session is down";
}

TEST(ChangedLimits, tighter_at_once_looser_with_a_reason) {
    Desk desk(Broker::trading);
    desk.follower("F").limits.daily_loss = Money::of(1'000);
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"mark 95", ""}, // 500 lost
        {"F limit DailyLossLimit 2000", ""},
    });
    EXPECT_EQ(desk.notices(Reason::limit_changed), 1) << "refused: looser without a reason";
    desk.play({{"F limit DailyLossLimit 2000 agreed", ""}, {"mark 85", ""}});
    EXPECT_EQ(desk.view("F").mode, Mode::active) << "1500 lost";
    desk.play({{"F limit DailyLossLimit 1500", ""}});
    EXPECT_EQ(desk.view("F").mode, Mode::paused) << "reached by the change itself";
    EXPECT_EQ(desk.view("F").mode_reason, Reason::daily_loss);
}

TEST(ChangedLimits, hold_for_orders_and_for_sizes) {
    Desk desk(Broker::trading);
    desk.follower("F");
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"F limit MaxContracts 3", ""},
        {"leader buys 2", "o2 buy 1 market"}, // room for one more
        {"leader sells 4", "o3 sell 3 market"},
        {"leader buys 5", "o4 buy 3 market"},
        {"F limit MaxContracts off why", ""}, // there is no copying without a cap
        {"leader sells 5", "o5 sell 3 market"},
        {"F limit MaxOrderQuantity 1", ""},
        {"leader buys 2", ""},
    });
    EXPECT_EQ(desk.view("F").max_contracts, Ratio(3, 1));
    EXPECT_EQ(desk.notices(Reason::max_order_quantity), 1);
}

TEST(ScalingPlan, goes_by_the_result_at_the_day_roll) {
    Desk desk(Broker::trading);
    FollowerConfig& follower = desk.follower("F");
    follower.limits.scaling_plan = {{Money::of(0), Ratio(1, 1)}, {Money::of(1'500), Ratio(3, 1)}};
    desk.play({
        {"leader buys 2", "o1 buy 1 market"},
        {"mark 130", ""}, // 1500 made
        {"leader sells 2", "o2 sell 1 market"},
        {"leader buys 2", "o3 buy 1 market"},
        {"leader sells 2", "o4 sell 1 market"},
        {"F day rolls", ""},
        {"leader buys 4", "o5 buy 3 market"},
    });
    EXPECT_EQ(desk.view("F").max_contracts, Ratio(3, 1));
}

TEST(ScalingPlan, or_by_equity_as_it_is) {
    Desk desk(Broker::trading);
    FollowerConfig& follower = desk.follower("F");
    follower.limits.scaling_basis = ScalingBasis::live;
    follower.limits.scaling_plan = {{Money::of(0), Ratio(1, 1)}, {Money::of(1'500), Ratio(3, 1)}};
    desk.play({{"leader buys 2", "o1 buy 1 market"}, {"mark 130", ""}});
    EXPECT_EQ(desk.view("F").max_contracts, Ratio(3, 1));
    desk.play({{"mark 129", ""}});
    EXPECT_EQ(desk.view("F").max_contracts, Ratio(1, 1));
}

TEST(ExecutionsPerDay, stop_entries_until_the_day_rolls) {
    Desk desk(Broker::trading);
    desk.follower("F").limits.max_executions_per_day = 2;
    desk.play({
        {"leader buys 1", "o1 buy 1 market"},
        {"leader buys 1", "o2 buy 1 market"},
        {"leader buys 1", ""},
        {"leader sells 3", "o3 sell 2 market"}, // exits leave
        {"leader buys 1", ""},
        {"leader sells 1", ""},
        {"F day rolls", ""},
        {"leader buys 1", "o4 buy 1 market"},
    });
    EXPECT_EQ(desk.notices(Reason::max_executions_per_day), 2);
}

TEST(MinHold, is_noticed_when_a_position_was_closed_sooner) {
    for (const auto& [waits, notices] : {std::pair{"wait 9999", 1}, std::pair{"wait 10000", 0}}) {
        Desk desk(Broker::trading);
        desk.follower("F").limits.min_hold = Duration::seconds(10);
        desk.play({
            {"leader buys 2", "o1 buy 2 market"},
            {waits, ""},
            {"leader sells 1", "o2 sell 1 market"},
            {"leader sells 1", "o3 sell 1 market"},
        });
        EXPECT_EQ(desk.notices(Reason::min_hold), notices) << waits;
    }
}

TEST(ProjectedLoss, counts_the_leaders_stop) {
    // 2 at 100, stopped at 90: 1000 lost, at a point of 50
    for (const auto& [limit, orders] :
         {std::pair{1'001, "o3 buy 1 market"}, std::pair{1'000, ""}}) {
        Desk desk(Broker::trading);
        desk.follower("F").limits.daily_loss = Money::of(limit);
        desk.play({
            {"leader buys 1", "o1 buy 1 market"},
            {"leader works S sell 1 stop 90", "o2 sell 1 stop 90"},
        });
        const std::string sent = desk.happens("leader buys 1");
        EXPECT_EQ(sent.empty(), std::string(orders).empty()) << limit << ": " << sent;
        EXPECT_EQ(desk.notices(Reason::projected_loss), limit == 1'000 ? 1 : 0);
    }
}

} // namespace
} // namespace lockstep::scenario
