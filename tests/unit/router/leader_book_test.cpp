// What the leader holds and works, report by report: late, repeated, contradictory and missing ones
// included.
#include "unit/router/book_desk.hpp"

#include <gtest/gtest.h>

namespace lockstep::router_test {
namespace {

TEST(LeaderBook, counts_fills_and_nothing_else) {
    BookDesk desk;
    desk.play({
        {"A pending buy 3 limit 100", "-", "P 0 peak 0"},
        {"A accepted buy 3 limit 100", "0>0", "P 0 peak 0 A entry 3"},
        {"A status", "-", "P 0 peak 0 A entry 3"},
        {"A fills 1", "0>1 fill", "P 1 peak 1 A entry 2"},
        {"A refused", "-", "P 1 peak 1 A entry 2"},
        {"A fills 2", "1>3 fill", "P 3 peak 3"},
        {"A canceled", "-", "P 3 peak 3"},
        {"A accepted", "-", "P 3 peak 3"},
        {"A becomes 9", "-", "P 3 peak 3"},
    });
}

TEST(LeaderBook, a_fill_may_come_before_its_order_is_heard_of) {
    BookDesk desk;
    desk.play({
        {"A fills 1 buy of 3", "0>1 fill", "P 1 peak 1 A entry 2"},
        {"A accepted", "1>1", "P 1 peak 1 A entry 2"},
        {"A fills 2", "1>3 fill", "P 3 peak 3"},
        // its size was left out: it was what filled
        {"B fills 2 sell", "3>1 fill", "P 1 peak 3"},
        {"B fills 1", "1>0 fill turns", "P 0 peak 0"},
        // what filled before we heard of it is in the position already
        {"C fills 1 buy of 5 cum 3", "0>1 fill", "P 1 peak 1 C entry 2"},
        {"D accepted buy 5 limit 99 cum 4", "1>1", "P 1 peak 1 C entry 2 D entry 1"},
    });
}

TEST(LeaderBook, a_total_that_falls_takes_nothing_back) {
    BookDesk desk;
    desk.play({
        {"A fills 2 buy of 5 cum 2", "0>2 fill", "P 2 peak 2 A entry 3"},
        {"A fills 1 cum 1", "2>3 fill", "P 3 peak 3 A entry 2"},
        {"A restated of 5 cum 0", "3>3", "P 3 peak 3 A entry 2"},
    });
}

TEST(LeaderBook, hears_of_an_order_by_any_word_that_says_it_works) {
    for (const std::string word : {"accepted", "triggered", "becomes", "restated"}) {
        BookDesk desk;
        EXPECT_EQ(desk.show(desk.happens("A " + word + " buy 3 limit 100 of 3")), "0>0") << word;
        EXPECT_EQ(desk.show_book(), "P 0 peak 0 A entry 3") << word;
    }
    for (const std::string word :
         {"canceled", "expired", "rejected", "done", "suspended", "pending", "status", "refused"}) {
        BookDesk desk;
        EXPECT_EQ(desk.show(desk.happens("A " + word + " buy 3 limit 100 of 3")), "-") << word;
        EXPECT_EQ(desk.show_book(), "P 0 peak 0") << word;
    }
}

TEST(LeaderBook, a_report_counts_once) {
    BookDesk desk;
    desk.play({
        {"A accepted buy 3 limit 100", "0>0", "P 0 peak 0 A entry 3"},
        {"again", "-", "P 0 peak 0 A entry 3"},
        {"A fills 1", "0>1 fill", "P 1 peak 1 A entry 2"},
        {"again", "-", "P 1 peak 1 A entry 2"},
        {"again late", "-", "P 1 peak 1 A entry 2"},
        {"again as 2", "- !bad-report", "P 1 peak 1 A entry 2"},
    });
}

TEST(LeaderBook, a_fill_after_the_cancel_is_still_a_fill) {
    BookDesk desk;
    desk.play({
        {"A accepted buy 3 limit 100", "0>0", "P 0 peak 0 A entry 3"},
        {"A canceled", "0>0", "P 0 peak 0"},
        {"A fills 1", "0>1 fill", "P 1 peak 1"},
        {"A fills 2", "1>3 fill", "P 3 peak 3"},
        // more than it ever asked for
        {"A fills 2", "3>5 fill", "P 5 peak 5"},
    });
}

// Ended orders are forgotten oldest first, each of them once.
TEST(LeaderBook, late_fills_do_not_confuse_what_is_forgotten) {
    BookDesk desk;
    desk.happens("A accepted buy 1 limit 100");
    desk.happens("A canceled");
    desk.happens("A fills 1");
    for (int i = 0; i < 10'005; ++i) {
        const std::string label = "X" + std::to_string(i);
        desk.happens(label + (i % 2 == 0 ? " fills 1 sell" : " fills 1 buy"));
    }
    EXPECT_EQ(desk.order("A"), nullptr);
    EXPECT_EQ(desk.order("X0"), nullptr);
    EXPECT_NE(desk.order("X10004"), nullptr);
    EXPECT_EQ(desk.show_book(), "P 0 peak 0");
}

TEST(LeaderBook, turns_flat_from_either_side) {
    BookDesk desk;
    desk.play({
        {"A fills 2 buy", "0>2 fill", "P 2 peak 2"},
        {"B fills 2 sell", "2>0 fill turns", "P 0 peak 0"},
        {"C fills 2 sell", "0>-2 fill", "P -2 peak 2"},
        {"D fills 2 buy", "-2>0 fill turns", "P 0 peak 0"},
        {"E fills 1 buy", "0>1 fill", "P 1 peak 1"},
        {"F fills 3 sell", "1>-2 fill turns", "P -2 peak 2"},
        {"G fills 1 buy", "-2>-1 fill", "P -1 peak 2"},
        {"H fills 4 buy", "-1>3 fill turns", "P 3 peak 3"},
    });
}

TEST(LeaderBook, the_peak_is_the_largest_since_flat_or_the_change_of_side) {
    BookDesk desk;
    desk.play({
        {"A fills 3 buy", "0>3 fill", "P 3 peak 3"},
        {"B fills 2 sell", "3>1 fill", "P 1 peak 3"},
        {"C fills 1 buy", "1>2 fill", "P 2 peak 3"},
        {"D fills 2 buy", "2>4 fill", "P 4 peak 4"},
        {"E fills 5 sell", "4>-1 fill turns", "P -1 peak 1"},
        {"F fills 1 sell", "-1>-2 fill", "P -2 peak 2"},
        {"G fills 2 buy", "-2>0 fill turns", "P 0 peak 0"},
        {"H fills 1 buy", "0>1 fill", "P 1 peak 1"},
    });
}

TEST(LeaderBook, a_replace_changes_size_price_and_nothing_that_filled) {
    BookDesk desk;
    desk.play({
        {"A accepted buy 3 limit 100", "0>0", "P 0 peak 0 A entry 3"},
        {"A fills 2", "0>2 fill", "P 2 peak 2 A entry 1"},
        {"A becomes 5 limit 101", "2>2", "P 2 peak 2 A entry 3"},
        {"A restated 4", "2>2", "P 2 peak 2 A entry 2"},
        // smaller than what filled: nothing is left of it
        {"A becomes 1", "2>2", "P 2 peak 2"},
        {"B accepted sell 2 stop 90", "2>2", "P 2 peak 2 B exit 2"},
        {"B becomes 2 stop 91", "2>2", "P 2 peak 2 B exit 2"},
    });
    EXPECT_EQ(desk.order("A")->terms.price, Price(101));
    EXPECT_EQ(desk.order("A")->state, LeaderOrderState::filled);
    EXPECT_EQ(desk.order("B")->terms.stop_price, Price(91));
}

TEST(LeaderBook, a_suspended_order_does_not_work_until_it_is_accepted_again) {
    BookDesk desk;
    desk.play({
        {"A accepted buy 3 limit 100", "0>0", "P 0 peak 0 A entry 3"},
        {"A suspended", "0>0", "P 0 peak 0 (A entry 3)"},
        {"A becomes 2", "0>0", "P 0 peak 0 (A entry 2)"},
        {"A accepted", "0>0", "P 0 peak 0 A entry 2"},
        {"A suspended", "0>0", "P 0 peak 0 (A entry 2)"},
        {"A fills 2", "0>2 fill", "P 2 peak 2"},
    });
}

TEST(LeaderBook, the_day_ends_for_day_orders_alone) {
    const std::string accepted = " accepted buy 1 limit 100 ";
    for (const std::string word : {"", "ioc"}) {
        BookDesk desk;
        desk.happens("A" + accepted + word);
        desk.happens("A done");
        EXPECT_EQ(desk.show_book(), "P 0 peak 0") << "done for the day, " << word;
    }
    for (const std::string word : {"gtc", "gtd"}) {
        BookDesk desk;
        desk.happens("A" + accepted + word);
        desk.happens("A done");
        EXPECT_EQ(desk.show_book(), "P 0 peak 0 A entry 1") << "done for the day, " << word;
        EXPECT_EQ(desk.show(desk.happens("session ends")), "-") << word;
        EXPECT_EQ(desk.show_book(), "P 0 peak 0 A entry 1") << "the session ends, " << word;
    }
    BookDesk desk;
    desk.play({
        {"A accepted buy 1 limit 100", "0>0", "P 0 peak 0 A entry 1"},
        {"B accepted buy 2 limit 99 gtc", "0>0", "P 0 peak 0 A entry 1 B entry 2"},
        {"C accepted buy 3 limit 98", "0>0", "P 0 peak 0 A entry 1 B entry 2 C entry 3"},
        {"C suspended", "0>0", "P 0 peak 0 A entry 1 B entry 2 (C entry 3)"},
        {"D fills 1 buy", "0>1 fill", "P 1 peak 1 A entry 1 B entry 2 (C entry 3)"},
        {"session ends", "1>1", "P 1 peak 1 B entry 2"},
        {"session ends", "-", "P 1 peak 1 B entry 2"},
        // the venue's own word on it comes afterwards
        {"A expired", "-", "P 1 peak 1 B entry 2"},
    });
}

TEST(LeaderBook, an_entry_becomes_an_exit_and_stays_one_unless_enlarged) {
    BookDesk desk;
    desk.play({
        // a bracket that was placed while flat
        {"S accepted sell 2 stop 90", "0>0", "P 0 peak 0 S entry 2"},
        {"A fills 2 buy", "0>2 fill", "P 2 peak 2 S exit 2"},
        {"T accepted sell 2 limit 110", "2>2", "P 2 peak 2 S exit 2 T exit 2"},
        {"B accepted buy 1 limit 95", "2>2", "P 2 peak 2 S exit 2 T exit 2 B entry 1"},
        {"T fills 2", "2>0 fill turns", "P 0 peak 0 S exit 2 B entry 1"},
        // moved or made smaller it is what it was
        {"S becomes 2 stop 91", "0>0", "P 0 peak 0 S exit 2 B entry 1"},
        {"S becomes 1", "0>0", "P 0 peak 0 S exit 1 B entry 1"},
        {"S becomes 3", "0>0", "P 0 peak 0 S entry 3 B entry 1"},
        {"C fills 1 sell", "0>-1 fill", "P -1 peak 1 S entry 3 B exit 1"},
        {"B becomes 4", "-1>-1", "P -1 peak 1 S entry 3 B exit 4"},
    });
}

TEST(LeaderBook, a_late_report_is_marked_and_is_no_signal) {
    BookDesk desk;
    desk.play({
        {"late A accepted buy 3 limit 100", "0>0 late", "P 0 peak 0 A entry 3"},
        {"late A fills 1", "0>1 fill late", "P 1 peak 1 A entry 2"},
        {"A becomes 4", "1>1", "P 1 peak 1 A entry 3"},
    });
    EXPECT_FALSE(desk.order("A")->late);
    desk.happens("late A becomes 5");
    EXPECT_TRUE(desk.order("A")->late);
}

TEST(LeaderBook, says_that_the_position_is_not_known) {
    BookDesk desk(false);
    desk.play({
        {"A accepted sell 2 limit 100", "0>0", "P 0 peak 0 unknown A entry 2"},
        {"A fills 2", "0>-2 fill !position-unknown", "P -2 peak 2 unknown"},
        {"reported 0", "-2>0 turns late", "P 0 peak 0"},
        {"B fills 1 buy", "0>1 fill", "P 1 peak 1"},
    });
}

TEST(LeaderBook, a_position_report_is_compared_and_an_operator_is_believed) {
    BookDesk desk;
    desk.play({
        {"A fills 2 buy", "0>2 fill", "P 2 peak 2"},
        {"reported 2", "2>2 late", "P 2 peak 2"},
        {"reported 3", "2>2 late !position-disagrees", "P 2 peak 2 disagrees"},
        {"B fills 1 buy", "2>3 fill", "P 3 peak 3 disagrees"},
        {"reported 3", "3>3 late", "P 3 peak 3"},
        {"reported -3", "3>3 late !position-disagrees", "P 3 peak 3 disagrees"},
        {"operator says -3", "3>-3 turns late", "P -3 peak 3"},
        {"S accepted sell 3 limit 100", "-3>-3", "P -3 peak 3 S entry 3"},
        {"operator says 4", "-3>4 turns late", "P 4 peak 4 S exit 3"},
    });
}

TEST(LeaderBook, refuses_a_fill_that_nobody_could_have) {
    BookDesk desk;
    desk.play({
        {"A fills 1000001 buy", "- !bad-report", "P 0 peak 0"},
        {"A fills 0", "- !bad-report", "P 0 peak 0"},
        {"A fills 1000000", "0>1000000 fill", "P 1000000 peak 1000000"},
        {"A fills 1", "- !bad-report", "P 1000000 peak 1000000"},
        // what was never counted cannot be taken back
        {"A busted", "- !bad-report", "P 1000000 peak 1000000"},
        {"B fills 1 sell", "1000000>999999 fill", "P 999999 peak 1000000"},
    });
}

TEST(LeaderBook, refuses_a_position_that_nobody_could_have) {
    BookDesk desk(false);
    desk.play({
        {"reported 1000001", "- late !bad-report", "P 0 peak 0 unknown"},
        {"operator says -1000001", "- late !bad-report", "P 0 peak 0 unknown"},
        {"reported -1000000", "0>-1000000 late", "P -1000000 peak 1000000"},
    });
}

TEST(LeaderBook, knows_when_the_leader_spoke_last) {
    struct Row {
        std::string what;
        std::int64_t transact_ns; // tag 60
        bool poss_dup;
        std::int64_t newest_ns; // the newest signal after it, with the clock at 1000
    };
    LeaderConfig config;
    config.start_flat = true;
    LeaderBook book(config, 1);
    const std::vector<Row> rows{
        {"the first", 500, false, 500},
        {"a newer one", 900, false, 900},
        {"an older one", 700, false, 900},
        {"a newer one, delivered again", 950, true, 900},
        {"a clock that is ahead", 5000, false, 1000},
        {"the present", 1000, false, 1000},
    };
    for (const Row& row : rows) {
        ExecutionEvent event;
        event.kind = ExecKind::fill;
        event.order_key = row.what;
        event.exec_key = row.what;
        event.last_qty = Quantity(1);
        event.transact_time = Timestamp(row.transact_ns);
        event.poss_dup = row.poss_dup;
        const LeaderChange change = book.apply(event, Timestamp(1000));
        EXPECT_EQ(book.at(InstrumentId{0}).signal_time.ns, row.newest_ns) << row.what;
        EXPECT_EQ(change.signal_time.ns, std::min<std::int64_t>(row.transact_ns, 1000)) << row.what;
    }
}

TEST(LeaderBook, keeps_ten_thousand_working_orders_and_says_so_at_the_next) {
    BookDesk desk;
    for (int i = 0; i < 10'000; ++i) {
        desk.happens("A" + std::to_string(i) + " accepted buy 1 limit 100");
    }
    EXPECT_EQ(desk.book().at(InstrumentId{0}).working.size(), 10'000U);
    EXPECT_EQ(desk.show(desk.happens("B accepted buy 1 limit 100")), "- !too-many");
    EXPECT_EQ(desk.book().at(InstrumentId{0}).working.size(), 10'000U);
    desk.happens("A5 canceled");
    EXPECT_EQ(desk.show(desk.happens("C accepted buy 1 limit 100")), "0>0");
}

} // namespace
} // namespace lockstep::router_test
