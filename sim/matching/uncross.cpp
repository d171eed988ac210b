#include "matching/uncross.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <tuple>

namespace lockstep::sim {
namespace {

struct Interest {
    Quantity bid; // of buyers at exactly this price
    Quantity ask;
};

constexpr std::size_t all_levels = std::numeric_limits<std::size_t>::max();

std::int64_t distance(Price a, std::optional<Price> b) {
    if (!b) return 0;
    return a > *b ? a.ticks - b->ticks : b->ticks - a.ticks;
}

} // namespace

std::optional<Level> uncross_price(const PriceQueue& bids, const PriceQueue& asks,
                                   std::optional<Price> last) {
    std::map<Price, Interest> interests;
    Quantity buyers; // who would buy at the price that is looked at
    for (const Level& level : bids.depth(all_levels)) {
        interests[level.price].bid = level.quantity;
        buyers += level.quantity;
    }
    for (const Level& level : asks.depth(all_levels)) interests[level.price].ask = level.quantity;
    if (last) interests.try_emplace(*last);

    std::optional<Level> chosen;
    std::tuple<std::int64_t, std::int64_t, std::int64_t> chosen_cost;
    Quantity sellers;
    for (const auto& [price, interest] : interests) {
        sellers += interest.ask;
        const Quantity volume = std::min(buyers, sellers);
        const std::int64_t surplus = std::max(buyers, sellers).lots - volume.lots;
        const std::tuple cost{-volume.lots, surplus, distance(price, last)};
        if (!volume.is_zero() && (!chosen || cost < chosen_cost)) {
            chosen = Level{price, volume};
            chosen_cost = cost;
        }
        buyers = less(buyers, interest.bid);
    }
    return chosen;
}

} // namespace lockstep::sim
