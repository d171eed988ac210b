#include "risk/gate.hpp"

#include "proto/check.hpp"

#include <algorithm>

namespace lockstep {

namespace {

// What every new or changed order has in common for the checks.
struct Request {
    InstrumentId instrument;
    const OrderTerms& terms;
    Quantity order_quantity; // the order's total
    Quantity added;          // what it adds to what works already
    Intent intent;
    Timestamp signal_time;
};

Denial deny(Reason reason, std::string limit = {}, std::string observed = {}) {
    return Denial{reason, std::move(limit), std::move(observed), std::nullopt};
}

std::string text(Quantity quantity) { return std::to_string(quantity.lots); }

// In milliseconds with what is beyond them, so that "just too old" can be seen.
std::string text(Duration duration) {
    constexpr int nanosecond_decimals = 6;
    std::string text = Decimal{duration.ns, nanosecond_decimals}.str();
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text + " ms";
}

std::optional<Denial> check_session(const AccountView& account) {
    if (!account.session_up) return deny(Reason::session_down, "session up", "down");
    return std::nullopt;
}

std::optional<Denial> check_mode(const AccountView& account, const Request& request) {
    const bool entry = request.intent == Intent::entry;
    const bool allowed = entry                     ? allows_entries(account.mode)
                         : request.added.is_zero() ? allows_reductions(account.mode)
                                                   : allows_exits(account.mode);
    if (allowed) return std::nullopt;
    return deny(account.mode_reason, entry ? "mode active" : "a mode that lets exits leave",
                std::string(name(account.mode)));
}

std::optional<Denial> check_disk(const AccountView& account) {
    if (!account.entries_held) return std::nullopt;
    return deny(Reason::disk_full, "room on the disk for the journal", "kept for exits");
}

std::optional<Denial> check_instrument(const AccountView& account, const Request& request,
                                       Timestamp now) {
    const auto& allowed = account.limits.allowed;
    if (!allowed.empty() && std::ranges::find(allowed, request.instrument) == allowed.end()) {
        return deny(Reason::instrument_not_allowed, "AllowedInstruments", "not among them");
    }
    const auto& expires = account.instruments[request.instrument.index].expires;
    if (!expires || now < *expires) return std::nullopt;
    return deny(Reason::expired, "before its expiry", text(now - *expires) + " after it");
}

std::optional<Denial> check_size(const AccountView& account, const Request& request) {
    const AccountLimits& limits = account.limits;
    if (limits.max_order_quantity && request.order_quantity > *limits.max_order_quantity) {
        return deny(Reason::max_order_quantity, text(*limits.max_order_quantity),
                    text(request.order_quantity));
    }
    const Quantity room = account.exposure.room(request.instrument, request.terms.side, limits);
    if (request.added > room) {
        return deny(Reason::max_contracts, limits.max_contracts.str() + " weighted contracts",
                    text(request.added) + " asked, room for " + text(room));
    }
    return std::nullopt;
}

Denial deny_without_mark() { return deny(Reason::mark_missing, "a mark to judge by", "none"); }

// What everything held and working is worth at its worst, this order included.
std::optional<Denial> check_notional(const AccountView& account, const Request& request) {
    const auto& most = account.limits.max_notional;
    if (!most) return std::nullopt;
    Int128 units = 0;
    for (std::uint32_t i = 0; i < account.limits.contract_weight.size(); ++i) {
        const InstrumentId instrument{i};
        Exposure exposure = account.exposure.at(instrument);
        if (instrument == request.instrument) {
            exposure.add_working(request.terms.side, request.added, true);
        }
        const Quantity worst = exposure.worst();
        if (worst.is_zero()) continue;
        const auto value = account.ledger.notional(instrument, worst);
        if (!value) return deny_without_mark();
        units += value->units;
    }
    if (units <= most->units) return std::nullopt;
    const Money value(static_cast<std::int64_t>(std::min<Int128>(units, INT64_MAX)));
    return deny(Reason::max_notional, most->str(), value.str());
}

std::optional<Denial> check_collar(const AccountView& account, const Request& request,
                                   Timestamp now) {
    const auto& most = account.limits.price_collar_ticks;
    const bool priced = request.terms.price || request.terms.stop_price;
    if (!most || !priced) return std::nullopt;
    const auto mark = account.ledger.mark_of(request.instrument);
    if (!mark) return deny_without_mark();
    const Duration age = now - account.ledger.marked_at(request.instrument);
    if (age > account.limits.mark_max_age) {
        return deny(Reason::mark_missing, "a mark of " + text(account.limits.mark_max_age),
                    text(age));
    }
    for (const auto& price : {request.terms.price, request.terms.stop_price}) {
        if (!price) continue;
        const Int128 way = Int128{price->ticks} - mark->ticks;
        const Int128 away = way < 0 ? -way : way;
        if (away <= *most) continue;
        return deny(Reason::price_collar, std::to_string(*most) + " ticks from the mark",
                    std::to_string(static_cast<std::int64_t>(std::min<Int128>(away, INT64_MAX))));
    }
    return std::nullopt;
}

std::optional<Denial> check_age(const AccountView& account, const Request& request, Timestamp now) {
    const Duration age = now - request.signal_time;
    if (age <= account.limits.max_signal_age) return std::nullopt;
    return deny(Reason::stale, text(account.limits.max_signal_age), text(age));
}

std::optional<Denial> check_window(const AccountView& account) {
    if (account.window == Window::open) return std::nullopt;
    return deny(reason_of(account.window), "an open window", std::string(name(account.window)));
}

std::optional<Denial> check_executions(const AccountView& account) {
    const auto& most = account.limits.max_executions_per_day;
    if (!most || account.executions_today < static_cast<std::uint32_t>(*most)) return std::nullopt;
    return deny(Reason::max_executions_per_day, std::to_string(*most) + " executions a day",
                std::to_string(account.executions_today));
}

std::optional<Denial> check_opposition(const AccountView& account) {
    const auto& opposition = account.outlook.opposition;
    if (!opposition) return std::nullopt;
    return deny(opposition->reason, opposition->limit, opposition->observed);
}

// If it fills, and everything of the instrument is then closed where the leader's stop is. Without
// a known stop nothing can be foreseen.
std::optional<Denial> check_projection(const AccountView& account, const Request& request) {
    const Outlook& outlook = account.outlook;
    if (!outlook.stop) return std::nullopt;
    const auto mark = account.ledger.mark_of(request.instrument);
    const auto price = request.terms.price        ? request.terms.price
                       : request.terms.stop_price ? request.terms.stop_price
                       : outlook.price            ? outlook.price
                                                  : mark;
    if (!price) return std::nullopt;
    const auto breach = account.losses.would_breach(account.ledger.equity_after(
        request.instrument, request.terms.side, request.added, *price, *outlook.stop));
    if (!breach) return std::nullopt;
    return deny(Reason::projected_loss, "stopped out, short of " + in_words(breach->reason),
                in_words(*breach));
}

std::optional<Denial> check_rate(const AccountView& account, Timestamp now) {
    if (!account.rate.is_spent(now)) return std::nullopt;
    return deny(Reason::max_orders_per_second,
                std::to_string(*account.limits.max_orders_per_second) + " orders a second",
                "as many have left");
}

std::optional<Denial> check_entry(const AccountView& account, const Request& request,
                                  Timestamp now) {
    if (auto denial = check_disk(account)) return denial;
    if (auto denial = check_instrument(account, request, now)) return denial;
    if (auto denial = check_size(account, request)) return denial;
    if (auto denial = check_notional(account, request)) return denial;
    if (auto denial = check_collar(account, request, now)) return denial;
    if (auto denial = check_age(account, request, now)) return denial;
    if (auto denial = check_window(account)) return denial;
    if (auto denial = check_rate(account, now)) return denial;
    if (auto denial = check_executions(account)) return denial;
    if (auto denial = check_opposition(account)) return denial;
    return check_projection(account, request);
}

std::optional<Denial> check_budget(MessageBudget& budget, Intent intent, Timestamp now) {
    const MessageClass message_class =
        intent == Intent::entry ? MessageClass::entry : MessageClass::exit_or_cancel;
    if (budget.take(message_class, now)) return std::nullopt;
    Denial denial =
        deny(Reason::throttled, std::to_string(budget.messages_per_second()) + " messages a second",
             "none left");
    denial.retry_at = budget.ready_at(message_class, now);
    return denial;
}

// The staircase. The message budget comes last, because passing it spends a message.
std::optional<Denial> check(const AccountView& account, MessageBudget& budget,
                            const Request& request, Timestamp now) {
    if (auto denial = check_session(account)) return denial;
    if (auto denial = check_mode(account, request)) return denial;
    if (request.intent == Intent::entry) {
        if (auto denial = check_entry(account, request, now)) return denial;
    }
    return check_budget(budget, request.intent, now);
}

} // namespace

Reason reason_of(Window window) {
    switch (window) {
    case Window::open: return Reason::none;
    case Window::outside_hours: return Reason::trading_window;
    case Window::holiday: return Reason::holiday;
    case Window::news:
    case Window::news_unknown:
    case Window::flat_for_news: return Reason::news_window;
    case Window::flat_by: return Reason::flat_by;
    }
    LOCKSTEP_CHECK(!"a window");
}

std::expected<Approved<NewOrder>, Denial>
RiskGate::approve(const AccountView& account, MessageBudget& budget, const NewOrder& order,
                  Intent intent, Timestamp signal_time, Timestamp now) const {
    const Request request{order.instrument, order.terms, order.quantity,
                          order.quantity,   intent,      signal_time};
    if (auto denial = check(account, budget, request, now)) return std::unexpected(*denial);
    return Approved<NewOrder>(order);
}

std::expected<Approved<ReplaceOrder>, Denial>
RiskGate::approve(const AccountView& account, MessageBudget& budget, const ReplaceOrder& order,
                  Quantity added, Intent intent, Timestamp signal_time, Timestamp now) const {
    const Request request{order.instrument, order.terms, order.total, added, intent, signal_time};
    if (auto denial = check(account, budget, request, now)) return std::unexpected(*denial);
    return Approved<ReplaceOrder>(order);
}

std::expected<Approved<CancelOrder>, Denial> RiskGate::approve(const AccountView& account,
                                                               MessageBudget& budget,
                                                               const CancelOrder& order,
                                                               Timestamp now) const {
    if (auto denial = check_session(account)) return std::unexpected(*denial);
    if (!allows_reductions(account.mode)) {
        return std::unexpected(deny(account.mode_reason, "a mode that lets cancels leave",
                                    std::string(name(account.mode))));
    }
    if (auto denial = check_budget(budget, Intent::exit, now)) return std::unexpected(*denial);
    return Approved<CancelOrder>(order);
}

} // namespace lockstep
