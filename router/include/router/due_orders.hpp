// Which of many orders is due first, where most are dealt with long before they are due.
#pragma once

#include "router/child_order.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace lockstep {

// Names one child order of an account for good. They are counted from 1.
using ChildNumber = std::uint64_t;

class DueOrders {
  public:
    struct Due {
        Timestamp at;
        ChildNumber order = 0;
        friend auto operator<=>(const Due&, const Due&) = default;
    };

    void note(ChildNumber order, Timestamp at) {
        heap_.push_back({at, order});
        std::ranges::push_heap(heap_, std::greater());
    }
    // The first of all. `due_of` says when an order is due by now, or that it is not any more: what
    // was noted of it before does not count.
    std::optional<Due> first(const auto& due_of) {
        while (!heap_.empty()) {
            const Due first = heap_.front();
            if (due_of(first.order) == first.at) return first;
            std::ranges::pop_heap(heap_, std::greater());
            heap_.pop_back();
        }
        return std::nullopt;
    }
    // Most of what was noted does not count any more, where no more than `live` are due at all.
    bool is_stale(std::size_t live) const { return heap_.size() > 2 * live + stale_max; }
    void clear() { heap_.clear(); }

  private:
    static constexpr std::size_t stale_max = 16;

    std::vector<Due> heap_; // soonest first
};

} // namespace lockstep
