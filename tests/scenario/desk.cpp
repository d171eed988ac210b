#include "scenario/desk.hpp"

#include "scenario/desk_words.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace lockstep::scenario {

Desk::Desk(Broker broker) : broker_(broker), now_(Timestamp(1'000'000'000'000)) {
    config_.instruments = {instrument("ES", 50), instrument("MES", 5)};
    LeaderConfig leader;
    leader.account = "LEAD";
    leader.session = SessionIndex{0};
    leader.balance = Money::of(150'000);
    leader.start_flat = true;
    config_.leaders = {leader};
    config_.sessions.resize(1);
    marks_[0] = marks_[1] = Price(100);
}

FollowerConfig& Desk::follower(const std::string& account) {
    FollowerConfig follower;
    follower.account = account;
    follower.session = SessionIndex{static_cast<std::uint32_t>(config_.sessions.size())};
    config_.sessions.emplace_back();
    follower.balance = Money::of(50'000);
    follower.map = {{InstrumentId{0}, InstrumentId{0}, Ratio(1, 1)}};
    follower.limits.max_contracts = Ratio(100, 1);
    follower.limits.contract_weight.assign(config_.instruments.size(), Ratio(1, 1));
    config_.followers.reserve(16); // references given out stay good
    config_.followers.push_back(follower);
    return config_.followers.back();
}

void Desk::start() {
    if (!router_.empty()) return;
    router_.emplace_back(config_);
    step(Started{"digest", "test", 36});
    for (std::uint32_t i = 0; i < config_.sessions.size(); ++i) {
        step(SessionChanged{SessionIndex{i}, true});
    }
}

void Desk::play(const std::vector<Row>& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(happens(rows[i].happens), rows[i].orders)
            << "row " << i + 1 << ": " << rows[i].happens;
    }
}

std::string Desk::happens(const std::string& event) {
    start();
    shown_.clear();
    now_ = now_ + Duration(1000);
    const auto words = split(event);
    if (words[0] == "leader") {
        leader_event(words);
    } else if (words[0] == "wait") {
        wait(Duration::milliseconds(std::stoll(words[1])));
    } else if (words[0] == "mark") {
        marks_[0] = price(words[1]);
        step(MarkChanged{InstrumentId{0}, price(words[1]), SessionIndex{0}});
    } else if (words[0][0] == 'o' && std::isdigit(words[0][1])) {
        order_event(std::stoul(words[0].substr(1)) - 1, words);
    } else {
        account_event(id_of(words[0]), words);
    }
    drain();
    return shown_;
}

void Desk::step(EventBody body) {
    out_.clear();
    router_[0].step(Event{++sequence_, now_, std::move(body)}, out_);
    // Every scenario runs as if the process had come back from a snapshot before each event.
    const std::string state = router_[0].saved();
    router_.emplace_back(config_);
    const auto loaded = router_[1].load(state);
    ASSERT_TRUE(loaded) << loaded.error().what;
    ASSERT_EQ(router_[1].state_hash(), router_[0].state_hash());
    router_.erase(router_.begin());
    const auto commands = out_;
    for (const Command& command : commands) show(command);
}

// The prompt broker's answers, and what they lead to, belong to the same row.
void Desk::drain() {
    for (std::size_t i = 0; i < to_obey_.size(); ++i) obey(to_obey_[i]);
    to_obey_.clear();
}

void Desk::show(const Command& command) {
    const auto say = [&](FollowerId follower, const std::string& text) {
        if (!shown_.empty()) shown_ += "; ";
        if (config_.followers.size() > 1) shown_ += config_.followers[follower.index].account + " ";
        shown_ += text;
    };
    if (const auto* order = std::get_if<Approved<NewOrder>>(&command)) {
        const NewOrder& request = order->order();
        Sent sent;
        sent.follower = request.follower;
        sent.id = request.cl_ord_id;
        sent.instrument = request.instrument;
        sent.terms = request.terms;
        sent.total = request.quantity;
        sent_.push_back(sent);
        to_obey_.push_back(sent_.size() - 1);
        say(request.follower,
            "o" + std::to_string(sent_.size()) + " " + std::string(name(request.terms.side)) + " " +
                std::to_string(request.quantity.lots) +
                (request.instrument.index == 0 ? "" : " MES") + show_terms(request.terms));
    } else if (const auto* change = std::get_if<Approved<ReplaceOrder>>(&command)) {
        Sent& sent = by_id(change->order().orig_cl_ord_id);
        sent.pending = true;
        sent.cancel_pending = false;
        sent.pending_id = change->order().cl_ord_id;
        sent.pending_terms = change->order().terms;
        sent.pending_total = change->order().total;
        to_obey_.push_back(static_cast<std::size_t>(&sent - sent_.data()));
        say(sent.follower, "change " + order_name(sent.id) + " to " +
                               std::to_string(sent.pending_total.lots) +
                               show_terms(sent.pending_terms));
    } else if (const auto* cancel = std::get_if<Approved<CancelOrder>>(&command)) {
        Sent& sent = by_id(cancel->order().orig_cl_ord_id);
        sent.pending = sent.cancel_pending = true;
        sent.pending_id = cancel->order().cl_ord_id;
        to_obey_.push_back(static_cast<std::size_t>(&sent - sent_.data()));
        say(sent.follower, "cancel " + order_name(sent.id));
    } else if (const auto* question = std::get_if<StatusRequest>(&command)) {
        const auto asked = std::ranges::find_if(sent_, [&](const Sent& sent) {
            return sent.id == question->cl_ord_id || sent.pending_id == question->cl_ord_id;
        });
        ASSERT_NE(asked, sent_.end()) << "asked about " << question->cl_ord_id.str();
        asked->asked_id = question->cl_ord_id;
        const bool is_change = asked->pending && asked->asked_id == asked->pending_id;
        say(question->follower,
            std::string("ask ") + (is_change ? "change of " : "") + order_name(asked->id));
    } else if (const auto* all = std::get_if<MassStatusRequest>(&command)) {
        asked_all_ = all->request_id;
        say(all->follower, "ask all");
    } else if (const auto* positions = std::get_if<PositionRequest>(&command)) {
        asked_positions_ = positions->request_id;
        say(positions->follower, "ask positions");
    } else if (const auto* notice = std::get_if<Notice>(&command)) {
        ++notices_[notice->reason];
    } else {
        decisions_.push_back(std::get<Decision>(command));
    }
}

void Desk::obey(std::size_t order) {
    if (broker_ == Broker::silent) return;
    Sent& sent = sent_[order];
    if (sent.cancel_pending) return report(order, ExecKind::canceled, Quantity(0), Price(0));
    if (sent.pending) return report(order, ExecKind::replaced, Quantity(0), Price(0));
    report(order, ExecKind::accepted, Quantity(0), Price(0));
    const bool immediate = !can_rest(sent_[order].terms);
    if (broker_ == Broker::trading && immediate) {
        report(order, ExecKind::fill, sent_[order].total, market_price(sent_[order].instrument));
    }
}

void Desk::report(std::size_t order, ExecKind kind, Quantity last, Price at, bool by_key_alone) {
    Sent& sent = sent_[order];
    ExecutionEvent event;
    event.kind = kind;
    event.transact_time = now_;
    event.order_key = OrderKey("B" + std::to_string(order + 1));
    event.exec_key = ExecKey("E" + std::to_string(++executions_));
    event.cl_ord_id = sent.id;
    event.instrument = sent.instrument;
    if (kind == ExecKind::canceled || kind == ExecKind::cancel_rejected) {
        event.cl_ord_id = sent.pending ? sent.pending_id : sent.id;
        event.orig_cl_ord_id = sent.id;
        sent.pending = sent.cancel_pending = false;
    } else if (kind == ExecKind::replaced) {
        event.cl_ord_id = sent.pending_id;
        event.orig_cl_ord_id = sent.id;
        sent.id = sent.pending_id;
        sent.terms = sent.pending_terms;
        sent.total = sent.pending_total;
        sent.pending = false;
    } else if (kind == ExecKind::fill) {
        sent.filled += last;
    }
    event.terms = sent.terms;
    event.order_qty = sent.total;
    event.last_qty = last;
    event.last_price = at;
    event.cum_qty = sent.filled;
    event.leaves_qty = less(sent.total, sent.filled);
    event.ord_status = kind == ExecKind::cancel_rejected ? '0' : '\0';
    if (by_key_alone) event.cl_ord_id = ClOrdId();
    sent.last = event;
    step(FollowerExecution{sent.follower, event});
}

void Desk::order_event(std::size_t order, const std::vector<std::string>& words) {
    ASSERT_LT(order, sent_.size()) << "no such order: " << words[0];
    const std::string& what = words[1];
    if (what == "fills") {
        const bool by_key_alone = words.back() == "unnamed";
        const bool priced = words.size() > 4;
        const Price at = priced ? price(words[4]) : market_price(sent_[order].instrument);
        report(order, ExecKind::fill, quantity(words[2]), at, by_key_alone);
    } else if (what == "busts") {
        ExecutionEvent bust = sent_[order].last;
        bust.kind = ExecKind::fill_bust;
        bust.exec_ref_key = bust.exec_key;
        bust.exec_key = ExecKey("E" + std::to_string(++executions_));
        step(FollowerExecution{sent_[order].follower, bust});
    } else if (what == "repeats") {
        ExecutionEvent again = sent_[order].last;
        again.poss_dup = true;
        step(FollowerExecution{sent_[order].follower, again});
    } else if (what == "change-unsent") {
        sent_[order].pending = sent_[order].cancel_pending = false;
        step(OrderNotSent{sent_[order].follower, sent_[order].pending_id});
    } else if (what == "is") {
        Sent& sent = sent_[order];
        ExecutionEvent status = sent.last;
        status.kind = ExecKind::status;
        status.ord_status = words[2] == "pending-cancel" ? '6'
                            : words[2] == "pending-new"  ? 'A'
                                                         : '0';
        step(FollowerExecution{sent.follower, status});
    } else if (what == "works" || what == "considers" || what == "unheard-of") {
        Sent& sent = sent_[order];
        if (what == "works" && sent.pending && sent.asked_id == sent.pending_id) {
            sent.id = sent.pending_id;
            sent.terms = sent.pending_terms;
            sent.total = sent.pending_total;
            sent.pending = false;
        }
        ExecutionEvent status = sent.last;
        status.order_qty = sent.total;
        status.kind = ExecKind::status;
        status.instrument = sent_[order].instrument;
        status.terms = sent_[order].terms;
        status.ord_status = what == "works" ? '0' : what == "considers" ? 'E' : '8';
        status.cl_ord_id = sent.asked_id.empty() ? sent.id : sent.asked_id;
        step(FollowerExecution{sent_[order].follower, status});
    } else {
        static const std::map<std::string, ExecKind> kinds{
            {"accepted", ExecKind::accepted}, {"rejected", ExecKind::rejected},
            {"canceled", ExecKind::canceled}, {"replaced", ExecKind::replaced},
            {"expired", ExecKind::expired},   {"cancel-rejected", ExecKind::cancel_rejected},
            {"done", ExecKind::done}};
        report(order, kinds.at(what), Quantity(0), Price(0));
    }
}

void Desk::leader_event(std::vector<std::string> words) {
    const bool late = words[1] == "late";
    if (late) words.erase(words.begin() + 1);
    const std::string& what = words[1];
    if (what == "up" || what == "down") {
        step(SessionChanged{config_.leaders[0].session, what == "up"});
    } else if (what == "buys" || what == "sells") {
        LeaderOrderWords order;
        order.terms.side = side(what);
        order.total = quantity(words[2]);
        order.instrument = InstrumentId{words.size() > 3 && words[3] == "MES" ? 1u : 0u};
        const std::string label = "m" + std::to_string(++leader_orders_);
        leader_report(ExecKind::accepted, label, order, Quantity(0), Price(0), late);
        leader_report(ExecKind::fill, label, order, order.total, market_price(order.instrument),
                      late);
        leader_orders_by_label_[label] = order;
    } else if (what == "works") {
        LeaderOrderWords order;
        order.terms.side = side(words[3]);
        order.total = quantity(words[4]);
        read_terms(words, 5, order.terms);
        leader_report(ExecKind::accepted, words[2], order, Quantity(0), Price(0), late);
        leader_orders_by_label_[words[2]] = order;
    } else if (what == "holds") {
        step(LeaderPosition{LeaderId{0}, InstrumentId{0}, Position(std::stoll(words[2])),
                            words.size() > 3});
    } else if (what == "repeats") {
        ExecutionEvent again = leader_last_;
        again.poss_dup = true;
        step(LeaderExecution{LeaderId{0}, again});
    } else if (what == "busts" || what == "corrects") {
        ExecutionEvent event = leader_last_fill_;
        event.kind = what == "busts" ? ExecKind::fill_bust : ExecKind::fill_corrected;
        event.exec_ref_key = event.exec_key;
        event.exec_key = ExecKey("L" + std::to_string(++executions_));
        event.last_qty = what == "busts" ? Quantity(0) : quantity(words[2]);
        event.transact_time = now_;
        step(LeaderExecution{LeaderId{0}, event});
    } else if (what == "keep" || what == "follow") {
        step(OperatorCommand{what == "keep" ? OperatorAction::bust_keep
                                            : OperatorAction::bust_follow,
                             std::nullopt, LeaderId{0}, "ops", "told"});
    } else {
        if (late) words.push_back("late");
        leader_order(words);
    }
}

// "leader A fills 1 [at P]" and what else may happen to an order that has a label.
void Desk::leader_order(const std::vector<std::string>& words) {
    const bool late = words.back() == "late";
    const std::string& label = words[1];
    const std::string& what = words[2];
    ASSERT_TRUE(leader_orders_by_label_.contains(label)) << "the leader has no order " << label;
    LeaderOrderWords& order = leader_orders_by_label_[label];
    if (what == "fills") {
        const auto at = std::ranges::find(words, "at");
        const Price own = order.terms.price        ? *order.terms.price
                          : order.terms.stop_price ? *order.terms.stop_price
                                                   : market_price(order.instrument);
        leader_report(ExecKind::fill, label, order, quantity(words[3]),
                      at == words.end() ? own : price(*(at + 1)), late);
        return;
    }
    if (what == "becomes") {
        order.total = quantity(words[3]);
        read_terms(words, 4, order.terms);
        leader_report(ExecKind::replaced, label, order, Quantity(0), Price(0), late);
        return;
    }
    static const std::map<std::string, ExecKind> kinds{
        {"canceled", ExecKind::canceled}, {"expired", ExecKind::expired},
        {"done", ExecKind::done},         {"suspended", ExecKind::suspended},
        {"back", ExecKind::accepted},     {"triggered", ExecKind::triggered},
        {"restated", ExecKind::restated}, {"rejected", ExecKind::rejected}};
    leader_report(kinds.at(what), label, order, Quantity(0), Price(0), late);
}

void Desk::leader_report(ExecKind kind, const std::string& label, LeaderOrderWords& order,
                         Quantity last, Price at, bool late) {
    ExecutionEvent event;
    event.kind = kind;
    event.poss_dup = late;
    event.transact_time = now_;
    event.order_key = OrderKey(label);
    event.exec_key = ExecKey("L" + std::to_string(++executions_));
    event.instrument = order.instrument;
    event.terms = order.terms;
    event.order_qty = order.total;
    event.last_qty = last;
    event.last_price = at;
    order.filled += last;
    event.cum_qty = order.filled;
    event.leaves_qty = less(order.total, order.filled);
    leader_last_ = event;
    if (kind == ExecKind::fill) leader_last_fill_ = event;
    step(LeaderExecution{LeaderId{0}, event});
}

// Time passes; the machine is woken whenever it asked to be.
void Desk::wait(Duration duration) {
    const Timestamp until = now_ + duration;
    while (true) {
        const auto deadline = router_[0].next_deadline();
        if (!deadline || *deadline > until) break;
        now_ = std::max(now_, *deadline);
        step(TimerFired{});
        drain();
        const auto next = router_[0].next_deadline();
        ASSERT_TRUE(!next || *next > now_) << "the machine asks for a time that has come";
    }
    now_ = until;
}

Desk::Sent& Desk::by_id(const ClOrdId& id) {
    const auto found = std::ranges::find(sent_, id, &Sent::id);
    if (found == sent_.end()) throw std::runtime_error("no order has the ClOrdID " + id.str());
    return *found;
}

std::string Desk::order_name(const ClOrdId& id) {
    return "o" + std::to_string(&by_id(id) - sent_.data() + 1);
}

FollowerId Desk::id_of(const std::string& account) const {
    const auto found = std::ranges::find(config_.followers, account, &FollowerConfig::account);
    if (found == config_.followers.end()) throw std::runtime_error("no follower " + account);
    return FollowerId{static_cast<std::uint32_t>(found - config_.followers.begin())};
}

Price Desk::market_price(InstrumentId id) const { return marks_.at(id.index); }

Position Desk::held(const std::string& account, const std::string& symbol) {
    for (const LinkView& link : view(account).links) {
        if (config_.instruments[link.instrument.index].symbol == symbol) return link.held;
    }
    return Position(0);
}

std::size_t Desk::working(const std::string& account) {
    start();
    return router_[0].working_orders(id_of(account)).size();
}

FollowerView Desk::view(const std::string& account) {
    start();
    return router_[0].view(id_of(account));
}

int Desk::notices(Reason reason) const {
    const auto found = notices_.find(reason);
    return found == notices_.end() ? 0 : found->second;
}

} // namespace lockstep::scenario
