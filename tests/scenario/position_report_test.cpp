// What the broker says an account holds, beside what its executions say.
#include "scenario/desk.hpp"

#include <gtest/gtest.h>

namespace lockstep::scenario {
namespace {

Desk told_desk(OnForeignTrade policy = OnForeignTrade::pause, Broker broker = Broker::trading) {
    Desk desk(broker);
    FollowerConfig& follower = desk.follower("F");
    follower.position_reports = true;
    follower.on_foreign_trade = policy;
    return desk;
}

const LinkView& es(FollowerView& view) { return view.links.at(0); }

TEST(PositionReports, a_position_that_is_as_executions_say_is_not_mentioned) {
    Desk desk = told_desk();
    desk.play({
        {"wait 0", "ask positions"}, // once the session is up
        {"F positions 0", ""},
        {"leader buys 2", "o1 buy 2 market"},
        {"F down", ""},
        {"F up", ""},
        {"wait 1", "ask positions"},
        {"F positions 1", ""},
        {"F reported 2", ""},
        {"wait 60000", ""},
    });
    EXPECT_EQ(desk.notices(Reason::foreign_trade), 0);
}

TEST(PositionReports, a_difference_is_shown_once_a_second_report_confirms_it) {
    Desk desk = told_desk();
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"wait 1", "ask positions"},
        {"F positions 1", ""},
        {"F reported 5", ""},
        {"wait 1999", ""},
    });
    EXPECT_EQ(desk.notices(Reason::foreign_trade), 0);
    desk.play({
        {"wait 1", "ask positions"},
        {"F positions 1", ""},
        {"F reported 5", ""},
        {"wait 60000", ""}, // nothing is traded on it
    });
    EXPECT_EQ(desk.notices(Reason::foreign_trade), 1);
    FollowerView view = desk.view("F");
    EXPECT_EQ(es(view).unexplained, Position(3));
    EXPECT_EQ(es(view).held, Position(2));
    EXPECT_EQ(view.mode, Mode::paused);
    EXPECT_EQ(view.mode_reason, Reason::foreign_trade);
    desk.play({{"leader sells 2", "o2 sell 2 market"}}); // what is ours, and no more
}

TEST(PositionReports, a_report_that_was_overtaken_by_a_fill_is_no_difference) {
    Desk desk = told_desk(OnForeignTrade::pause, Broker::silent);
    desk.play({
        {"leader works A buy 1 limit 95", "o1 buy 1 limit 95"},
        {"o1 accepted", ""},
        {"wait 1", "ask positions"},
        {"F positions 1", ""},
        {"F reported 1", ""}, // the fill was on its way
        {"o1 fills 1 at 95", ""},
        {"leader A fills 1", ""},
        {"wait 2000", "ask positions"},
        {"F positions 1", ""},
        {"F reported 1", ""},
    });
    EXPECT_EQ(desk.notices(Reason::foreign_trade), 0);
}

TEST(PositionReports, while_an_order_is_unknown_nothing_is_asked_and_nothing_concluded) {
    Desk desk = told_desk(OnForeignTrade::pause, Broker::silent);
    desk.play({
        {"wait 1", "ask positions"},
        {"F positions 0", ""},
        {"leader works A buy 1 limit 95", "o1 buy 1 limit 95"},
        {"F down", ""},
        {"F up", "ask o1"},
        {"wait 1", ""},
        {"F reported 1", ""},
        {"F reported 1", ""},
        {"wait 1000", ""},
        {"o1 works", ""},
        {"wait 2000", "ask positions"},
    });
    EXPECT_EQ(desk.notices(Reason::foreign_trade), 0);
}

TEST(PositionReports, what_a_complete_answer_does_not_name_is_flat) {
    Desk desk = told_desk();
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"wait 1", "ask positions"},
        {"F positions 0", ""},
        {"wait 2000", "ask positions"},
        {"F positions 1", ""},
        {"F reported 4 MES", ""}, // the one that follows, and it is of another instrument
        {"wait 2000", "ask positions"},
        {"F positions 1", ""},
        {"F reported 4 MES", ""},
        {"wait 60000", ""},
        {"leader sells 2", ""}, // somebody has sold it already: exits shrink to nothing
    });
    FollowerView view = desk.view("F");
    EXPECT_EQ(es(view).unexplained, Position(-2));
    EXPECT_EQ(view.links.at(1).unexplained, Position(4));
    EXPECT_EQ(desk.notices(Reason::foreign_trade), 2);
}

TEST(PositionReports, flatten_sells_no_more_than_the_broker_says_there_is) {
    Desk desk = told_desk(OnForeignTrade::ignore);
    desk.play({
        {"leader buys 3", "o1 buy 3 market"},
        {"wait 1", "ask positions"},
        {"F reported 1", ""},
        {"wait 2000", "ask positions"},
        {"F reported 1", ""},
        {"F flatten", "o2 sell 1 market"},
    });
    EXPECT_EQ(desk.notices(Reason::foreign_trade), 1);
}

TEST(PositionReports, the_missing_fill_comes_after_all_and_they_agree_again) {
    Desk desk = told_desk(OnForeignTrade::ignore);
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"wait 1", "ask positions"},
        {"F reported 3", ""},
        {"wait 2000", "ask positions"},
        {"F reported 3", ""},
        {"F trades buy 1", ""},
        {"wait 1", "ask positions"},
        {"F reported 3", ""},
        {"wait 2000", "ask positions"},
        {"F reported 3", ""},
        {"wait 60000", ""},
    });
    FollowerView view = desk.view("F");
    EXPECT_EQ(es(view).unexplained, Position(0));
    EXPECT_EQ(es(view).foreign, Position(1));
}

TEST(PositionReports, a_broker_that_refuses_the_question_is_not_asked_again) {
    Desk desk = told_desk();
    desk.play({
        {"wait 0", "ask positions"},
        {"F positions refused", ""},
        {"F down", ""},
        {"F up", ""},
        {"wait 60000", ""},
    });
    EXPECT_EQ(desk.notices(Reason::rejected_by_broker), 1);
}

} // namespace
} // namespace lockstep::scenario
