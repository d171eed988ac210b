// Orders by price and then by time: a side of the book, or the stops of one side.
#pragma once

#include "matching/events.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace lockstep::sim {

// Where an order stands in time among all orders of its market: smaller came first.
using Place = std::uint64_t;

class PriceQueue {
  public:
    enum class First : std::uint8_t { highest, lowest };
    explicit PriceQueue(First first) : levels_(Before{first}) {}

    void add(Price price, Place place, OrderId order, Quantity quantity);
    // Takes out an order that is there with `quantity` left.
    void remove(Price price, Place place, Quantity quantity);
    // An order at `price` has become smaller by `quantity` and keeps its place.
    void reduce(Price price, Quantity quantity);

    std::optional<OrderId> front() const;
    std::optional<Level> best() const;
    // Whether an order here at `price` stands at `limit` or in front of it.
    bool reaches(Price price, Price limit) const { return !levels_.key_comp()(limit, price); }
    // Whether `wanted` or more stands at `limit` or in front of it.
    bool holds(Quantity wanted, Price limit) const;
    std::vector<Level> depth(std::size_t max_levels) const;

  private:
    struct Before {
        First first;
        bool operator()(Price a, Price b) const { return first == First::highest ? a > b : a < b; }
    };
    struct Queue {
        std::map<Place, OrderId> orders;
        Quantity quantity;
    };
    std::map<Price, Queue, Before> levels_;
};

} // namespace lockstep::sim
