#include "e2e/settings_text.hpp"

namespace lockstep::e2e {

namespace {

const std::string gateway_name = "LOCKSTEP";

std::string session_id(const std::string& peer) { return "FIX.4.4:" + gateway_name + "->" + peer; }

std::string instrument(const std::string& symbol, const std::string& tick_value,
                       const std::string& more) {
    return "[INSTRUMENT]\nSymbol=" + symbol + "\nTickSize=0.25\nTickValue=" + tick_value + "\n" +
           more;
}

} // namespace

std::string gateway_head() {
    return "[DEFAULT]\nBeginString=FIX.4.4\nSenderCompID=" + gateway_name +
           "\nHeartBtInt=10\nStartTime=00:00:00\nEndTime=00:00:00\nReconnectInterval=1\n"
           "DataDirectory=data\nConsoleAddress=127.0.0.1:0\nOwner=J. Trader\n"
           // Sanitised programs on a busy machine: a late entry is not what these tests are about.
           "MaxSignalAge=20\n" +
           instrument("ES", "12.50", "") + instrument("NQ", "5.00", "") +
           instrument("MES", "1.25", "ContractWeight=0.1\n");
}

std::string measured_head(const std::string& more) {
    return "[DEFAULT]\nBeginString=FIX.4.4\nSenderCompID=" + gateway_name +
           "\nHeartBtInt=600\nStartTime=00:00:00\nEndTime=00:00:00\nReconnectInterval=1\n"
           "DataDirectory=data\nConsoleAddress=127.0.0.1:0\nOwner=J. Trader\n" +
           more + instrument("ES", "12.50", "");
}

std::string dials(const std::string& peer, std::uint16_t port, const std::string& more) {
    return "[SESSION]\nConnectionType=initiator\nTargetCompID=" + peer +
           "\nSocketConnectHost=127.0.0.1\nSocketConnectPort=" + std::to_string(port) + "\n" + more;
}

std::string listens(const std::string& peer, const std::string& more, std::uint16_t port) {
    return "[SESSION]\nConnectionType=acceptor\nTargetCompID=" + peer +
           "\nSocketAcceptPort=" + std::to_string(port) + "\n" + more;
}

std::string leader(const std::string& account, const std::string& peer, const std::string& more) {
    return "[LEADER]\nAccount=" + account + "\nSession=" + session_id(peer) +
           "\nBalance=150000\nStartFlat=Y\n" + more;
}

std::string follower(const std::string& account, const std::string& leader_account,
                     const std::string& peer, const std::string& more) {
    return "[FOLLOWER]\nAccount=" + account + "\nLeader=" + leader_account +
           "\nSession=" + session_id(peer) + "\nBalance=50000\n" + more;
}

std::string simulator_head() {
    return "[DEFAULT]\nTargetCompID=" + gateway_name + "\nSocketAcceptPort=0\n" +
           instrument("ES", "12.50", "StartPrice=5000.00\n") +
           instrument("NQ", "5.00", "StartPrice=18000.00\n") +
           instrument("MES", "1.25", "StartPrice=5000.00\nMovesWith=ES\n");
}

std::string sim_session(const std::string& name, const std::string& more) {
    return "[SESSION]\nSenderCompID=" + name + "\n" + more;
}

std::string sim_account(const std::string& account, const std::string& keys) {
    return "[ACCOUNT]\nAccount=" + account + "\n" + keys;
}

} // namespace lockstep::e2e
