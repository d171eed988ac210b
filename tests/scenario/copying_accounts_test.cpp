// What an account does beyond copying: joining, lost sessions, modes, limits, foreign trades.
#include "scenario/desk.hpp"

#include <gtest/gtest.h>

namespace lockstep::scenario {
namespace {

TEST(LostSession, an_entry_that_became_an_exit_meanwhile_is_not_sold_twice) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader works S buy 3 stop 120", "o1 buy 3 stop 120"},
        {"o1 accepted", ""},
        {"leader works L sell 3 limit 130", "o2 sell 3 limit 130"},
        {"o2 accepted", ""},
        {"F down", ""},
        {"o2 fills 3", ""},
        {"leader L fills 3", ""},
        {"leader buys 3", ""},
        {"leader S canceled", ""},
        {"F up", "ask o1"},
        {"o1 works", "cancel o1"}, // it may still buy the 3 that are to be bought back
        {"o1 canceled", "o3 buy 3 market"},
    });
}

TEST(LostSession, a_drift_that_came_again_in_another_trade_is_said_again) {
    Desk desk(Broker::silent);
    desk.follower("F").join_mid_trade = true;
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"o1 rejected", ""},
        {"wait 3000", ""},
    });
    EXPECT_EQ(desk.notices(Reason::drift), 1);
    desk.play({
        {"F down", ""},
        {"leader sells 2", ""},
        {"leader buys 2", ""},
        {"F up", ""},
        {"wait 3000", ""},
    });
    EXPECT_EQ(desk.notices(Reason::drift), 2);
}

FollowerConfig& one_to_one(Desk& desk) { return desk.follower("F"); }

TEST(Joining, an_account_that_missed_the_entry_is_out_until_the_leader_is_flat) {
    Desk desk(Broker::trading);
    one_to_one(desk);
    desk.play({
        {"F down", ""},
        {"leader buys 2", ""},
        {"F up", ""},
        {"leader buys 1", ""},
        {"leader sells 3", ""},
        {"leader buys 1", "o1 buy 1 market"},
    });
    EXPECT_EQ(desk.notices(Reason::out), 2) << "said on joining, and for the fill";
}

TEST(Joining, resting_entries_are_not_mirrored_late_but_their_fills_are_copied) {
    Desk desk(Broker::trading);
    one_to_one(desk);
    desk.play({
        {"F pause", ""},
        {"leader works A buy 1 limit 95", ""},
        {"F resume", ""},
        {"leader A fills 1", "o1 buy 1 market"},
    });
}

TEST(Joining, a_blip_of_the_session_keeps_orders_and_asks_after_them) {
    Desk desk;
    one_to_one(desk);
    desk.play({
        {"leader works A buy 1 limit 95", "o1 buy 1 limit 95"},
        {"F down", ""},
        {"F up", "ask o1"},
        {"o1 works", ""},
        {"leader A becomes 1 limit 96", "change o1 to 1 limit 96"},
    });
}

TEST(Joining, an_unknown_order_counts_as_live_and_nothing_replaces_it) {
    Desk desk(Broker::silent);
    one_to_one(desk);
    desk.play({
        {"leader buys 1", "o1 buy 1 market"},
        {"o1 fills 1", ""},
        {"leader sells 1", "o2 sell 1 market"},
        {"F down", ""},
        {"F up", "ask o2"},
        {"wait 1999", ""},
        {"wait 1", "ask o2"}, // the question itself may have been lost
    });
    desk.happens("wait 27999");
    EXPECT_EQ(desk.notices(Reason::unanswered), 0);
    desk.happens("wait 1");
    desk.play({{"o2 fills 1", ""}, {"wait 60000", ""}});
    EXPECT_EQ(desk.notices(Reason::unanswered), 1);
    EXPECT_EQ(desk.held("F"), Position(0));
}

