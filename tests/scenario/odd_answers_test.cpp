// Orders of ours whose brokers answer late, twice, out of turn or not at all.
#include "scenario/desk.hpp"

#include <gtest/gtest.h>

namespace lockstep::scenario {
namespace {

TEST(OddAnswers, an_order_that_filled_while_its_change_was_refused_has_ended) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader works A buy 4 limit 100", "o1 buy 4 limit 100"},
        {"o1 accepted", ""},
        {"leader A fills 4", ""},
        {"o1 fills 2", ""},
        {"leader works T sell 4 limit 110", "o2 sell 2 limit 110"},
        {"o2 accepted", ""},
        {"o1 fills 2", "change o2 to 4 limit 110"},
        {"o2 fills 2", ""},
        {"o2 cancel-rejected", "o3 sell 2 limit 110"},
    });
}

TEST(OddAnswers, done_for_the_day_does_not_end_a_gtc_order) {
    Desk desk;
    desk.follower("F");
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"o1 fills 2", ""},
        {"leader works S sell 2 stop 90 gtc", "o2 sell 2 stop 90 gtc"},
        {"o2 done", ""},
        {"leader S becomes 2 stop 91", "change o2 to 2 stop 91 gtc"},
    });
}

TEST(OddAnswers, a_cancel_that_was_answered_while_the_session_was_away_was_ours) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader works A buy 2 limit 95", "o1 buy 2 limit 95"},
        {"o1 accepted", ""},
        {"leader A suspended", "cancel o1"},
        {"F down", ""},
        {"o1 canceled", ""},
        {"F up", ""},
    });
    EXPECT_EQ(desk.notices(Reason::canceled_by_venue), 0);
}

TEST(OddAnswers, an_order_that_is_unheard_of_under_its_old_id_is_asked_for_under_the_new_one) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"o1 fills 2", ""},
        {"leader works S sell 2 stop 90", "o2 sell 2 stop 90"},
        {"o2 accepted", ""},
        {"leader S becomes 2 stop 95", "change o2 to 2 stop 95"},
        {"F down", ""},
        {"leader S canceled", ""},
        {"leader sells 2", ""},
        {"F up", "ask o2"},
        {"o2 unheard-of", "ask change of o2"}, // no exit yet: the stop may work under its new id
        {"o2 works", "cancel o2"},
        {"o2 canceled", "o3 sell 2 market"},
    });
}

TEST(OddAnswers, a_change_that_the_broker_still_considers_counts_as_made) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"o1 fills 2", ""},
        {"leader works T sell 1 limit 110", "o2 sell 1 limit 110"},
        {"o2 accepted", ""},
        {"leader T becomes 2 limit 110", "change o2 to 2 limit 110"},
        {"F down", ""},
        {"leader sells 2", ""},
        {"F up", "ask o2"},
        {"o2 considers", ""}, // its 2 and any more at market could sell 3
        {"o2 works", "cancel o2; o3 sell 1 market"},
        {"o2 canceled", "o4 sell 1 market"},
    });
}

TEST(OddAnswers, a_change_behind_an_order_that_the_broker_still_considers_counts_as_made) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"o1 fills 2", ""},
        {"leader works T sell 1 limit 110", "o2 sell 1 limit 110"},
        {"o2 accepted", ""},
        {"leader T becomes 2 limit 110", "change o2 to 2 limit 110"},
        {"F down", ""},
        {"leader sells 2", ""},
        {"F up", "ask o2"},
        {"o2 is pending-new", ""}, // its 2 and any more at market could sell 3
        {"o2 is working", "cancel o2; o3 sell 1 market"},
    });
}

TEST(OddAnswers, a_cancel_that_is_told_twice_not_to_have_left_leaves_the_order_alive) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader works A buy 2 limit 95", "o1 buy 2 limit 95"},
        {"o1 accepted", ""},
        {"F down", ""},
        {"F up", "ask o1"},
        {"o1 works", ""},
        {"leader A becomes 2 limit 96", "change o1 to 2 limit 96"},
        {"F down", ""},
        {"o1 change-unsent", ""},
        {"o1 change-unsent", ""},
    });
    EXPECT_EQ(desk.working("F"), 1u);
}

