// How the leader's exits are copied: targets, stops, refusals and venues that end orders.
#include "scenario/desk.hpp"

#include <gtest/gtest.h>

namespace lockstep::scenario {
namespace {

FollowerConfig& one_to_one(Desk& desk) { return desk.follower("F"); }

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

// CatchUp=none lets it wait for ever, but only as long as it reduces.
TEST(Targets, a_left_over_stop_that_would_open_after_the_account_turned_is_cancelled) {
    Desk desk(Broker::silent);
    one_to_one(desk).catch_up = CatchUp::none;
    desk.play({
        {"leader buys 3", "o1 buy 3 market"},
        {"o1 fills 3", ""},
        {"leader works T sell 3 limit 110", "o2 sell 3 limit 110"},
        {"o2 accepted", ""},
        {"leader works S sell 5 stop 90", "o3 sell 3 stop 90"},
        {"leader S fills 5 at 90", "cancel o2"},
        {"o2 fills 3 at 110", "o4 sell 2 market"},
        {"o4 fills 2", ""},
        {"o3 accepted", "cancel o3"},
    });
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

} // namespace
} // namespace lockstep::scenario
