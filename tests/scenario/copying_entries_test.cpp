// How the leader's entries are copied: mirrors, late entries, late events.
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

TEST(EntryMirrors, leave_room_for_the_copy_of_the_same_fill) {
    Desk desk;
    one_to_one(desk).sizing.value = Ratio(8, 10);
    desk.play({
        {"leader works A buy 4 stop 120", "o1 buy 3 stop 120"},
        {"leader works B buy 4 stop 110", "o2 buy 3 stop 110"},
        {"leader works C buy 2 limit 90", "o3 buy 1 limit 90"},
        // T(12) = 9: both mirrors could grow by 1 were it not for the copy
        {"leader buys 2", "change o3 to 2 limit 90; o4 buy 1 market"},
    });
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

TEST(LateEvents, a_fill_that_is_too_old_when_it_comes_is_decided_to_be_stale) {
    Desk desk(Broker::trading);
    desk.follower("F").limits.max_signal_age = Duration(-1); // everything is
    desk.play({{"leader buys 1", ""}});
    EXPECT_EQ(name(desk.decisions().back().reason), "stale");
    EXPECT_EQ(desk.notices(Reason::stale), 1);
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

} // namespace
} // namespace lockstep::scenario
