// What docs/copying.md says beyond its worked examples, rule by rule.
#include "scenario/desk.hpp"

#include <gtest/gtest.h>

namespace lockstep::scenario {
namespace {

FollowerConfig& one_to_one(Desk& desk) { return desk.follower("F"); }

TEST(EntryMirrors, follow_every_move_of_the_leaders_order) {
    Desk desk;
    one_to_one(desk);
    desk.play({
        {"leader works A buy 2 limit 95", "o1 buy 2 limit 95"},
        {"leader A becomes 2 limit 96", "change o1 to 2 limit 96"},
        {"leader A becomes 1 limit 96", "change o1 to 1 limit 96"},
        {"leader A canceled", "cancel o1"},
    });
    EXPECT_EQ(desk.working("F"), 0u);
}

TEST(EntryMirrors, a_change_waits_for_the_acknowledgement_and_only_the_newest_is_sent) {
    Desk desk(Broker::silent);
    one_to_one(desk);
    desk.play({
        {"leader works A buy 2 limit 95", "o1 buy 2 limit 95"},
        {"leader A becomes 2 limit 96", ""},
        {"leader A becomes 2 limit 97", ""},
        {"o1 accepted", "change o1 to 2 limit 97"},
        {"leader A canceled", ""},
        {"o1 replaced", "cancel o1"},
        {"o1 canceled", ""},
    });
}

TEST(EntryMirrors, a_cancel_that_is_refused_because_the_order_filled_ends_right) {
    Desk desk(Broker::silent);
    one_to_one(desk);
    desk.play({
        {"leader works A buy 1 limit 95", "o1 buy 1 limit 95"},
        {"o1 accepted", ""},
        {"leader A canceled", "cancel o1"},
        {"o1 fills 1", "o2 sell 1 market"},
        {"o1 cancel-rejected", ""},
        {"o2 fills 1", ""},
        {"wait 60000", ""},
    });
    EXPECT_EQ(desk.held("F"), Position(0));
}

TEST(EntryMirrors, gtc_stays_gtc_and_gtd_becomes_day) {
    Desk desk;
    one_to_one(desk);
    desk.play({
        {"leader works A buy 1 limit 95 gtc", "o1 buy 1 limit 95 gtc"},
        {"leader works B buy 1 limit 94 gtd", "o2 buy 1 limit 94"},
    });
}

TEST(EntryMirrors, an_immediate_order_is_copied_by_its_fill) {
    Desk desk;
    one_to_one(desk);
    desk.play({
        {"leader works A buy 2 limit 95 ioc", ""},
        {"leader A fills 1", "o1 buy 1 market"},
        {"leader A canceled", ""},
    });
}

TEST(EntryMirrors, suspended_orders_do_not_work) {
    Desk desk;
    one_to_one(desk);
    desk.play({
        {"leader works A buy 1 limit 95", "o1 buy 1 limit 95"},
        {"leader A suspended", "cancel o1"},
        {"leader A back", "o2 buy 1 limit 95"},
    });
}

TEST(EntryMirrors, a_bracket_placed_while_flat_becomes_an_exit) {
    Desk desk;
    one_to_one(desk);
    desk.play({
        {"leader works A buy 2 limit 95", "o1 buy 2 limit 95"},
        {"leader works B sell 2 limit 105", "o2 sell 2 limit 105"},
        {"leader A fills 2", "cancel o2"}, // our own entry has not filled: nothing to close
        {"o1 fills 2", "o3 sell 2 limit 105"},
        {"leader B fills 2", ""},
        {"o3 fills 2", ""},
    });
    EXPECT_EQ(desk.held("F"), Position(0));
}

TEST(EntryMirrors, an_exit_never_becomes_an_entry) {
    Desk desk(Broker::trading);
    one_to_one(desk);
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"leader works T sell 2 limit 110", "o2 sell 2 limit 110"},
        {"leader sells 2", "cancel o2; o3 sell 2 market"},
        {"leader T becomes 2 limit 108", ""},
        {"leader T canceled", ""},
    });
}

