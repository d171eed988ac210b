#include "venue/venue.hpp"

#include "proto/check.hpp"
#include "venue/reasons.hpp"

#include <algorithm>

namespace lockstep::sim {

namespace {

// Owner of the background's orders; accounts count from 1.
constexpr OwnerId background_owner{0};

OwnerId owner_of(AccountIndex account) { return OwnerId{std::uint64_t{account.index} + 1}; }

std::vector<Listing> listings_of(const std::vector<VenueInstrument>& instruments) {
    std::vector<Listing> listings;
    for (const auto& one : instruments) {
        Listing listing;
        listing.instrument = one.contract;
        listing.protection_ticks = one.protection_ticks;
        listing.last_settlement = one.start_price;
        listings.push_back(std::move(listing));
    }
    return listings;
}

} // namespace

Venue::Venue(VenueConfig config)
    : instruments_(std::move(config.instruments)), exchange_(listings_of(instruments_)),
      id_prefix_(std::move(config.id_prefix)) {
    background_.reserve(instruments_.size());
    for (std::size_t i = 0; i < instruments_.size(); ++i) {
        BackgroundSettings settings;
        settings.level_quantity = std::max(instruments_[i].depth, Quantity(1));
        background_.emplace_back(exchange_, background_owner, config.seed + i, settings);
    }
    for (auto& account : config.accounts) {
        accounts_.push_back({AccountBook(account.name, account.balance), 0, {}, std::nullopt});
    }
}

void Venue::open(Timestamp now, std::vector<VenueEvent>& out) {
    for (std::uint32_t i = 0; i < instruments_.size(); ++i) {
        set_phase(InstrumentId{i}, Phase::open, now, out);
        if (instruments_[i].depth.is_zero()) continue;
        const auto quoted =
            background_[i].quote(InstrumentId{i}, instruments_[i].start_price, now, market_events_);
        LOCKSTEP_CHECK(quoted.has_value()); // it is open, and settings bound the price
        deliver(InstrumentId{i}, now, out);
    }
}

const Instrument& Venue::contract(InstrumentId id) const { return instruments_[id.index].contract; }

std::optional<InstrumentId> Venue::find_instrument(std::string_view symbol) const {
    for (std::uint32_t i = 0; i < instruments_.size(); ++i) {
        if (instruments_[i].contract.symbol == symbol) return InstrumentId{i};
    }
    return std::nullopt;
}

std::optional<Price> Venue::reference(InstrumentId instrument) const {
    return background_[instrument.index].reference(instrument);
}

// ---- clients

Venue::Order& Venue::create(OrderView view) {
    view.order_id = "O" + id_prefix_ + std::to_string(orders_.size() + 1);
    by_client_.try_emplace({view.client, view.cl_ord_id}, orders_.size());
    orders_.push_back({std::move(view), {}, {}, {}, false});
    return orders_.back();
}

OrderView Venue::view_of(const NewRequest& request) const {
    OrderView view;
    view.client = request.client;
    view.account = request.account;
    view.instrument = request.instrument;
    view.account_name = account(request.account).name();
    view.symbol = contract(request.instrument).symbol;
    view.cl_ord_id = request.cl_ord_id;
    view.terms = request.terms;
    view.total = request.quantity;
    return view;
}

std::optional<std::string> Venue::fault(AccountIndex account, Rejectable what) {
    auto& armed = accounts_[account.index].rejects[static_cast<std::size_t>(what)];
    if (armed.count == 0) return std::nullopt;
    --armed.count;
    return armed.text;
}

std::optional<std::pair<int, std::string>> Venue::refusal_of(const NewRequest& request) {
    if (orders_.size() >= orders_max) return {{0, "the venue takes no more orders in this run"}};
    if (by_client_.contains({request.client, request.cl_ord_id})) {
        return {{6, "ClOrdID " + request.cl_ord_id.str() + " was used before"}};
    }
    if (auto text = fault(request.account, Rejectable::orders)) return {{0, *text}};
    return std::nullopt;
}

void Venue::submit(const NewRequest& request, Timestamp now, std::vector<VenueEvent>& out) {
    if (const auto refused = refusal_of(request)) {
        return refuse(view_of(request), refused->first, refused->second, now, out);
    }
    auto& order = create(view_of(request));
    Quantity quantity = request.quantity;
    auto& partial = accounts_[request.account.index].partial;
    if (partial && partial->first < quantity) {
        order.held_back = less(quantity, partial->first);
        order.rest_after = partial->rest_after;
        order.split = true;
        quantity = partial->first;
    }
    partial.reset();
    current_ = {&order, request.cl_ord_id, {}, false};
    send_to_exchange(order, quantity, now, out);
}

void Venue::send_to_exchange(Order& order, Quantity quantity, Timestamp now,
                             std::vector<VenueEvent>& out) {
    const OrderEntry entry{owner_of(*order.view.account), *order.view.instrument, order.view.terms,
                           quantity};
    order.at_exchange = exchange_.submit(entry, now, market_events_);
    if (!order.at_exchange.is_none()) {
        by_exchange_[order.at_exchange.number] =
            by_client_.at({order.view.client, order.view.cl_ord_id});
    }
    deliver(*order.view.instrument, now, out);
}

void Venue::refuse(OrderView view, int reason, std::string text, Timestamp now,
                   std::vector<VenueEvent>& out) {
    view.status = '8';
    if (orders_.size() >= orders_max) {
        view.order_id = "NONE"; // past the bound nothing is kept
    } else {
        view = create(std::move(view)).view;
    }
    auto rejected = report(view, '8', now);
    rejected.rej_reason = reason;
    rejected.text = std::move(text);
    out.emplace_back(std::move(rejected));
}

void Venue::reject_change(const CancelRequest& request, const Order* order, RequestKind kind,
                          int reason, std::string text, Timestamp now,
                          std::vector<VenueEvent>& out) {
    CancelReject reject;
    reject.time = now;
    reject.client = request.client;
    reject.order_id = order == nullptr ? "NONE" : order->view.order_id;
    if (order != nullptr) {
        reject.account_name = order->view.account_name;
        reject.account = order->view.account;
        reject.status = order->view.status;
    }
    reject.cl_ord_id = request.cl_ord_id;
    reject.orig_cl_ord_id = request.orig_cl_ord_id;
    reject.request = kind;
    reject.reason = reason;
    reject.text = std::move(text);
    out.emplace_back(std::move(reject));
}

Venue::Order* Venue::order_to_change(const CancelRequest& request, RequestKind kind, Timestamp now,
                                     std::vector<VenueEvent>& out) {
    auto* order = find_order(request.client, request.orig_cl_ord_id);
    const auto refuse_it = [&](int reason, std::string text) -> Order* {
        reject_change(request, order, kind, reason, std::move(text), now, out);
        return nullptr;
    };
    if (order == nullptr) {
        return refuse_it(1, "no order " + request.orig_cl_ord_id.str() + " is known");
    }
    if (by_client_.contains({request.client, request.cl_ord_id})) {
        return refuse_it(6, "ClOrdID " + request.cl_ord_id.str() + " was used before");
    }
    by_client_[{request.client, request.cl_ord_id}] =
        by_client_.at({request.client, request.orig_cl_ord_id});
    const bool is_cancel = kind == RequestKind::cancel;
    const auto what = is_cancel ? Rejectable::cancels : Rejectable::replaces;
    if (order->view.account) {
        if (auto text = fault(*order->view.account, what)) return refuse_it(2, *text);
    }
    if (!order->view.live) return refuse_it(0, "too late: the order is done");
    if (order->view.cl_ord_id != request.orig_cl_ord_id) {
        return refuse_it(1, "the order is known as " + order->view.cl_ord_id.str() + " now");
    }
    if (order->split && !is_cancel) {
        return refuse_it(2, "the order is being worked in parts and cannot be replaced");
    }
    return order;
}

void Venue::replace(const ReplaceRequest& request, Timestamp now, std::vector<VenueEvent>& out) {
    auto* order = order_to_change({request.client, request.cl_ord_id, request.orig_cl_ord_id},
                                  RequestKind::replace, now, out);
    if (order == nullptr) return;
    current_ = {order, request.cl_ord_id, request.orig_cl_ord_id, false};
    exchange_.replace({order->at_exchange, request.terms, request.total}, now, market_events_);
    deliver(*order->view.instrument, now, out);
}

void Venue::refuse_replace(const CancelRequest& names, std::string text, Timestamp now,
                           std::vector<VenueEvent>& out) {
    const auto* order = order_to_change(names, RequestKind::replace, now, out);
    constexpr int other = 99;
    if (order == nullptr) return;
    reject_change(names, order, RequestKind::replace, other, std::move(text), now, out);
}

void Venue::cancel(const CancelRequest& request, Timestamp now, std::vector<VenueEvent>& out) {
    auto* order = order_to_change(request, RequestKind::cancel, now, out);
    if (order == nullptr) return;
    current_ = {order, request.cl_ord_id, request.orig_cl_ord_id, false};
    if (!order->at_exchange.is_none()) {
        exchange_.cancel(order->at_exchange, now, market_events_);
        return deliver(*order->view.instrument, now, out);
    }
    // Only the part that a fault holds back is left.
    order->view.cl_ord_id = request.cl_ord_id;
    finish(*order, '4');
    auto canceled = report(order->view, '4', now);
    canceled.orig_cl_ord_id = request.orig_cl_ord_id;
    out.emplace_back(std::move(canceled));
    current_ = {};
}

void Venue::status(ClientId client, const ClOrdId& cl_ord_id, Timestamp now,
                   std::vector<VenueEvent>& out) {
    const auto* order = find(client, cl_ord_id);
    OrderView unknown;
    unknown.client = client;
    unknown.order_id = "NONE";
    unknown.cl_ord_id = cl_ord_id;
    unknown.status = '8';
    auto answer = report(order != nullptr ? *order : unknown, 'I', now);
    if (order == nullptr) answer.text = "no order " + cl_ord_id.str() + " is known";
    answer.to_client_only = true;
    out.emplace_back(std::move(answer));
}

void Venue::mass_status(ClientId client, AccountIndex account, const std::string& request_id,
                        bool half, Timestamp now, std::vector<VenueEvent>& out) {
    std::vector<OrderView> told;
    bool left_out = false;
    for (const Order& order : orders_) {
        if (!order.view.live || order.view.account != account) continue;
        if (!(half && left_out)) told.push_back(order.view);
        left_out = !left_out;
    }
    const std::size_t reports = told.size();
    if (told.empty()) {
        OrderView none;
        none.account_name = accounts_[account.index].book.name();
        none.order_id = "NONE";
        none.status = '8';
        told.push_back(none);
    }
    for (std::size_t i = 0; i < told.size(); ++i) {
        told[i].client = client; // who asked is told
        auto answer = report(told[i], 'I', now);
        answer.mass_answer = MassAnswer{request_id, reports, i + 1 == told.size()};
        answer.to_client_only = true;
        if (reports == 0) answer.text = "no order works";
        out.emplace_back(std::move(answer));
    }
}

void Venue::cancel_all(ClientId client, std::string_view why, Timestamp now,
                       std::vector<VenueEvent>& out) {
    for (std::size_t i = 0; i < orders_.size(); ++i) {
        auto& order = orders_[i];
        if (!order.view.live || order.view.client != client) continue;
        const auto first = out.size();
        if (order.at_exchange.is_none()) {
            finish(order, '4');
            out.emplace_back(report(order.view, '4', now));
        } else {
            exchange_.cancel(order.at_exchange, now, market_events_, CancelCause::by_venue);
            deliver(*order.view.instrument, now, out);
        }
        for (auto event = first; event < out.size(); ++event) {
            if (auto* one = std::get_if<ExecutionReport>(&out[event])) one->text = why;
        }
    }
}

Venue::Order* Venue::find_order(ClientId client, const ClOrdId& cl_ord_id) {
    const auto found = by_client_.find({client, cl_ord_id});
    return found == by_client_.end() ? nullptr : &orders_[found->second];
}

const OrderView* Venue::find(ClientId client, const ClOrdId& cl_ord_id) const {
    const auto found = by_client_.find({client, cl_ord_id});
    return found == by_client_.end() ? nullptr : &orders_[found->second].view;
}

// ---- the market

void Venue::set_phase(InstrumentId instrument, Phase phase, Timestamp now,
                      std::vector<VenueEvent>& out) {
    exchange_.set_phase(instrument, phase, now, market_events_);
    deliver(instrument, now, out);
}

Result<void> Venue::move_to(InstrumentId instrument, Price price, Timestamp now,
                            std::vector<VenueEvent>& out) {
    const auto moved =
        background_[instrument.index].move_to(instrument, price, now, market_events_);
    deliver(instrument, now, out);
    return moved;
}

void Venue::step_background(InstrumentId instrument, Timestamp now, std::vector<VenueEvent>& out) {
    background_[instrument.index].step(instrument, now, market_events_);
    deliver(instrument, now, out);
}

// ---- faults

void Venue::reject_next(Rejectable what, AccountIndex account, std::int64_t count,
                        std::string text) {
    accounts_[account.index].rejects[static_cast<std::size_t>(what)] = {count, std::move(text)};
}

void Venue::fill_next_partly(AccountIndex account, Quantity first,
                             std::optional<Duration> rest_after) {
    accounts_[account.index].partial = PartialFault{first, rest_after};
}

void Venue::release_rest(std::size_t index, Timestamp now, std::vector<VenueEvent>& out) {
    auto& order = orders_[index];
    if (!order.view.live || order.held_back.is_zero()) return;
    current_ = {&order, order.view.cl_ord_id, {}, true};
    const Quantity rest = order.held_back;
    order.held_back = Quantity(0);
    if (order.at_exchange.is_none()) return send_to_exchange(order, rest, now, out);
    order.split = false; // one order at the exchange stands for the whole again
    exchange_.replace({order.at_exchange, order.view.terms, order.view.total}, now, market_events_);
    deliver(*order.view.instrument, now, out);
}

} // namespace lockstep::sim
