// Exits: when what the leader left behind goes, and which of them are news.
#include "scenario/desk.hpp"

#include <gtest/gtest.h>

namespace lockstep::scenario {
namespace {

TEST(LeftOver, an_exit_goes_after_its_time_also_where_nothing_is_held_too_much) {
    Desk desk(Broker::silent);
    desk.follower("F");
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"o1 accepted", ""},
        {"o1 fills 2", ""},
        {"leader works S sell 1 stop 90", "o2 sell 1 stop 90"},
        {"o2 accepted", ""},
        {"leader S fills 1", ""}, // ours may still fill by itself
        {"leader buys 1", ""},    // and the account holds what it should
        {"wait 600", "cancel o2"},
        {"o2 canceled", ""},
    });
}

TEST(Notices, an_exit_that_copies_the_leaders_is_no_news_and_one_that_catches_up_is) {
    Desk desk(Broker::trading);
    desk.follower("F");
    desk.play({
        {"leader buys 3", "o1 buy 3 market"},
        {"leader sells 1", "o2 sell 1 market"},
    });
    EXPECT_EQ(desk.notices(Reason::drift_closed), 0);
    desk.play({
        {"F down", ""},
        {"leader sells 1", ""},
        {"F up", "o3 sell 1 market"},
    });
    EXPECT_EQ(desk.notices(Reason::drift_closed), 1);
}

} // namespace
} // namespace lockstep::scenario
