// The control that a user would write: QuickFIX as its authors ship it, an acceptor for the leader,
// an initiator for the followers, the file store and the file log.
//
//     bench-copier LEADER_PORT FOLLOWER_PORT FOLLOWERS FOLDER
#define LOCKSTEP_STOCK_QUICKFIX
#include "gateway/fix/quickfix.hpp"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace lockstep::bench {
namespace {

std::string head(const std::string& folder) {
    return "[DEFAULT]\nBeginString=FIX.4.4\nSenderCompID=LOCKSTEP\nStartTime=00:00:00\n"
           "EndTime=00:00:00\nHeartBtInt=600\nReconnectInterval=1\nUseDataDictionary=N\n"
           "SocketNodelay=Y\nSocketReuseAddress=Y\nFileStorePath=" +
           folder + "/store\nFileLogPath=" + folder + "/log\n";
}

// Every fill of the leader goes to every follower, one to one.
class Copier : public FIX::Application {
  public:
    explicit Copier(int followers) {
        for (int i = 0; i < followers; ++i) {
            followers_.emplace_back("FIX.4.4", "LOCKSTEP", "BROKER" + std::to_string(i));
        }
    }

    void onCreate(const FIX::SessionID&) override {}
    void onLogon(const FIX::SessionID&) override {}
    void onLogout(const FIX::SessionID&) override {}
    void toAdmin(FIX::Message&, const FIX::SessionID&) override {}
    void toApp(FIX::Message&, const FIX::SessionID&) override {}
    void fromAdmin(const FIX::Message&, const FIX::SessionID&) override {}
    void fromApp(const FIX::Message& message, const FIX::SessionID& session) override {
        if (session.getTargetCompID().getValue() != "LEADER") return;
        if (message.getField(FIX::FIELD::ExecType) != "F") return;
        ++orders_;
        for (std::size_t i = 0; i < followers_.size(); ++i) copy(message, i);
    }

  private:
    void copy(const FIX::Message& fill, std::size_t follower) {
        FIX::Message order;
        order.getHeader().setField(FIX::MsgType("D"));
        order.setField(FIX::Account("F" + std::to_string(follower)));
        order.setField(
            FIX::ClOrdID("C" + std::to_string(follower) + "-" + std::to_string(orders_)));
        order.setField(FIX::HandlInst('1'));
        order.setField(FIX::FIELD::Symbol, fill.getField(FIX::FIELD::Symbol));
        order.setField(FIX::FIELD::Side, fill.getField(FIX::FIELD::Side));
        order.setField(FIX::FIELD::OrderQty, fill.getField(FIX::FIELD::LastQty));
        order.setField(FIX::OrdType('1'));
        order.setField(FIX::TimeInForce('0'));
        order.setField(FIX::TransactTime(FIX::UtcTimeStamp()));
        FIX::Session::sendToTarget(order, followers_[follower]);
    }

    std::vector<FIX::SessionID> followers_;
    std::uint64_t orders_ = 0;
};

int run(const std::string& leader_port, const std::string& follower_port, int followers,
        const std::string& folder) {
    std::istringstream accepts(head(folder) + "ConnectionType=acceptor\nSocketAcceptPort=" +
                               leader_port + "\n[SESSION]\nTargetCompID=LEADER\n");
    std::string text = head(folder) +
                       "ConnectionType=initiator\nSocketConnectHost=127.0.0.1\nSocketConnectPort=" +
                       follower_port + "\n";
    for (int i = 0; i < followers; ++i) {
        text += "[SESSION]\nTargetCompID=BROKER" + std::to_string(i) + "\n";
    }
    std::istringstream dials(text);
    const FIX::SessionSettings leader_settings(accepts);
    const FIX::SessionSettings follower_settings(dials);
    Copier copier(followers);
    FIX::FileStoreFactory leader_store(leader_settings);
    FIX::FileLogFactory leader_log(leader_settings);
    FIX::FileStoreFactory follower_store(follower_settings);
    FIX::FileLogFactory follower_log(follower_settings);
    FIX::SocketAcceptor acceptor(copier, leader_store, leader_settings, leader_log);
    FIX::SocketInitiator initiator(copier, follower_store, follower_settings, follower_log);
    acceptor.start();
    initiator.start();
    std::printf("port %s\n", leader_port.c_str());
    std::fflush(stdout);
    while (true) std::this_thread::sleep_for(std::chrono::hours(1));
}

} // namespace
} // namespace lockstep::bench

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    try {
        return lockstep::bench::run(argv[1], argv[2], std::atoi(argv[3]), argv[4]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "copier: %s\n", error.what());
        return 1;
    }
}
