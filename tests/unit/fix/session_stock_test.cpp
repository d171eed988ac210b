// QuickFIX's own acceptor and initiator as the other end: nothing depends on both ends being ours.
#define LOCKSTEP_STOCK_QUICKFIX
#include "host_bench.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace lockstep {
namespace {

// Answers every order with an ExecutionReport that bears its ClOrdID. Runs on QuickFIX's thread.
class StockBroker final : public FIX::Application {
  public:
    void onCreate(const FIX::SessionID& id) override { id_ = id; }
    void onLogon(const FIX::SessionID&) override { is_up = true; }
    void onLogout(const FIX::SessionID&) override { is_up = false; }
    void toAdmin(FIX::Message&, const FIX::SessionID&) override {}
    void toApp(FIX::Message&, const FIX::SessionID&) override {}
    void fromAdmin(const FIX::Message& message, const FIX::SessionID&) override {
        if (message.getHeader().getField(35) == "3") ++rejects;
    }
    void fromApp(const FIX::Message& message, const FIX::SessionID& id) override {
        {
            const std::lock_guard lock(mutex_);
            orders_.push_back(message.getField(11));
        }
        FIX::Message report = report_of(message.getField(11));
        FIX::Session::sendToTarget(report, id);
    }

    static FIX::Message report_of(const std::string& cl_ord_id) {
        FIX::Message report;
        report.getHeader().setField(FIX::MsgType("8"));
        for (const auto& [tag, value] :
             std::vector<std::pair<int, std::string>>{{37, "O1"},
                                                      {17, "E" + cl_ord_id},
                                                      {150, "0"},
                                                      {39, "0"},
                                                      {1, "ACC"},
                                                      {11, cl_ord_id},
                                                      {55, "ES"},
                                                      {54, "1"},
                                                      {38, "1"},
                                                      {151, "1"},
                                                      {14, "0"},
                                                      {6, "0"}}) {
            report.setField(tag, value);
        }
        return report;
    }
    void send(const std::string& cl_ord_id) {
        FIX::Message report = report_of(cl_ord_id);
        FIX::Session::sendToTarget(report, id_);
    }
    std::vector<std::string> orders() const {
        const std::lock_guard lock(mutex_);
        return orders_;
    }

    std::atomic<bool> is_up{false};
    std::atomic<int> rejects{0};

  private:
    mutable std::mutex mutex_;
    std::vector<std::string> orders_;
    FIX::SessionID id_;
};

std::uint16_t free_port(boost::asio::io_context& io) {
    boost::asio::ip::tcp::acceptor taken(io, {boost::asio::ip::address_v4::loopback(), 0});
    return taken.local_endpoint().port();
}

class StockQuickFix : public testing::Test {
  protected:
    boost::asio::io_context io;
    test::TemporaryDirectory folder;
    StockBroker broker;

