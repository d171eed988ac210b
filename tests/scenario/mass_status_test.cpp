// Many orders are unknown at once: one question after all of them, where the broker takes it.
#include "scenario/desk.hpp"

#include <gtest/gtest.h>

namespace lockstep::scenario {
namespace {

// Four resting entries, and a session that went: more than a few are unknown.
const std::vector<Row> four_unknown{
    {"leader works A buy 1 limit 95", "o1 buy 1 limit 95"},
    {"leader works B buy 1 limit 94", "o2 buy 1 limit 94"},
    {"leader works C buy 1 limit 93", "o3 buy 1 limit 93"},
    {"leader works D buy 1 limit 92", "o4 buy 1 limit 92"},
    {"o1 accepted", ""},
    {"o2 accepted", ""},
    {"o3 accepted", ""},
    {"o4 accepted", ""},
    {"F down", ""},
};

Desk desk_with_mass_status() {
    Desk desk(Broker::silent);
    desk.follower("F").mass_status = true;
    return desk;
}

std::uint32_t unknown_orders(Desk& desk) { return desk.view("F").links[0].unknown_orders; }

TEST(MassStatus, one_question_resolves_every_order_that_its_answer_names) {
    Desk desk = desk_with_mass_status();
    desk.play(four_unknown);
    desk.play({
        {"F up", "ask all"},
        {"o1 works", ""},
        {"o2 works", ""},
        {"o3 works", ""},
        {"o4 works", ""},
        {"F answer complete", ""},
    });
    EXPECT_EQ(unknown_orders(desk), 0u);
    desk.play({{"wait 60000", ""}});
    EXPECT_EQ(desk.working("F"), 4u);
}

TEST(MassStatus, what_the_complete_answer_does_not_name_is_asked_for_and_not_taken_for_gone) {
    Desk desk = desk_with_mass_status();
    desk.play(four_unknown);
    desk.play({
        {"F up", "ask all"},
        {"o1 works", ""},
        {"o3 works", ""},
        {"F answer complete", "ask o2; ask o4"},
    });
    EXPECT_EQ(unknown_orders(desk), 2u);
    EXPECT_EQ(desk.working("F"), 4u);
    desk.play({{"o2 fills 1 at 94", ""}, {"o4 unheard-of", ""}});
    EXPECT_EQ(unknown_orders(desk), 0u);
    EXPECT_EQ(desk.held("F"), Position(1));
}

TEST(MassStatus, an_answer_without_any_order_ends_none) {
    Desk desk = desk_with_mass_status();
    desk.play(four_unknown);
    desk.play({
        {"F up", "ask all"},
        {"F answer complete", "ask o1; ask o2; ask o3; ask o4"},
    });
    EXPECT_EQ(desk.working("F"), 4u);
}

TEST(MassStatus, without_an_answer_in_time_each_is_asked_for_by_itself) {
    Desk desk = desk_with_mass_status();
    desk.play(four_unknown);
    desk.play({
        {"F up", "ask all"},
        {"o1 works", ""},
        {"wait 4999", ""},
        {"wait 1", "ask o2; ask o3; ask o4"},
    });
}

TEST(MassStatus, a_broker_that_refuses_the_question_is_asked_one_by_one_from_then_on) {
    Desk desk = desk_with_mass_status();
    desk.play(four_unknown);
    desk.play({
        {"F up", "ask all"},
        {"F answer refused", "ask o1; ask o2; ask o3; ask o4"},
        {"F down", ""},
        {"F up", "ask o1; ask o2; ask o3; ask o4"},
    });
    EXPECT_EQ(desk.notices(Reason::rejected_by_broker), 1);
}

TEST(MassStatus, the_end_of_an_answer_to_an_earlier_session_ends_nothing) {
    Desk desk = desk_with_mass_status();
    desk.play(four_unknown);
    desk.play({
        {"F up", "ask all"},
        {"F down", ""},
        {"F answer complete", ""},
        {"F up", "ask all"},
    });
}

TEST(MassStatus, a_few_orders_and_brokers_without_it_are_asked_one_by_one) {
    Desk few = desk_with_mass_status();
    few.play({
        {"leader works A buy 1 limit 95", "o1 buy 1 limit 95"},
        {"leader works B buy 1 limit 94", "o2 buy 1 limit 94"},
        {"leader works C buy 1 limit 93", "o3 buy 1 limit 93"},
        {"F down", ""},
        {"F up", "ask o1; ask o2; ask o3"},
    });
    Desk without(Broker::silent);
    without.follower("F");
    without.play(four_unknown);
    without.play({{"F up", "ask o1; ask o2; ask o3; ask o4"}});
}

TEST(MassStatus, nothing_that_could_double_leaves_before_the_orders_are_resolved) {
    Desk desk = desk_with_mass_status();
    desk.play({
        {"leader buys 4", "o1 buy 4 market"},
        {"o1 fills 4 at 100", ""},
        {"leader works A sell 1 stop 90", "o2 sell 1 stop 90"},
        {"leader works B sell 1 stop 89", "o3 sell 1 stop 89"},
        {"leader works C sell 1 stop 88", "o4 sell 1 stop 88"},
        {"leader works D sell 1 stop 87", "o5 sell 1 stop 87"},
        {"F down", ""},
        {"leader sells 4", ""},
        {"F up", "ask all"}, // the stops may work, or have sold: no exit yet
        {"o2 works", "cancel o2"},
        {"o3 works", "cancel o3"},
        {"o4 works", "cancel o4"},
        {"F answer complete", "ask o5"},
        {"o5 unheard-of", "o6 sell 1 market"}, // what no stop could sell any more
        {"o2 canceled", "o7 sell 1 market"},
        {"o3 canceled", "o8 sell 1 market"},
    });
}

TEST(MassStatus, an_order_that_is_not_ours_is_shown_and_nothing_is_traded) {
    Desk desk = desk_with_mass_status();
    desk.play(four_unknown);
    desk.play({
        {"F up", "ask all"},
        {"F works sell 3", ""},
        {"F answer complete", "ask o1; ask o2; ask o3; ask o4"},
    });
    EXPECT_EQ(desk.notices(Reason::foreign_trade), 1);
    EXPECT_EQ(desk.view("F").mode, Mode::active);
    EXPECT_EQ(desk.held("F"), Position(0));
}

} // namespace
} // namespace lockstep::scenario
