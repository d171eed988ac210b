#include "e2e/stock_peer.hpp"

#include "e2e/loopback.hpp"

#include <sstream>

namespace lockstep::e2e {

StockPeer::StockPeer(std::string name, std::filesystem::path folder, OnMessage on_message)
    : name_(std::move(name)), folder_(std::move(folder)), on_message_(std::move(on_message)) {}

StockPeer::~StockPeer() { stop(); }

FIX::SessionSettings StockPeer::settings(const std::string& connection) const {
    std::istringstream text("[DEFAULT]\nBeginString=FIX.4.4\nStartTime=00:00:00\n"
                            "EndTime=00:00:00\nHeartBtInt=10\nReconnectInterval=1\n"
                            "SocketReuseAddress=Y\nSocketNodelay=Y\nFileStorePath=" +
                            (folder_ / name_).string() + "\nDataDictionary=" + LOCKSTEP_SOURCE_DIR +
                            "/fix_specs/FIX44.xml\n" + connection +
                            "[SESSION]\nSenderCompID=" + name_ + "\nTargetCompID=LOCKSTEP\n");
    return FIX::SessionSettings(text);
}

std::uint16_t StockPeer::listen() {
    const std::uint16_t port = free_port();
    const FIX::SessionSettings keys =
        settings("ConnectionType=acceptor\nSocketAcceptPort=" + std::to_string(port) + "\n");
    store_ = std::make_unique<FIX::FileStoreFactory>(keys);
    FIX::Application& application = *this;
    acceptor_ = std::make_unique<FIX::SocketAcceptor>(application, *store_, keys);
    acceptor_->start();
    return port;
}

void StockPeer::dial(std::uint16_t port) {
    const FIX::SessionSettings keys =
        settings("ConnectionType=initiator\nSocketConnectHost=127.0.0.1\nSocketConnectPort=" +
                 std::to_string(port) + "\n");
    store_ = std::make_unique<FIX::FileStoreFactory>(keys);
    FIX::Application& application = *this;
    initiator_ = std::make_unique<FIX::SocketInitiator>(application, *store_, keys);
    initiator_->start();
}

void StockPeer::stop() {
    if (acceptor_) acceptor_->stop();
    if (initiator_) initiator_->stop();
    acceptor_.reset();
    initiator_.reset();
}

void StockPeer::send(const std::string& type, const Fields& fields) {
    FIX::Message message;
    message.getHeader().setField(FIX::MsgType(type));
    for (const auto& [tag, value] : fields) message.setField(tag, value);
    FIX::Session::sendToTarget(message, id_);
}

std::vector<FIX::Message> StockPeer::messages() const {
    const std::lock_guard lock(mutex_);
    return messages_;
}

void StockPeer::fromAdmin(const FIX::Message& message, const FIX::SessionID&) {
    if (message.getHeader().getField(35) == "3") ++rejects_;
}

void StockPeer::fromApp(const FIX::Message& message, const FIX::SessionID&) {
    if (message.getHeader().getField(35) == "j") ++rejects_;
    {
        const std::lock_guard lock(mutex_);
        messages_.push_back(message);
    }
    if (on_message_) on_message_(message);
}

std::string field(const FIX::Message& message, int tag) {
    const FIX::FieldMap& where =
        tag == 35 ? static_cast<const FIX::FieldMap&>(message.getHeader()) : message;
    return where.isSetField(tag) ? where.getField(tag) : "";
}

} // namespace lockstep::e2e
