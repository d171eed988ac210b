// Two hosts over loopback: what two well-meaning ends do, and what comes of a cut between them.
#include "host_bench.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

class SessionPair : public testing::Test {
  protected:
    boost::asio::io_context io;
    std::unique_ptr<Bench> broker =
        std::make_unique<Bench>(io, std::vector<SessionConfig>{acceptor("BROKER", "LOCKSTEP")});
    std::unique_ptr<Bench> gateway;

    void start() {
        broker->host->start();
        make_gateway(std::make_shared<test::TemporaryDirectory>());
        gateway->host->start();
    }
    void make_gateway(std::shared_ptr<test::TemporaryDirectory> folder) {
        gateway = std::make_unique<Bench>(
            io, std::vector<SessionConfig>{initiator("LOCKSTEP", "BROKER", broker->port())},
            TransportLimits{}, std::move(folder));
    }
    bool until(const std::function<bool()>& holds) { return run_until(io, holds); }
    bool both_up() {
        return until([&] { return broker->is_up() && gateway->is_up(); });
    }
};

TEST_F(SessionPair, LogsOnAndExchangesMessagesInTheirOrder) {
    start();
    ASSERT_TRUE(both_up());
    ASSERT_EQ(gateway->states.size(), 1U);
    EXPECT_TRUE(gateway->states[0].up);

    EXPECT_EQ(gateway->send("order 1"), 2U);
    EXPECT_EQ(gateway->send("order 2"), 3U);
    EXPECT_EQ(broker->send("from the broker"), 2U);
    ASSERT_TRUE(until([&] { return broker->heard.size() == 2 && gateway->heard.size() == 1; }));
    EXPECT_EQ(broker->heard[0], (Bench::Heard{0, "D", 2, "order 1"}));
    EXPECT_EQ(broker->heard[1], (Bench::Heard{0, "D", 3, "order 2"}));
    EXPECT_EQ(gateway->heard[0], (Bench::Heard{0, "D", 2, "from the broker"}));

    const SessionStatus status = gateway->status();
    EXPECT_EQ(status.next_number_out, 4);
    EXPECT_EQ(status.next_number_in, 3);
    EXPECT_EQ(status.peer, "127.0.0.1:" + std::to_string(broker->port()));
    EXPECT_GT(status.connected_since.ns, 0);
    EXPECT_EQ(status.bytes_queued, 0U);
}

TEST_F(SessionPair, WhatIsSentInABatchWaitsForItsEndAndKeepsItsOrder) {
    start();
    ASSERT_TRUE(both_up());
    gateway->host->begin_batch();
    EXPECT_EQ(gateway->send("order 1"), 2U);
    EXPECT_EQ(gateway->send("order 2"), 3U);
    EXPECT_GT(gateway->status().bytes_queued, 0U);
    gateway->host->end_batch();
    EXPECT_EQ(gateway->status().bytes_queued, 0U);
    EXPECT_EQ(gateway->send("order 3"), 4U);
    ASSERT_TRUE(until([&] { return broker->heard.size() == 3; }));
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(broker->heard[i].cl_ord_id, "order " + std::to_string(i + 1));
    }
}

TEST_F(SessionPair, SendIsRefusedWhileTheSessionIsDownAndUsesNoNumber) {
    start();
    const Result<std::uint64_t> early = gateway->send("too early");
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().what, "FIX.4.4:LOCKSTEP->BROKER is not logged on");
    EXPECT_EQ(gateway->status().next_number_out, 1);
    ASSERT_TRUE(both_up());
    EXPECT_EQ(gateway->send("in time"), 2U);
    ASSERT_TRUE(until([&] { return broker->heard.size() == 1; }));
    EXPECT_EQ(broker->heard[0].cl_ord_id, "in time");
}

TEST_F(SessionPair, StopLogsOutAndTheOtherEndSaysWhy) {
    start();
    ASSERT_TRUE(both_up());
    ASSERT_TRUE(gateway->stop());
    ASSERT_TRUE(until([&] { return broker->states.size() == 2; }));
    EXPECT_FALSE(broker->states[1].up);
    EXPECT_EQ(broker->states[1].why, "the peer logged out: the gateway stops");
    ASSERT_EQ(gateway->states.size(), 2U);
    EXPECT_FALSE(gateway->states[1].up);
    EXPECT_EQ(gateway->status().state, SessionState::closed);
}