TEST(EntryMirrors, a_refused_one_is_not_tried_again_by_a_replace_nor_by_its_fill) {
    Desk desk(Broker::silent);
    one_to_one(desk);
    desk.play({
        {"leader works A buy 1 limit 95", "o1 buy 1 limit 95"},
        {"o1 rejected", ""},
        {"leader A becomes 1 limit 96", ""},
        {"leader A fills 1", ""},
        {"leader sells 1", ""},
    });
}

TEST(Targets, the_stop_shrinks_when_the_target_fills_and_the_other_way_round) {
    Desk desk(Broker::trading);
    one_to_one(desk);
    desk.play({
        {"leader buys 3", "o1 buy 3 market"},
        {"leader works T sell 3 limit 110", "o2 sell 3 limit 110"},
        {"leader works S sell 3 stop 90", "o3 sell 3 stop 90"},
        {"o2 fills 1 at 110", "change o3 to 2 stop 90"},
        {"o3 fills 1 at 90", "change o2 to 2 limit 110"},
    });
}

TEST(Targets, exits_wait_for_the_entry_and_grow_with_its_fills) {
    Desk desk;
    one_to_one(desk);
    desk.play({
        {"leader works A buy 3 limit 100", "o1 buy 3 limit 100"},
        {"leader A fills 3", ""},
        {"leader works T sell 3 limit 110", ""},
        {"leader works S sell 3 stop 90", ""},
        {"o1 fills 1", "o2 sell 1 limit 110; o3 sell 1 stop 90"},
        {"o1 fills 2", "change o2 to 3 limit 110; change o3 to 3 stop 90"},
    });
}

TEST(Targets, a_working_stop_is_not_made_smaller_because_the_leader_added) {
    Desk desk;
    one_to_one(desk);
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"o1 fills 2", ""},
        {"leader works S sell 2 stop 90", "o2 sell 2 stop 90"},
        {"leader buys 1", "o3 buy 1 market"},
        {"o3 fills 1", ""},
    });
}

TEST(Targets, a_partial_exit_at_market_is_copied_beside_a_working_bracket) {
    Desk desk(Broker::trading);
    one_to_one(desk);
    desk.play({
        {"leader buys 3", "o1 buy 3 market"},
        {"leader works T sell 3 limit 110", "o2 sell 3 limit 110"},
        {"leader works S sell 3 stop 90", "o3 sell 3 stop 90"},
        {"leader sells 1", "change o2 to 2 limit 110; change o3 to 2 stop 90; o4 sell 1 market"},
    });
    EXPECT_EQ(desk.held("F"), Position(2));
}

TEST(Targets, an_exit_that_the_broker_rejects_is_tried_again_with_back_off) {
    Desk desk(Broker::silent);
    one_to_one(desk);
    desk.play({
        {"leader buys 1", "o1 buy 1 market"},
        {"o1 fills 1", ""},
        {"leader sells 1", "o2 sell 1 market"},
        {"o2 rejected", ""},
        {"wait 499", ""},
        {"wait 1", "o3 sell 1 market"},
        {"o3 rejected", ""},
        {"wait 999", ""},
        {"wait 1", "o4 sell 1 market"},
        {"o4 fills 1", ""},
        {"wait 60000", ""},
    });
    EXPECT_EQ(desk.notices(Reason::exit_rejected), 2);
}

TEST(Targets, an_exit_that_the_venue_ends_is_placed_again_an_entry_is_not) {
    Desk desk;
    one_to_one(desk);
    desk.play({
        {"leader buys 1", "o1 buy 1 market"},
        {"o1 fills 1", ""},
        {"leader works S sell 1 stop 90", "o2 sell 1 stop 90"},
        {"leader works A buy 1 limit 95", "o3 buy 1 limit 95"},
        {"o3 canceled", ""},
        {"o2 expired", "o4 sell 1 stop 90"},
        {"o4 expired", ""}, // twice in a row: not at once any more
        {"wait 500", "o5 sell 1 stop 90"},
        {"wait 60000", ""},
    });
    EXPECT_EQ(desk.notices(Reason::canceled_by_venue), 3);
}