TEST(OddAnswers, an_order_that_is_unheard_of_under_both_ids_is_gone) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"o1 fills 2", ""},
        {"leader works S sell 2 stop 90", "o2 sell 2 stop 90"},
        {"o2 accepted", ""},
        {"leader S becomes 2 stop 95", "change o2 to 2 stop 95"},
        {"F down", ""},
        {"leader sells 2", ""},
        {"F up", "ask o2"},
        {"o2 unheard-of", "ask change of o2"},
        {"o2 unheard-of", "o3 sell 2 market"},
    });
}

TEST(Joining, nothing_new_is_entered_while_an_order_is_unknown) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader works A buy 1 limit 95", "o1 buy 1 limit 95"},
        {"o1 accepted", ""},
        {"F down", ""},
        {"leader buys 2", ""},
        {"leader works B buy 1 limit 94", ""},
        {"F up", "ask o1"},
        {"leader buys 1", ""},
        {"o1 works", "cancel o1"},
    });
    EXPECT_TRUE(desk.view("F").links[0].out);
}

TEST(Joining, a_resting_entry_that_was_missed_is_not_mirrored_while_an_order_is_unknown) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader works A buy 1 limit 95", "o1 buy 1 limit 95"},
        {"o1 accepted", ""},
        {"F down", ""},
        {"leader works B buy 1 limit 94", ""},
        {"F up", "ask o1"},
        {"o1 works", ""},
        {"leader B fills 1", "o2 buy 1 market"},
    });
}

TEST(Joining, a_fill_while_an_order_is_unknown_is_copied_once_the_answer_is_there) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader works A buy 1 limit 95", "o1 buy 1 limit 95"},
        {"o1 accepted", ""},
        {"F down", ""},
        {"F up", "ask o1"},
        {"leader buys 1", ""},
        {"o1 works", "o2 buy 1 market"},
    });
}

TEST(Flatten, nothing_is_sold_twice_when_an_entry_on_the_other_side_still_works) {
    Desk desk(Broker::silent);
    desk.follower("F").on_foreign_trade = OnForeignTrade::ignore;
    desk.play({
        {"leader works A sell 2 limit 105", "o1 sell 2 limit 105"},
        {"o1 accepted", ""},
        {"F trades buy 2", ""},
        {"F flatten", "cancel o1"},
        {"o1 fills 2", ""},
        {"o1 cancel-rejected", ""},
        {"wait 60000", ""},
    });
}

TEST(Halt, an_exit_at_market_that_rests_stays_at_the_broker) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"o1 fills 2", ""},
        {"leader sells 2", "o2 sell 2 market"},
        {"o2 accepted", ""},
        {"F halt", ""},
        {"wait 60000", ""},
    });
}

TEST(Limits, a_position_of_very_many_pieces_is_closed_two_hundred_at_a_time) {
    Desk desk(Broker::silent);
    desk.follower("F").limits.max_order_quantity = Quantity(1);
    desk.play({{"F trades buy 1000000000", ""}});
    desk.happens("F flatten");
    EXPECT_EQ(desk.working("F"), 200u);
    desk.play({{"o1 fills 1", "o201 sell 1 market"}});
}

TEST(Limits, an_exit_mirror_never_grows_past_MaxOrderQuantity) {
    Desk desk;
    desk.follower("F").limits.max_order_quantity = Quantity(2);
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"o1 fills 2", ""},
        {"leader buys 2", "o2 buy 2 market"},
        {"o2 fills 2", ""},
        {"leader works S sell 4 stop 90", "o3 sell 2 stop 90"},
        {"leader S becomes 4 stop 91", "change o3 to 2 stop 91"},
        {"o3 fills 1 at 91", ""},
        {"o3 fills 1 at 91", "o4 sell 2 stop 91"},
    });
}

TEST(EntryMirrors, a_fill_beyond_one_that_was_withdrawn_counts_what_it_filled_early) {
    Desk desk;
    desk.follower("F");
    desk.play({
        {"leader works A buy 4 limit 95", "o1 buy 4 limit 95"},
        {"o1 fills 2 at 95", ""},
        {"leader late A becomes 4 limit 96", "cancel o1"},
        {"leader A fills 1", ""},
        {"leader A fills 1", ""},
        {"leader A fills 1", "o2 buy 1 market"},
    });
}

