// The parts of a market day that only its own files see: the leader's orders and the brokers.
#pragma once

#include "property/market_day.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace lockstep::property {

constexpr std::int64_t ms = 1'000'000;

std::string show(const OrderTerms& terms);

struct MarketDay::LeaderOrder {
    OrderKey key;
    OrderTerms terms;
    int total = 0;
    int filled = 0;
    bool live = true;
};

// One follower's broker: its own truth, its own luck, reports in order over one session.
struct MarketDay::Broker {
    struct Order {
        ClOrdId id;
        OrderKey key;
        OrderTerms terms;
        int total = 0;
        int filled = 0;
        bool live = true;
        std::vector<ClOrdId> ids;
        bool has(const ClOrdId& other) const { return std::ranges::find(ids, other) != ids.end(); }
    };

    MarketDay* day;
    FollowerId id;
    std::string account;
    std::uint64_t stream;
    std::vector<Order> orders;
    int net = 0;
    bool up = true;
    int session = 0; // which connection this is; what was on its way on an older one is lost
    std::int64_t report_at = 0;
    std::uint64_t executions = 0;
    std::vector<ExecutionEvent> backlog;
    std::vector<std::string> sent;

    std::int64_t latency() { return ms / 4 + day->draw(stream, day->plan_.latency_ms_max * ms); }

    void receive(std::function<void()> task) {
        day->at(day->now_ns_ + latency(), [this, task, on = session] {
            if (session == on) task();
        });
    }

    void report(Order& order, ExecKind kind, int last = 0, std::int64_t price = 0,
                ClOrdId about = {}) {
        ExecutionEvent event;
        event.kind = kind;
        event.transact_time = Timestamp(day->now_ns_);
        event.order_key = order.key;
        event.exec_key = ExecKey(account + std::to_string(++executions));
        if (kind == ExecKind::status || kind == ExecKind::cancel_rejected) event.exec_key = {};
        event.cl_ord_id = about.empty() ? order.id : about;
        event.orig_cl_ord_id = order.id;
        event.terms = order.terms;
        event.order_qty = Quantity(order.total);
        event.last_qty = Quantity(last);
        event.last_price = Price(price);
        event.cum_qty = Quantity(order.filled);
        event.leaves_qty = Quantity(order.live ? order.total - order.filled : 0);
        event.ord_status = !order.live ? (order.filled >= order.total ? '2' : '4') : '0';
        deliver(event);
    }

    void deliver(const ExecutionEvent& event) {
        if (!up) {
            if (event.kind != ExecKind::status) backlog.push_back(event);
            return;
        }
        report_at = std::max(report_at, day->now_ns_ + latency());
        const bool twice = day->draw(stream, 100) < day->plan_.repeat_percent;
        day->at(report_at, [this, event, twice, on = session] {
            if (session != on) {
                if (event.kind != ExecKind::status) backlog.push_back(event);
                return;
            }
            day->step(FollowerExecution{id, event});
            if (!twice) return;
            ExecutionEvent again = event;
            again.poss_dup = true;
            day->step(FollowerExecution{id, again});
        });
    }

    void on_new(const NewOrder& request) {
        Order order;
        order.id = request.cl_ord_id;
        order.ids = {order.id};
        order.key = OrderKey(account + "-" + std::to_string(orders.size() + 1));
        order.terms = request.terms;
        order.total = static_cast<int>(request.quantity.lots);
        orders.push_back(order);
        Order& booked = orders.back();
        if (day->draw(stream, 100) < day->plan_.reject_percent) {
            booked.live = false;
            report(booked, ExecKind::rejected);
            return;
        }
        report(booked, ExecKind::accepted);
        try_fill(orders.size() - 1);
        Order& after = orders[orders.size() - 1];
        if (after.live && after.terms.time_in_force == TimeInForce::ioc) {
            after.live = false;
            report(after, ExecKind::canceled);
        }
    }

    void fill(Order& order, int lots) {
        order.filled += lots;
        net += order.terms.side == Side::buy ? lots : -lots;
        if (order.filled >= order.total) order.live = false;
        report(order, ExecKind::fill, lots, day->price_);
    }

    // Market orders fill, at once or in two parts; a limit that is only touched fills by luck.
    void try_fill(std::size_t index) {
        Order& order = orders[index];
        if (!order.live) return;
        const bool buys = order.terms.side == Side::buy;
        const std::int64_t price = day->price_;
        bool marketable = order.terms.type == OrderType::market;
        if (order.terms.stop_price) {
            const auto stop = order.terms.stop_price->ticks;
            marketable = buys ? price >= stop : price <= stop;
        } else if (order.terms.price) {
            const auto limit = order.terms.price->ticks;
            const bool through = buys ? price < limit : price > limit;
            const bool touched = price == limit && !day->plan_.calm;
            marketable = through || (touched && day->draw(stream, 2) == 0);
        }
        if (!marketable) return;
        const int open = order.total - order.filled;
        const bool in_parts = !day->plan_.calm && day->draw(stream, 3) == 0;
        if (open > 1 && in_parts) fill(order, open / 2);
        const bool rests = !day->plan_.calm && day->draw(stream, 4) == 0;
        if (order.terms.type == OrderType::limit && rests) return;
        fill(order, order.total - order.filled);
    }

    Order* find(const ClOrdId& cl_ord_id) {
        const auto found =
            std::ranges::find_if(orders, [&](const Order& order) { return order.has(cl_ord_id); });
        return found == orders.end() ? nullptr : &*found;
    }

    void on_change(const ReplaceOrder& request) {
        Order* order = find(request.orig_cl_ord_id);
        if (order == nullptr) return;
        const int total = static_cast<int>(request.total.lots);
        if (!order->live || total <= order->filled || order->id != request.orig_cl_ord_id) {
            report(*order, ExecKind::cancel_rejected, 0, 0, request.cl_ord_id);
            return;
        }
        order->id = request.cl_ord_id;
        order->ids.push_back(request.cl_ord_id);
        order->terms = request.terms;
        order->total = total;
        report(*order, ExecKind::replaced);
        try_fill(static_cast<std::size_t>(order - orders.data()));
    }

    void on_cancel(const CancelOrder& request) {
        Order* order = find(request.orig_cl_ord_id);
        if (order == nullptr) return;
        if (!order->live) {
            report(*order, ExecKind::cancel_rejected, 0, 0, request.cl_ord_id);
            return;
        }
        order->live = false;
        report(*order, ExecKind::canceled, 0, 0, request.cl_ord_id);
    }

    void on_question(const StatusRequest& request) {
        if (Order* order = find(request.cl_ord_id)) {
            report(*order, ExecKind::status);
            return;
        }
        ExecutionEvent event;
        event.kind = ExecKind::status;
        event.transact_time = Timestamp(day->now_ns_);
        event.cl_ord_id = request.cl_ord_id;
        event.ord_status = '8';
        deliver(event);
    }

    void drop() {
        if (!up) return;
        up = false;
        ++session;
        day->step(SessionChanged{day->router_.config().followers[id.index].session, false});
    }

    // First what was missed, as resends, then the session is up.
    void come_back() {
        if (up) return;
        up = true;
        for (ExecutionEvent event : std::exchange(backlog, {})) {
            event.poss_dup = true;
            day->step(FollowerExecution{id, event});
        }
        day->step(SessionChanged{day->router_.config().followers[id.index].session, true});
    }
};

} // namespace lockstep::property
