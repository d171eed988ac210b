// The orders of one link that may still trade: what they add up to on each side, and when the first
// of them wants to be looked at. A report then costs the same however many there are.
#pragma once

#include "router/child_order.hpp"

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace lockstep {

// Names one child order of an account for good. They are counted from 1.
using ChildNumber = std::uint64_t;

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
    static constexpr Timestamp never{INT64_MAX};

    // A copy of a fill that rests is looked at after `rest_max` (MaxSignalAge).
    void look_at_resting_after(Duration rest_max) { rest_max_ = rest_max; }

    const std::vector<ChildNumber>& numbers() const { return numbers_; } // oldest first
    bool empty() const { return numbers_.empty(); }
    const Working& on(Side side) const { return side == Side::buy ? buys_ : sells_; }

    // A new one, younger than all that were added before.
    void add(ChildNumber number, const ChildOrder& order);
    // Around every change of one of them. One that has ended by it is live no more.
    void before_change(const ChildOrder& order);
    void after_change(ChildNumber number, const ChildOrder& order);

    // When time alone makes one of them want something: an answer that is overdue (at query_at, and
    // at alarm_after), a copy of a fill that came to rest. `order_of` gives an order by its number.
    Timestamp next_look(const auto& order_of) {
        if (looks_.size() > 2 * numbers_.size() + overtaken_max) find_looks_again(order_of);
        while (!looks_.empty()) {
            const auto& [when, number] = looks_.front();
            if (is_live(number) && looked_at(order_of(number)) == when) return when;
            drop_first_look();
        }
        return never;
    }

    // Everything anew, for a state that was read.
    void count_again(const auto& order_of) {
        buys_ = sells_ = Working();
        for (const ChildNumber number : numbers_) count(order_of(number), 1);
        find_looks_again(order_of);
    }

    static void fields(auto& self, auto& archive) { archive(self.numbers_); }

  private:
    using Look = std::pair<Timestamp, ChildNumber>;
    static constexpr std::size_t overtaken_max = 16;

    bool is_live(ChildNumber number) const;
    void count(const ChildOrder& order, int times);
    Timestamp looked_at(const ChildOrder& order) const; // as things stand with it
    void note_look(ChildNumber number, const ChildOrder& order);
    void drop_first_look();
    void find_looks_again(const auto& order_of) {
        looks_.clear();
        for (const ChildNumber number : numbers_) note_look(number, order_of(number));
    }

    std::vector<ChildNumber> numbers_;
    Working buys_;
    Working sells_;
    Duration rest_max_;
    std::vector<Look> looks_; // a heap, soonest first; those overtaken by a change are still in it
};

} // namespace lockstep