TEST(EntryMirrors, early_fills_beyond_what_the_leader_still_works_are_not_early_any_more) {
    Desk desk(Broker::trading);
    desk.follower("F");
    desk.play({
        {"leader works A buy 5 limit 95", "o1 buy 5 limit 95"},
        {"o1 fills 4 at 95", ""},
        {"leader A becomes 2 limit 95", "cancel o1; o2 sell 2 market"},
        {"leader A fills 1", ""},
        {"leader works S sell 1 stop 90", "o3 sell 1 stop 90"},
        {"leader A fills 1", ""},
    });
    EXPECT_EQ(desk.held("F"), Position(2));
}

TEST(EntryMirrors, what_the_cap_cuts_away_is_said_as_that) {
    for (const OverCap over_cap : {OverCap::clip, OverCap::skip}) {
        Desk desk;
        FollowerConfig& follower = desk.follower("F");
        follower.limits.max_contracts = Ratio(2, 1);
        follower.sizing.over_cap = over_cap;
        desk.play({
            {"leader works A buy 2 limit 95", "o1 buy 2 limit 95"},
            {"leader works B buy 2 limit 94", ""},
        });
        EXPECT_EQ(desk.notices(Reason::rounds_to_zero), 0);
        EXPECT_EQ(
            desk.notices(over_cap == OverCap::clip ? Reason::max_contracts : Reason::skip_over_cap),
            1);
    }
}

TEST(EntryMirrors, one_that_comes_late_is_said_to_be_stale) {
    Desk desk;
    desk.follower("F");
    desk.play({{"leader late works A buy 2 limit 95", ""}});
    EXPECT_EQ(name(desk.decisions().back().reason), "stale");
}

TEST(EntryMirrors, what_the_cap_takes_back_is_said) {
    Desk desk;
    FollowerConfig& follower = desk.follower("F");
    follower.limits.max_contracts = Ratio(2, 1);
    follower.sizing.over_cap = OverCap::skip;
    desk.play({
        {"leader works A buy 2 limit 95", "o1 buy 2 limit 95"},
        {"leader buys 1", "cancel o1; o2 buy 1 market"},
    });
    EXPECT_EQ(desk.notices(Reason::skip_over_cap), 1);
}

TEST(Sizing, a_balance_that_comes_in_mid_trade_sizes_it_once) {
    Desk desk(Broker::trading);
    FollowerConfig& follower = desk.follower("F");
    follower.sizing.kind = SizingKind::percent_of_balance;
    follower.sizing.value = Ratio(100, 1);
    follower.balance.reset();
    desk.play({
        {"leader buys 1", ""},
        {"F balance 150000", ""},
        {"leader buys 2", "o1 buy 2 market"},
        {"F balance 50000", ""},
        {"leader sells 1", ""},
    });
}

TEST(OddAnswers, a_cancel_does_not_wait_for_refused_changes) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"o1 fills 2", ""},
        {"leader works S sell 2 stop 90", "o2 sell 2 stop 90"},
        {"o2 accepted", ""},
        {"leader S becomes 2 stop 91", "change o2 to 2 stop 91"},
        {"o2 cancel-rejected", ""},
        {"leader sells 2", "cancel o2"},
        {"o2 canceled", "o3 sell 2 market"},
    });
}

// The broker passed over our cancel: asked, it says that the order works and nothing is pending.
TEST(OddAnswers, a_cancel_that_went_unheard_is_sent_again_under_another_id_after_the_answer) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader works A buy 2 limit 95", "o1 buy 2 limit 95"},
        {"o1 accepted", ""},
        {"leader A canceled", "cancel o1"},
        {"wait 4999", ""},
        {"wait 1", "ask o1"},
        {"o1 is working", ""},
        {"wait 499", ""},
        {"wait 1", "cancel o1"},
        {"o1 canceled", ""},
        {"wait 60000", ""},
    });
    EXPECT_EQ(desk.notices(Reason::unanswered), 1);
    EXPECT_EQ(desk.working("F"), 0u);
}

TEST(OddAnswers, an_answer_to_a_question_before_the_cancel_says_nothing_of_it) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader works A buy 2 limit 95", "o1 buy 2 limit 95"},
        {"o1 accepted", ""},
        {"leader A canceled", "cancel o1"},
        {"o1 is working", ""},
        {"wait 4000", ""},
        {"o1 is working", ""},
        {"wait 1000", "ask o1"},
    });
    EXPECT_EQ(desk.notices(Reason::unanswered), 0);
}

