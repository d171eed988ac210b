#include "matching/admission.hpp"

namespace lockstep::sim {
namespace {

bool has_price(OrderType type) { return type == OrderType::limit || type == OrderType::stop_limit; }
bool has_stop_price(OrderType type) {
    return type == OrderType::stop || type == OrderType::stop_limit;
}

bool in_range(std::optional<Price> price) {
    return !price || (price->ticks >= -max_price_ticks && price->ticks <= max_price_ticks);
}

bool takes_orders(Phase phase) { return phase == Phase::open || phase == Phase::pre_open; }

Refusal check_quantity(const Listing& listing, Quantity quantity) {
    if (quantity.lots <= 0) return Refusal::quantity_not_positive;
    if (quantity > listing.max_order_quantity) return Refusal::quantity_above_maximum;
    return Refusal::none;
}

Refusal check_prices(const OrderTerms& asked) {
    const OrderTerms terms = normalized(asked);
    if (has_price(terms.type) && !terms.price) return Refusal::price_missing;
    if (has_stop_price(terms.type) && !terms.stop_price) return Refusal::stop_price_missing;
    if (!in_range(terms.price) || !in_range(terms.stop_price)) return Refusal::price_out_of_range;
    return Refusal::none;
}

} // namespace

OrderTerms normalized(const OrderTerms& terms) {
    OrderTerms kept = terms;
    if (!has_price(terms.type)) kept.price.reset();
    if (!has_stop_price(terms.type)) kept.stop_price.reset();
    return kept;
}

Refusal check_entry(const Listing& listing, Phase phase, const OrderEntry& entry) {
    if (!takes_orders(phase)) return Refusal::off_session;
    switch (entry.terms.time_in_force) {
    case TimeInForce::day:
    case TimeInForce::good_till_cancel: break;
    case TimeInForce::ioc:
    case TimeInForce::fok:
        if (phase != Phase::open || has_stop_price(entry.terms.type)) {
            return Refusal::time_in_force_unsupported;
        }
        break;
    case TimeInForce::gtd: return Refusal::time_in_force_unsupported;
    }
    if (const Refusal refusal = check_quantity(listing, entry.quantity); refusal != Refusal::none) {
        return refusal;
    }
    return check_prices(entry.terms);
}

Refusal check_replace(const Listing& listing, Phase phase, const OrderState& order,
                      const ReplaceEntry& entry) {
    if (!takes_orders(phase)) return Refusal::off_session;
    if (entry.terms.side != order.terms.side) return Refusal::side_changed;
    if (entry.terms.type != order.terms.type) {
        const bool was_this = order.triggered && entry.terms.type == OrderType::stop;
        return was_this ? Refusal::already_triggered : Refusal::type_changed;
    }
    if (order.triggered && has_stop_price(order.terms.type) &&
        entry.terms.stop_price != order.terms.stop_price) {
        return Refusal::already_triggered;
    }
    if (entry.terms.time_in_force != TimeInForce::day &&
        entry.terms.time_in_force != TimeInForce::good_till_cancel) {
        return Refusal::time_in_force_unsupported;
    }
    if (const Refusal refusal = check_quantity(listing, entry.total); refusal != Refusal::none) {
        return refusal;
    }
    return check_prices(entry.terms);
}

} // namespace lockstep::sim
