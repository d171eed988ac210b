// Trades that are taken back or corrected after the fact.
#include "unit/router/book_desk.hpp"

#include <gtest/gtest.h>

namespace lockstep::router_test {
namespace {

TEST(Bust, waits_for_an_operator_who_keeps) {
    BookDesk desk;
    desk.play({
        {"A fills 3 buy", "0>3 fill", "P 3 peak 3"},
        {"A busted", "3>3 !bust-pending", "P 0 peak 0 bust 3"},
        {"keep", "3>3 late", "P 0 peak 0"},
        {"B fills 1 buy", "3>4 fill", "P 1 peak 1"},
        // flat is flat for the followers too
        {"C fills 1 sell", "4>0 fill turns", "P 0 peak 0"},
    });
}

TEST(Bust, waits_for_an_operator_who_follows) {
    BookDesk desk;
    desk.play({
        {"A fills 3 sell", "0>-3 fill", "P -3 peak 3"},
        {"B fills 1 sell", "-3>-4 fill", "P -4 peak 4"},
        {"B busted", "-4>-4 !bust-pending", "P -3 peak 4 bust -1"},
        {"A busted", "-4>-4 !bust-pending", "P 0 peak 0 bust -4"},
        {"follow", "-4>0 turns late", "P 0 peak 0"},
        {"follow", "-", "P 0 peak 0"},
    });
}

TEST(Bust, is_over_when_the_leader_is_flat) {
    BookDesk desk;
    desk.play({
        {"A fills 2 buy", "0>2 fill", "P 2 peak 2"},
        {"B fills 1 buy", "2>3 fill", "P 3 peak 3"},
        {"B busted", "3>3 !bust-pending", "P 2 peak 3 bust 1"},
        {"C fills 2 sell", "3>0 fill turns", "P 0 peak 0"},
    });
}

TEST(Bust, is_followed_at_once_when_the_settings_say_so) {
    BookDesk desk(true, OnBust::follow);
    desk.play({
        {"A fills 3 buy", "0>3 fill", "P 3 peak 3"},
        {"A corrected 1", "3>1 !bust-pending", "P 1 peak 3"},
        {"A busted", "1>0 turns !bust-pending", "P 0 peak 0"},
    });
}

TEST(Bust, a_correction_moves_the_difference) {
    BookDesk desk;
    desk.play({
        {"A fills 3 buy", "0>3 fill", "P 3 peak 3"},
        {"A corrected 5", "3>3 !bust-pending", "P 5 peak 5 bust -2"},
        // of the trade as it was corrected before, not as it was first told
        {"A corrected 4", "3>3 !bust-pending", "P 4 peak 5 bust -1"},
        {"A busted", "3>3 !bust-pending", "P 0 peak 0 bust 3"},
    });
}

TEST(Bust, a_corrected_price_moves_nobody) {
    BookDesk desk;
    desk.play({
        {"A fills 3 buy", "0>3 fill", "P 3 peak 3"},
        {"A corrected 3 at 105", "3>3 !bust-pending", "P 3 peak 3"},
        {"B fills 2 buy", "3>5 fill", "P 5 peak 5"},
        {"A busted", "5>5 !bust-pending", "P 2 peak 5 bust 3"},
        {"B corrected 2 at 99", "5>5 !bust-pending", "P 2 peak 5 bust 3"},
        {"B busted", "5>5 !bust-pending", "P 0 peak 0 bust 5"},
    });
    BookDesk again;
    again.play({
        {"A fills 3 buy", "0>3 fill", "P 3 peak 3"},
        {"A corrected 5", "3>3 !bust-pending", "P 5 peak 5 bust -2"},
        // corrected back: there is nothing left to decide
        {"A corrected 3", "3>3 !bust-pending", "P 3 peak 5"},
    });
}

TEST(Bust, counts_once_and_the_trade_does_not_come_back) {
    BookDesk desk(true, OnBust::follow);
    desk.play({
        {"A fills 3 buy", "0>3 fill", "P 3 peak 3"},
        {"A busted", "3>0 turns !bust-pending", "P 0 peak 0"},
        {"again", "-", "P 0 peak 0"},
        {"A busted", "- !bad-report", "P 0 peak 0"},
        {"A corrected 2", "- !bad-report", "P 0 peak 0"},
    });
}

// A venue that resends its day delivers the fill, and then what became of it.
TEST(Bust, a_resent_day_changes_nothing) {
    for (const bool bust : {true, false}) {
        LeaderConfig config;
        config.start_flat = true;
        config.on_bust = OnBust::follow;
        LeaderBook book(config, 1);
        ExecutionEvent fill;
        fill.kind = ExecKind::fill;
        fill.order_key = "order";
        fill.exec_key = "fill";
        fill.last_qty = Quantity(3);
        ExecutionEvent change = fill;
        change.kind = bust ? ExecKind::fill_bust : ExecKind::fill_corrected;
        change.exec_key = "change";
        change.exec_ref_key = "fill";
        change.last_qty = Quantity(bust ? 3 : 2);
        EXPECT_TRUE(book.apply(fill, Timestamp()).fresh);
        EXPECT_TRUE(book.apply(change, Timestamp()).fresh);
        for (const ExecutionEvent& again : {fill, change}) {
            const LeaderChange repeated = book.apply(again, Timestamp());
            EXPECT_FALSE(repeated.fresh) << (bust ? "bust" : "correction");
            EXPECT_FALSE(repeated.severity) << repeated.text;
        }
        EXPECT_EQ(book.at(InstrumentId{0}).position, Position(bust ? 0 : 2));
    }
}

TEST(Bust, of_a_trade_that_was_never_heard_of_is_reported) {
    BookDesk desk;
    desk.play({
        {"A busted", "- !bad-report", "P 0 peak 0"},
        {"A corrected 2", "- !bad-report", "P 0 peak 0"},
        {"B accepted buy 3 limit 100", "0>0", "P 0 peak 0 B entry 3"},
        {"B busted", "- !bad-report", "P 0 peak 0 B entry 3"},
    });
}

TEST(Bust, an_impossible_correction_is_reported) {
    BookDesk desk;
    desk.play({
        {"A fills 3 buy", "0>3 fill", "P 3 peak 3"},
        {"A corrected 1000001", "- !bad-report", "P 3 peak 3"},
        {"A corrected 1000000", "3>3 !bust-pending", "P 1000000 peak 1000000 bust -999997"},
    });
}

// What the bust took back is open again: FIX's LeavesQty (151) grows by what CumQty (14) loses.
TEST(Bust, opens_its_working_order_again) {
    BookDesk desk(true, OnBust::follow);
    desk.play({
        {"A accepted buy 5 limit 100", "0>0", "P 0 peak 0 A entry 5"},
        {"A fills 2", "0>2 fill", "P 2 peak 2 A entry 3"},
        {"A corrected 1", "2>1 !bust-pending", "P 1 peak 2 A entry 4"},
        {"A busted", "1>0 turns !bust-pending", "P 0 peak 0 A entry 5"},
    });
}

// The side of an order is judged by what followers go by.
TEST(Bust, makes_exits_of_what_opposes_the_followed_position) {
    BookDesk desk(true, OnBust::follow);
    desk.play({
        {"A fills 3 buy", "0>3 fill", "P 3 peak 3"},
        {"B fills 4 sell", "3>-1 fill turns", "P -1 peak 1"},
        {"S accepted sell 1 stop 90", "-1>-1", "P -1 peak 1 S entry 1"},
        {"B busted", "-1>3 turns !bust-pending", "P 3 peak 3 S exit 1"},
    });
}

} // namespace
} // namespace lockstep::router_test