TEST(OddAnswers, a_cancel_that_the_broker_has_pending_is_waited_for) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader works A buy 2 limit 95", "o1 buy 2 limit 95"},
        {"o1 accepted", ""},
        {"leader A canceled", "cancel o1"},
        {"wait 5000", "ask o1"},
        {"o1 is pending-cancel", ""},
        {"wait 2000", "ask o1"},
    });
}

TEST(OddAnswers, a_broker_that_swallows_every_cancel_is_asked_with_growing_waits) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader works A buy 2 limit 95", "o1 buy 2 limit 95"},
        {"o1 accepted", ""},
        {"leader A canceled", "cancel o1"},
    });
    int cancels = 1;
    for (int second = 0; second < 600; ++second) {
        const std::string sent = desk.happens("wait 1000");
        if (sent.find("cancel o1") != std::string::npos) ++cancels;
        if (sent.find("ask o1") != std::string::npos) desk.happens("o1 is working");
    }
    EXPECT_GE(cancels, 10);
    EXPECT_LE(cancels, 100);
    EXPECT_EQ(desk.working("F"), 1u);
    desk.play({{"o1 fills 2 at 95", "o2 sell 2 market"}}); // it did work
}

TEST(LateEntries, an_order_made_as_small_as_what_it_filled_is_filled) {
    Desk desk(Broker::prompt);
    FollowerConfig& follower = desk.follower("F");
    follower.late_entry = LateEntry::chase;
    follower.max_slippage_ticks = 2;
    desk.play({
        {"leader works A buy 4 limit 95", "o1 buy 4 limit 95"},
        {"leader A fills 2", ""},
        {"leader A becomes 2", "change o1 to 2 limit 95"},
        {"wait 499", ""},
        {"wait 1", "cancel o1; o2 buy 2 limit 97 ioc"},
    });
}

TEST(Targets, an_order_made_as_small_as_what_it_filled_is_not_waited_for_longer) {
    Desk desk(Broker::prompt);
    desk.follower("F");
    desk.play({
        {"leader buys 4", "o1 buy 4 market"},
        {"o1 fills 4", ""},
        {"leader works T sell 4 limit 110", "o2 sell 4 limit 110"},
        {"leader T fills 2", ""},
        {"leader T becomes 2", "change o2 to 2 limit 110"},
        {"wait 499", ""},
        {"wait 1", "cancel o2; o3 sell 2 market"},
    });
}

TEST(AcrossZero, there_and_back_again_before_the_account_is_flat_opens_the_whole_size) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader sells 1", "o1 sell 1 market"},
        {"o1 fills 1", ""},
        {"leader buys 2", "o2 buy 1 market"}, // and then one more, once flat
        {"leader sells 3", ""},
        {"o2 fills 1", "o3 sell 2 market"},
    });
}

TEST(Throttle, accounts_on_one_session_take_turns_when_time_lets_them_go_on) {
    Desk desk(Broker::trading);
    const SessionIndex shared = desk.follower("A").session;
    desk.follower("B").session = shared;
    desk.config().sessions[shared.index].max_messages_per_second = 1;
    desk.play({{"leader buys 1", "A o1 buy 1 market"}, {"wait 1100", "B o2 buy 1 market"}});
    desk.happens("leader works S sell 1 stop 10");
    desk.happens("wait 5000");
    std::string sent;
    for (int price = 11; price < 40; ++price) {
        desk.happens("leader S becomes 1 stop " + std::to_string(price));
        sent += desk.happens("wait 1000") + ";";
    }
    EXPECT_NE(sent.find("A change"), std::string::npos) << sent;
    EXPECT_NE(sent.find("B change"), std::string::npos) << sent;
}

TEST(OddAnswers, a_resent_fill_does_not_say_what_became_of_a_change) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader works A buy 4 limit 100", "o1 buy 4 limit 100"},
        {"o1 accepted", ""},
        {"leader A fills 4", ""},
        {"o1 fills 2", ""},
        {"leader works T sell 4 limit 110", "o2 sell 2 limit 110"},
        {"o2 accepted", ""},
        {"o1 fills 2", "change o2 to 4 limit 110"},
        {"F down", ""},
        {"o2 fills 2", ""},
        {"F up", "ask o2"},
    });
}

} // namespace
} // namespace lockstep::scenario
