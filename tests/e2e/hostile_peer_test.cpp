// Peers that send what would bring QuickFIX down, or anything at all: they harm themselves alone.
#include "e2e/gateway.hpp"
#include "e2e/raw_peer.hpp"
#include "e2e/settings_text.hpp"
#include "e2e/stock_broker.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace lockstep::e2e {
namespace {

// A leader and a broker that the test plays byte by byte; the broker of GOOD is well.
class HostilePeer : public testing::Test {
  protected:
    test::TemporaryDirectory folder;
    StockBroker good{"GOODBROKER", folder.path()};
    RawPeer lead{"LEADER", "LOCKSTEP"};
    RawPeer bad{"BADBROKER", "LOCKSTEP"};
    std::unique_ptr<Gateway> gateway;

    void SetUp() override {
        gateway = std::make_unique<Gateway>(
            folder.path(), gateway_head() + listens("LEADER") + listens("BADBROKER") +
                               dials("GOODBROKER", good.peer().listen()) +
                               leader("LEAD1", "LEADER") +
                               follower("GOOD", "LEAD1", "GOODBROKER", "MaxContracts=5\n") +
                               follower("BAD", "LEAD1", "BADBROKER", "MaxContracts=5\n"));
        gateway->start();
        ASSERT_TRUE(come_back(lead, "LEADER"));
        ASSERT_TRUE(come_back(bad, "BADBROKER"));
        ASSERT_TRUE(gateway->until([](const Status& now) { return is_up(now, "GOODBROKER"); }));
    }
    bool come_back(RawPeer& peer, const std::string& name) {
        return peer.log_on(gateway->port_of(name)) &&
               gateway->until([&](const Status& now) { return is_up(now, name); });
    }
    bool until_lost(RawPeer& peer, const std::string& name) {
        return wait_until([&] { return peer.is_closed(); }) &&
               gateway->until([&](const Status& now) { return !is_up(now, name); });
    }
    // The leader buys or sells 1 at market, and GOOD does too.
    void expect_copied(char side) {
        const std::size_t before = good.orders().size();
        BrokerOrder order{.account = "LEAD1",
                          .order_id = "L" + std::to_string(before),
                          .cl_ord_id = "l" + std::to_string(before),
                          .side = side};
        lead.send("8", text_of_fields(accepted(order)));
        lead.send("8", text_of_fields(filled(order, 1, "5000.00")));
        ASSERT_TRUE(good.until_orders(before + 1));
        EXPECT_EQ(good.orders().back(),
                  std::string("D GOOD ") + (side == '1' ? "buy" : "sell") + " 1 ES market day");
        EXPECT_EQ(good.orders().size(), before + 1);
    }
    static std::string text_of_fields(const Fields& fields) {
        std::string text;
        for (const auto& [tag, value] : fields) text += std::to_string(tag) + "=" + value + "|";
        return text;
    }
};

const std::vector<std::string> lies{"95=2000000000|96=abc|", "95=-2|96=abc|"};

TEST_F(HostilePeer, ALyingLengthFromALeaderCostsItItsSessionAndNothingElseHappens) {
    for (const std::string& lie : lies) {
        BrokerOrder order{.account = "LEAD1", .order_id = "X", .cl_ord_id = "x"};
        lead.send("8", text_of_fields(filled(order, 1, "5000.00")) + lie);
        ASSERT_TRUE(until_lost(lead, "LEADER")) << lie;
        const Status now = *gateway->status();
        EXPECT_NE(session_of(now, "LEADER").last_error().find("lying length: 95="),
                  std::string::npos)
            << session_of(now, "LEADER").last_error();
        EXPECT_TRUE(is_up(now, "GOODBROKER") && is_up(now, "BADBROKER"));
        lead.take_back_number(); // it was not taken
        ASSERT_TRUE(come_back(lead, "LEADER"));
    }
    expect_copied('1');
    expect_copied('2');
    EXPECT_EQ(gateway->stop(), 0);
    EXPECT_EQ(good.peer().rejects(), 0);
}

TEST_F(HostilePeer, ALyingLengthFromABrokerCostsItItsSessionAndTheOthersCopyOn) {
    char side = '1';
    for (const std::string& lie : lies) {
        bad.send("8", "37=1|17=1|150=0|39=0|1=BAD|11=none|55=ES|54=1|38=1|14=0|151=1|6=0|" + lie);
        ASSERT_TRUE(until_lost(bad, "BADBROKER")) << lie;
        EXPECT_TRUE(is_up(*gateway->status(), "LEADER"));
        expect_copied(side);
        side = '2';
        bad.take_back_number();
        ASSERT_TRUE(come_back(bad, "BADBROKER"));
    }
    EXPECT_EQ(gateway->stop(), 0);
}

TEST_F(HostilePeer, RubbishOnTheFixPortsDisturbsNobody) {
    const std::vector<std::string> rubbish{
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11),
        std::string(100'000, '8'),
        "8=" + std::string(100'000, 'x'),
        "8=FIX.4.4\x01"
        "9=99999999999999999999\x01",
        "8=FIX.4.4\x01"
        "9=-1\x01"
        "35=A\x01",
        framed("35=A|34=1|49=STRANGER|56=LOCKSTEP|52=" + utc_now() + "|98=0|108=30|"),
        framed("35=8|34=1|49=LEADER|56=LOCKSTEP|52=" + utc_now() + "|37=1|"),
        framed("35=A|34=1|49=LEADER|56=LOCKSTEP|52=" + utc_now() + "|98=0|108=30|"), // logged on
        std::string(70'000, '\0'),
    };
    for (const std::string& bytes : rubbish) {
        LoopbackSocket stranger(gateway->port_of("LEADER"));
        stranger.write(bytes);
        EXPECT_TRUE(wait_until([&] {
            stranger.read(std::chrono::milliseconds(10));
            return stranger.is_closed();
        })) << bytes.substr(0, 40);
    }
    expect_copied('1');
    EXPECT_TRUE(is_up(*gateway->status(), "LEADER"));
    EXPECT_EQ(gateway->stop(), 0);
}

// Reports that are whole as messages and nonsense in their fields; none says that something traded.
TEST_F(HostilePeer, ALeaderThatReportsNonsenseIsRefusedAndHeardOn) {
    const std::vector<std::string> values{
        "-1",  "0.5",   "1e3",     "NaN", "9223372036854775808", "LEAD1", "ES", "F", "2",
        "1e5", "+5000", "5000.13", "0",   "19700101-00:00:60",   "NONE",  "%n", " "};
    std::mt19937 random(4711);
    for (int round = 0; round < 200; ++round) {
        std::string noise = "37=N" + std::to_string(round) + "|32=0|";
        for (const int tag : {1, 11, 14, 17, 31, 38, 39, 40, 44, 54, 55, 59, 60, 99, 150, 151}) {
            if (random() % 4 == 0) continue;
            noise += std::to_string(tag) + "=" + values[random() % values.size()] + "|";
        }
        lead.send("8", noise);
    }
    EXPECT_TRUE(gateway->until([](const Status& now) {
        return session_of(now, "LEADER").next_in() == 202; // the Logon and all of them
    }));
    ASSERT_FALSE(lead.is_closed());
    EXPECT_EQ(good.orders(), std::vector<std::string>{});
    expect_copied('1');
    expect_copied('2');
    EXPECT_EQ(gateway->stop(), 0);
}

TEST_F(HostilePeer, RubbishOnTheConsolesPortDisturbsNobody) {
    const std::uint16_t port = gateway->console_port();
    for (const std::string& bytes :
         {std::string(50'000, 'A'), std::string("POST /api/all/flatten HTTP/1.1\r\n\r\n"),
          framed("35=A|34=1|49=LEADER|56=LOCKSTEP|52=" + utc_now() + "|98=0|108=30|"),
          "GET /" + std::string(50'000, 'x') + " HTTP/1.1\r\n\r\n", std::string(1000, '\0')}) {
        LoopbackSocket stranger(port);
        stranger.write(bytes);
        EXPECT_TRUE(wait_until([&] {
            stranger.read(std::chrono::milliseconds(10));
            return stranger.is_closed();
        }));
    }
    std::vector<LoopbackSocket> idlers;
    for (int i = 0; i < 200; ++i) idlers.emplace_back(port);
    EXPECT_TRUE(gateway->status().has_value());
    expect_copied('1');
    EXPECT_EQ(gateway->stop(), 0);
}

} // namespace
} // namespace lockstep::e2e
