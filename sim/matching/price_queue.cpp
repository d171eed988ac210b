#include "matching/price_queue.hpp"

#include "proto/check.hpp"

namespace lockstep::sim {

void PriceQueue::add(Price price, Place place, OrderId order, Quantity quantity) {
    Queue& queue = levels_[price];
    const bool added = queue.orders.emplace(place, order).second;
    LOCKSTEP_CHECK(added);
    queue.quantity += quantity;
}

void PriceQueue::remove(Price price, Place place, Quantity quantity) {
    const auto level = levels_.find(price);
    LOCKSTEP_CHECK(level != levels_.end());
    LOCKSTEP_CHECK(level->second.orders.erase(place) == 1);
    LOCKSTEP_CHECK(level->second.quantity >= quantity);
    level->second.quantity = less(level->second.quantity, quantity);
    if (level->second.orders.empty()) levels_.erase(level);
}

void PriceQueue::reduce(Price price, Quantity quantity) {
    const auto level = levels_.find(price);
    LOCKSTEP_CHECK(level != levels_.end() && level->second.quantity >= quantity);
    level->second.quantity = less(level->second.quantity, quantity);
}

std::optional<OrderId> PriceQueue::front() const {
    if (levels_.empty()) return std::nullopt;
    return levels_.begin()->second.orders.begin()->second;
}

std::optional<Level> PriceQueue::best() const {
    if (levels_.empty()) return std::nullopt;
    return Level{levels_.begin()->first, levels_.begin()->second.quantity};
}

bool PriceQueue::holds(Quantity wanted, Price limit) const {
    Quantity found;
    for (const auto& [price, queue] : levels_) {
        if (found >= wanted || !reaches(price, limit)) break;
        found += queue.quantity;
    }
    return found >= wanted;
}

std::vector<Level> PriceQueue::depth(std::size_t max_levels) const {
    std::vector<Level> depth;
    for (const auto& [price, queue] : levels_) {
        if (depth.size() == max_levels) break;
        depth.push_back({price, queue.quantity});
    }
    return depth;
}

} // namespace lockstep::sim
