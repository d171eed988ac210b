// The closed lists of the domain and their numbers on the wire, one row a word. Private to the
// codec.
#pragma once

#include "proto/check.hpp"
#include "proto/events.hpp"
#include "schema/journal.pb.h"

#include <array>
#include <optional>
#include <utility>

namespace lockstep::codec {

namespace wire = journal::v1;

inline constexpr std::array<std::pair<Side, wire::Side>, 2> sides{{
    {Side::buy, wire::SIDE_BUY},
    {Side::sell, wire::SIDE_SELL},
}};

inline constexpr std::array<std::pair<OrderType, wire::OrderType>, 4> order_types{{
    {OrderType::market, wire::ORDER_TYPE_MARKET},
    {OrderType::limit, wire::ORDER_TYPE_LIMIT},
    {OrderType::stop, wire::ORDER_TYPE_STOP},
    {OrderType::stop_limit, wire::ORDER_TYPE_STOP_LIMIT},
}};

inline constexpr std::array<std::pair<TimeInForce, wire::TimeInForce>, 5> times_in_force{{
    {TimeInForce::day, wire::TIME_IN_FORCE_DAY},
    {TimeInForce::good_till_cancel, wire::TIME_IN_FORCE_GOOD_TILL_CANCEL},
    {TimeInForce::ioc, wire::TIME_IN_FORCE_IOC},
    {TimeInForce::fok, wire::TIME_IN_FORCE_FOK},
    {TimeInForce::gtd, wire::TIME_IN_FORCE_GTD},
}};

inline constexpr std::array<std::pair<ExecKind, wire::ExecKind>, 15> exec_kinds{{
    {ExecKind::pending, wire::EXEC_KIND_PENDING},
    {ExecKind::accepted, wire::EXEC_KIND_ACCEPTED},
    {ExecKind::triggered, wire::EXEC_KIND_TRIGGERED},
    {ExecKind::replaced, wire::EXEC_KIND_REPLACED},
    {ExecKind::restated, wire::EXEC_KIND_RESTATED},
    {ExecKind::suspended, wire::EXEC_KIND_SUSPENDED},
    {ExecKind::fill, wire::EXEC_KIND_FILL},
    {ExecKind::fill_bust, wire::EXEC_KIND_FILL_BUST},
    {ExecKind::fill_corrected, wire::EXEC_KIND_FILL_CORRECTED},
    {ExecKind::done, wire::EXEC_KIND_DONE},
    {ExecKind::canceled, wire::EXEC_KIND_CANCELED},
    {ExecKind::expired, wire::EXEC_KIND_EXPIRED},
    {ExecKind::rejected, wire::EXEC_KIND_REJECTED},
    {ExecKind::cancel_rejected, wire::EXEC_KIND_CANCEL_REJECTED},
    {ExecKind::status, wire::EXEC_KIND_STATUS},
}};

inline constexpr std::array<std::pair<OperatorAction, wire::OperatorAction>, 7> operator_actions{{
    {OperatorAction::pause, wire::OPERATOR_ACTION_PAUSE},
    {OperatorAction::resume, wire::OPERATOR_ACTION_RESUME},
    {OperatorAction::flatten, wire::OPERATOR_ACTION_FLATTEN},
    {OperatorAction::halt, wire::OPERATOR_ACTION_HALT},
    {OperatorAction::bust_keep, wire::OPERATOR_ACTION_BUST_KEEP},
    {OperatorAction::bust_follow, wire::OPERATOR_ACTION_BUST_FOLLOW},
    {OperatorAction::observe, wire::OPERATOR_ACTION_OBSERVE},
}};

inline constexpr std::array<std::pair<Window, wire::Window>, 7> windows{{
    {Window::open, wire::WINDOW_OPEN},
    {Window::outside_hours, wire::WINDOW_OUTSIDE_HOURS},
    {Window::holiday, wire::WINDOW_HOLIDAY},
    {Window::news, wire::WINDOW_NEWS},
    {Window::news_unknown, wire::WINDOW_NEWS_UNKNOWN},
    {Window::flat_by, wire::WINDOW_FLAT_BY},
    {Window::flat_for_news, wire::WINDOW_FLAT_FOR_NEWS},
}};

inline constexpr std::array<std::pair<LimitKind, wire::LimitKind>, 9> limit_kinds{{
    {LimitKind::max_contracts, wire::LIMIT_KIND_MAX_CONTRACTS},
    {LimitKind::max_order_quantity, wire::LIMIT_KIND_MAX_ORDER_QUANTITY},
    {LimitKind::max_notional, wire::LIMIT_KIND_MAX_NOTIONAL},
    {LimitKind::price_collar_ticks, wire::LIMIT_KIND_PRICE_COLLAR_TICKS},
    {LimitKind::max_orders_per_second, wire::LIMIT_KIND_MAX_ORDERS_PER_SECOND},
    {LimitKind::max_executions_per_day, wire::LIMIT_KIND_MAX_EXECUTIONS_PER_DAY},
    {LimitKind::daily_loss, wire::LIMIT_KIND_DAILY_LOSS},
    {LimitKind::daily_profit, wire::LIMIT_KIND_DAILY_PROFIT},
    {LimitKind::max_drawdown, wire::LIMIT_KIND_MAX_DRAWDOWN},
}};

template <class Rows, class Word> auto to_wire(const Rows& rows, Word word) {
    for (const auto& [ours, theirs] : rows) {
        if (ours == word) return theirs;
    }
    LOCKSTEP_CHECK(false && "a word of the list");
}

// Nothing for a number that is not in the list, "unspecified" included.
template <class Rows, class Number>
auto from_wire(const Rows& rows, Number number)
    -> std::optional<typename Rows::value_type::first_type> {
    for (const auto& [ours, theirs] : rows) {
        if (theirs == number) return ours;
    }
    return std::nullopt;
}

} // namespace lockstep::codec
