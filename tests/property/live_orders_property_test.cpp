// Whatever becomes of the orders of a link, what they are kept adding up to is what adding them up
// gives, and the one that is due first is the first of all.
#include "router/ladder.hpp"
#include "router/live_orders.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

namespace lockstep {
namespace {

constexpr Duration rest_max = Duration::seconds(2);

// A link's orders by number, changed as reports, questions and decisions change them.
class Orders {
  public:
    Orders() { live.let_rest_for(rest_max); }

    const ChildOrder& operator()(ChildNumber number) const { return all_[number]; }

    void add() {
        ChildOrder order;
        order.purpose = *rc::gen::element(Purpose::mirror_entry, Purpose::mirror_exit,
                                          Purpose::entry, Purpose::exit);
        order.terms.side = *rc::gen::element(Side::buy, Side::sell);
        order.terms.type = *rc::gen::element(OrderType::limit, OrderType::stop, OrderType::market);
        order.total = Quantity(*rc::gen::inRange(1, 9));
        order.asked_at = now;
        order.query_at = now + ChildOrder::query_after;
        all_.push_back(order);
        live.add(all_.size() - 1, order);
    }

    void change() {
        if (all_.empty()) return;
        const ChildNumber number = *rc::gen::inRange<std::size_t>(0, all_.size());
        ChildOrder& order = all_[number];
        live.before_change(order);
        change(order);
        live.after_change(number, order);
    }

    Timestamp now{1'000'000'000};
    LiveOrders live;

  private:
    void change(ChildOrder& order) {
        switch (*rc::gen::inRange(0, 7)) {
        case 0: order.state = next_state(order.state, ChildTrigger::accepted); break;
        case 1: order.state = next_state(order.state, ChildTrigger::session_lost); break;
        case 2: order.filled += Quantity(1); break;
        case 3: order.query_at = now + rest_max; break;
        case 4: order.alarmed = true; break;
        case 5:
            if (order.state != ChildState::working) break;
            order.ask(ChildTrigger::ask_replace, ClOrdId("C-1"), order.terms,
                      order.total + Quantity(2), now);
            break;
        default: order.state = next_state(order.state, ChildTrigger::ended);
        }
    }

    std::vector<ChildOrder> all_;
};

constexpr Timestamp never{INT64_MAX};

Timestamp first_unanswered(const Orders& orders) {
    Timestamp first = never;
    for (const ChildNumber number : orders.live.numbers()) {
        const ChildOrder& order = orders(number);
        if (!order.awaits_answer()) continue;
        first = std::min(first, order.query_at);
        if (!order.alarmed) first = std::min(first, order.asked_at + ChildOrder::alarm_after);
    }
    return first;
}

Timestamp first_rested(const Orders& orders) {
    Timestamp first = never;
    for (const ChildNumber number : orders.live.numbers()) {
        const ChildOrder& order = orders(number);
        if (order.awaits_answer() || order.is_mirror()) continue;
        first = std::min(first, order.asked_at + rest_max);
    }
    return first;
}

Timestamp at(const std::optional<LiveOrders::Due>& due) { return due ? due->at : never; }

void check(Orders& orders) {
    for (const Side side : {Side::buy, Side::sell}) {
        Quantity entries, copies, targets, stops, closing;
        std::int64_t closing_orders = 0;
        for (const ChildNumber number : orders.live.numbers()) {
            const ChildOrder& order = orders(number);
            if (order.terms.side != side) continue;
            const bool exits = order.purpose == Purpose::exit;
            if (order.is_entry()) entries += order.leaves();
            if (order.purpose == Purpose::entry) copies += order.leaves();
            if (exits) closing += order.leaves();
            if (exits) ++closing_orders;
            if (order.purpose != Purpose::mirror_exit) continue;
            (is_stop(order.terms.type) ? stops : targets) += order.leaves();
        }
        const Working& kept = orders.live.on(side);
        RC_ASSERT(kept.entries == entries);
        RC_ASSERT(kept.copies == copies);
        RC_ASSERT(kept.targets == targets);
        RC_ASSERT(kept.stops == stops);
        RC_ASSERT(kept.closing == closing);
        RC_ASSERT(kept.closing_orders == closing_orders);
    }
    RC_ASSERT(at(orders.live.first_unanswered(orders)) == first_unanswered(orders));
    RC_ASSERT(at(orders.live.first_rested(orders)) == first_rested(orders));
}

RC_GTEST_PROP(LiveOrders, are_kept_added_up_and_the_first_due_is_found, ()) {
    Orders orders;
    const int moves = *rc::gen::inRange(1, 200);
    for (int i = 0; i < moves; ++i) {
        orders.now = orders.now + Duration(*rc::gen::inRange(0, 700'000'000));
        if (*rc::gen::inRange(0, 3) == 0) {
            orders.add();
        } else {
            orders.change();
        }
        check(orders);
    }
    orders.live.count_again(orders);
    check(orders);
}

} // namespace
} // namespace lockstep