    // A stock end named BROKER, with numbers of its own on disk.
    FIX::SessionSettings settings(const std::string& type, const std::string& more) const {
        std::istringstream text("[DEFAULT]\nBeginString=FIX.4.4\nStartTime=00:00:00\n"
                                "EndTime=00:00:00\nHeartBtInt=30\nReconnectInterval=1\n"
                                "SocketReuseAddress=Y\nFileStorePath=" +
                                (folder / "stock").string() +
                                "\nDataDictionary=" + LOCKSTEP_SOURCE_DIR +
                                "/fix_specs/FIX44.xml\nConnectionType=" + type + "\n" + more +
                                "[SESSION]\nSenderCompID=BROKER\nTargetCompID=LOCKSTEP\n");
        return FIX::SessionSettings(text);
    }
    bool until(const std::function<bool()>& holds) { return run_until(io, holds); }
    // A peer that missed our Logout asks, right after its Logon, for all since. It gets a gap fill
    // for that, also for an order that crossed its question: such an order is known not to have
    // arrived, and goes again.
    void send_until_it_arrives(Bench& gateway, const std::string& cl_ord_id) {
        const std::size_t answers = gateway.heard.size();
        std::uint64_t number = 0;
        const auto has_not_arrived = [&](const std::pair<int, int>& range) {
            return std::cmp_less_equal(range.first, number) &&
                   std::cmp_greater_equal(range.second, number);
        };
        do {
            gateway.not_arrived.clear();
            const auto sent = gateway.send(cl_ord_id);
            ASSERT_TRUE(sent);
            number = *sent;
            ASSERT_TRUE(until([&] {
                return gateway.heard.size() > answers ||
                       std::ranges::any_of(gateway.not_arrived, has_not_arrived);
            }));
        } while (gateway.heard.size() == answers);
    }
};

TEST_F(StockQuickFix, AsAcceptorTakesOurOrdersAndIsFollowedThroughARestart) {
    const std::uint16_t port = free_port(io);
    const FIX::SessionSettings stock =
        settings("acceptor", "SocketAcceptPort=" + std::to_string(port) + "\n");
    FIX::FileStoreFactory store(stock);
    auto acceptor = std::make_unique<FIX::SocketAcceptor>(broker, store, stock);
    acceptor->start();

    Bench gateway(io, {initiator("LOCKSTEP", "BROKER", port)});
    gateway.host->start();
    ASSERT_TRUE(until([&] { return gateway.is_up() && broker.is_up; }));
    for (const char* order : {"a", "b", "c"}) ASSERT_TRUE(gateway.send(order));
    ASSERT_TRUE(until([&] { return gateway.heard.size() == 3; }));
    EXPECT_EQ(broker.orders(), (std::vector<std::string>{"a", "b", "c"}));
    EXPECT_EQ(gateway.heard[2].cl_ord_id, "c");

    acceptor->stop();
    acceptor.reset();
    ASSERT_TRUE(until([&] { return !gateway.is_up(); }));
    EXPECT_FALSE(gateway.send("while it is down"));

    acceptor = std::make_unique<FIX::SocketAcceptor>(broker, store, stock);
    acceptor->start();
    ASSERT_TRUE(until([&] { return gateway.is_up() && broker.is_up; }));
    send_until_it_arrives(gateway, "d");
    EXPECT_EQ(gateway.heard.size(), 4U);
    EXPECT_EQ(broker.orders(), (std::vector<std::string>{"a", "b", "c", "d"}));
    EXPECT_EQ(broker.rejects, 0);
    ASSERT_TRUE(gateway.stop());
    EXPECT_TRUE(until([&] { return !broker.is_up; }));
    acceptor->stop();
}

TEST_F(StockQuickFix, AsInitiatorSendsAgainWhatWeMissed) {
    auto gateway =
        std::make_unique<Bench>(io, std::vector<SessionConfig>{acceptor("LOCKSTEP", "BROKER")});
    gateway->host->start();
    const std::uint16_t port = gateway->port();
    const FIX::SessionSettings stock =
        settings("initiator",
                 "SocketConnectHost=127.0.0.1\nSocketConnectPort=" + std::to_string(port) + "\n");
    FIX::FileStoreFactory store(stock);
    FIX::SocketInitiator initiator(broker, store, stock);
    initiator.start();
    ASSERT_TRUE(until([&] { return gateway->is_up() && broker.is_up; }));
    broker.send("first");
    ASSERT_TRUE(until([&] { return gateway->heard.size() == 1; }));

    const std::shared_ptr<test::TemporaryDirectory> data = gateway->folder;
    gateway.reset();
    ASSERT_TRUE(until([&] { return !broker.is_up; }));
    broker.send("missed 1"); // stock QuickFIX keeps them
    broker.send("missed 2");
    gateway = std::make_unique<Bench>(
        io, std::vector<SessionConfig>{acceptor("LOCKSTEP", "BROKER", port)}, TransportLimits{},
        data);
    gateway->host->start();
    ASSERT_TRUE(until([&] { return gateway->is_up(); }));
    ASSERT_EQ(gateway->heard.size(), 2U); // before it was said to be up
    EXPECT_EQ(gateway->heard[0].cl_ord_id, "missed 1");
    EXPECT_EQ(gateway->heard[1].cl_ord_id, "missed 2");

    ASSERT_TRUE(gateway->send("an order"));
    ASSERT_TRUE(until([&] { return gateway->heard.size() == 3; }));
    EXPECT_EQ(broker.orders(), std::vector<std::string>{"an order"});
    EXPECT_EQ(broker.rejects, 0);
    ASSERT_TRUE(gateway->stop());
    initiator.stop();
}

} // namespace
} // namespace lockstep
