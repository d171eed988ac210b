// Sessions that misbehave on command, of both roles, and many at once.
#include "unit/sim/sim_fixture.hpp"
#include "unit/sim/wire_client.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <gtest/gtest.h>

#include <unistd.h>

namespace lockstep::sim::test {
namespace {

class Faults : public testing::Test {
  protected:
    WireClient client(const std::string& session) {
        WireClient made(desk.port(session), "LOCKSTEP", session);
        made.log_on();
        EXPECT_EQ(made.await("A").get(35), "A");
        return made;
    }
    void order(WireClient& to, const std::string& id) {
        to.send("35=D|1=ONE|11=" + id + "|55=ES|54=1|38=1|40=1|");
    }
    FixSession& session(Desk& at, const char* name) { return at.session(desk.session(name)); }
    RunningDesk desk{common_settings()};
};

TEST_F(Faults, a_session_that_is_cut_may_come_back_at_once) {
    auto broker = client("BROKER1");
    desk.at_desk([&](Desk& at) { session(at, "BROKER1").disconnect("cut"); });
    EXPECT_TRUE(broker.closed());
    WireClient again(desk.port("BROKER1"), "LOCKSTEP", "BROKER1");
    again.next_number = broker.next_number;
    again.log_on();
    EXPECT_EQ(again.await("A").get(35), "A");
}

TEST_F(Faults, a_refused_session_stays_out_until_it_is_allowed) {
    desk.at_desk([&](Desk& at) { session(at, "BROKER1").refuse(true); });
    WireClient refused(desk.port("BROKER1"), "LOCKSTEP", "BROKER1");
    refused.log_on();
    EXPECT_TRUE(refused.closed());
    desk.at_desk([&](Desk& at) { session(at, "BROKER1").refuse(false); });
    client("BROKER1");
}

TEST_F(Faults, a_silenced_session_hears_everything_and_answers_when_it_is_resumed) {
    auto broker = client("BROKER1");
    auto witness = client("BROKER2");
    desk.at_desk([&](Desk& at) { session(at, "BROKER1").silence(); });
    order(broker, "a");
    broker.send("35=1|112=hello|");
    witness.send("35=1|112=there|");
    EXPECT_EQ(witness.receive()->get(35), "BA");
    desk.at_desk([&](Desk& at) {
        EXPECT_EQ(at.venue().account(desk.account("ONE")).position(InstrumentId{0}), Position(0));
        session(at, "BROKER1").resume();
    });
    EXPECT_EQ(broker.await_report({150, 11}), "150=0 11=a");
    EXPECT_EQ(broker.await_report({150, 11}), "150=F 11=a");
}

TEST_F(Faults, what_a_silenced_session_heard_counts_even_when_its_peer_has_gone) {
    auto broker = client("BROKER1");
    desk.at_desk([&](Desk& at) { session(at, "BROKER1").silence(); });
    order(broker, "a");
    broker.close();
    EXPECT_TRUE(desk.wait_for([&](Desk& at) {
        session(at, "BROKER1").resume();
        return !at.is_up(desk.session("BROKER1"));
    }));
    desk.at_desk([&](Desk& at) {
        EXPECT_EQ(at.venue().account(desk.account("ONE")).position(InstrumentId{0}), Position(1));
    });
    WireClient again(desk.port("BROKER1"), "LOCKSTEP", "BROKER1");
    again.next_number = broker.next_number;
    again.log_on();
    EXPECT_EQ(again.await("A").get(35), "A");
}

TEST_F(Faults, delayed_reports_keep_their_order) {
    auto broker = client("BROKER1");
    desk.at_desk([&](Desk& at) { at.delay(desk.session("BROKER1"), Duration::milliseconds(60)); });
    order(broker, "a");
    EXPECT_TRUE(desk.wait_for([&](Desk& at) {
        return at.venue().account(desk.account("ONE")).position(InstrumentId{0}) == Position(1);
    }));
    desk.at_desk([&](Desk& at) { at.delay(desk.session("BROKER1"), Duration(0)); });
    order(broker, "b");
    EXPECT_EQ(broker.await_report({150, 11}), "150=0 11=a");
    EXPECT_EQ(broker.await_report({150, 11}), "150=F 11=a");
    EXPECT_EQ(broker.await_report({150, 11}), "150=0 11=b");
}

TEST_F(Faults, the_last_report_comes_again_as_each_kind_of_duplicate) {
    auto broker = client("BROKER1");
    order(broker, "a");
    broker.await_report({150});
    const auto first = broker.await("8");
    const auto again = [&](DuplicateAs as) {
        desk.at_desk([&](Desk& at) { EXPECT_TRUE(at.duplicate_last(desk.account("ONE"), as)); });
        return broker.await("8");
    };
    const auto number = std::stoi(first.get(34));
    const auto poss_dup = again(DuplicateAs::poss_dup);
    EXPECT_EQ(poss_dup.get(34) + poss_dup.get(43), first.get(34) + "Y");
    EXPECT_EQ(poss_dup.get(122), first.get(52));
    const auto poss_resend = again(DuplicateAs::poss_resend);
    EXPECT_EQ(poss_resend.get(34) + poss_resend.get(97), std::to_string(number + 1) + "Y");
    const auto fresh = again(DuplicateAs::fresh);
    EXPECT_EQ(fresh.get(34) + fresh.get(43) + fresh.get(97), std::to_string(number + 2));
    for (const auto* one : {&poss_dup, &poss_resend, &fresh}) {
        EXPECT_EQ(one->get(17), first.get(17));
    }
    desk.at_desk([&](Desk& at) {
        EXPECT_FALSE(at.duplicate_last(desk.account("TWO"), DuplicateAs::fresh));
    });
}

TEST_F(Faults, a_resend_request_is_answered_with_the_reports_it_missed_and_gap_fills) {
    auto broker = client("BROKER1"); // 1 Logon, 2 and 3 balances
    order(broker, "a");              // 4 and 5
    broker.await_report({150});
    broker.await_report({150});
    broker.send("35=2|7=1|16=0|");
    EXPECT_EQ(broker.await("4").get(36), "2"); // the Logon
    EXPECT_EQ(broker.await("BA").get(34), "2");
    EXPECT_EQ(broker.await_report({34, 43, 150}), "34=4 43=Y 150=0");
    EXPECT_EQ(broker.await_report({34, 43, 150}), "34=5 43=Y 150=F");
    for (const auto* nonsense : {"7=0|16=0|", "7=5|16=2|"}) {
        broker.send(std::string("35=2|") + nonsense);
        EXPECT_EQ(broker.await("3").get(373), "5") << nonsense;
    }
}

TEST_F(Faults, a_peer_that_does_not_read_is_cut_and_the_others_are_served) {
    auto deaf = client("MARKET");
    auto broker = client("BROKER1");
    deaf.send("35=V|262=r|263=1|264=1|267=1|269=2|146=2|55=ES|55=NQ|");
    EXPECT_EQ(deaf.await("W").get(55), "ES");
    for (int round = 0; round < 400; ++round) {
        bool up = true;
        desk.at_desk([&](Desk& at) {
            up = at.is_up(desk.session("MARKET"));
            const Price far(round % 2 == 0 ? 22'000 : 20'000);
            ASSERT_TRUE(at.move_to(InstrumentId{0}, far));
        });
        if (!up) break;
    }
    EXPECT_TRUE(desk.wait_for([&](Desk& at) { return !at.is_up(desk.session("MARKET")); }));
    order(broker, "a");
    EXPECT_EQ(broker.await_report({150}), "150=0");
}

TEST(Sessions, two_hundred_live_on_one_port) {
    constexpr int count = 200;
    std::string settings = "[INSTRUMENT]\nSymbol=ES\nTickSize=0.25\nTickValue=12.50\n"
                           "StartPrice=5000\n[DEFAULT]\nTargetCompID=LOCKSTEP\n"
                           "SocketAcceptPort=0\n";
    for (int i = 0; i < count; ++i) {
        const auto name = std::to_string(i);
        settings += "[SESSION]\nSenderCompID=B" + name + "\n";
        settings += "[ACCOUNT]\nAccount=A" + name + "\nSession=B" + name + "\nBalance=1000\n";
    }
    RunningDesk desk(settings);
    std::vector<WireClient> brokers;
    for (int i = 0; i < count; ++i) {
        brokers.emplace_back(desk.port("B0"), "LOCKSTEP", "B" + std::to_string(i));
        brokers.back().log_on();
    }
    for (auto& broker : brokers) EXPECT_EQ(broker.await("BA").get(901), "1000.00");
    for (int i = 0; i < count; ++i) {
        brokers[static_cast<std::size_t>(i)].send("35=D|1=A" + std::to_string(i) +
                                                  "|11=x|55=ES|54=1|38=1|40=1|");
    }
    for (auto& broker : brokers) {
        EXPECT_EQ(broker.await_report({150}), "150=0");
        EXPECT_EQ(broker.await_report({150, 31}), "150=F 31=5000.25");
    }
}

TEST(Sessions, a_drop_copy_dials_until_somebody_listens_and_dials_again_when_it_is_lost) {
    using boost::asio::ip::tcp;
    boost::asio::io_context io;
    tcp::acceptor gateway(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    const auto port = gateway.local_endpoint().port();
    RunningDesk desk("[INSTRUMENT]\nSymbol=ES\nTickSize=0.25\nTickValue=12.50\nStartPrice=5000\n"
                     "[SESSION]\nSenderCompID=LEADER\nTargetCompID=LOCKSTEP\nKind=dropcopy\n"
                     "ConnectionType=initiator\nHeartBtInt=7\nReconnectInterval=0.05\n"
                     "SocketConnectPort=" +
                     std::to_string(port) + "\n");
    for (int round = 0; round < 2; ++round) {
        tcp::socket peer(io);
        gateway.accept(peer);
        std::string bytes(1'024, '\0');
        const auto size = peer.read_some(boost::asio::buffer(bytes));
        const auto logon = bytes.substr(0, size);
        EXPECT_NE(logon.find("\x01"
                             "35=A\x01"),
                  std::string::npos);
        EXPECT_NE(logon.find("\x01"
                             "108=7\x01"),
                  std::string::npos);
        const auto answer = framed("35=A|34=" + std::to_string(round + 1) +
                                   "|49=LOCKSTEP|56=LEADER|52=20260102-03:04:05.678|98=0|108=7|");
        peer.write_some(boost::asio::buffer(answer));
        EXPECT_TRUE(desk.wait_for([&](Desk& at) { return at.is_up(SessionIndex{0}); }));
        peer.close();
        EXPECT_TRUE(desk.wait_for([&](Desk& at) { return !at.is_up(SessionIndex{0}); }));
    }
}

} // namespace
} // namespace lockstep::sim::test
