#include "whatif/model_broker.hpp"

#include <ranges>
#include <type_traits>

namespace lockstep {

namespace {

// Whether `price` is as good as `limit` for `side`, or better.
bool allows(Side side, Price limit, Price price) {
    return side == Side::buy ? price <= limit : price >= limit;
}

bool is_immediate(const OrderTerms& terms) {
    return terms.time_in_force == TimeInForce::ioc || terms.time_in_force == TimeInForce::fok;
}

bool triggers(const OrderTerms& terms, Price price) {
    return terms.side == Side::buy ? price >= *terms.stop_price : price <= *terms.stop_price;
}

} // namespace

ModelBroker::ModelBroker(const RouterConfig& config)
    : config_(config),
      markets_(config.followers.size(), std::vector<Market>(config.instruments.size())),
      ids_(config.followers.size()) {}

void ModelBroker::mark(const MarkChanged& mark) {
    for (auto& markets : markets_) markets[mark.instrument.index] = {mark.price, false, true};
}

void ModelBroker::traded(const LeaderExecution& fill) {
    const InstrumentId from = fill.execution.instrument;
    for (std::uint32_t i = 0; i < config_.followers.size(); ++i) {
        const FollowerConfig& follower = config_.followers[i];
        if (follower.leader != fill.leader) continue;
        for (const InstrumentMapping& row : follower.map) {
            if (row.leader != from) continue;
            const Price price = convert_price(config_.instruments[from.index],
                                              config_.instruments[row.follower.index],
                                              fill.execution.last_price, PriceRounding::down);
            market(FollowerId{i}, row.follower) = {price, true, true};
        }
    }
}

void ModelBroker::answer(const Command& command, Timestamp now, std::deque<EventBody>& answers) {
    const auto take = [&](const auto& it) {
        using Kind = std::decay_t<decltype(it)>;
        if constexpr (std::is_same_v<Kind, Approved<NewOrder>>) {
            place(it.order(), now, answers);
        } else if constexpr (std::is_same_v<Kind, Approved<ReplaceOrder>>) {
            change(it.order(), now, answers);
        } else if constexpr (std::is_same_v<Kind, Approved<CancelOrder>>) {
            cancel(it.order(), now, answers);
        } else if constexpr (std::is_same_v<Kind, StatusRequest>) {
            tell_status(it, now, answers);
        }
    };
    std::visit(take, command);
}

void ModelBroker::reached(Timestamp now, std::deque<EventBody>& answers) {
    const auto numbers = live_ | std::views::keys;
    for (const std::uint64_t number : std::vector<std::uint64_t>(numbers.begin(), numbers.end())) {
        Order& order = orders_[number];
        const Market& at = market(order.follower, order.instrument);
        if (!at.is_new) continue;
        const OrderTerms& terms = order.terms;
        if (terms.stop_price && !order.triggered) {
            if (!triggers(terms, *at.last)) continue;
            order.triggered = true;
            const bool fills = !terms.price || allows(terms.side, *terms.price, *at.last);
            if (fills) fill(number, *at.last, now, answers);
        } else if (!terms.price) {
            fill(number, *at.last, now, answers);
        } else if (allows(terms.side, *terms.price, *at.last) &&
                   (at.is_trade || *at.last != *terms.price)) {
            fill(number, *terms.price, now, answers);
        }
    }
    for (auto& markets : markets_) {
        for (Market& each : markets) each.is_new = false;
    }
}

void ModelBroker::place(const NewOrder& request, Timestamp now, std::deque<EventBody>& answers) {
    const std::uint64_t number = orders_.size();
    Order order;
    order.follower = request.follower;
    order.id = request.cl_ord_id;
    order.instrument = request.instrument;
    order.terms = request.terms;
    order.total = request.quantity;
    orders_.push_back(order);
    live_.emplace(number, true);
    ids_[request.follower.index][request.cl_ord_id] = number;
    answers.emplace_back(
        FollowerExecution{order.follower, report(number, ExecKind::accepted, now)});
    try_at_once(number, now, answers);
}

void ModelBroker::try_at_once(std::uint64_t number, Timestamp now, std::deque<EventBody>& answers) {
    Order& order = orders_[number];
    const OrderTerms& terms = order.terms;
    const auto& last = market(order.follower, order.instrument).last;
    if (last && terms.stop_price && !order.triggered) order.triggered = triggers(terms, *last);
    const bool waits = !last || (terms.stop_price && !order.triggered);
    // an order that may rest waits for the market to come to it, unless it is through already
    const bool fills = !waits && (!terms.price || (allows(terms.side, *terms.price, *last) &&
                                                   (is_immediate(terms) || *last != *terms.price)));
    if (fills) return fill(number, *last, now, answers);
    if (!is_immediate(terms)) return;
    order.live = false;
    live_.erase(number);
    answers.emplace_back(
        FollowerExecution{order.follower, report(number, ExecKind::canceled, now)});
}

void ModelBroker::change(const ReplaceOrder& request, Timestamp now,
                         std::deque<EventBody>& answers) {
    const auto number = find(request.follower, request.orig_cl_ord_id);
    if (!number) return;
    Order& order = orders_[*number];
    if (!order.live) {
        ExecutionEvent refusal = report(*number, ExecKind::cancel_rejected, now);
        refusal.cl_ord_id = request.cl_ord_id;
        answers.emplace_back(FollowerExecution{order.follower, refusal});
        return;
    }
    const ClOrdId before = order.id;
    order.id = request.cl_ord_id;
    order.terms = request.terms;
    order.total = request.total;
    ids_[request.follower.index][request.cl_ord_id] = *number;
    ExecutionEvent done = report(*number, ExecKind::replaced, now);
    done.orig_cl_ord_id = before;
    answers.emplace_back(FollowerExecution{order.follower, done});
    try_at_once(*number, now, answers);
}

void ModelBroker::cancel(const CancelOrder& request, Timestamp now,
                         std::deque<EventBody>& answers) {
    const auto number = find(request.follower, request.orig_cl_ord_id);
    if (!number) return;
    Order& order = orders_[*number];
    const ExecKind kind = order.live ? ExecKind::canceled : ExecKind::cancel_rejected;
    order.live = false;
    live_.erase(*number);
    ExecutionEvent done = report(*number, kind, now);
    done.cl_ord_id = request.cl_ord_id;
    done.orig_cl_ord_id = request.orig_cl_ord_id;
    answers.emplace_back(FollowerExecution{order.follower, done});
}

void ModelBroker::tell_status(const StatusRequest& request, Timestamp now,
                              std::deque<EventBody>& answers) {
    const auto number = find(request.follower, request.cl_ord_id);
    if (!number) return;
    ExecutionEvent status = report(*number, ExecKind::status, now);
    status.exec_key = ExecKey();
    answers.emplace_back(FollowerExecution{request.follower, status});
}

void ModelBroker::fill(std::uint64_t number, Price price, Timestamp now,
                       std::deque<EventBody>& answers) {
    Order& order = orders_[number];
    const Quantity quantity = less(order.total, order.filled);
    order.filled = order.total;
    order.live = false;
    live_.erase(number);
    ExecutionEvent event = report(number, ExecKind::fill, now);
    event.last_qty = quantity;
    event.last_price = price;
    answers.emplace_back(FollowerExecution{order.follower, event});
}

ExecutionEvent ModelBroker::report(std::uint64_t number, ExecKind kind, Timestamp now) {
    const Order& order = orders_[number];
    ExecutionEvent event;
    event.kind = kind;
    event.transact_time = now;
    event.order_key = OrderKey("model-" + std::to_string(number + 1));
    event.exec_key = ExecKey("model-" + std::to_string(++executions_));
    event.cl_ord_id = order.id;
    event.instrument = order.instrument;
    event.terms = order.terms;
    event.order_qty = order.total;
    event.cum_qty = order.filled;
    event.leaves_qty = order.live ? less(order.total, order.filled) : Quantity(0);
    event.ord_status = order.live ? '0' : order.filled == order.total ? '2' : '4';
    return event;
}

std::optional<std::uint64_t> ModelBroker::find(FollowerId follower, const ClOrdId& id) const {
    const auto found = ids_[follower.index].find(id);
    if (found == ids_[follower.index].end()) return std::nullopt;
    return found->second;
}

} // namespace lockstep
