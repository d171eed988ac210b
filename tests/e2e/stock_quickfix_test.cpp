// A leader and brokers whose FIX engine is stock QuickFIX: nothing depends on our simulator.
#include "e2e/stock_desk.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace lockstep::e2e {
namespace {

class StockQuickFix : public StockDesk {
  protected:
    // The leader dials in, the broker is dialled.
    void start_with_followers(const std::string& followers) {
        start(listens("LEADER") + dials("BROKER", broker.peer().listen()) +
              leader("LEAD1", "LEADER") + followers);
        lead.dial(gateway->port_of("LEADER"));
        ASSERT_TRUE(until_all_up());
    }
};

// Every tag of the body, sorted; what differs from run to run is told as what it is.
std::map<int, std::string> body_of(const FIX::Message& message) {
    std::map<int, std::string> body;
    for (const auto& each : message) body[each.getTag()] = each.getString();
    for (const int id : {11, 41}) {
        if (body.contains(id)) body[id] = body[id].empty() ? "" : "an id";
    }
    if (body.contains(60)) body[60] = body[60].size() == 21 ? "to the millisecond" : body[60];
    return body;
}

const std::string half = "SizingValue=0.5\nMaxContracts=5\n";

TEST_F(StockQuickFix, AMarketOrderARestingOneAndAStopAreCopiedFieldByField) {
    start_with_followers(follower("F50K", "LEAD1", "BROKER", half));

    trade('1', 4);
    EXPECT_EQ(new_orders(1), Texts{"D F50K buy 2 ES market day"});
    ASSERT_TRUE(until_holds("F50K", 2));

    BrokerOrder target{.account = "LEAD1",
                       .order_id = "L2",
                       .cl_ord_id = "l2",
                       .side = '2',
                       .quantity = 4,
                       .type = '2',
                       .price = "5010.25",
                       .time_in_force = '1'};
    say(accepted(target));
    EXPECT_EQ(new_orders(1), Texts{"D F50K sell 2 ES limit 5010.25 gtc"});
    target.price = "5012.00";
    say(replaced(target));
    EXPECT_EQ(new_orders(1), Texts{"G F50K sell 2 ES limit 5012.00 gtc"});
    say(canceled(target));
    EXPECT_EQ(new_orders(1), Texts{"F F50K sell 2 ES"});

    BrokerOrder stop{.account = "LEAD1",
                     .order_id = "L3",
                     .cl_ord_id = "l3",
                     .side = '2',
                     .quantity = 4,
                     .type = '3',
                     .stop_price = "4990.00",
                     .time_in_force = '1'};
    say(accepted(stop));
    EXPECT_EQ(new_orders(1), Texts{"D F50K sell 2 ES stop 4990.00 gtc"});
    broker.fill("F50K", '2', '3', 2, "4989.75");
    say(filled(stop, 4, "4989.75"));
    ASSERT_TRUE(until_holds("F50K", 0));

    const std::vector<FIX::Message> sent = broker.peer().messages();
    std::vector<FIX::Message> orders;
    std::ranges::copy_if(sent, std::back_inserter(orders), [](const FIX::Message& message) {
        return std::string("DGF").contains(field(message, 35));
    });
    ASSERT_EQ(orders.size(), 5U);
    using Body = std::map<int, std::string>;
    EXPECT_EQ(body_of(orders[0]), (Body{{1, "F50K"},
                                        {11, "an id"},
                                        {21, "1"},
                                        {38, "2"},
                                        {40, "1"},
                                        {54, "1"},
                                        {55, "ES"},
                                        {59, "0"},
                                        {60, "to the millisecond"}}));
    EXPECT_EQ(body_of(orders[2]), (Body{{1, "F50K"},
                                        {11, "an id"},
                                        {21, "1"},
                                        {37, "BROKER-2"},
                                        {38, "2"},
                                        {40, "2"},
                                        {41, "an id"},
                                        {44, "5012.00"},
                                        {54, "2"},
                                        {55, "ES"},
                                        {59, "1"},
                                        {60, "to the millisecond"}}));
    EXPECT_EQ(body_of(orders[3]), (Body{{1, "F50K"},
                                        {11, "an id"},
                                        {37, "BROKER-2"},
                                        {38, "2"},
                                        {41, "an id"},
                                        {54, "2"},
                                        {55, "ES"},
                                        {60, "to the millisecond"}}));
    EXPECT_EQ(field(orders[2], 41), field(orders[1], 11));
    EXPECT_EQ(field(orders[3], 41), field(orders[2], 11));
    expect_nothing_more();
}

TEST_F(StockQuickFix, AnEntryThatRestsIsWorkedReplacedAndFilled) {
    start_with_followers(follower("F50K", "LEAD1", "BROKER", half));
    BrokerOrder entry{.account = "LEAD1",
                      .order_id = "L1",
                      .cl_ord_id = "l1",
                      .quantity = 2,
                      .type = '2',
                      .price = "4995.00"};
    say(accepted(entry));
    EXPECT_EQ(new_orders(1), Texts{"D F50K buy 1 ES limit 4995.00 day"});
    entry.quantity = 4;
    entry.price = "4996.00";
    say(replaced(entry));
    EXPECT_EQ(new_orders(1), Texts{"G F50K buy 2 ES limit 4996.00 day"});
    broker.fill("F50K", '1', '2', 2, "4996.00");
    say(filled(entry, 4, "4996.00"));
    ASSERT_TRUE(until_holds("F50K", 2));
    trade('2', 4);
    EXPECT_EQ(new_orders(1), Texts{"D F50K sell 2 ES market day"});
    ASSERT_TRUE(until_holds("F50K", 0));
    expect_nothing_more();
}

TEST_F(StockQuickFix, TwoAccountsShareOneBrokerSession) {
    start_with_followers(follower("HALF", "LEAD1", "BROKER", half) +
                         follower("DOUBLE", "LEAD1", "BROKER", "SizingValue=2\nMaxContracts=3\n"));
    trade('1', 2);
    EXPECT_EQ(new_orders(2), (Texts{"D DOUBLE buy 3 ES market day", "D HALF buy 1 ES market day"}));
    ASSERT_TRUE(until_holds("HALF", 1) && until_holds("DOUBLE", 3));

    // What the broker says of one account is not heard by the other.
    say(accepted({.account = "LEAD1",
                  .order_id = "L2",
                  .cl_ord_id = "l2",
                  .side = '2',
                  .quantity = 2,
                  .type = '3',
                  .stop_price = "4990.00"}));
    EXPECT_EQ(new_orders(2),
              (Texts{"D DOUBLE sell 3 ES stop 4990.00 day", "D HALF sell 1 ES stop 4990.00 day"}));
    broker.fill("DOUBLE", '2', '3', 1, "4990.00");
    ASSERT_TRUE(gateway->until([](const Status& status) {
        return held(status, "DOUBLE", "ES") == 2 && working(status, "DOUBLE") == 2;
    }));
    const auto status = gateway->status();
    EXPECT_EQ(held(*status, "HALF", "ES"), 1);
    EXPECT_EQ(working(*status, "HALF"), 1);
    EXPECT_EQ(follower_of(*status, "HALF").mode(), "active");
    expect_nothing_more();
}

TEST_F(StockQuickFix, ALeaderThatListensAndABrokerThatDials) {
    start(dials("LEADER", lead.listen()) + listens("BROKER") + leader("LEAD1", "LEADER") +
          follower("F50K", "LEAD1", "BROKER", half));
    broker.peer().dial(gateway->port_of("BROKER"));
    ASSERT_TRUE(until_all_up());
    trade('2', 2);
    EXPECT_EQ(new_orders(1), Texts{"D F50K sell 1 ES market day"});
    ASSERT_TRUE(until_holds("F50K", -1));
    trade('1', 2);
    EXPECT_EQ(new_orders(1), Texts{"D F50K buy 1 ES market day"});
    ASSERT_TRUE(until_holds("F50K", 0));
    expect_nothing_more();
}

} // namespace
} // namespace lockstep::e2e
