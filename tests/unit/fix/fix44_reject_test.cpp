// 35=9, 35=j and 35=3: what the peer would not take, and the order that it speaks of.
#include "unit/fix/fix44_desk.hpp"

namespace lockstep::fix44::test {
namespace {

// A desk that sent a new order (number 40), a replace (41), a cancel (42) and a question (43).
Desk trading_desk() {
    Desk desk;
    OrderTerms sell;
    sell.side = Side::sell;
    desk.sent().remember(40, sent_order(NewOrder{.follower = f2,
                                                 .cl_ord_id = "C1",
                                                 .instrument = nq,
                                                 .terms = sell,
                                                 .quantity = Quantity(1)}));
    desk.sent().remember(41, sent_order(ReplaceOrder{.follower = f2,
                                                     .cl_ord_id = "C2",
                                                     .orig_cl_ord_id = "C1",
                                                     .order_key = "B1",
                                                     .instrument = nq,
                                                     .terms = sell,
                                                     .total = Quantity(2)}));
    desk.sent().remember(42, sent_order(CancelOrder{.follower = f3,
                                                    .cl_ord_id = "C4",
                                                    .orig_cl_ord_id = "C3",
                                                    .order_key = {},
                                                    .instrument = es,
                                                    .side = Side::buy,
                                                    .total = Quantity(1)}));
    desk.sent().remember(
        43, sent_order(StatusRequest{
                .follower = f2, .cl_ord_id = "C1", .instrument = nq, .side = Side::sell}));
    return desk;
}

TEST(Fix44Rejects, EveryWayToNameAnOrder) {
    const struct {
        const char* what;
        const char* message;
        const char* event;
    } rows[] = {
        {"a business reject by its id", "j|45=999|372=D|379=C1|380=6|58=no|",
         "F2 rejected 11=C1 sell 0 NQ market \"35=j no [380=6 not authorized]\""},
        {"a business reject by its number", "j|45=40|372=D|380=4|",
         "F2 rejected 11=C1 sell 0 NQ market \"35=j [380=4 application not available]\""},
        {"of a replace", "j|45=41|372=G|379=C2|380=0|",
         "F2 cancel-rejected 11=C2 41=C1 sell 0 NQ market \"35=j [380=0]\""},
        {"of a cancel", "j|45=42|372=F|380=0|",
         "F3 cancel-rejected 11=C4 41=C3 buy 0 ES market \"35=j [380=0]\""},
        {"without the type of what it rejects", "j|45=42|380=0|",
         "F3 cancel-rejected 11=C4 41=C3 buy 0 ES market \"35=j [380=0]\""},
        {"a session reject", "3|45=40|371=38|372=D|373=5|58=bad quantity|",
         "F2 rejected 11=C1 sell 0 NQ market \"35=3 bad quantity [373=5 value is incorrect "
         "371=38]\""},
        {"a session reject of a cancel", "3|45=42|372=F|373=1|371=37|",
         "F3 cancel-rejected 11=C4 41=C3 buy 0 ES market \"35=3 [373=1 required tag missing "
         "371=37]\""},
        {"a cancel reject that names no account", "9|11=C4|41=C3|37=B3|39=0|434=1|102=3|",
         "F3 cancel-rejected 37=B3 11=C4 41=C3 buy 0 ES market \"[102=3 already pending cancel or "
         "replace]\""},
        {"a cancel reject without 41", "9|11=C4|37=NONE|39=8|434=1|102=1|58=what?|",
         "F3 cancel-rejected 11=C4 41=C3 buy 0 ES market \"what? [102=1 unknown order]\""},
        {"a cancel reject of an order of long ago", "9|1=F2|11=C77|41=C76|37=B3|39=0|434=2|102=99|",
         "F2 cancel-rejected 37=B3 11=C77 41=C76 buy 0 ES market \"[102=99]\""},
    };
    const Desk desk = trading_desk();
    for (const auto& row : rows) {
        EXPECT_EQ(desk.read(row.message, shared_broker), row.event) << row.what;
    }
}

TEST(Fix44Rejects, WhatNamesNothingIsAlarmed) {
    const struct {
        const char* what;
        const char* message;
        const char* note;
    } rows[] = {
        {"an unknown number", "3|45=7|372=D|373=1|",
         "alarm: 35=3 [373=1 required tag missing] 372=D 45=7: names no order that is remembered"},
        {"an unknown id", "j|372=D|379=WHO|380=1|",
         "alarm: 35=j [380=1 unknown id] 372=D 379=WHO: names no order that is remembered"},
        {"a number that now means another message", "j|45=40|372=F|380=0|",
         "alarm: 35=j [380=0] 372=F 45=40: names no order that is remembered"},
        {"a question", "j|45=43|372=H|380=3|58=never heard of it|",
         "warning: 35=j never heard of it [380=3 unsupported message type] 372=H 45=43: a question "
         "of ours was refused"},
        {"a request for prices", "3|45=9|372=V|373=5|371=264|",
         "warning: 35=3 [373=5 value is incorrect 371=264] 372=V 45=9: a question of ours was "
         "refused"},
        {"nothing at all", "3|45=1|", "alarm: 35=3  45=1: names no order that is remembered"},
    };
    const Desk desk = trading_desk();
    for (const auto& row : rows) {
        EXPECT_EQ(desk.read(row.message, shared_broker), row.note) << row.what;
    }
}

TEST(Fix44Rejects, AnOrderOfBeforeTheStartHasTheOnlyAccountOfItsSession) {
    const Desk desk;
    EXPECT_EQ(desk.read("j|372=D|379=C1|380=0|58=no|", broker),
              "F1 rejected 11=C1 buy 0 ES market \"35=j no [380=0]\"");
    EXPECT_EQ(desk.read("j|372=G|379=C1|380=0|58=no|", broker),
              "F1 cancel-rejected 11=C1 buy 0 ES market \"35=j no [380=0]\"");
    // on a drop copy we send no orders
    EXPECT_EQ(desk.read("j|372=D|379=C1|380=0|58=no|", drop_copy),
              "alarm: 35=j no [380=0] 372=D 379=C1: names no order that is remembered");
}

TEST(Fix44Rejects, ACancelRejectSaysWhoseItIs) {
    const Desk desk;
    EXPECT_EQ(desk.read("9|39=0|102=0|", broker),
              "refused 11: tag 11 (ClOrdID) is missing: and 37 (OrderID) too: whose cancel is it");
    EXPECT_EQ(desk.read("9|11=C1|37=B1|39=0|102=0|", shared_broker),
              "refused 1: tag 1 (Account) is missing: the session carries 2 accounts");
    EXPECT_EQ(desk.read("9|11=C1|37=O1|39=0|102=0|"),
              "LEAD1 cancel-rejected 37=O1 11=C1 buy 0 ES market \"[102=0 too late to cancel]\"");
}

TEST(Fix44Sent, TheOldestIsForgottenAtTheBound) {
    SentOrders sent(3);
    SentOrder order;
    for (std::uint64_t number = 1; number <= 5; ++number) {
        order.cl_ord_id = "C" + std::to_string(number);
        sent.remember(number, order);
    }
    EXPECT_EQ(sent.size(), 3U);
    EXPECT_FALSE(sent.by_number(2));
    EXPECT_FALSE(sent.by_id("C2"));
    ASSERT_TRUE(sent.by_number(3));
    EXPECT_EQ(sent.by_number(3)->cl_ord_id, "C3");
    ASSERT_TRUE(sent.by_id("C5"));
}

TEST(Fix44Sent, NumbersOfBeforeAResetAreForgotten) {
    SentOrders sent(3);
    SentOrder order;
    for (const auto& [number, id] : {std::pair{5, "A"}, {6, "B"}, {5, "C"}, {7, "D"}}) {
        order.cl_ord_id = id;
        sent.remember(static_cast<std::uint64_t>(number), order);
    }
    ASSERT_TRUE(sent.by_number(5)); // the slot of A was taken by D; 5 still means C
    EXPECT_EQ(sent.by_number(5)->cl_ord_id, "C");
    EXPECT_FALSE(sent.by_number(6));
    EXPECT_FALSE(sent.by_id("A"));
    EXPECT_TRUE(sent.by_id("B")); // by its id it is known still
}

TEST(Fix44Sent, AQuestionDoesNotStandForTheOrderThatItAsksAbout) {
    const Desk desk = trading_desk();
    SentOrders sent;
    sent.remember(1, sent_order(NewOrder{.follower = f1,
                                         .cl_ord_id = "C1",
                                         .instrument = es,
                                         .terms = {},
                                         .quantity = Quantity(1)}));
    sent.remember(2, sent_order(StatusRequest{
                         .follower = f1, .cl_ord_id = "C1", .instrument = es, .side = Side::buy}));
    ASSERT_TRUE(sent.by_id("C1"));
    EXPECT_EQ(sent.by_id("C1")->msg_type, 'D');
    EXPECT_EQ(sent.by_number(2)->msg_type, 'H');
    EXPECT_FALSE(sent.by_id(std::string(100, 'C')));
}

} // namespace
} // namespace lockstep::fix44::test