TEST(Targets, cancels_do_not_wait_for_refused_exits) {
    Desk desk(Broker::silent);
    one_to_one(desk);
    desk.play({
        {"leader buys 1", "o1 buy 1 market"},
        {"o1 fills 1", ""},
        {"leader works A buy 1 limit 95", "o2 buy 1 limit 95"},
        {"o2 accepted", ""},
        {"leader works S sell 1 stop 90", "o3 sell 1 stop 90"},
        {"o3 rejected", ""},
        {"leader A canceled", "cancel o2"},
    });
}

TEST(LateEntries, keep_stays_until_the_leader_is_flat) {
    Desk desk;
    one_to_one(desk);
    desk.play({
        {"leader works A buy 2 limit 95", "o1 buy 2 limit 95"},
        {"leader A fills 2", ""},
        {"wait 60000", ""},
        {"leader sells 1", "change o1 to 1 limit 95"},
        {"leader sells 1", "cancel o1"},
    });
}

TEST(LateEntries, keep_goes_when_the_leader_cancels_the_order) {
    Desk desk;
    one_to_one(desk);
    desk.play({
        {"leader works A buy 2 limit 95", "o1 buy 2 limit 95"},
        {"leader A fills 1", ""},
        {"leader A canceled", "cancel o1"},
    });
    EXPECT_EQ(desk.notices(Reason::missed), 1);
}

TEST(LateEntries, cancel_gives_up_after_the_wait) {
    Desk desk;
    one_to_one(desk).late_entry = LateEntry::cancel;
    desk.play({
        {"leader works A buy 2 limit 95", "o1 buy 2 limit 95"},
        {"leader A fills 2", ""},
        {"wait 499", ""},
        {"wait 1", "cancel o1"},
        {"leader sells 2", ""},
    });
    EXPECT_EQ(desk.notices(Reason::missed), 1);
}

TEST(LateEntries, chase_buys_within_reach_once_the_cancel_is_answered) {
    Desk desk(Broker::silent);
    FollowerConfig& follower = one_to_one(desk);
    follower.late_entry = LateEntry::chase;
    follower.max_slippage_ticks = 3;
    desk.play({
        {"leader works A buy 2 limit 95", "o1 buy 2 limit 95"},
        {"o1 accepted", ""},
        {"leader A fills 2", ""},
        {"o1 fills 1 at 95", ""},
        {"wait 500", "cancel o1"},
        {"o1 canceled", "o2 buy 1 limit 98 ioc"},
        {"o2 canceled", ""},
    });
    EXPECT_EQ(desk.notices(Reason::slipped), 1);
    EXPECT_EQ(desk.held("F"), Position(1));
}

TEST(LateEvents, a_resent_entry_is_not_copied_a_resent_exit_is) {
    Desk desk(Broker::trading);
    one_to_one(desk);
    desk.play({
        {"leader late buys 1", ""},
        {"leader sells 1", ""},
        {"leader buys 1", "o1 buy 1 market"},
        {"leader late sells 1", "o2 sell 1 market"},
    });
    EXPECT_GE(desk.notices(Reason::stale), 1);
}

TEST(LateEvents, repeats_change_nothing) {
    Desk desk(Broker::trading);
    one_to_one(desk);
    desk.play({
        {"leader buys 1", "o1 buy 1 market"},
        {"leader repeats", ""},
        {"o1 repeats", ""},
    });
    EXPECT_EQ(desk.held("F"), Position(1));
}

TEST(LateEvents, a_late_replace_of_an_entry_takes_its_mirror_away) {
    Desk desk;
    one_to_one(desk);
    desk.play({
        {"leader works A buy 1 limit 95", "o1 buy 1 limit 95"},
        {"leader late A becomes 1 limit 96", "cancel o1"},
        {"leader A fills 1", "o2 buy 1 market"},
    });
}

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
        {"wait 29000", ""},
        {"wait 1000", ""},
        {"o2 fills 1", ""},
    });
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

} // namespace
} // namespace lockstep::scenario
