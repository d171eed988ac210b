// Live orders are found for good, ended ones as long as a late report may come, and a busy day
// takes no more memory than a busy hour.
#include "router/order_table.hpp"

#include "proto/archive.hpp"
#include "router/order_id.hpp"

#include <gtest/gtest.h>

#include <string>

namespace lockstep {
namespace {

class Orders {
  public:
    ChildNumber place() {
        ChildOrder order;
        order.cl_ord_id = id(++count_);
        order.state = ChildState::working;
        return table.add(order);
    }
    void end(ChildNumber number) {
        table.at(number).state = ChildState::ended;
        table.file(number, true);
    }
    void place_and_end(int times) {
        for (int i = 0; i < times; ++i) {
            const ChildNumber number = place();
            table.note_key(number, OrderKey("B" + std::to_string(number)));
            end(number);
        }
    }
    ClOrdId id(std::uint64_t count) const { return make_cl_ord_id("F", 7, count); }
    ClOrdId next_id() { return id(++count_); }
    std::size_t size() const {
        std::string bytes;
        ByteSink sink(bytes);
        StateWriter archive(sink);
        archive(table);
        return bytes.size();
    }

    OrderTable table{std::pmr::get_default_resource()};

  private:
    std::uint64_t count_ = 0;
};

TEST(OrderTable, finds_a_resting_order_however_many_came_after_it) {
    Orders orders;
    const ChildNumber stop = orders.place();
    const ClOrdId cancel = orders.next_id();
    orders.table.rename(stop, cancel);
    orders.table.at(stop).pending_id = cancel;
    orders.table.note_key(stop, "STOP");
    orders.place_and_end(5'000);
    EXPECT_EQ(orders.table.find(orders.id(1)), stop);
    EXPECT_EQ(orders.table.find(cancel), stop);
    ExecutionEvent report;
    report.order_key = "STOP";
    EXPECT_EQ(orders.table.find(report), stop);
    report.order_key = "B2";
    EXPECT_EQ(orders.table.find(report), std::nullopt) << "ended long ago";
    EXPECT_EQ(orders.table.find(orders.id(3)), std::nullopt);
}

TEST(OrderTable, finds_an_ended_order_for_a_while) {
    Orders orders;
    const ChildNumber ended = orders.place();
    orders.table.note_key(ended, "FIRST");
    orders.table.note_key(ended, "SECOND"); // a broker that numbers a changed order anew
    orders.end(ended);
    orders.place_and_end(1'000);
    EXPECT_EQ(orders.table.find(orders.id(1)), ended);
    ExecutionEvent report;
    report.order_key = "SECOND";
    EXPECT_EQ(orders.table.find(report), ended);
    orders.place_and_end(100);
    EXPECT_EQ(orders.table.find(orders.id(1)), std::nullopt);
    EXPECT_EQ(orders.table.find(report), std::nullopt);
    EXPECT_EQ(orders.table.find(ended), nullptr);
}

TEST(OrderTable, takes_no_more_memory_for_a_longer_day) {
    Orders orders;
    orders.place(); // which rests all day
    orders.place_and_end(4'000);
    const std::size_t before = orders.size();
    orders.place_and_end(20'000);
    EXPECT_LT(orders.size(), before + before / 20); // ids grow by a sign
}

TEST(OrderTable, tells_an_id_of_another_life_apart) {
    Orders orders;
    orders.place();
    EXPECT_EQ(orders.table.find(make_cl_ord_id("F", 6, 1)), std::nullopt);
    EXPECT_EQ(orders.table.find(ClOrdId("F-no-number-")), std::nullopt);
    EXPECT_EQ(orders.table.find(ClOrdId()), std::nullopt);
}

} // namespace
} // namespace lockstep
