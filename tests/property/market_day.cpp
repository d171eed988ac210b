#include "property/market_day.hpp"

#include <algorithm>
#include <sstream>

namespace lockstep::property {

namespace {

constexpr std::int64_t ms = 1'000'000;

RouterConfig router_config(const Plan& plan) {
    RouterConfig config;
    Instrument instrument;
    instrument.symbol = "ES";
    instrument.tick_size = Decimal{1, 0};
    instrument.tick_value = Money::of(1);
    config.instruments = {instrument};
    LeaderConfig leader;
    leader.account = "LEAD";
    leader.balance = Money::of(100'000);
    leader.start_flat = true;
    config.leaders = {leader};
    config.sessions.resize(1);
    config.followers = plan.followers;
    for (FollowerConfig& follower : config.followers) {
        follower.session = SessionIndex{static_cast<std::uint32_t>(config.sessions.size())};
        config.sessions.emplace_back();
        follower.map = {{InstrumentId{0}, InstrumentId{0}, Ratio(1, 1)}};
        follower.limits.contract_weight = {Ratio(1, 1)};
    }
    return config;
}

std::uint64_t hash(std::uint64_t seed, const std::string& text) {
    std::uint64_t value = seed ^ 0x9e3779b97f4a7c15u;
    for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return value;
}

std::string show(const OrderTerms& terms) {
    std::string text = std::string(name(terms.side)) + " " + std::string(name(terms.type)) + " " +
                       std::string(name(terms.time_in_force));
    if (terms.price) text += " " + std::to_string(terms.price->ticks);
    if (terms.stop_price) text += " stop " + std::to_string(terms.stop_price->ticks);
    return text;
}

bool explains_a_gap(Reason reason) {
    return reason != Reason::drift_closed && reason != Reason::none &&
           reason != Reason::rounds_to_zero && reason != Reason::wrong_side;
}

} // namespace

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

std::string describe(const Plan& plan) {
    std::ostringstream text;
    text << "seed " << plan.seed << ", rejects " << plan.reject_percent << " %, repeats "
         << plan.repeat_percent << " %\n";
    for (const FollowerConfig& f : plan.followers) {
        text << "  " << f.account << " sizing " << int(f.sizing.kind) << " x "
             << f.sizing.value.str() << " rounding " << int(f.sizing.rounding) << " cap "
             << f.limits.max_contracts.str() << " mode " << int(f.copy_mode) << " late "
             << int(f.late_entry) << " join " << f.join_mid_trade << "\n";
    }
    for (const Action& action : plan.actions) {
        text << "  {" << int(action.kind) << ", " << action.amount << ", " << action.buys << ", "
             << action.wait_ms << "}\n";
    }
    return text.str();
}

MarketDay::MarketDay(const Plan& plan)
    : plan_(plan), router_(router_config(plan)), leader_stream_(hash(plan.seed, "leader")),
      given_up_(plan.followers.size()) {
    for (std::uint32_t i = 0; i < plan.followers.size(); ++i) {
        const std::string& account = plan.followers[i].account;
        brokers_.push_back(Broker{
            this, FollowerId{i}, account, hash(plan.seed, account), {}, 0, true, 0, 0, 0, {}, {}});
    }
    step(Started{"", "", 1});
    for (std::uint32_t i = 0; i < router_.config().sessions.size(); ++i) {
        step(SessionChanged{SessionIndex{i}, true});
    }
}

MarketDay::~MarketDay() = default;

std::int64_t MarketDay::draw(std::uint64_t& stream, std::int64_t below) {
    stream = stream * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::int64_t>((stream >> 33) % static_cast<std::uint64_t>(below));
}

void MarketDay::at(std::int64_t ns, Task task) {
    pending_.push(Pending{ns, ++tasks_, std::move(task)});
}

void MarketDay::run_until(std::int64_t ns) {
    while (true) {
        const auto deadline = router_.next_deadline();
        const std::int64_t timer = deadline ? deadline->ns : INT64_MAX;
        const std::int64_t task = pending_.empty() ? INT64_MAX : pending_.top().at_ns;
        if (std::min(timer, task) > ns) break;
        now_ns_ = std::max(now_ns_, std::min(timer, task));
        if (task <= timer) {
            const Task next = pending_.top().task;
            pending_.pop();
            next();
        } else {
            step(TimerFired{});
        }
    }
    now_ns_ = std::max(now_ns_, ns);
}

void MarketDay::step(const EventBody& body) {
    std::vector<Command> out;
    router_.step(Event{++sequence_, Timestamp(now_ns_), body}, out);
    if (keep_story_) tell(body);
    for (const Command& command : out) take(command);
    check_promises(out);
}

void MarketDay::take(const Command& command) {
    if (const auto* order = std::get_if<Approved<NewOrder>>(&command)) {
        const NewOrder request = order->order();
        Broker& broker = brokers_[request.follower.index];
        const std::string text = "new " + request.cl_ord_id.str() + " " + show(request.terms) +
                                 " " + std::to_string(request.quantity.lots);
        broker.sent.push_back(text);
        if (keep_story_) story_.push_back("    " + text);
        if (!ids_.emplace(request.cl_ord_id.str(), text).second) {
            broken("ClOrdID " + request.cl_ord_id.str() + " names two orders");
        }
        broker.receive([&broker, request] { broker.on_new(request); });
    } else if (const auto* change = std::get_if<Approved<ReplaceOrder>>(&command)) {
        const ReplaceOrder request = change->order();
        Broker& broker = brokers_[request.follower.index];
        broker.sent.push_back("replace " + request.orig_cl_ord_id.str() + " by " +
                              request.cl_ord_id.str() + " " + show(request.terms) + " " +
                              std::to_string(request.total.lots));
        if (keep_story_) story_.push_back("    " + broker.sent.back());
        broker.receive([&broker, request] { broker.on_change(request); });
    } else if (const auto* cancel = std::get_if<Approved<CancelOrder>>(&command)) {
        const CancelOrder request = cancel->order();
        Broker& broker = brokers_[request.follower.index];
        broker.sent.push_back("cancel " + request.orig_cl_ord_id.str() + " by " +
                              request.cl_ord_id.str());
        if (keep_story_) story_.push_back("    " + broker.sent.back());
        broker.receive([&broker, request] { broker.on_cancel(request); });
    } else if (const auto* question = std::get_if<StatusRequest>(&command)) {
        const StatusRequest request = *question;
        Broker& broker = brokers_[request.follower.index];
        broker.receive([&broker, request] { broker.on_question(request); });
    } else if (const auto* notice = std::get_if<Notice>(&command)) {
        if (keep_story_) {
            const std::string who =
                notice->follower ? brokers_[notice->follower->index].account : "leader";
            story_.push_back("    notice " + who + ": " + notice->text);
        }
        if (notice->follower && explains_a_gap(notice->reason)) {
            ++given_up_[notice->follower->index];
        }
    }
}

void MarketDay::broken(const std::string& what) {
    broken_.push_back("after event " + std::to_string(sequence_) + ": " + what);
}

// What must hold after every single event: I3 (cap), and for what has just been sent also I5 and
// "never sell twice".
void MarketDay::check_promises(const std::vector<Command>& sent) {
    for (Broker& broker : brokers_) {
        const LinkView link = router_.view(broker.id).links.at(0);
        const std::int64_t cap = plan_.followers[broker.id.index].limits.max_contracts.numerator();
        std::int64_t entries[2] = {0, 0}; // buys, sells
        for (const WorkingOrderView& order : router_.working_orders(broker.id)) {
            if (order.entry) entries[order.terms.side == Side::sell] += order.leaves.lots;
        }
        if (entries[0] > 0 && link.held.net + entries[0] > cap) {
            broken(broker.account + " could pass its cap long");
        }
        if (entries[1] > 0 && entries[1] - link.held.net > cap) {
            broken(broker.account + " could pass its cap short");
        }
    }
    for (const Command& command : sent) {
        if (const auto* order = std::get_if<Approved<NewOrder>>(&command)) {
            check_new_order(order->order());
        }
    }
}

void MarketDay::check_new_order(const NewOrder& request) {
    const Broker& broker = brokers_[request.follower.index];
    const FollowerView view = router_.view(broker.id);
    const LinkView link = view.links.at(0);
    const std::int64_t held = std::abs(link.held.net);
    const Side closing = link.held.is_long() ? Side::sell : Side::buy;
    std::int64_t targets = 0;
    std::int64_t stops = 0;
    std::int64_t market = 0;
    bool is_entry = true;
    for (const WorkingOrderView& order : router_.working_orders(broker.id)) {
        if (order.cl_ord_id == request.cl_ord_id) is_entry = order.entry;
        if (order.entry || order.terms.side != closing) continue;
        auto& sum = order.terms.type == OrderType::market ? market
                    : order.terms.stop_price              ? stops
                                                          : targets;
        sum += order.leaves.lots;
    }
    if (is_entry) {
        if (view.mode != Mode::active) broken(broker.account + " enters while it is not active");
        return;
    }
    if (request.terms.side != closing || held == 0) {
        broken(broker.account + " sends an exit that does not reduce it");
    }
    // a target and a stop may both stand for what is held; what goes at market may not add to
    // either
    const std::int64_t beside = request.terms.type == OrderType::market ? std::max(targets, stops)
                                : request.terms.stop_price              ? stops
                                                                        : targets;
    if (market + beside > held) {
        broken(broker.account + " could sell twice: holds " + std::to_string(held) + ", works " +
               std::to_string(market) + " at market, " + std::to_string(targets) + " in targets, " +
               std::to_string(stops) + " in stops");
    }
}

// The story of a day, for people: what came in, in words, with what was sent in between.
void MarketDay::tell(const EventBody& body) {
    std::ostringstream line;
    line << "#" << sequence_ << " " << (now_ns_ / ms) % 1'000'000 << " ms ";
    const auto report = [&](const std::string& who, const ExecutionEvent& event) {
        line << who << " " << name(event.kind) << " " << event.order_key << " " << event.cl_ord_id
             << " " << show(event.terms) << " qty " << event.order_qty << " last " << event.last_qty
             << (event.poss_dup ? " again" : "");
    };
    if (const auto* leader = std::get_if<LeaderExecution>(&body)) {
        report("LEADER", leader->execution);
    } else if (const auto* follower = std::get_if<FollowerExecution>(&body)) {
        report(brokers_[follower->follower.index].account, follower->execution);
    } else if (const auto* session = std::get_if<SessionChanged>(&body)) {
        line << "session " << session->session.index << (session->up ? " up" : " down");
    } else {
        line << "event " << body.index();
    }
    story_.push_back(line.str());
}

const std::vector<std::string>& MarketDay::orders_of(const std::string& account) const {
    const auto found = std::ranges::find(brokers_, account, &Broker::account);
    return found->sent;
}

// ---- the leader

void MarketDay::deliver_leader(ExecutionEvent event) {
    if (!leader_up_) {
        leader_backlog_.push_back(event);
        return;
    }
    leader_report_at_ =
        std::max(leader_report_at_, now_ns_ + draw(leader_stream_, plan_.latency_ms_max * ms));
    const bool twice = draw(leader_stream_, 100) < plan_.repeat_percent;
    at(leader_report_at_, [this, event, twice] {
        if (!leader_up_) {
            leader_backlog_.push_back(event);
            return;
        }
        step(LeaderExecution{LeaderId{0}, event});
        if (!twice) return;
        ExecutionEvent again = event;
        again.poss_dup = true;
        step(LeaderExecution{LeaderId{0}, again});
    });
}

void MarketDay::leader_report(LeaderOrder& order, ExecKind kind, int last, Price price) {
    ExecutionEvent event;
    event.kind = kind;
    event.transact_time = Timestamp(now_ns_);
    event.order_key = order.key;
    event.exec_key = ExecKey("L" + std::to_string(++executions_));
    event.terms = order.terms;
    event.order_qty = Quantity(order.total);
    event.last_qty = Quantity(last);
    event.last_price = price;
    event.cum_qty = Quantity(order.filled);
    event.leaves_qty = Quantity(order.live ? order.total - order.filled : 0);
    deliver_leader(event);
}

void MarketDay::leader_trades(bool buys, int lots) {
    LeaderOrder order;
    order.key = OrderKey("K" + std::to_string(leader_orders_.size() + 1));
    order.terms.side = buys ? Side::buy : Side::sell;
    order.total = lots;
    leader_report(order, ExecKind::accepted, 0, Price(0));
    const int first = lots > 2 ? lots / 2 : lots;
    for (const int part : {first, lots - first}) {
        if (part == 0) continue;
        order.filled += part;
        leader_net_ += buys ? part : -part;
        order.live = order.filled < order.total;
        leader_report(order, ExecKind::fill, part, Price(price_));
    }
    leader_orders_.push_back(order);
}

void MarketDay::leader_works(OrderTerms terms, int lots) {
    LeaderOrder order;
    order.key = OrderKey("K" + std::to_string(leader_orders_.size() + 1));
    order.terms = terms;
    order.total = lots;
    leader_report(order, ExecKind::accepted, 0, Price(0));
    leader_orders_.push_back(order);
    trigger_leader_orders();
}

void MarketDay::leader_bracket() {
    if (leader_net_ == 0) return;
    const bool sells = leader_net_ > 0;
    const int lots = std::abs(leader_net_);
    OrderTerms target{sells ? Side::sell : Side::buy, OrderType::limit, TimeInForce::day,
                      Price(price_ + (sells ? 4 : -4)), std::nullopt};
    OrderTerms stop{target.side, OrderType::stop, TimeInForce::day, std::nullopt,
                    Price(price_ + (sells ? -4 : 4))};
    leader_works(target, lots);
    leader_works(stop, lots);
}

void MarketDay::leader_flat() {
    for (LeaderOrder& order : leader_orders_) {
        if (!order.live) continue;
        order.live = false;
        leader_report(order, ExecKind::canceled, 0, Price(0));
    }
    if (leader_net_ != 0) leader_trades(leader_net_ < 0, std::abs(leader_net_));
}

void MarketDay::trigger_leader_orders() {
    for (std::size_t i = 0; i < leader_orders_.size(); ++i) {
        LeaderOrder& order = leader_orders_[i];
        if (!order.live) continue;
        const bool buys = order.terms.side == Side::buy;
        const bool hit = order.terms.stop_price ? (buys ? price_ >= order.terms.stop_price->ticks
                                                        : price_ <= order.terms.stop_price->ticks)
                         : order.terms.price    ? (buys ? price_ < order.terms.price->ticks
                                                        : price_ > order.terms.price->ticks)
                                                : false;
        if (!hit) continue;
        const int open = order.total - order.filled;
        const bool in_parts = open > 1 && !plan_.calm && draw(leader_stream_, 3) == 0;
        const int part = in_parts ? open / 2 : open;
        order.filled += part;
        leader_net_ += buys ? part : -part;
        order.live = order.filled < order.total;
        leader_report(order, ExecKind::fill, part, Price(price_));
    }
}

void MarketDay::move_market(int ticks) {
    price_ += ticks;
    trigger_leader_orders();
    for (Broker& broker : brokers_) {
        for (std::size_t i = 0; i < broker.orders.size(); ++i) broker.try_fill(i);
    }
}

void MarketDay::act(const Action& action) {
    const Side side = action.buys ? Side::buy : Side::sell;
    const int sign = action.buys ? 1 : -1;
    LeaderOrder* newest = nullptr;
    for (LeaderOrder& order : leader_orders_) {
        if (order.live) newest = &order;
    }
    switch (action.kind) {
    case Action::Kind::market: leader_trades(action.buys, action.amount); break;
    case Action::Kind::limit:
        leader_works({side, OrderType::limit, TimeInForce::day,
                      Price(price_ - sign * (1 + action.amount % 3)), std::nullopt},
                     action.amount);
        break;
    case Action::Kind::stop:
        leader_works({side, OrderType::stop, TimeInForce::day, std::nullopt,
                      Price(price_ + sign * (1 + action.amount % 3))},
                     action.amount);
        break;
    case Action::Kind::bracket: leader_bracket(); break;
    case Action::Kind::replace:
        if (newest == nullptr) break;
        (newest->terms.stop_price ? newest->terms.stop_price : newest->terms.price)->ticks += sign;
        leader_report(*newest, ExecKind::replaced, 0, Price(0));
        trigger_leader_orders();
        break;
    case Action::Kind::resize:
        if (newest == nullptr) break;
        newest->total = newest->filled + action.amount;
        leader_report(*newest, ExecKind::replaced, 0, Price(0));
        break;
    case Action::Kind::cancel:
        if (newest == nullptr) break;
        newest->live = false;
        leader_report(*newest, ExecKind::canceled, 0, Price(0));
        break;
    case Action::Kind::flat: leader_flat(); break;
    case Action::Kind::move: move_market(sign * (action.amount % 4)); break;
    case Action::Kind::drop_follower: {
        Broker& broker = brokers_[static_cast<std::size_t>(action.amount) % brokers_.size()];
        broker.drop();
        at(now_ns_ + 300 * ms, [&broker] { broker.come_back(); });
        break;
    }
    case Action::Kind::drop_leader:
        if (!leader_up_) break;
        leader_up_ = false;
        step(SessionChanged{SessionIndex{0}, false});
        at(now_ns_ + 200 * ms, [this] {
            leader_up_ = true;
            for (ExecutionEvent event : std::exchange(leader_backlog_, {})) {
                event.poss_dup = true;
                step(LeaderExecution{LeaderId{0}, event});
            }
            step(SessionChanged{SessionIndex{0}, true});
        });
        break;
    case Action::Kind::pause:
    case Action::Kind::resume:
        step(OperatorCommand{action.kind == Action::Kind::pause ? OperatorAction::pause
                                                                : OperatorAction::resume,
                             FollowerId{static_cast<std::uint32_t>(action.amount) %
                                        static_cast<std::uint32_t>(brokers_.size())},
                             std::nullopt, "ops", "told"});
        break;
    }
}

void MarketDay::check_exact() {
    for (const Broker& broker : brokers_) {
        const LinkView link = router_.view(broker.id).links.at(0);
        if (link.drift.net == 0) continue;
        broken(broker.account + " holds " + std::to_string(link.held.net) + ", its target is " +
               std::to_string(link.target.net));
    }
}

// Nothing is done any more; everything under way arrives, every wait passes.
void MarketDay::settle() { run_until(now_ns_ + 600'000 * ms); }

void MarketDay::check_rest() {
    for (Broker& broker : brokers_) {
        const LinkView link = router_.view(broker.id).links.at(0);
        if (link.held.net != broker.net) {
            broken(broker.account + " believes " + std::to_string(link.held.net) +
                   ", its broker says " + std::to_string(broker.net));
        }
        // while the leader works orders, a follower may be ahead of it
        if (std::ranges::any_of(leader_orders_, &LeaderOrder::live)) continue;
        const std::int64_t leader = leader_net_;
        if (link.held.net * leader < 0) broken(broker.account + " stands against the leader");
        if (leader == 0 && link.held.net != 0) broken(broker.account + " is not flat");
        if (link.drift.net != 0 && given_up_[broker.id.index] == 0) {
            broken(broker.account + " drifts by " + std::to_string(link.drift.net) +
                   " and nothing says why");
        }
    }
}

std::vector<std::string> MarketDay::play() {
    for (const Action& action : plan_.actions) {
        act(action);
        run_until(now_ns_ + action.wait_ms * ms);
        if (plan_.calm) check_exact();
    }
    settle();
    check_rest();
    leader_flat();
    settle();
    check_rest();
    for (Broker& broker : brokers_) {
        const auto working = router_.working_orders(broker.id);
        if (!working.empty()) {
            broken(broker.account + " still works " + working[0].cl_ord_id.str() + " (" +
                   working[0].state + ")");
        }
        for (const Broker::Order& order : broker.orders) {
            if (order.live) broken(broker.account + ": its broker still works " + order.id.str());
        }
    }
    return broken_;
}

} // namespace lockstep::property
