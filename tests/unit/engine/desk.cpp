#include "desk.hpp"

#include <algorithm>

namespace lockstep::test {

namespace {

FollowerConfig follower(std::string account, SessionIndex session, std::int64_t numerator,
                        std::int64_t denominator) {
    FollowerConfig made;
    made.account = std::move(account);
    made.session = session;
    made.balance = Money::of(50'000);
    made.sizing.value = Ratio(numerator, denominator);
    made.map = {{es, es, Ratio(1, 1)}};
    made.limits.max_contracts = Ratio(10, 1);
    made.limits.contract_weight = {Ratio(1, 1)};
    return made;
}

} // namespace

RouterConfig small_config() {
    RouterConfig config;
    Instrument instrument;
    instrument.symbol = "ES";
    instrument.tick_size = *Decimal::parse("0.25");
    instrument.tick_value = *Money::parse("12.50");
    config.instruments = {instrument};
    LeaderConfig leader;
    leader.account = "LEAD1";
    leader.session = leader_session;
    leader.start_flat = true;
    config.leaders = {leader};
    config.followers = {follower("half", broker1, 1, 2), follower("twice", broker2, 2, 1)};
    config.sessions.resize(3);
    return config;
}

Result<void> MemoryJournal::append(const Event& event) {
    if (event.sequence == fail_at) return failure("the disk is gone");
    events.push_back(event);
    return {};
}

Result<void> MemoryJournal::commit() {
    if (commit_fails) return failure("the disk cannot sync");
    ++commits;
    return {};
}

Result<void> RememberingOutlet::take(FollowerId follower, const std::string& line,
                                     const ClOrdId& id) {
    if (while_sending) while_sending();
    const std::string account = small_config().followers[follower.index].account;
    if (std::ranges::find(refuses, follower) != refuses.end()) {
        return failure("no connection to the broker of " + account);
    }
    sent.push_back(account + " " + line);
    cl_ord_ids.push_back(id.str());
    journaled_then.push_back(journal_.events.empty() ? 0 : journal_.events.back().sequence);
    return {};
}

Result<void> RememberingOutlet::send(const Approved<NewOrder>& order, Timestamp) {
    const NewOrder& it = order.order();
    return take(it.follower,
                "new " + std::string(name(it.terms.side)) + " " + std::to_string(it.quantity.lots),
                it.cl_ord_id);
}
Result<void> RememberingOutlet::send(const Approved<ReplaceOrder>& replace, Timestamp) {
    const ReplaceOrder& it = replace.order();
    return take(it.follower, "replace to " + std::to_string(it.total.lots), it.cl_ord_id);
}
Result<void> RememberingOutlet::send(const Approved<CancelOrder>& cancel, Timestamp) {
    return take(cancel.order().follower, "cancel", cancel.order().cl_ord_id);
}
Result<void> RememberingOutlet::send(const StatusRequest& request, Timestamp) {
    return take(request.follower, "status?", request.cl_ord_id);
}
Result<void> RememberingOutlet::send(const MassStatusRequest& request, Timestamp) {
    return take(request.follower, "all?", request.request_id);
}
Result<void> RememberingOutlet::send(const PositionRequest& request, Timestamp) {
    return take(request.follower, "positions?", request.request_id);
}

Desk::Desk()
    : core(small_config(), journal, outlet,
           [this](const Notice& notice, Timestamp) { said.push_back(notice.text); }) {}

Desk::Desk(const MemoryJournal& earlier) : Desk() {
    for (const Event& event : earlier.events) {
        core.replay(event);
        journal.events.push_back(event);
    }
    if (!earlier.events.empty()) now = earlier.events.back().time;
}

Result<Taken> Desk::take(EventBody body) {
    now = now + Duration::milliseconds(1);
    return core.take(std::move(body), now);
}

void Desk::start() {
    (void)take(Started{"digest", "test", 1'785'245'400, Router::state_version});
    for (const SessionIndex session : {leader_session, broker1, broker2}) {
        (void)take(SessionChanged{session, true});
    }
}

Result<Taken> Desk::leader_fills(Side side, std::int64_t lots, const std::string& order) {
    ExecutionEvent it;
    it.kind = ExecKind::fill;
    it.transact_time = now;
    it.order_key = order;
    it.exec_key = order + "/" + std::to_string(++fills_);
    it.instrument = es;
    it.terms = OrderTerms{side, OrderType::market, TimeInForce::day, {}, {}};
    it.order_qty = it.last_qty = it.cum_qty = Quantity(lots);
    it.last_price = Price(18'000);
    it.ord_status = '2';
    return take(LeaderExecution{LeaderId{0}, it});
}

void Desk::broker_fills(FollowerId account) {
    for (const WorkingOrderView& order : core.router().working_orders(account)) {
        ExecutionEvent it;
        it.kind = ExecKind::fill;
        it.transact_time = now;
        it.cl_ord_id = order.cl_ord_id;
        it.exec_key = "B/" + std::to_string(++fills_);
        it.instrument = order.instrument;
        it.terms = order.terms;
        it.order_qty = it.last_qty = it.cum_qty = order.leaves;
        it.last_price = Price(18'001);
        it.ord_status = '2';
        (void)take(FollowerExecution{account, it});
    }
}

std::vector<std::string> story(const MemoryJournal& journal, std::size_t from) {
    struct Namer {
        std::string operator()(const Started&) { return "started"; }
        std::string operator()(const LeaderExecution& it) {
            return "leader-" + std::string(name(it.execution.kind));
        }
        std::string operator()(const FollowerExecution& it) {
            return "follower-" + std::string(name(it.execution.kind));
        }
        std::string operator()(const SessionChanged& it) {
            return "session-" + std::to_string(it.session.index) + (it.up ? "-up" : "-down");
        }
        std::string operator()(const MarkChanged&) { return "mark"; }
        std::string operator()(const LeaderBalance&) { return "leader-balance"; }
        std::string operator()(const FollowerBalance&) { return "balance"; }
        std::string operator()(const LeaderPosition&) { return "leader-position"; }
        std::string operator()(const TimerFired&) { return "timer"; }
        std::string operator()(const DayRolled&) { return "day-rolled"; }
        std::string operator()(const LeaderSessionEnded&) { return "leader-session-ended"; }
        std::string operator()(const OrderNotSent&) { return "order-not-sent"; }
        std::string operator()(const Stopped&) { return "stopped"; }
        std::string operator()(const EntriesHeld& it) {
            return it.held ? "entries-held" : "entries-free";
        }
        std::string operator()(const MassStatusEnded&) { return "mass-status-ended"; }
        std::string operator()(const FollowerPosition&) { return "position"; }
        std::string operator()(const PositionsAnswered&) { return "positions-answered"; }
        std::string operator()(const WindowChanged& it) {
            return "window-" + std::string(name(it.window));
        }
        std::string operator()(const LimitChanged& it) { return std::string(name(it.limit)); }
        std::string operator()(const OperatorCommand& it) { return std::string(name(it.action)); }
    };
    std::vector<std::string> names;
    for (std::size_t i = from; i < journal.events.size(); ++i) {
        names.push_back(std::visit(Namer{}, journal.events[i].body));
    }
    return names;
}

} // namespace lockstep::test
