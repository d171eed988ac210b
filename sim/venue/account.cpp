#include "venue/account.hpp"

#include <algorithm>

namespace lockstep::sim {

void AccountBook::apply(InstrumentId instrument, Side side, Quantity quantity, Price price,
                        Money tick_value) {
    auto& [held_side, lots] = holdings_[instrument];
    if (lots.empty()) held_side = side;
    while (side != held_side && !lots.empty() && !quantity.is_zero()) {
        auto& oldest = lots.front();
        const Quantity closed = std::min(oldest.quantity, quantity);
        const Int128 won = Int128{price.ticks} - oldest.price.ticks;
        realised_ =
            realised_ + money_of_ticks(tick_value, (side == Side::sell ? won : -won) * closed.lots);
        quantity = less(quantity, closed);
        oldest.quantity = less(oldest.quantity, closed);
        if (oldest.quantity.is_zero()) lots.pop_front();
    }
    if (quantity.is_zero()) return;
    held_side = side;
    if (!lots.empty() && lots.back().price == price) {
        lots.back().quantity += quantity;
    } else {
        lots.push_back({price, quantity});
    }
}

Position AccountBook::position(InstrumentId instrument) const {
    const auto found = holdings_.find(instrument);
    if (found == holdings_.end()) return Position();
    Quantity held;
    for (const auto& lot : found->second.lots) held += lot.quantity;
    return signed_quantity(found->second.side, held);
}

} // namespace lockstep::sim
