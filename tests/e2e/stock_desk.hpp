// A gateway between a leader and one broker that are stock QuickFIX, and what a test does at it.
#pragma once

#include "e2e/gateway.hpp"
#include "e2e/settings_text.hpp"
#include "e2e/stock_broker.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace lockstep::e2e {

using Texts = std::vector<std::string>;

class StockDesk : public testing::Test {
  protected:
    test::TemporaryDirectory folder;
    StockPeer lead{"LEADER", folder.path()};
    StockBroker broker{"BROKER", folder.path()};
    std::unique_ptr<Gateway> gateway;

    // Starts it with the given sections after gateway_head().
    void start(const std::string& settings);
    // LEAD1 and the broker wait to be dialled, so that a gateway that starts again finds them.
    void start_dialling(const std::string& followers);
    bool until_all_up() const;

    // A report of the leader; an order of it that is accepted and filled at once.
    void say(const Fields& report) { lead.send("8", report); }
    void trade(BrokerOrder order, const std::string& price);
    // LEAD1 buys ('1') or sells ('2') at market.
    void trade(char side, int quantity);

    // The next `count` orders that have come to the broker, sorted: between accounts there is no
    // order.
    Texts new_orders(std::size_t count);
    // The account holds so much ES and works so much.
    bool until_holds(const std::string& account, int lots, int works = 0) const;
    // Stops the gateway: it ended well, no order came but those seen, and nobody rejected anything.
    void expect_nothing_more();

  private:
    std::size_t seen_ = 0;
    int next_trade_ = 1;
};

} // namespace lockstep::e2e