TEST(LeaderLost, entries_are_withdrawn_exits_stay) {
    Desk desk(Broker::trading);
    one_to_one(desk);
    desk.play({
        {"leader buys 1", "o1 buy 1 market"},
        {"leader works S sell 1 stop 90", "o2 sell 1 stop 90"},
        {"leader works A buy 1 limit 95", "o3 buy 1 limit 95"},
        {"leader down", "cancel o3"},
        {"leader up", ""},
        {"leader sells 1", "cancel o2; o4 sell 1 market"},
    });
}

TEST(LeaderLost, hold_and_flatten_do_what_they_say) {
    for (const auto& [policy, orders] : {std::pair{OnLeaderLost::hold, ""},
                                         std::pair{OnLeaderLost::flatten, "o2 sell 1 market"}}) {
        Desk desk(Broker::trading);
        one_to_one(desk).on_leader_lost = policy;
        desk.play({{"leader buys 1", "o1 buy 1 market"}, {"leader down", orders}});
    }
}

TEST(LeaderPosition, a_statement_opens_the_way) {
    Desk desk(Broker::trading);
    desk.leader().start_flat = false;
    one_to_one(desk);
    desk.play({
        {"leader buys 1", ""},
        {"leader holds 1 operator", ""}, // joined in mid-trade: out
        {"leader sells 1", ""},
        {"leader buys 2", "o1 buy 2 market"},
    });
}

TEST(LeaderPosition, a_report_that_disagrees_stops_entries) {
    Desk desk(Broker::trading);
    one_to_one(desk);
    desk.play({
        {"leader buys 1", "o1 buy 1 market"},
        {"leader holds 3", ""},
        {"leader buys 1", ""},
        {"leader holds 2 operator", ""},
        {"leader sells 2", "o2 sell 1 market"},
    });
    EXPECT_GE(desk.notices(Reason::position_disagrees), 1);
}

TEST(Busts, wait_for_an_operator_and_stop_entries) {
    Desk desk(Broker::trading);
    one_to_one(desk);
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"leader busts", ""},
        {"leader buys 1", ""},
        {"leader follow", "o2 sell 1 market"},
    });
}

TEST(Busts, followed_at_once_when_the_settings_say_so) {
    Desk desk(Broker::trading);
    desk.leader().on_bust = OnBust::follow;
    one_to_one(desk);
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"leader corrects 1", "o2 sell 1 market"},
    });
}

TEST(ForeignTrades, one_against_what_is_held_shrinks_the_exits) {
    Desk desk(Broker::trading);
    one_to_one(desk).on_foreign_trade = OnForeignTrade::ignore;
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"leader works S sell 2 stop 90", "o2 sell 2 stop 90"},
        {"F trades sell 1", "change o2 to 1 stop 90"},
        {"leader sells 2", "cancel o2; o3 sell 1 market"},
    });
    EXPECT_EQ(desk.notices(Reason::foreign_trade), 1);
}

TEST(ForeignTrades, one_that_adds_pauses_is_not_traded_and_is_closed_by_flatten) {
    Desk desk(Broker::trading);
    one_to_one(desk);
    desk.play({
        {"F trades buy 3", ""},
        {"leader buys 1", ""},
        {"leader sells 1", ""},
        {"F flatten", "o1 sell 3 market"},
    });
}

TEST(Modes, flatten_lasts_until_resumed) {
    Desk desk(Broker::trading);
    one_to_one(desk);
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"leader works S sell 2 stop 90", "o2 sell 2 stop 90"},
        {"F flatten", "cancel o2; o3 sell 2 market"},
        {"leader buys 1", ""},
        {"F resume", ""},
        {"leader sells 3", ""},
        {"leader buys 1", "o4 buy 1 market; o5 sell 1 stop 90"}, // its stop still works
    });
}

TEST(Modes, a_second_flatten_sends_nothing) {
    Desk desk(Broker::trading);
    one_to_one(desk);
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"F flatten", "o2 sell 2 market"},
        {"F flatten", ""},
    });
}