TEST_F(SessionPair, StopMayBeAskedForFromWithinAHandler) {
    start();
    ASSERT_TRUE(both_up());
    bool is_done = false;
    broker->takes = [&](const FIX::Message&) {
        broker->host->stop([&] { is_done = true; });
        return true;
    };
    ASSERT_TRUE(gateway->send("the last order"));
    ASSERT_TRUE(until([&] { return is_done; }));
    EXPECT_EQ(broker->heard.size(), 1U);
    EXPECT_EQ(broker->status().next_number_in, 4); // Logon, order, Logout
}

TEST_F(SessionPair, StopWithoutAnySessionUpEndsAtOnce) {
    make_gateway(std::make_shared<test::TemporaryDirectory>());
    EXPECT_TRUE(gateway->stop());
    EXPECT_TRUE(broker->stop());
}

TEST_F(SessionPair, ComesBackAfterACutWithItsNumbers) {
    start();
    ASSERT_TRUE(both_up());
    ASSERT_TRUE(gateway->send("1"));
    ASSERT_TRUE(until([&] { return broker->heard.size() == 1; }));
    const std::shared_ptr<test::TemporaryDirectory> folder = gateway->folder;
    gateway.reset(); // the process is gone, without a Logout
    ASSERT_TRUE(until([&] { return !broker->is_up(); }));
    make_gateway(folder);
    gateway->host->start();
    ASSERT_TRUE(both_up());
    EXPECT_EQ(gateway->send("2"), 4U); // 3 was its second Logon
    ASSERT_TRUE(until([&] { return broker->heard.size() == 2; }));
}

TEST_F(SessionPair, AnInitiatorComesBackByItselfWhenThePeerReturns) {
    start();
    ASSERT_TRUE(both_up());
    const std::uint16_t port = broker->port();
    const std::shared_ptr<test::TemporaryDirectory> folder = broker->folder;
    broker.reset();
    ASSERT_TRUE(until([&] { return gateway->states.size() == 2; }));
    EXPECT_EQ(gateway->states[1].why, "the peer closed the connection");
    ASSERT_TRUE(until(
        [&] { return gateway->status().last_error.starts_with("cannot connect to 127.0.0.1:"); }));
    broker = std::make_unique<Bench>(
        io, std::vector<SessionConfig>{acceptor("BROKER", "LOCKSTEP", port)}, TransportLimits{},
        folder);
    broker->host->start();
    ASSERT_TRUE(both_up());
}

// Whatever number an order bore that did not arrive, it is filled, never sent again.
TEST_F(SessionPair, OrdersThatDidNotArriveAreGapFilledAndSaidToBeLost) {
    start();
    ASSERT_TRUE(both_up());
    const std::shared_ptr<test::TemporaryDirectory> folder = broker->folder;
    const std::uint16_t port = broker->port();
    // Three orders leave into a connection that nobody reads any more.
    broker.reset();
    for (const char* order : {"a", "b", "c"}) ASSERT_TRUE(gateway->send(order)) << order;
    ASSERT_TRUE(until([&] { return !gateway->is_up(); }));
    EXPECT_EQ(gateway->status().next_number_out, 5);

    broker = std::make_unique<Bench>(
        io, std::vector<SessionConfig>{acceptor("BROKER", "LOCKSTEP", port)}, TransportLimits{},
        folder);
    broker->host->start();
    ASSERT_TRUE(both_up());
    ASSERT_TRUE(gateway->send("d"));
    ASSERT_TRUE(until([&] { return broker->heard.size() == 1; }));
    EXPECT_EQ(broker->heard[0].cl_ord_id, "d");
    ASSERT_EQ(gateway->not_arrived.size(), 1U);
    EXPECT_EQ(gateway->not_arrived[0].first, 2);  // order a
    EXPECT_GE(gateway->not_arrived[0].second, 4); // order c, and the Logon that showed the gap
    EXPECT_EQ(broker->status().next_number_in, gateway->status().next_number_out);
}

TEST_F(SessionPair, AnEndpointThatIsDeadIsFailedOver) {
    broker->host->start();
    std::uint16_t dead = 0;
    {
        boost::asio::ip::tcp::acceptor taken(io, {boost::asio::ip::address_v4::loopback(), 0});
        dead = taken.local_endpoint().port();
    }
    SessionConfig config = initiator("LOCKSTEP", "BROKER", dead);
    config.endpoints.push_back({"127.0.0.1", broker->port()});
    config.reconnect_interval_s = 30; // between rounds of the list, not within one
    gateway = std::make_unique<Bench>(io, std::vector<SessionConfig>{config});
    gateway->host->start();
    ASSERT_TRUE(both_up());
    EXPECT_TRUE(gateway->status().last_error.starts_with("cannot connect to 127.0.0.1:" +
                                                         std::to_string(dead)));
}

