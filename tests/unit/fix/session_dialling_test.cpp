// The initiator's end of a Logon, with a venue that the test plays.
#include "host_bench.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace lockstep {
namespace {

class SessionDialling : public testing::Test {
  protected:
    using Tcp = boost::asio::ip::tcp;
    boost::asio::io_context io;
    Tcp::acceptor venue{io, {boost::asio::ip::address_v4::loopback(), 0}};
    RawPeer peer{io, "VENUE", "LOCKSTEP"};
    std::unique_ptr<Bench> bench;

    void open(const std::function<void(SessionConfig&)>& change = {}, TransportLimits limits = {}) {
        SessionConfig config = initiator("LOCKSTEP", "VENUE", venue.local_endpoint().port());
        if (change) change(config);
        bench = std::make_unique<Bench>(io, std::vector<SessionConfig>{config}, limits);
        bench->host->start();
    }
    void take_call() {
        bool is_taken = false;
        venue.async_accept([&](boost::system::error_code error, Tcp::socket socket) {
            if (!error) peer.take(std::move(socket));
            is_taken = true;
        });
        ASSERT_TRUE(run_until(io, [&] { return is_taken; }));
        ASSERT_TRUE(run_until(io, [&] { return peer.has_seen("|35=A|"); }));
    }
};

TEST_F(SessionDialling, TheLogonBearsWhatTheSettingsSay) {
    open([](SessionConfig& config) {
        config.username = "me";
        config.password = "secret";
        config.quickfix["HeartBtInt"] = "17";
    });
    take_call();
    EXPECT_TRUE(peer.has_seen("|49=LOCKSTEP|"));
    EXPECT_TRUE(peer.has_seen("|56=VENUE|"));
    EXPECT_TRUE(peer.has_seen("|108=17|553=me|554=secret|"));
    peer.send("A", "98=0|108=17|");
    EXPECT_TRUE(run_until(io, [&] { return bench->is_up(); }));
}

TEST_F(SessionDialling, AnAnswerFromSomebodyElseIsNoLogon) {
    open();
    take_call();
    peer.write(
        wire::message("35=A|34=1|49=IMPOSTOR|56=LOCKSTEP|52=20260105-14:30:00|98=0|108=30|"));
    EXPECT_TRUE(run_until(io, [&] { return peer.is_closed(); }));
    EXPECT_TRUE(bench->states.empty());
}

TEST_F(SessionDialling, APeerThatNeverAnswersTheLogonIsLeft) {
    open([](SessionConfig& config) { config.quickfix["LogonTimeout"] = "1"; });
    take_call();
    EXPECT_TRUE(run_until(io, [&] { return peer.is_closed(); }));
    EXPECT_EQ(bench->status().last_error, "Timed out waiting for logon response");
    take_call(); // and dialled again
}

TEST_F(SessionDialling, NumbersThatWentBackHoldTheSessionForAPerson) {
    open();
    take_call();
    peer.log_on();
    ASSERT_TRUE(run_until(io, [&] { return bench->is_up(); }));
    peer.close();
    take_call();
    peer.send("A", "98=0|108=30|", 1); // 2 is expected
    EXPECT_TRUE(run_until(io, [&] { return bench->status().state == SessionState::held; }));
    EXPECT_EQ(bench->status().last_error, "MsgSeqNum too low, expecting 2 but received 1; held "
                                          "until a restart, a person must decide");
    EXPECT_EQ(bench->status().next_number_in, 2);
}

// Linux drops the SYN of whoever does not fit a full backlog: the dial hangs.
TEST_F(SessionDialling, AHostThatDoesNotAnswerTheDialIsLeft) {
    Tcp::acceptor full(io, Tcp::v4());
    full.bind({boost::asio::ip::address_v4::loopback(), 0});
    full.listen(0);
    Tcp::socket filler(io);
    filler.connect(full.local_endpoint());
    TransportLimits limits;
    limits.connect_time_max = std::chrono::milliseconds(100);
    const Endpoint endpoint{"127.0.0.1", full.local_endpoint().port()};
    open([&](SessionConfig& config) { config.endpoints = {endpoint}; }, limits);
    EXPECT_EQ(bench->status().state, SessionState::connecting);
    EXPECT_TRUE(run_until(io, [&] { return !bench->status().last_error.empty(); }));
    EXPECT_EQ(bench->status().last_error,
              "cannot connect to 127.0.0.1:" + std::to_string(endpoint.port) +
                  ": no connection within 100 ms");
}

TEST_F(SessionDialling, StopEndsADialThatIsUnderWay) {
    open([](SessionConfig& config) { config.reconnect_interval_s = 30; });
    EXPECT_TRUE(bench->stop());
    EXPECT_EQ(bench->status().state, SessionState::closed);
}

} // namespace
} // namespace lockstep
