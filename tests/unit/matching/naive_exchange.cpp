// The naive exchange's half that answers and refuses.
#include "unit/matching/naive_exchange.hpp"

#include <algorithm>
#include <cstdlib>

namespace lockstep::sim {

NaiveExchange::NaiveExchange(const std::vector<Listing>& listings) {
    for (const Listing& listing : listings) {
        Place place;
        place.listing = listing;
        place.phase = listing.phase;
        place.last = listing.last_settlement;
        places_.push_back(place);
    }
}

// --- questions ---

bool NaiveExchange::is_stop(const Working& order) const {
    const bool stop_type = order.state.terms.type == OrderType::stop ||
                           order.state.terms.type == OrderType::stop_limit;
    return stop_type && !order.state.triggered;
}

bool NaiveExchange::stands(const Working& order, InstrumentId instrument, Side side) const {
    return order.queued && order.state.instrument == instrument && order.state.terms.side == side &&
           !is_stop(order) && order.state.leaves.lots > 0;
}

NaiveExchange::Working* NaiveExchange::find(OrderId id) {
    for (Working& order : orders_) {
        if (order.state.id == id && order.state.leaves.lots > 0) return &order;
    }
    return nullptr;
}

NaiveExchange::Working* NaiveExchange::best(InstrumentId instrument, Side side) {
    Working* found = nullptr;
    for (Working& order : orders_) {
        if (!stands(order, instrument, side)) continue;
        if (found == nullptr) {
            found = &order;
            continue;
        }
        const std::int64_t gain =
            (order.state.terms.price->ticks - found->state.terms.price->ticks) *
            (side == Side::buy ? 1 : -1);
        if (gain > 0 || (gain == 0 && order.arrived < found->arrived)) found = &order;
    }
    return found;
}

NaiveExchange::Working* NaiveExchange::touched(InstrumentId instrument) {
    const std::vector<Price>& prices = places_[instrument.index].traded;
    for (const Side side : {Side::buy, Side::sell}) {
        Working* found = nullptr;
        for (Working& order : orders_) {
            if (!order.queued || order.state.instrument != instrument || !is_stop(order)) continue;
            if (order.state.terms.side != side || order.state.leaves.lots == 0) continue;
            const Price stop = *order.state.terms.stop_price;
            const bool hit = std::any_of(prices.begin(), prices.end(), [&](Price price) {
                return side == Side::buy ? price >= stop : price <= stop;
            });
            if (!hit) continue;
            const auto urgency = [side](const Working& one) {
                const std::int64_t ticks = one.state.terms.stop_price->ticks;
                return std::pair(side == Side::buy ? ticks : -ticks, one.arrived);
            };
            if (found == nullptr || urgency(order) < urgency(*found)) found = &order;
        }
        if (found != nullptr) return found;
    }
    return nullptr;
}

std::optional<Price> NaiveExchange::last_trade(InstrumentId instrument) const {
    return places_[instrument.index].last;
}

std::vector<Level> NaiveExchange::depth(InstrumentId instrument, Side side) const {
    std::vector<Level> levels;
    for (const Working& order : orders_) {
        if (!stands(order, instrument, side)) continue;
        const Price price = *order.state.terms.price;
        const auto level = std::find_if(levels.begin(), levels.end(),
                                        [&](const Level& one) { return one.price == price; });
        if (level == levels.end()) {
            levels.push_back({price, order.state.leaves});
        } else {
            level->quantity += order.state.leaves;
        }
    }
    std::sort(levels.begin(), levels.end(), [side](const Level& a, const Level& b) {
        return side == Side::buy ? a.price > b.price : a.price < b.price;
    });
    return levels;
}

std::vector<OrderState> NaiveExchange::orders_of(OwnerId owner) const {
    std::vector<OrderState> found;
    for (const Working& order : orders_) {
        if (order.state.owner == owner && order.state.leaves.lots > 0) found.push_back(order.state);
    }
    return found;
}

std::optional<Price> NaiveExchange::market_reference(InstrumentId instrument, Side side) const {
    const Place& place = places_[instrument.index];
    if (place.phase == Phase::open) {
        const auto levels = depth(instrument, side == Side::buy ? Side::sell : Side::buy);
        if (!levels.empty()) return levels.front().price;
    }
    return place.last;
}

Price NaiveExchange::protection(InstrumentId instrument, Side side, Price from) const {
    const std::int64_t ticks = places_[instrument.index].listing.protection_ticks;
    if (side == Side::buy) return Price(std::min(from.ticks + ticks, max_price_ticks));
    return Price(std::max(from.ticks - ticks, -max_price_ticks));
}

// --- refusals ---

Refusal NaiveExchange::judge_numbers(const Listing& listing, const OrderTerms& terms,
                                     Quantity lots) {
    if (lots.lots < 1) return Refusal::quantity_not_positive;
    if (lots.lots > listing.max_order_quantity.lots) return Refusal::quantity_above_maximum;
    const bool wants_price = terms.type == OrderType::limit || terms.type == OrderType::stop_limit;
    const bool wants_stop = terms.type == OrderType::stop || terms.type == OrderType::stop_limit;
    if (wants_price && !terms.price) return Refusal::price_missing;
    if (wants_stop && !terms.stop_price) return Refusal::stop_price_missing;
    if (wants_price && std::abs(terms.price->ticks) > max_price_ticks) {
        return Refusal::price_out_of_range;
    }
    if (wants_stop && std::abs(terms.stop_price->ticks) > max_price_ticks) {
        return Refusal::price_out_of_range;
    }
    return Refusal::none;
}

Refusal NaiveExchange::judge(const OrderEntry& entry) const {
    if (entry.instrument.index >= places_.size()) return Refusal::unknown_instrument;
    const Place& place = places_[entry.instrument.index];
    if (place.phase == Phase::closed || place.phase == Phase::halted) return Refusal::off_session;
    const TimeInForce force = entry.terms.time_in_force;
    const bool at_once = force == TimeInForce::ioc || force == TimeInForce::fok;
    const bool stop =
        entry.terms.type == OrderType::stop || entry.terms.type == OrderType::stop_limit;
    if (force == TimeInForce::gtd) return Refusal::time_in_force_unsupported;
    if (at_once && stop) return Refusal::time_in_force_unsupported;
    if (at_once && place.phase == Phase::pre_open) return Refusal::time_in_force_unsupported;
    const Refusal numbers = judge_numbers(place.listing, entry.terms, entry.quantity);
    if (numbers != Refusal::none) return numbers;
    if (entry.terms.type == OrderType::market &&
        !market_reference(entry.instrument, entry.terms.side)) {
        return Refusal::no_reference_price;
    }
    const auto working = std::count_if(orders_.begin(), orders_.end(), [&](const Working& order) {
        return order.state.instrument == entry.instrument && order.state.leaves.lots > 0;
    });
    if (static_cast<std::size_t>(working) >= place.listing.max_working_orders) {
        return Refusal::too_many_orders;
    }
    return Refusal::none;
}

Refusal NaiveExchange::judge(const Working& order, const ReplaceEntry& entry) const {
    const Place& place = places_[order.state.instrument.index];
    const OrderTerms& is = order.state.terms;
    if (place.phase == Phase::closed || place.phase == Phase::halted) return Refusal::off_session;
    if (entry.terms.side != is.side) return Refusal::side_changed;
    if (entry.terms.type != is.type) {
        if (order.state.triggered && entry.terms.type == OrderType::stop) {
            return Refusal::already_triggered;
        }
        return Refusal::type_changed;
    }
    if (order.state.triggered && is.type == OrderType::stop_limit &&
        entry.terms.stop_price != is.stop_price) {
        return Refusal::already_triggered;
    }
    const TimeInForce force = entry.terms.time_in_force;
    if (force == TimeInForce::gtd || force == TimeInForce::ioc || force == TimeInForce::fok) {
        return Refusal::time_in_force_unsupported;
    }
    return judge_numbers(place.listing, entry.terms, entry.total);
}

// --- requests ---

OrderReport& NaiveExchange::say(ReportKind kind, const OrderState& order) {
    OrderReport report;
    report.time = now_;
    report.exec_id = ExecId{++exec_count_};
    report.kind = kind;
    report.order = order;
    out_->emplace_back(report);
    return std::get<OrderReport>(out_->back());
}

OrderId NaiveExchange::submit(const OrderEntry& entry, Timestamp now,
                              std::vector<MarketEvent>& out) {
    now_ = now;
    out_ = &out;
    OrderState state;
    state.owner = entry.owner;
    state.instrument = entry.instrument;
    state.terms = entry.terms;
    state.total = entry.quantity;
    if (const Refusal refusal = judge(entry); refusal != Refusal::none) {
        say(ReportKind::rejected, state).refusal = refusal;
        return {};
    }
    const OrderType type = entry.terms.type;
    if (type == OrderType::market || type == OrderType::stop) state.terms.price = std::nullopt;
    if (type == OrderType::market || type == OrderType::limit) {
        state.terms.stop_price = std::nullopt;
    }
    state.id = OrderId{++order_count_};
    state.leaves = state.total;
    say(ReportKind::accepted, state);
    orders_.push_back({state, ++arrivals_, false});
    act(state.id);
    end_of_call(entry.instrument);
    return state.id;
}

void NaiveExchange::replace(const ReplaceEntry& entry, Timestamp now,
                            std::vector<MarketEvent>& out) {
    now_ = now;
    out_ = &out;
    Working* const order = find(entry.order);
    Refusal refusal = Refusal::none;
    if (order == nullptr) {
        const bool existed = entry.order.number > 0 && entry.order.number <= order_count_;
        refusal = existed ? Refusal::too_late : Refusal::unknown_order;
    } else {
        refusal = judge(*order, entry);
    }
    if (refusal != Refusal::none) {
        out.emplace_back(CancelRejected{now, entry.order, RequestKind::replace, refusal});
        return;
    }
    const InstrumentId instrument = order->state.instrument;
    OrderTerms& terms = order->state.terms;
    const OrderTerms before = terms;
    const bool grew = entry.total > order->state.total;
    terms.time_in_force = entry.terms.time_in_force;
    if (terms.type != OrderType::stop) terms.price = entry.terms.price;
    if (terms.type != OrderType::limit) terms.stop_price = entry.terms.stop_price;
    order->state.total = Quantity(std::max(entry.total.lots, order->state.filled.lots));
    order->state.leaves = Quantity(order->state.total.lots - order->state.filled.lots);
    say(ReportKind::replaced, order->state);
    const bool moved = terms.price != before.price || terms.stop_price != before.stop_price;
    if (order->state.leaves.lots > 0 && (grew || moved)) {
        order->queued = false;
        order->arrived = ++arrivals_;
        act(entry.order);
    }
    end_of_call(instrument);
}

void NaiveExchange::cancel(OrderId id, Timestamp now, std::vector<MarketEvent>& out,
                           CancelCause cause) {
    now_ = now;
    out_ = &out;
    Working* const order = find(id);
    Refusal refusal = Refusal::none;
    if (order == nullptr) {
        const bool existed = id.number > 0 && id.number <= order_count_;
        refusal = existed ? Refusal::too_late : Refusal::unknown_order;
    } else if (places_[order->state.instrument.index].phase == Phase::closed) {
        refusal = Refusal::off_session;
    }
    if (refusal != Refusal::none) {
        out.emplace_back(CancelRejected{now, id, RequestKind::cancel, refusal});
        return;
    }
    const InstrumentId instrument = order->state.instrument;
    order->state.leaves = Quantity(0);
    say(ReportKind::canceled, order->state).cause = cause;
    end_of_call(instrument);
}

void NaiveExchange::set_phase(InstrumentId instrument, Phase phase, Timestamp now,
                              std::vector<MarketEvent>& out) {
    now_ = now;
    out_ = &out;
    Place& place = places_[instrument.index];
    if (place.phase == phase) return;
    place.phase = phase;
    out.emplace_back(PhaseChanged{now, instrument, phase});
    if (phase == Phase::closed) {
        for (Working& order : orders_) {
            if (order.state.instrument != instrument || order.state.leaves.lots == 0) continue;
            if (order.state.terms.time_in_force != TimeInForce::day) continue;
            order.state.leaves = Quantity(0);
            say(ReportKind::expired, order.state);
        }
    }
    if (phase == Phase::open) uncross(instrument);
    end_of_call(instrument);
}

} // namespace lockstep::sim
