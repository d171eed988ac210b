// A counterparty whose FIX engine is QuickFIX as its authors ship it: its own sockets, its own
// store, its own sessions. It keeps what it is sent and sends what the test says.
#pragma once

// QuickFIX's transport is behind the door too, for tests.
#define LOCKSTEP_STOCK_QUICKFIX
#include "gateway/fix/quickfix.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace lockstep::e2e {

// Tags and values of a message in the order of the test, or as they came.
using Fields = std::vector<std::pair<int, std::string>>;

class StockPeer : private FIX::Application {
  public:
    // Called on QuickFIX's thread with every application message; may send.
    using OnMessage = std::function<void(const FIX::Message&)>;

    // `name` is its SenderCompID. Keeps its store in `folder`/`name`.
    StockPeer(std::string name, std::filesystem::path folder, OnMessage on_message = {});
    ~StockPeer() override;

    // It waits to be dialled: gives the port.
    std::uint16_t listen();
    // It dials 127.0.0.1:`port`.
    void dial(std::uint16_t port);
    void stop();

    const std::string& name() const { return name_; }
    bool is_up() const { return is_up_; }
    // Session and business rejects (35=3, 35=j) that it was sent.
    int rejects() const { return rejects_; }
    void send(const std::string& type, const Fields& fields);
    // Every application message that has come.
    std::vector<FIX::Message> messages() const;

  private:
    FIX::SessionSettings settings(const std::string& connection) const;

    void onCreate(const FIX::SessionID& id) override { id_ = id; }
    void onLogon(const FIX::SessionID&) override { is_up_ = true; }
    void onLogout(const FIX::SessionID&) override { is_up_ = false; }
    void toAdmin(FIX::Message&, const FIX::SessionID&) override {}
    void toApp(FIX::Message&, const FIX::SessionID&) override {}
    void fromAdmin(const FIX::Message& message, const FIX::SessionID&) override;
    void fromApp(const FIX::Message& message, const FIX::SessionID&) override;

    std::string name_;
    std::filesystem::path folder_;
    OnMessage on_message_;
    FIX::SessionID id_;
    std::atomic<bool> is_up_{false};
    std::atomic<int> rejects_{0};
    mutable std::mutex mutex_;
    std::vector<FIX::Message> messages_;
    std::unique_ptr<FIX::FileStoreFactory> store_;
    std::unique_ptr<FIX::Acceptor> acceptor_;
    std::unique_ptr<FIX::Initiator> initiator_;
};

// A field's text, or "" when the message has none.
std::string field(const FIX::Message& message, int tag);

} // namespace lockstep::e2e
