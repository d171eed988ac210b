// Bad input, and peers that are slow or silent: they harm themselves alone.
#include "peer_bench.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace lockstep {
namespace {

using namespace std::chrono_literals;

TEST_F(SessionPeer, ALyingLengthLosesItsSessionAndNothingElseHappens) {
    open_and_log_on();
    for (const char* lie : {"95=2000000000|96=abc|", "95=-2|96=abc|"}) {
        const std::string attack = peer.message("8", report("attack") + lie);
        --peer.next_out;
        peer.write(attack);
        EXPECT_TRUE(until([&] { return peer.is_closed(); })) << lie;
        EXPECT_FALSE(bench->is_up());
        EXPECT_TRUE(bench->status().last_error.starts_with("bad input, lying length: 95=")) << lie;
        expect_other_unharmed();
        come_back();
        ASSERT_TRUE(until([&] { return bench->is_up(); })) << lie;
    }
    for (const Bench::Heard& heard : bench->heard) EXPECT_NE(heard.cl_ord_id, "attack");
}

TEST_F(SessionPeer, AGarbledMessageIsSkippedAndAskedForAgain) {
    open_and_log_on();
    std::string garbled = peer.message("8", report("lost"));
    garbled[garbled.size() - 2] = garbled[garbled.size() - 2] == '0' ? '1' : '0';
    peer.write(garbled);
    peer.send("8", report("next"));
    ASSERT_TRUE(until([&] { return peer.has_seen("|35=2|"); }));
    EXPECT_TRUE(peer.has_seen("|7=2|16=0|"));
    EXPECT_EQ(bench->status().state, SessionState::recovering);
    EXPECT_FALSE(bench->states.back().up);
    EXPECT_TRUE(bench->heard.empty());

    peer.send("8", "43=Y|122=20260105-14:30:00|" + report("lost"), 2);
    ASSERT_TRUE(until([&] { return bench->heard.size() == 2; }));
    EXPECT_EQ(bench->heard[0].cl_ord_id, "lost");
    EXPECT_EQ(bench->heard[1].cl_ord_id, "next");
    EXPECT_TRUE(bench->is_up());
    EXPECT_TRUE(bench->states.back().up);
}

TEST_F(SessionPeer, AMessageSplitAtEveryByteIsOneMessage) {
    open_and_log_on();
    for (const char c : peer.message("8", report("split"))) {
        peer.write(std::string(1, c));
        io.poll();
        io.restart();
    }
    ASSERT_TRUE(until([&] { return bench->heard.size() == 1; }));
    EXPECT_EQ(bench->heard[0].cl_ord_id, "split");
}

TEST_F(SessionPeer, APartialMessageOfALostConnectionIsNoMessage) {
    open_and_log_on();
    const std::string message = peer.message("8", report("cut"));
    --peer.next_out;
    peer.write(message.substr(0, message.size() / 2));
    peer.close();
    ASSERT_TRUE(until([&] { return !bench->is_up(); }));
    come_back();
    ASSERT_TRUE(until([&] { return bench->is_up(); }));
    peer.send("8", report("whole"));
    ASSERT_TRUE(until([&] { return bench->heard.size() == 1; }));
    EXPECT_EQ(bench->heard[0].cl_ord_id, "whole");
}

TEST_F(SessionPeer, NumbersThatCannotBeReadEndTheSessionNotTheCount) {
    for (const char* number : {"0x", "99999999999", ""}) {
        open_and_log_on();
        peer.write(wire::message("35=8|34=" + std::string(number) +
                                 "|49=PEER|56=LOCKSTEP|52=20260105-14:30:00|" + report("bad")));
        EXPECT_TRUE(until([&] { return peer.is_closed(); })) << number;
        EXPECT_EQ(bench->status().next_number_in, 2) << number;
        EXPECT_TRUE(bench->heard.empty()) << number;
        bench.reset();
        peer.next_out = other.next_out = 1;
    }
}

TEST_F(SessionPeer, WrongNamesAfterTheLogonAreRejectedAndLoggedOut) {
    open_and_log_on();
    peer.write(
        wire::message("35=8|34=2|49=WRONG|56=LOCKSTEP|52=20260105-14:30:00|" + report("not ours")));
    ASSERT_TRUE(until([&] { return peer.has_seen("|35=5|"); }));
    EXPECT_TRUE(peer.has_seen("|35=3|"));
    EXPECT_TRUE(peer.has_seen("|373=9|"));
    EXPECT_FALSE(bench->send("after our Logout"));
    EXPECT_TRUE(bench->heard.empty());
}

// --- slow and silent peers

TEST_F(SessionPeer, APeerThatStopsReadingIsCutAndOthersLive) {
    TransportLimits limits;
    limits.queue_bytes_max = 64 * 1024;
    limits.queue_age_max = 60'000ms;
    limits.socket_send_bytes = 16 * 1024;
    open(limits);
    peer.dial(bench->port(), 4096);
    peer.log_on();
    ASSERT_TRUE(until([&] { return bench->is_up(); }));
    const auto [sent, most] = send_until_refused();
    ASSERT_FALSE(sent);
    EXPECT_NE(sent.error().what.find("the peer reads too slowly"), std::string::npos);
    EXPECT_LT(most, limits.queue_bytes_max + 1024);
    EXPECT_EQ(bench->status().next_number_out, static_cast<int>(bench->status().next_number_out));
    ASSERT_TRUE(until([&] { return !bench->is_up(); }));
    EXPECT_TRUE(bench->states.back().why.starts_with("slow peer: "));
    expect_other_unharmed();
}

TEST_F(SessionPeer, ABatchIsBoundedLikeWhatWaitsForASlowPeer) {
    TransportLimits limits;
    limits.queue_bytes_max = 4 * 1024;
    open_and_log_on(limits);
    bench->host->begin_batch();
    const auto [sent, most] = send_until_refused();
    EXPECT_FALSE(sent);
    EXPECT_LT(most, limits.queue_bytes_max + 1024);
    bench->host->end_batch();
    ASSERT_TRUE(until([&] { return !bench->is_up(); }));
    EXPECT_TRUE(bench->states.back().why.starts_with("slow peer: "));
    expect_other_unharmed();
}

TEST_F(SessionPeer, BytesThatWaitTooLongAreNotSentLate) {
    TransportLimits limits;
    limits.queue_age_max = 100ms;
    limits.socket_send_bytes = 16 * 1024;
    open(limits);
    peer.dial(bench->port(), 4096);
    peer.log_on();
    ASSERT_TRUE(until([&] { return bench->is_up(); }));
    // More than the kernel can still find room for later.
    for (int i = 0; bench->status().bytes_queued < 256 * 1024 && i < 100'000; ++i) {
        ASSERT_TRUE(bench->send("order " + std::to_string(i)));
    }
    ASSERT_TRUE(until([&] { return !bench->is_up(); }));
    EXPECT_EQ(bench->states.back().why, "slow peer: bytes wait to be read for more than 100 ms");
    expect_other_unharmed();
}

TEST_F(SessionPeer, ASilentPeerIsAskedAndThenLost) {
    open();
    peer.dial(bench->port());
    peer.send("A", "98=0|108=1|");
    ASSERT_TRUE(until([&] { return bench->is_up(); }));
    ASSERT_TRUE(until([&] { return peer.has_seen("|35=1|"); }));
    ASSERT_TRUE(until([&] { return peer.is_closed(); }));
    EXPECT_EQ(bench->states.back().why, "Timed out waiting for heartbeat");
    expect_other_unharmed();
}

TEST_F(SessionPeer, ATestRequestIsAnswered) {
    open_and_log_on();
    peer.send("1", "112=are you there|");
    EXPECT_TRUE(until([&] { return peer.has_seen("|112=are you there|"); }));
}

TEST_F(SessionPeer, StopDoesNotWaitForAPeerThatDoesNotAnswer) {
    open_and_log_on();
    EXPECT_TRUE(bench->stop());
    EXPECT_TRUE(peer.has_seen("|35=5|"));
    EXPECT_TRUE(peer.has_seen("58=the gateway stops|"));
}

} // namespace
} // namespace lockstep