TEST(Modes, halt_leaves_exits_at_the_broker_and_sends_nothing_new) {
    Desk desk(Broker::trading);
    one_to_one(desk);
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"leader works S sell 2 stop 90", "o2 sell 2 stop 90"},
        {"leader works A buy 1 limit 95", "o3 buy 1 limit 95"},
        {"F halt", "cancel o3"},
        {"leader sells 1", ""},
        {"F trades sell 1", "change o2 to 1 stop 90"},
    });
}

TEST(Limits, a_daily_loss_flattens_one_account_alone_until_its_day_rolls) {
    Desk desk(Broker::trading);
    desk.follower("A").limits.daily_loss = Money::of(1000);
    desk.follower("B");
    desk.config().followers[0].limits.on_breach = OnBreach::flatten;
    desk.play({
        {"leader buys 2", "A o1 buy 2 market; B o2 buy 2 market"},
        {"mark 91", ""}, // 2 x 9 x 50 = 900
        {"mark 90", "A o3 sell 2 market"},
        {"leader buys 1", "B o4 buy 1 market"},
        {"A resume", ""},
    });
    EXPECT_EQ(desk.view("A").mode, Mode::flattening);
    desk.play({
        {"leader sells 3", "B o5 sell 3 market"},
        {"A day rolls", ""},
    });
    EXPECT_EQ(desk.view("A").mode, Mode::active);
    EXPECT_EQ(desk.view("B").mode, Mode::active);
}

TEST(Limits, the_day_roll_lifts_no_pause_that_was_there_before_the_daily_loss) {
    Desk desk(Broker::trading);
    AccountLimits& limits = one_to_one(desk).limits;
    limits.daily_loss = Money::of(1000);
    limits.on_breach = OnBreach::flatten;
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"F pause", ""},
        {"mark 90", "o2 sell 2 market"}, // 2 x 10 x 50
        {"F day rolls", ""},
        {"leader sells 2", ""},
        {"leader buys 1", ""},
    });
    EXPECT_EQ(desk.view("F").mode, Mode::paused);
    EXPECT_EQ(desk.view("F").mode_reason, Reason::operator_action);
    desk.play({
        {"leader sells 1", ""},
        {"F resume", ""},
        {"leader buys 1", "o3 buy 1 market"},
    });
}

TEST(Limits, the_day_roll_lifts_no_pause_that_came_while_the_daily_loss_held_the_account) {
    Desk desk(Broker::trading);
    AccountLimits& limits = one_to_one(desk).limits;
    limits.daily_loss = Money::of(1000);
    limits.on_breach = OnBreach::pause;
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"mark 90", ""},        // 2 x 10 x 50
        {"F trades buy 1", ""}, // by somebody else, which pauses the account as well
    });
    EXPECT_EQ(desk.view("F").mode_reason, Reason::daily_loss);
    desk.play({{"F day rolls", ""}, {"leader buys 1", ""}});
    EXPECT_EQ(desk.view("F").mode, Mode::paused);
    EXPECT_EQ(desk.view("F").mode_reason, Reason::foreign_trade);
    desk.play({{"leader sells 3", "o2 sell 2 market"}, {"F resume", ""}});
    EXPECT_EQ(desk.view("F").mode, Mode::active);
}

TEST(Limits, a_profit_target_pauses_the_account_for_the_day) {
    Desk desk(Broker::trading);
    one_to_one(desk).limits.daily_profit = Money::of(1000);
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"leader works A buy 1 limit 95", "o2 buy 1 limit 95"},
        {"mark 109", ""}, // 2 x 9 x 50 = 900
        {"mark 110", "cancel o2"},
        {"leader buys 1", ""},
        {"F resume", ""},
        {"leader sells 3", "o3 sell 2 market"},
        {"F day rolls", ""},
        {"leader buys 1", "o4 buy 1 market"},
    });
}

