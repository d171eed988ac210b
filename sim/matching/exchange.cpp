#include "matching/exchange.hpp"

#include "matching/market.hpp"
#include "proto/check.hpp"

#include <algorithm>
#include <utility>

namespace lockstep::sim {

Exchange::Exchange(std::vector<Listing> listings)
    : listings_(std::move(listings)), counters_(std::make_unique<Counters>()) {
    for (std::uint32_t i = 0; i < listings_.size(); ++i) {
        markets_.push_back(std::make_unique<Market>(InstrumentId{i}, listings_[i]));
    }
}

Exchange::~Exchange() = default;
Exchange::Exchange(Exchange&&) noexcept = default;
Exchange& Exchange::operator=(Exchange&&) noexcept = default;

Market& Exchange::market(InstrumentId instrument) {
    LOCKSTEP_CHECK(instrument.index < markets_.size());
    return *markets_[instrument.index];
}

const Market& Exchange::market(InstrumentId instrument) const {
    LOCKSTEP_CHECK(instrument.index < markets_.size());
    return *markets_[instrument.index];
}

Market* Exchange::market_of(OrderId order) {
    const auto found = std::ranges::find_if(
        markets_, [order](const auto& candidate) { return candidate->has(order); });
    return found == markets_.end() ? nullptr : found->get();
}

OrderId Exchange::submit(const OrderEntry& entry, Timestamp now, std::vector<MarketEvent>& out) {
    Tape tape(*counters_, now, out);
    if (entry.instrument.index < markets_.size()) {
        return market(entry.instrument).submit(entry, tape);
    }
    tape.rejected(entry, Refusal::unknown_instrument);
    return OrderId{};
}

void Exchange::replace(const ReplaceEntry& entry, Timestamp now, std::vector<MarketEvent>& out) {
    Tape tape(*counters_, now, out);
    if (Market* const where = market_of(entry.order)) return where->replace(entry, tape);
    tape.cancel_rejected(entry.order, RequestKind::replace, why_gone(entry.order));
}

void Exchange::cancel(OrderId order, Timestamp now, std::vector<MarketEvent>& out,
                      CancelCause cause) {
    LOCKSTEP_CHECK(cause == CancelCause::requested || cause == CancelCause::by_venue);
    Tape tape(*counters_, now, out);
    if (Market* const where = market_of(order)) return where->cancel(order, cause, tape);
    tape.cancel_rejected(order, RequestKind::cancel, why_gone(order));
}

Refusal Exchange::why_gone(OrderId order) const {
    return counters_->was_given(order) ? Refusal::too_late : Refusal::unknown_order;
}

void Exchange::set_phase(InstrumentId instrument, Phase phase, Timestamp now,
                         std::vector<MarketEvent>& out) {
    Tape tape(*counters_, now, out);
    market(instrument).set_phase(phase, tape);
}

Phase Exchange::phase(InstrumentId instrument) const { return market(instrument).phase(); }

std::optional<Price> Exchange::last_trade(InstrumentId instrument) const {
    return market(instrument).matcher().last();
}

std::optional<Level> Exchange::best(InstrumentId instrument, Side side) const {
    return market(instrument).matcher().book().side(side).best();
}

std::vector<Level> Exchange::depth(InstrumentId instrument, Side side,
                                   std::size_t max_levels) const {
    return market(instrument).matcher().book().side(side).depth(max_levels);
}

const OrderState* Exchange::find(OrderId order) const {
    for (const auto& candidate : markets_) {
        const auto& orders = candidate->matcher().book().orders();
        const auto found = orders.find(order);
        if (found != orders.end()) return &found->second.state;
    }
    return nullptr;
}

std::vector<OrderState> Exchange::orders_of(OwnerId owner) const {
    std::vector<OrderState> orders;
    for (const auto& candidate : markets_) {
        for (const auto& [id, order] : candidate->matcher().book().orders()) {
            if (order.state.owner == owner) orders.push_back(order.state);
        }
    }
    std::ranges::sort(orders, {}, &OrderState::id);
    return orders;
}

} // namespace lockstep::sim
