// The orders of one link that may still trade: what they add up to on each side, and which of them
// is due first. A report then costs the same however many there are.
#pragma once

#include "router/child_order.hpp"
#include "router/due_orders.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace lockstep {

// Live orders of a link on one side, by what they are for.
struct Working {
    Quantity entries; // mirrors and copies of fills
    Quantity copies;  // copies of fills alone
    Quantity targets; // exit mirrors that are limits
    Quantity stops;   // exit mirrors that are stops
    Quantity closing; // exits at market
    std::int64_t closing_orders = 0;

    Quantity exits() const { return targets + stops + closing; }
};

class LiveOrders {
  public:
    using Due = DueOrders::Due;

    // How long a copy of a fill may rest (MaxSignalAge).
    void let_rest_for(Duration rest_max) { rest_max_ = rest_max; }

    const std::vector<ChildNumber>& numbers() const { return numbers_; } // oldest first
    bool empty() const { return numbers_.empty(); }
    const Working& on(Side side) const { return side == Side::buy ? buys_ : sells_; }

    // A new one, younger than all that were added before.
    void add(ChildNumber number, const ChildOrder& order);
    // Around every change of one of them. One that has ended by it is live no more.
    void before_change(const ChildOrder& order);
    void after_change(ChildNumber number, const ChildOrder& order);

    // Which of those that wait for an answer is to be asked after first (at query_at), or to be
    // reported (at alarm_after). `order_of` gives an order by its number.
    std::optional<Due> first_unanswered(const auto& order_of) {
        return first(unanswered_, order_of, unanswered_due);
    }
    // Which copy of a fill that came to rest has rested for too long first.
    std::optional<Due> first_rested(const auto& order_of) {
        const auto due = [&](const ChildOrder& order) { return rested_due(order); };
        return first(rested_, order_of, due);
    }

    // Everything anew, for a state that was read.
    void count_again(const auto& order_of) {
        buys_ = sells_ = Working();
        for (const ChildNumber number : numbers_) count(order_of(number), 1);
        note_dues_again(order_of);
    }

    static void fields(auto& self, auto& archive) { archive(self.numbers_); }

  private:
    std::optional<Due> first(DueOrders& orders, const auto& order_of, const auto& due) {
        if (orders.is_stale(numbers_.size())) note_dues_again(order_of);
        return orders.first([&](ChildNumber number) -> std::optional<Timestamp> {
            return is_live(number) ? due(order_of(number)) : std::nullopt;
        });
    }
    bool is_live(ChildNumber number) const;
    void count(const ChildOrder& order, int times);
    static std::optional<Timestamp> unanswered_due(const ChildOrder& order);
    std::optional<Timestamp> rested_due(const ChildOrder& order) const;
    void note_due(ChildNumber number, const ChildOrder& order);
    void note_dues_again(const auto& order_of) {
        unanswered_.clear();
        rested_.clear();
        for (const ChildNumber number : numbers_) note_due(number, order_of(number));
    }

    std::vector<ChildNumber> numbers_;
    Working buys_;
    Working sells_;
    Duration rest_max_;
    DueOrders unanswered_;
    DueOrders rested_;
};

} // namespace lockstep