TEST(Limits, too_much_drift_for_too_long_pauses_the_account) {
    Desk desk(Broker::silent);
    AccountLimits& limits = one_to_one(desk).limits;
    limits.max_drift = Quantity(1);
    limits.max_drift_time = Duration::seconds(10);
    desk.play({
        {"leader works A buy 1 limit 95", "o1 buy 1 limit 95"},
        {"o1 accepted", ""},
        {"leader buys 1", "o2 buy 1 market"},
        {"o2 rejected", ""},
        {"wait 60000", ""}, // one contract may drift for ever
        {"leader buys 1", "o3 buy 1 market"},
        {"o3 rejected", ""},
        {"wait 9990", ""},
    });
    EXPECT_EQ(desk.view("F").mode, Mode::active);
    desk.play({{"wait 20", "cancel o1"}, {"o1 canceled", ""}, {"leader buys 1", ""}});
    EXPECT_EQ(desk.view("F").mode, Mode::paused);
    EXPECT_EQ(desk.view("F").mode_reason, Reason::drift);
}

TEST(Limits, a_price_far_from_the_mark_is_not_copied_and_said) {
    Desk desk(Broker::trading);
    one_to_one(desk).limits.price_collar_ticks = 10;
    desk.play({
        {"leader works A buy 1 limit 95", ""}, // no mark yet
        {"mark 100", ""},
        {"leader works B buy 1 limit 90", "o1 buy 1 limit 90"},
        {"leader works C buy 1 limit 89", ""},
        {"leader buys 1", "o2 buy 1 market"},
        {"leader works D sell 1 limit 150", "o3 sell 1 limit 150"}, // an exit
    });
    EXPECT_GT(desk.notices(Reason::mark_missing), 0);
    EXPECT_GT(desk.notices(Reason::price_collar), 0);
}

