#include "e2e/stock_desk.hpp"

#include <algorithm>

namespace lockstep::e2e {

void StockDesk::start(const std::string& settings) {
    gateway = std::make_unique<Gateway>(folder.path(), gateway_head() + settings);
    gateway->start();
}

void StockDesk::start_dialling(const std::string& followers) {
    start(dials("LEADER", lead.listen()) + dials("BROKER", broker.peer().listen()) +
          leader("LEAD1", "LEADER") + followers);
    ASSERT_TRUE(until_all_up());
}

bool StockDesk::until_all_up() const {
    return gateway->until(
        [](const Status& status) { return is_up(status, "LEADER") && is_up(status, "BROKER"); });
}

void StockDesk::trade(BrokerOrder order, const std::string& price) {
    say(accepted(order));
    say(filled(order, order.quantity, price));
}

void StockDesk::trade(char side, int quantity) {
    const std::string id = std::to_string(next_trade_++);
    trade({.account = "LEAD1",
           .order_id = "M" + id,
           .cl_ord_id = "m" + id,
           .side = side,
           .quantity = quantity},
          "5000.00");
}

Texts StockDesk::new_orders(std::size_t count) {
    EXPECT_TRUE(broker.until_orders(seen_ + count));
    Texts orders = broker.orders();
    orders.erase(orders.begin(),
                 orders.begin() + static_cast<std::ptrdiff_t>(std::min(seen_, orders.size())));
    seen_ += orders.size();
    std::ranges::sort(orders);
    return orders;
}

bool StockDesk::until_holds(const std::string& account, int lots, int works) const {
    return gateway->until([&](const Status& status) {
        return held(status, account, "ES") == lots && working(status, account) == works;
    });
}

void StockDesk::expect_nothing_more() {
    EXPECT_EQ(gateway->stop(), 0);
    EXPECT_EQ(new_orders(0), Texts{});
    EXPECT_EQ(broker.peer().rejects(), 0);
    EXPECT_EQ(lead.rejects(), 0);
}

} // namespace lockstep::e2e
