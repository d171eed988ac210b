// Sequence numbers: no message is lost, none is taken twice, no order is sent again.
#include "peer_bench.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace lockstep {
namespace {

using namespace std::chrono_literals;

TEST_F(SessionPeer, UpIsSaidOnlyAfterTheResend) {
    open();
    peer.dial(bench->port());
    peer.next_out = 5; // messages 1 to 4 were never seen here
    peer.log_on();
    ASSERT_TRUE(until([&] { return peer.has_seen("|35=2|"); }));
    EXPECT_TRUE(peer.has_seen("|7=1|16=0|"));
    EXPECT_EQ(bench->status().state, SessionState::recovering);
    const auto said_up = [&] {
        return std::count_if(
            bench->states.begin(), bench->states.end(),
            [](const Bench::State& state) { return state.session == 0 && state.up; });
    };
    EXPECT_EQ(said_up(), 0);
    peer.send("8", "43=Y|122=20260105-14:30:00|" + report("missed"), 1);
    ASSERT_TRUE(until([&] { return bench->heard.size() == 1; }));
    EXPECT_EQ(said_up(), 0);
    peer.send("4", "43=Y|122=20260105-14:30:00|123=Y|36=6|", 2);
    ASSERT_TRUE(until([&] { return bench->is_up(); }));
    EXPECT_EQ(said_up(), 1);
    EXPECT_EQ(bench->status().next_number_in, 6);
}

TEST_F(SessionPeer, TooLowANumberLogsOutAndResetsNothing) {
    open_and_log_on();
    peer.send("8", report("a"));
    ASSERT_TRUE(until([&] { return bench->heard.size() == 1; }));
    peer.send("8", report("low"), 1);
    ASSERT_TRUE(until([&] { return peer.is_closed(); }));
    EXPECT_TRUE(peer.has_seen("|35=5|"));
    EXPECT_TRUE(peer.has_seen("58=MsgSeqNum too low, expecting 3 but received 1|"));
    EXPECT_EQ(bench->states.back().why, "MsgSeqNum too low, expecting 3 but received 1");
    EXPECT_EQ(bench->status().next_number_in, 3);
    EXPECT_EQ(bench->heard.size(), 1U);
}

TEST_F(SessionPeer, RepeatsUnderAnOldNumberAreIgnored) {
    open_and_log_on();
    peer.send("8", report("a"));
    peer.send("8", "43=Y|122=20260105-14:30:00|" + report("a"), 2);
    peer.send("8", report("b"));
    ASSERT_TRUE(until([&] { return bench->heard.size() == 2; }));
    EXPECT_EQ(bench->heard[1].cl_ord_id, "b");
    EXPECT_TRUE(bench->is_up());
}

// QuickFIX advances on a Logout and on a Reject whatever their number, past what is missing.
TEST_F(SessionPeer, ALogoutAheadOfAGapLosesNoMessage) {
    open_and_log_on();
    peer.send("5", "", 4); // 2 and 3 are still missing
    ASSERT_TRUE(until([&] { return !bench->is_up(); }));
    EXPECT_EQ(bench->status().next_number_in, 2);
    peer.next_out = 5;
    come_back();
    ASSERT_TRUE(until([&] { return peer.has_seen("|35=2|"); }));
    EXPECT_TRUE(peer.has_seen("|7=2|16=0|"));
}

TEST_F(SessionPeer, ARejectAheadOfAGapLosesNoMessage) {
    open_and_log_on();
    peer.send("3", "45=7|58=no|", 4); // 2 and 3 are still missing
    ASSERT_TRUE(until([&] { return peer.has_seen("|35=2|"); }));
    EXPECT_TRUE(peer.has_seen("|7=2|16=0|"));
    EXPECT_EQ(bench->status().next_number_in, 2);
    const std::string again = "43=Y|122=20260105-14:30:00|";
    peer.send("8", again + report("two"), 2);
    peer.send("8", again + report("three"), 3);
    peer.send("3", again + "45=7|58=no|", 4);
    ASSERT_TRUE(until([&] { return bench->heard.size() == 3; }));
    EXPECT_EQ(bench->heard[2].type, "3");
    EXPECT_TRUE(bench->is_up());
}

TEST_F(SessionPeer, ARejectAheadOfAGapLosesNoMessageAfterOurLogoutEither) {
    open_and_log_on();
    peer.write(wire::message("35=8|34=2|49=WRONG|56=LOCKSTEP|52=20260105-14:30:00|"));
    ASSERT_TRUE(until([&] { return peer.has_seen("|35=5|"); }));
    const int expected = bench->status().next_number_in;
    peer.send("3", "45=7|58=no|", expected + 2);
    ASSERT_TRUE(until([&] {
        return bench->status().last_error == "A Reject ahead of what is missing was not taken: no";
    }));
    EXPECT_EQ(bench->status().next_number_in, expected);
    EXPECT_TRUE(bench->heard.empty());
}

TEST_F(SessionPeer, ARejectOfOursIsHeard) {
    open_and_log_on();
    ASSERT_EQ(bench->send("bad order"), 2U);
    peer.send("3", "45=2|371=54|58=no such side|");
    ASSERT_TRUE(until([&] { return bench->heard.size() == 1; }));
    EXPECT_EQ(bench->heard[0].type, "3");
}

TEST_F(SessionPeer, AskedForOldOrdersItFillsTheGapInOneGo) {
    open_and_log_on();
    for (const char* order : {"a", "b", "c"}) ASSERT_TRUE(bench->send(order));
    ASSERT_TRUE(until([&] { return peer.has_seen("11=c|"); }));
    struct Row {
        const char* range;
        const char* filled;
        std::pair<int, int> lost;
    };
    for (const Row& row :
         {Row{"7=1|16=0|", "|34=1|43=Y|", {1, 4}}, Row{"7=2|16=3|", "|34=2|43=Y|", {2, 3}},
          Row{"7=2|16=0|", "|34=2|43=Y|", {2, 4}}}) {
        peer.forget();
        bench->not_arrived.clear();
        peer.send("2", row.range);
        ASSERT_TRUE(until([&] { return peer.has_seen("|35=4|"); })) << row.range;
        EXPECT_TRUE(peer.has_seen(row.filled)) << peer.seen();
        EXPECT_TRUE(peer.has_seen("|36=" + std::to_string(row.lost.second + 1) + "|123=Y|"))
            << peer.seen();
        EXPECT_FALSE(peer.has_seen("|35=D|")) << row.range;
        EXPECT_EQ(bench->not_arrived, (std::vector<std::pair<int, int>>{row.lost})) << row.range;
    }
    // No number was reused by it.
    EXPECT_EQ(bench->send("d"), 5U);
    EXPECT_TRUE(until([&] { return peer.has_seen("|34=5|"); }));
    EXPECT_EQ(bench->status().next_number_in, 5);
}

TEST_F(SessionPeer, NonsenseResendRequestsAreRejected) {
    open_and_log_on();
    int answers = 0;
    for (const char* range : {"7=0|16=0|", "7=100|16=0|", "7=5|16=2|", "7=-1|16=0|"}) {
        peer.forget();
        peer.send("2", range);
        ASSERT_TRUE(until([&] { return peer.has_seen("|35=3|"); })) << range;
        EXPECT_TRUE(peer.has_seen("|371=7|")) << peer.seen();
        EXPECT_FALSE(peer.has_seen("|35=4|")) << range;
        ++answers;
    }
    EXPECT_EQ(bench->status().next_number_out, 2 + answers);
    EXPECT_EQ(bench->status().next_number_in, 2 + answers);
    EXPECT_TRUE(bench->is_up());
}

TEST_F(SessionPeer, ALongGapIsAskedForInPieces) {
    open_and_log_on({}, {{"ResendRequestChunkSize", "3"}});
    peer.next_out = 9;
    peer.send("8", report("nine"));
    ASSERT_TRUE(until([&] { return peer.has_seen("|7=2|16=4|"); }));
    const std::string again = "43=Y|122=20260105-14:30:00|";
    for (int number = 2; number <= 8; ++number) {
        peer.send("8", again + report(std::to_string(number)), number);
        if (number == 4) {
            EXPECT_TRUE(until([&] { return peer.has_seen("|7=5|16=7|"); }));
        }
        if (number == 7) {
            EXPECT_TRUE(until([&] { return peer.has_seen("|7=8|16=10|"); }));
        }
    }
    ASSERT_TRUE(until([&] { return bench->is_up(); }));
    ASSERT_EQ(bench->heard.size(), 8U);
    for (int i = 0; i < 8; ++i) EXPECT_EQ(bench->heard[static_cast<std::size_t>(i)].number, i + 2);
}

TEST_F(SessionPeer, AGapThatIsNeverFilledEndsTheConnection) {
    TransportLimits limits;
    limits.gap_time_max = 100ms;
    open_and_log_on(limits);
    peer.next_out = 9;
    peer.send("8", report("nine"));
    ASSERT_TRUE(until([&] { return peer.is_closed(); }));
    EXPECT_EQ(bench->status().last_error, "the peer does not fill the gap from 2 to 9");
    expect_other_unharmed();
}

TEST_F(SessionPeer, MessagesAheadOfAGapAreBounded) {
    TransportLimits limits;
    limits.messages_ahead_max = 50;
    open_and_log_on(limits);
    peer.next_out = 3; // 2 never comes
    for (int i = 0; i < 60; ++i) peer.send("8", report(std::to_string(i)));
    ASSERT_TRUE(until([&] { return peer.is_closed(); }));
    EXPECT_EQ(bench->status().last_error, "more than 50 messages came ahead of a gap");
    EXPECT_TRUE(bench->heard.empty());
    expect_other_unharmed();
}

} // namespace
} // namespace lockstep