TEST(Limits, what_everything_is_worth_is_bounded) {
    Desk desk(Broker::trading);
    one_to_one(desk).limits.max_notional = Money::of(10'000); // two contracts at 100, 50 a tick
    desk.play({
        {"mark 100", ""},
        {"leader buys 2", "o1 buy 2 market"},
        {"leader buys 1", ""},
        {"leader sells 3", "o2 sell 2 market"},
    });
    EXPECT_GT(desk.notices(Reason::max_notional), 0);
}

TEST(Limits, a_leader_who_repeats_himself_is_not_followed_for_ever) {
    Desk desk(Broker::trading);
    one_to_one(desk).limits.max_orders_per_second = 3;
    desk.play({
        {"leader buys 1", "o1 buy 1 market"},
        {"leader buys 1", "o2 buy 1 market"},
        {"leader buys 1", "o3 buy 1 market"},
        {"leader buys 1", ""},
        {"leader sells 4", "o4 sell 3 market"},
    });
    EXPECT_GT(desk.notices(Reason::max_orders_per_second), 0);
}

TEST(Limits, rejects_in_a_row_pause_the_account) {
    Desk desk(Broker::silent);
    one_to_one(desk);
    for (int i = 1; i <= 5; ++i) {
        desk.play({{"leader buys 1", "o" + std::to_string(i) + " buy 1 market"},
                   {"o" + std::to_string(i) + " rejected", ""}});
    }
    EXPECT_EQ(desk.view("F").mode, Mode::paused);
    desk.play({{"leader buys 1", ""}});
}

TEST(Limits, over_the_cap_is_clipped_or_skipped) {
    for (const auto& [over_cap, orders] :
         {std::pair{OverCap::clip, "o1 buy 3 market"}, std::pair{OverCap::skip, ""}}) {
        Desk desk(Broker::trading);
        FollowerConfig& follower = one_to_one(desk);
        follower.limits.max_contracts = Ratio(3, 1);
        follower.sizing.over_cap = over_cap;
        desk.play({{"leader buys 5", orders}});
    }
}

TEST(Limits, slippage_bounds_an_entry_never_an_exit) {
    Desk desk(Broker::trading);
    one_to_one(desk).max_slippage_ticks = 2;
    desk.play({
        {"leader buys 1", "o1 buy 1 limit 102 ioc"},
        {"leader sells 1", "o2 sell 1 market"},
    });
}

TEST(Fairness, who_is_served_first_rotates) {
    Desk desk(Broker::trading);
    for (const char* account : {"A", "B", "C"}) desk.follower(account);
    std::string first;
    for (int i = 0; i < 6; ++i) first += desk.happens("leader buys 1")[0];
    for (const char account : {'A', 'B', 'C'}) {
        EXPECT_NE(first.find(account), std::string::npos) << first;
    }
}

TEST(Decisions, every_fact_has_exactly_one_for_every_follower) {
    Desk desk(Broker::trading);
    desk.follower("A");
    desk.follower("B").map.clear();
    desk.play({{"leader buys 1", "A o1 buy 1 market"}});
    ASSERT_EQ(desk.decisions().size(), 4u); // accepted and filled, for two
    int sends = 0;
    int unmapped = 0;
    for (const Decision& decision : desk.decisions()) {
        sends += decision.orders > 0;
        unmapped += decision.reason == Reason::not_mapped;
        EXPECT_EQ(decision.orders > 0, decision.reason == Reason::none);
    }
    EXPECT_EQ(sends, 1);
    EXPECT_EQ(unmapped, 2);
}

TEST(Decisions, an_order_that_may_not_be_entered_has_its_reason) {
    Desk desk(Broker::trading);
    desk.follower("F");
    desk.play({{"F pause", ""}, {"leader works A buy 1 limit 95", ""}});
    EXPECT_EQ(desk.decisions().back().reason, Reason::operator_action);
    desk.play({{"F resume", ""}}); // what rested then stays barred
}

// What the book refuses or has no use for is answered too, by its reason.
TEST(Decisions, facts_that_change_nothing_have_theirs) {
    struct Fact {
        std::string happens;
        Reason reason;
        std::size_t decisions; // of two followers
    };
    Desk desk(Broker::trading);
    desk.follower("A");
    desk.follower("B").map.clear();
    desk.play({{"leader works L buy 1 limit 90", "A o1 buy 1 limit 90"},
               {"leader buys 1", "A o2 buy 1 market"},
               {"leader busts", "A cancel o1"}});
    for (const Fact& fact : std::vector<Fact>{
             {"leader busts", Reason::bad_report, 2},            // it was busted already
             {"leader corrects 5", Reason::bad_report, 2},       // and cannot be corrected any more
             {"leader repeats", Reason::none, 0},                // decided when it came first
             {"leader L fills 2000000", Reason::bad_report, 2},  // nobody trades that much
             {"leader repeats", Reason::none, 0},                // still refused, still decided
             {"leader L canceled", Reason::not_mapped, 2},       // what B says to it
             {"leader L canceled", Reason::nothing_to_do, 2}}) { // a late word
        const std::size_t before = desk.decisions().size();
        desk.happens(fact.happens);
        const std::size_t after = desk.decisions().size();
        EXPECT_EQ(after - before, fact.decisions) << fact.happens;
        if (after == before) continue;
        EXPECT_TRUE(desk.decisions()[before].reason == fact.reason ||
                    desk.decisions()[after - 1].reason == fact.reason)
            << fact.happens;
    }
}

// A fill of ours that the broker takes back is taken off what the account holds, also where the
// report of it named the order by its OrderID alone; nothing is bought for it.
TEST(BustOfAFollowersFill, takes_off_what_it_put_on) {
    for (const std::string fill : {"o1 fills 2", "o1 fills 2 unnamed"}) {
        Desk desk(Broker::silent);
        desk.follower("F");
        desk.play({{"leader buys 2", "o1 buy 2 market"}, {"o1 accepted", ""}, {fill, ""}});
        EXPECT_EQ(desk.held("F"), Position(2)) << fill;
        desk.play({{"o1 busts", ""}});
        EXPECT_EQ(desk.held("F"), Position(0)) << fill;
    }
}

} // namespace
} // namespace lockstep::scenario
