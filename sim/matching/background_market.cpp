#include "matching/background_market.hpp"

#include "proto/check.hpp"

#include <algorithm>
#include <string>

namespace lockstep::sim {
namespace {

// Rounds of refilling and printing before a price counts as out of reach. Every round but the last
// uses up an order of somebody else, so this is never met by a book within its own bound.
constexpr std::size_t max_rounds = 2 * max_orders_per_instrument;

bool in_range(Price price) {
    return price.ticks >= -max_price_ticks && price.ticks <= max_price_ticks;
}

Price by_ticks(Price price, std::int64_t ticks) { return Price(price.ticks + ticks); }

} // namespace

BackgroundMarket::BackgroundMarket(Exchange& exchange, OwnerId owner, std::uint64_t seed,
                                   BackgroundSettings settings)
    : exchange_(exchange), owner_(owner), random_(seed), settings_(settings) {
    LOCKSTEP_CHECK(settings.levels > 0 && settings.levels <= 1'000);
    LOCKSTEP_CHECK(settings.level_quantity.lots > 0 && settings.max_trade.lots > 0);
    LOCKSTEP_CHECK(settings.wander_ticks >= 0 && settings.wander_ticks <= max_walk_ticks);
}

bool BackgroundMarket::is_on(InstrumentId instrument) const { return states_.contains(instrument); }

std::optional<Price> BackgroundMarket::reference(InstrumentId instrument) const {
    const auto state = states_.find(instrument);
    if (state == states_.end()) return std::nullopt;
    return state->second.reference;
}

Result<void> BackgroundMarket::quote(InstrumentId instrument, Price price, Timestamp now,
                                     std::vector<MarketEvent>& out) {
    if (instrument.index >= exchange_.listings().size()) {
        return failure("background market: no such instrument");
    }
    const std::string& symbol = exchange_.listings()[instrument.index].instrument.symbol;
    if (!in_range(price)) return failure("background market: " + symbol + ": price out of range");
    const Phase phase = exchange_.phase(instrument);
    if (phase != Phase::open && phase != Phase::pre_open) {
        return failure("background market: " + symbol + " is " + std::string(name(phase)));
    }
    State& state = states_[instrument];
    state.reference = state.anchor = price;
    Call call{instrument, state, now, out};
    if (requote(call)) return {};
    withdraw(instrument, now, out);
    return failure("background market: " + symbol + ": the exchange refuses quotes around " +
                   std::to_string(price.ticks) + " ticks");
}

Result<void> BackgroundMarket::move_to(InstrumentId instrument, Price price, Timestamp now,
                                       std::vector<MarketEvent>& out) {
    const auto on = states_.find(instrument);
    if (on == states_.end()) return failure("background market: not switched on here");
    const Listing& listing = exchange_.listings()[instrument.index];
    if (exchange_.phase(instrument) != Phase::open) {
        return failure("background market: " + listing.instrument.symbol + " is " +
                       std::string(name(exchange_.phase(instrument))));
    }
    if (!in_range(price)) {
        return failure("background market: " + listing.instrument.symbol + ": price out of range");
    }
    State& state = on->second;
    const std::int64_t way = price.ticks - state.reference.ticks;
    if (way > max_walk_ticks || way < -max_walk_ticks) {
        return failure("background market: " + listing.instrument.symbol + ": more than " +
                       std::to_string(max_walk_ticks) + " ticks in one move");
    }
    Call call{instrument, state, now, out};
    do {
        const std::int64_t left = price.ticks - state.reference.ticks;
        const Price next = by_ticks(state.reference, std::clamp<std::int64_t>(left, -1, 1));
        state.reference = state.anchor = next;
        if (auto settled = settle_at(call, next); !settled) return settled;
    } while (state.reference != price);
    return {};
}

void BackgroundMarket::step(InstrumentId instrument, Timestamp now, std::vector<MarketEvent>& out) {
    const auto on = states_.find(instrument);
    if (on == states_.end() || exchange_.phase(instrument) != Phase::open) return;
    Call call{instrument, on->second, now, out};
    const std::int64_t roll = random_.between(1, 10);
    if (roll <= 5) return random_trade(call);
    if (roll <= 7) random_move(call);
    requote(call); // what the exchange refuses now is tried again by the next step
}

void BackgroundMarket::withdraw(InstrumentId instrument, Timestamp now,
                                std::vector<MarketEvent>& out) {
    const auto on = states_.find(instrument);
    if (on == states_.end()) return;
    if (exchange_.phase(instrument) != Phase::closed) {
        for (const Quotes& quotes : {on->second.bids, on->second.asks}) {
            for (const auto& [price, order] : quotes) {
                if (exchange_.find(order) != nullptr) exchange_.cancel(order, now, out);
            }
        }
    }
    states_.erase(on);
}

OrderId BackgroundMarket::submit(Call& call, Side side, Price price, Quantity quantity,
                                 TimeInForce force) {
    OrderEntry entry;
    entry.owner = owner_;
    entry.instrument = call.instrument;
    entry.terms.side = side;
    entry.terms.type = OrderType::limit;
    entry.terms.time_in_force = force;
    entry.terms.price = price;
    entry.quantity = quantity;
    return exchange_.submit(entry, call.now, call.out);
}

// Brings the quotes to the reference and to their full size. Quotes that would meet the new ones
// go first, so the background never trades with itself by quoting.
bool BackgroundMarket::requote(Call& call) {
    const Price reference = call.state.reference;
    const std::int64_t levels = settings_.levels;
    drop_quotes_outside(call, call.state.bids, by_ticks(reference, -levels),
                        by_ticks(reference, -1));
    drop_quotes_outside(call, call.state.asks, by_ticks(reference, 1), by_ticks(reference, levels));
    const bool bids_stand = requote_side(call, Side::buy);
    return requote_side(call, Side::sell) && bids_stand;
}

void BackgroundMarket::drop_quotes_outside(Call& call, Quotes& quotes, Price low, Price high) {
    std::erase_if(quotes, [&](const auto& quote) {
        const OrderState* const order = exchange_.find(quote.second);
        if (order == nullptr) return true;
        if (quote.first >= low && quote.first <= high) return false;
        exchange_.cancel(quote.second, call.now, call.out);
        return true;
    });
}

// False when the exchange refused a quote.
bool BackgroundMarket::requote_side(Call& call, Side side) {
    Quotes& quotes = side == Side::buy ? call.state.bids : call.state.asks;
    for (int level = 1; level <= settings_.levels; ++level) {
        const Price price = by_ticks(call.state.reference, side == Side::buy ? -level : level);
        if (const auto standing = quotes.find(price); standing != quotes.end()) {
            const OrderState* const order = exchange_.find(standing->second);
            if (order != nullptr && order->leaves == settings_.level_quantity) continue;
            if (order != nullptr) exchange_.cancel(standing->second, call.now, call.out);
        }
        const OrderId order = submit(call, side, price, settings_.level_quantity, TimeInForce::day);
        if (order.is_none()) return false;
        quotes[price] = order;
    }
    return true;
}

bool BackgroundMarket::quotes_are_whole(const Call& call) const {
    const auto whole = [this](const Quotes& quotes) {
        return std::ranges::all_of(quotes, [this](const auto& quote) {
            const OrderState* const order = exchange_.find(quote.second);
            return order != nullptr && order->leaves == settings_.level_quantity;
        });
    };
    return whole(call.state.bids) && whole(call.state.asks);
}

// Trades on `side` with everybody at `price` or better; whether there was anybody.
bool BackgroundMarket::trade_crossing(Call& call, Side side, Price price) {
    const Quantity most = exchange_.listings()[call.instrument.index].max_order_quantity;
    bool traded = false;
    for (;;) {
        const std::optional<Level> best = exchange_.best(call.instrument, opposite(side));
        if (!best) return traded;
        const bool in_reach = side == Side::buy ? best->price <= price : best->price >= price;
        if (!in_reach) return traded;
        const Quantity quantity = std::min(best->quantity, most);
        if (submit(call, side, price, quantity, TimeInForce::ioc).is_none()) return traded;
        traded = true;
    }
}

// A trade at a price where nobody stands. False when the exchange refused an order.
bool BackgroundMarket::print(Call& call, Price price) {
    const OrderId offer = submit(call, Side::sell, price, Quantity(1), TimeInForce::day);
    if (offer.is_none()) return false;
    const bool taken = !submit(call, Side::buy, price, Quantity(1), TimeInForce::ioc).is_none();
    if (exchange_.find(offer) != nullptr) exchange_.cancel(offer, call.now, call.out);
    return taken;
}

// Repeats until nothing happens any more: quotes may meet orders of others, and every trade may
// trigger stops, which take quotes and move the last trade away.
Result<void> BackgroundMarket::settle_at(Call& call, Price price) {
    for (std::size_t round = 0; round < max_rounds; ++round) {
        if (!requote(call)) break;
        const bool bought = trade_crossing(call, Side::buy, price);
        const bool sold = trade_crossing(call, Side::sell, price);
        if (bought || sold) continue;
        if (exchange_.last_trade(call.instrument) == price) {
            if (quotes_are_whole(call)) return {};
        } else if (!print(call, price)) {
            break;
        }
    }
    const Listing& listing = exchange_.listings()[call.instrument.index];
    return failure("background market: " + listing.instrument.symbol +
                   ": the exchange refuses orders around " + std::to_string(price.ticks) +
                   " ticks");
}

void BackgroundMarket::random_trade(Call& call) {
    const Side side = random_.one_in(2) ? Side::buy : Side::sell;
    const Quantity quantity(random_.between(1, settings_.max_trade.lots));
    const std::optional<Level> best = exchange_.best(call.instrument, opposite(side));
    if (best) submit(call, side, best->price, quantity, TimeInForce::ioc);
}

void BackgroundMarket::random_move(Call& call) {
    const Price moved = by_ticks(call.state.reference, random_.one_in(2) ? 1 : -1);
    const std::int64_t away = moved.ticks - call.state.anchor.ticks;
    if (away <= settings_.wander_ticks && away >= -settings_.wander_ticks) {
        call.state.reference = moved;
    }
}

} // namespace lockstep::sim