TEST_F(SessionPair, AHostThatDoesNotExistIsNamed) {
    SessionConfig config = initiator("LOCKSTEP", "BROKER", 1);
    config.endpoints = {{"no-such-host.invalid", 1}};
    gateway = std::make_unique<Bench>(io, std::vector<SessionConfig>{config});
    gateway->host->start();
    ASSERT_TRUE(until([&] { return !gateway->status().last_error.empty(); }));
    EXPECT_TRUE(
        gateway->status().last_error.starts_with("cannot connect to no-such-host.invalid:1: "))
        << gateway->status().last_error;
}

TEST_F(SessionPair, AMessageThatCannotBeTakenIsSentAgain) {
    start();
    ASSERT_TRUE(both_up());
    int refused = 0;
    broker->takes = [&](const FIX::Message&) { return ++refused > 1; };
    ASSERT_TRUE(gateway->send("once refused"));
    ASSERT_TRUE(until([&] { return refused == 1 && !broker->is_up(); }));
    EXPECT_EQ(broker->status().next_number_in, 2); // not acknowledged
    EXPECT_EQ(broker->states.back().why, "message 2 could not be taken: not taken");
    ASSERT_TRUE(both_up());
    EXPECT_TRUE(broker->heard.empty()); // ours never sends an order again: it is filled
    EXPECT_EQ(gateway->not_arrived.size(), 1U);
}

TEST_F(SessionPair, TwoHundredSessionsShareOnePort) {
    constexpr unsigned count = 200;
    std::vector<SessionConfig> accepting;
    for (unsigned i = 0; i < count; ++i) {
        accepting.push_back(acceptor("VENUE", "F" + std::to_string(i)));
    }
    Bench venue(io, accepting);
    venue.host->start();
    std::vector<SessionConfig> dialling;
    for (unsigned i = 0; i < count; ++i) {
        EXPECT_EQ(venue.port(i), venue.port(0));
        dialling.push_back(initiator("F" + std::to_string(i), "VENUE", venue.port(i)));
    }
    Bench followers(io, dialling);
    followers.host->start();
    ASSERT_TRUE(until([&] {
        for (unsigned i = 0; i < count; ++i) {
            if (!followers.is_up(i) || !venue.is_up(i)) return false;
        }
        return true;
    }));
    for (unsigned i = 0; i < count; ++i) {
        ASSERT_EQ(followers.send("order of " + std::to_string(i), i), 2U);
    }
    ASSERT_TRUE(until([&] { return venue.heard.size() == count; }));
    for (const Bench::Heard& heard : venue.heard) {
        EXPECT_EQ(heard.cl_ord_id, "order of " + std::to_string(heard.session));
    }
}

// --- what the constructor and start() refuse

std::string refusal(const std::function<void()>& act) {
    try {
        act();
        return "done";
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

TEST_F(SessionPair, APortInUseIsNamed) {
    broker->host->start();
    Bench other(io, {acceptor("OTHER", "LOCKSTEP", broker->port())});
    EXPECT_EQ(refusal([&] { other.host->start(); }),
              "session FIX.4.4:OTHER->LOCKSTEP: cannot listen on 127.0.0.1:" +
                  std::to_string(broker->port()) + ": Address already in use");
}

TEST_F(SessionPair, TheSameSessionTwiceInOneProcessIsRefusedAndTheFirstUnharmed) {
    start();
    EXPECT_EQ(refusal([&] { Bench second(io, {acceptor("BROKER", "LOCKSTEP")}); }),
              "session FIX.4.4:BROKER->LOCKSTEP: the session exists already in this process");
    EXPECT_TRUE(both_up());
}

TEST_F(SessionPair, AVersionWithoutADictionaryIsRefused) {
    SessionConfig config = acceptor("X", "Y");
    config.begin_string = "FIX.4.2";
    EXPECT_EQ(refusal([&] { Bench bench(io, {config}); }),
              "session FIX.4.2:X->Y: data dictionary of the program is of FIX.4.4, the session of "
              "FIX.4.2");
}

TEST_F(SessionPair, AcceptorsThatOnlyAQualifierTellsApartAreRefused) {
    SessionConfig one = acceptor("X", "Y");
    SessionConfig other = one;
    other.qualifier = "second";
    EXPECT_EQ(refusal([&] { Bench bench(io, {one, other}); }),
              "session FIX.4.4:X->Y:second: cannot be told from FIX.4.4:X->Y on one port");
}

} // namespace
} // namespace lockstep
