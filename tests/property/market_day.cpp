#include "property/market_day.hpp"

#include "property/market_day_parts.hpp"

#include <sstream>

namespace lockstep::property {

namespace {

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

bool explains_a_gap(Reason reason) {
    return reason != Reason::drift_closed && reason != Reason::none &&
           reason != Reason::rounds_to_zero && reason != Reason::wrong_side;
}

} // namespace

std::string show(const OrderTerms& terms) {
    std::string text = std::string(name(terms.side)) + " " + std::string(name(terms.type)) + " " +
                       std::string(name(terms.time_in_force));
    if (terms.price) text += " " + std::to_string(terms.price->ticks);
    if (terms.stop_price) text += " stop " + std::to_string(terms.stop_price->ticks);
    return text;
}

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
    for (const FollowerConfig& follower : router_.config().followers) {
        money_.emplace_back(router_.config().instruments, follower);
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
    events_.push_back(Event{++sequence_, Timestamp(now_ns_), body});
    router_.step(events_.back(), out);
    if (keep_story_) tell(body);
    for (const Command& command : out) take(command);
    watch_money(body, out);
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

// Nothing is done any more; everything under way arrives, every wait passes.
void MarketDay::settle() { run_until(now_ns_ + 600'000 * ms); }

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
