// The words that notices, the journal and the status page use for the closed lists.
#include "proto/check.hpp"
#include "proto/commands.hpp"
#include "proto/durability.hpp"
#include "proto/events.hpp"

namespace lockstep {

std::string_view name(Side side) { return side == Side::buy ? "buy" : "sell"; }

std::string_view name(OrderType type) {
    switch (type) {
    case OrderType::market: return "market";
    case OrderType::limit: return "limit";
    case OrderType::stop: return "stop";
    case OrderType::stop_limit: return "stop-limit";
    }
    LOCKSTEP_CHECK(!"an order type");
}

std::string_view name(TimeInForce time_in_force) {
    switch (time_in_force) {
    case TimeInForce::day: return "day";
    case TimeInForce::good_till_cancel: return "gtc";
    case TimeInForce::ioc: return "ioc";
    case TimeInForce::fok: return "fok";
    case TimeInForce::gtd: return "gtd";
    }
    LOCKSTEP_CHECK(!"a time in force");
}

std::string_view name(Durability durability) {
    return durability == Durability::power ? "power" : "process";
}

std::string_view name(ExecKind kind) {
    switch (kind) {
    case ExecKind::pending: return "pending";
    case ExecKind::accepted: return "accepted";
    case ExecKind::triggered: return "triggered";
    case ExecKind::replaced: return "replaced";
    case ExecKind::restated: return "restated";
    case ExecKind::suspended: return "suspended";
    case ExecKind::fill: return "fill";
    case ExecKind::fill_bust: return "fill-bust";
    case ExecKind::fill_corrected: return "fill-corrected";
    case ExecKind::done: return "done";
    case ExecKind::canceled: return "canceled";
    case ExecKind::expired: return "expired";
    case ExecKind::rejected: return "rejected";
    case ExecKind::cancel_rejected: return "cancel-rejected";
    case ExecKind::status: return "status";
    }
    LOCKSTEP_CHECK(!"an execution kind");
}

std::string_view name(OperatorAction action) {
    switch (action) {
    case OperatorAction::pause: return "pause";
    case OperatorAction::resume: return "resume";
    case OperatorAction::flatten: return "flatten";
    case OperatorAction::halt: return "halt";
    case OperatorAction::bust_keep: return "bust-keep";
    case OperatorAction::bust_follow: return "bust-follow";
    case OperatorAction::observe: return "observe";
    }
    LOCKSTEP_CHECK(!"an operator action");
}

std::string_view name(Window window) {
    switch (window) {
    case Window::open: return "open";
    case Window::outside_hours: return "outside-hours";
    case Window::holiday: return "holiday";
    case Window::news: return "news";
    case Window::news_unknown: return "news-unknown";
    case Window::flat_by: return "flat-by";
    case Window::flat_for_news: return "flat-for-news";
    }
    LOCKSTEP_CHECK(!"a window");
}

std::string_view name(LimitKind limit) {
    switch (limit) {
    case LimitKind::max_contracts: return "MaxContracts";
    case LimitKind::max_order_quantity: return "MaxOrderQuantity";
    case LimitKind::max_notional: return "MaxNotional";
    case LimitKind::price_collar_ticks: return "PriceCollarTicks";
    case LimitKind::max_orders_per_second: return "MaxOrdersPerSecond";
    case LimitKind::max_executions_per_day: return "MaxExecutionsPerDay";
    case LimitKind::daily_loss: return "DailyLossLimit";
    case LimitKind::daily_profit: return "DailyProfitTarget";
    case LimitKind::max_drawdown: return "MaxDrawdown";
    }
    LOCKSTEP_CHECK(!"a limit");
}

std::string limit_text(LimitKind limit, const std::optional<Ratio>& value) {
    if (!value) return "off";
    if (!is_money(limit)) return value->str();
    return Money(round_ratio(*value, Rounding::down)).str();
}

std::string_view name(Severity severity) {
    switch (severity) {
    case Severity::info: return "info";
    case Severity::warning: return "warning";
    case Severity::alarm: return "alarm";
    }
    LOCKSTEP_CHECK(!"a severity");
}

std::string_view name(Reason reason) {
    switch (reason) {
    case Reason::none: return "none";
    case Reason::nothing_to_do: return "nothing-to-do";
    case Reason::rounds_to_zero: return "rounds-to-zero";
    case Reason::not_mapped: return "not-mapped";
    case Reason::position_unknown: return "position-unknown";
    case Reason::bust_pending: return "bust-pending";
    case Reason::position_disagrees: return "position-disagrees";
    case Reason::stale: return "stale";
    case Reason::out: return "out";
    case Reason::paused: return "paused";
    case Reason::flattening: return "flattening";
    case Reason::halted: return "halted";
    case Reason::breach: return "breach";
    case Reason::session_down: return "session-down";
    case Reason::instrument_not_allowed: return "instrument-not-allowed";
    case Reason::off_tick: return "off-tick";
    case Reason::max_order_quantity: return "max-order-quantity";
    case Reason::max_contracts: return "max-contracts";
    case Reason::max_notional: return "max-notional";
    case Reason::mark_missing: return "mark-missing";
    case Reason::price_collar: return "price-collar";
    case Reason::max_orders_per_second: return "max-orders-per-second";
    case Reason::max_executions_per_day: return "max-executions-per-day";
    case Reason::expired: return "expired";
    case Reason::trading_window: return "trading-window";
    case Reason::holiday: return "holiday";
    case Reason::news_window: return "news-window";
    case Reason::flat_by: return "flat-by";
    case Reason::opposite_side: return "opposite-side";
    case Reason::self_cross: return "self-cross";
    case Reason::projected_loss: return "projected-loss";
    case Reason::skip_over_cap: return "skip-over-cap";
    case Reason::throttled: return "throttled";
    case Reason::waiting_for_answer: return "waiting-for-answer";
    case Reason::refused_before: return "refused-before";
    case Reason::rejected_by_broker: return "rejected-by-broker";
    case Reason::canceled_by_venue: return "canceled-by-venue";
    case Reason::exit_rejected: return "exit-rejected";
    case Reason::slipped: return "slipped";
    case Reason::missed: return "missed";
    case Reason::drift: return "drift";
    case Reason::drift_closed: return "drift-closed";
    case Reason::wrong_side: return "wrong-side";
    case Reason::foreign_trade: return "foreign-trade";
    case Reason::leader_lost: return "leader-lost";
    case Reason::reject_breaker: return "reject-breaker";
    case Reason::daily_loss: return "daily-loss";
    case Reason::drawdown: return "drawdown";
    case Reason::profit_target: return "profit-target";
    case Reason::min_hold: return "min-hold";
    case Reason::limit_changed: return "limit-changed";
    case Reason::unanswered: return "unanswered";
    case Reason::bad_report: return "bad-report";
    case Reason::too_many: return "too-many";
    case Reason::operator_action: return "operator-action";
    case Reason::balance_missing: return "balance-missing";
    case Reason::disk_full: return "disk-full";
    case Reason::crash_loop: return "crash-loop";
    }
    LOCKSTEP_CHECK(!"a reason");
}

} // namespace lockstep
