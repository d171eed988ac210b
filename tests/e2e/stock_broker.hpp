// A follower's broker on stock QuickFIX: accepts, replaces and cancels what it is asked to, fills
// market orders at once and everything else when the test says so.
#pragma once

#include "e2e/reports.hpp"
#include "e2e/stock_peer.hpp"

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace lockstep::e2e {

class StockBroker {
  public:
    StockBroker(std::string name, std::filesystem::path folder);

    StockPeer& peer() { return peer_; }
    // While it holds them it takes orders and tells nobody; what it held is not told later either,
    // but for what it is asked (35=H).
    void hold_answers(bool hold) { holds_answers_ = hold; }
    int questions() const { return questions_; } // 35=H

    // What orders it has been sent (D, G, F), in words: see order_text.
    std::vector<std::string> orders() const;
    // Whether exactly `count` have come, for once.
    bool until_orders(std::size_t count) const;
    // Fills `quantity` of the one order of the account on that side that rests with that type.
    // Fails the test when there is none.
    void fill(const std::string& account, char side, char type, int quantity,
              const std::string& price);

  private:
    void answer(const FIX::Message& message);
    Fields take_new(const FIX::Message& message);
    Fields take_change(const FIX::Message& message, bool is_cancel);
    Fields tell(const FIX::Message& question);

    mutable std::mutex mutex_;                // not held while sending
    std::map<std::string, BrokerOrder> book_; // by the ClOrdID that it has now
    int next_order_ = 1;
    std::atomic<bool> holds_answers_{false};
    std::atomic<int> questions_{0};
    StockPeer peer_;
};

// An order message without what differs from run to run: "D F50K buy 1 ES market day",
// "G F50K sell 1 ES stop 4995.00 gtc", "F F50K sell 1 ES".
std::string order_text(const FIX::Message& message);

} // namespace lockstep::e2e
