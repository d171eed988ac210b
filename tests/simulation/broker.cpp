// A broker's book: how orders come in, trade and end. What it says of them is in
// broker_reports.cpp.
#include "simulation/broker.hpp"

#include <algorithm>
#include <cstdlib>

namespace lockstep::simulation {
namespace {

std::string text_of(const FIX::FieldMap& fields, int tag) {
    return fields.isSetField(tag) ? fields.getField(tag) : std::string();
}

Resting terms_of(const FIX::Message& message) {
    Resting terms;
    terms.symbol = text_of(message, 55);
    terms.buys = text_of(message, 54) == "1";
    terms.type = text_of(message, 40).front();
    terms.time_in_force = text_of(message, 59).front();
    if (message.isSetField(44)) terms.price = price_ticks(message.getField(44));
    if (message.isSetField(99)) terms.stop_price = price_ticks(message.getField(99));
    return terms;
}

// Without what is the session's own, and the time.
std::string fields_of(const FIX::Message& message) {
    const std::string text = "\x01" + message.toString();
    std::string kept;
    for (std::size_t at = 0; at + 1 < text.size();) {
        const std::size_t end = std::min(text.find('\x01', at + 1), text.size());
        const std::string field = text.substr(at + 1, end - at - 1);
        at = end;
        const auto is = [&](const char* tag) { return field.starts_with(tag); };
        if (is("8=") || is("9=") || is("10=") || is("34=") || is("52=") || is("60=")) continue;
        if (!field.empty()) kept += field + "|";
    }
    return kept;
}

} // namespace

Broker::Broker(std::string name, const std::string& address, std::vector<std::string> accounts,
               Surroundings& world, Random random)
    : name_(std::move(name)), accounts_(std::move(accounts)), world_(world), random_(random),
      peer_({name_, address, false, world.plan.heartbeat_s, world.faults.refuses_second_logon},
            world.schedule, world.weather, Random(random_.next()), world.story, world.totals,
            [this](const FIX::Message& message) { hear(message); }) {}

void Broker::hear(const FIX::Message& message) {
    const std::string type = message.getHeader().getField(FIX::FIELD::MsgType);
    if (type == "D") on_new(message);
    if (type == "G") on_change(message);
    if (type == "F") on_cancel(message);
    if (type == "H") on_question(message);
    if (type == "BB") on_balance_question(message);
    if (type == "V") on_price_question();
}

void Broker::note_request(const FIX::Message& message, char type) {
    Request request;
    request.at_ns = VirtualClock::now_ns();
    request.type = type;
    request.account = text_of(message, 1);
    request.cl_ord_id = text_of(message, 11);
    request.original = text_of(message, 41);
    request.symbol = text_of(message, 55);
    request.buys = text_of(message, 54) == "1";
    request.quantity = std::atoll(text_of(message, 38).c_str());
    request.order_type = text_of(message, 40);
    request.time_in_force = text_of(message, 59);
    request.price = text_of(message, 44);
    request.stop_price = text_of(message, 99);
    request.fields = fields_of(message);
    world_.story.tell(name_ + " is asked by " + request.account + ": " + type + " " +
                      request.cl_ord_id +
                      (request.original.empty() ? "" : " for " + request.original) +
                      (request.buys ? " buy " : " sell ") + std::to_string(request.quantity) + " " +
                      request.symbol + (request.order_type == "1" ? " market" : "") +
                      (request.price.empty() ? "" : " limit " + request.price) +
                      (request.stop_price.empty() ? "" : " stop " + request.stop_price));
    world_.ledger.requests.push_back(std::move(request));
    ++world_.totals.orders;
}

std::int64_t Broker::answer_time() {
    if (random_.per_mille(world_.faults.slow_answer_per_mille)) {
        return random_.between(100 * ms, 5 * second);
    }
    return random_.between(100 * us, 20 * ms);
}

// A change or a cancel is answered at last, however long it is silent.
std::int64_t Broker::change_time() {
    if (!random_.per_mille(world_.faults.silent_per_mille)) return answer_time();
    return random_.between(5, 10) * second;
}

Broker::Order* Broker::find(const std::string& name) {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &orders_[found->second];
}

void Broker::on_new(const FIX::Message& message) {
    note_request(message, 'D');
    const std::string name = text_of(message, 11);
    if (find(name) != nullptr) { // what every broker does with a ClOrdID that it knows
        Order twin = *find(name);
        twin.names = {name};
        twin.id = "NONE";
        twin.live = false;
        report(twin, '8', '8', 0, "duplicate ClOrdID");
        return;
    }
    Order order;
    order.account = text_of(message, 1);
    order.names = {name};
    order.terms = terms_of(message);
    order.total = std::atoll(text_of(message, 38).c_str());
    if (random_.per_mille(world_.faults.silent_per_mille)) {
        if (random_.percent(50)) return; // swallowed, and it never existed
        order.mute = true;
    }
    order.id = name_ + "-" + std::to_string(orders_.size() + 1);
    by_name_[name] = orders_.size();
    orders_.push_back(std::move(order));
    const std::size_t index = orders_.size() - 1;
    world_.schedule.after(answer_time(), [this, index] { decide_new(index); });
}

void Broker::decide_new(std::size_t index) {
    Order& order = orders_[index];
    order.answered = true;
    const bool known = std::ranges::find(accounts_, order.account) != accounts_.end();
    if (!known || order.total <= 0 || random_.per_mille(world_.faults.reject_per_mille)) {
        world_.ledger.last_refusal_ns = VirtualClock::now_ns();
        report(order, '8', '8', 0, known ? "not today" : "unknown account");
        return;
    }
    order.live = true;
    if (!order.mute) report(order, '0', '0', 0, "");
    look_at(index, true);
}

// A market order trades at once or soon; IOC and FOK trade now or not at all.
void Broker::look_at(std::size_t index, bool first) {
    Order& order = orders_[index];
    if (!order.live) return;
    const bool now_or_never = order.terms.time_in_force == '3' || order.terms.time_in_force == '4';
    const Reach reached = reach(order.terms, world_.market.price(order.terms.symbol));
    const bool trades = reached == Reach::through ||
                        (reached == Reach::touched && (!world_.safety || random_.percent(40)));
    const std::int64_t open = order.total - order.filled;
    if (trades && order.terms.time_in_force != '4' && open > 1 &&
        random_.percent(world_.faults.partial_percent)) {
        fill(index, random_.between(1, open - 1));
        if (!now_or_never && random_.percent(70)) {
            world_.schedule.after(answer_time(), [this, index] { look_at(index, false); });
            return;
        }
    }
    if (trades && !(first && now_or_never && random_.percent(world_.faults.partial_percent / 3))) {
        fill(index, order.total - order.filled);
    }
    if (order.live && now_or_never) end(order, '4', "nothing in reach");
}

void Broker::look_at_market() {
    if (sends_prices_) say_prices();
    for (std::size_t i = 0; i < orders_.size(); ++i) {
        if (!orders_[i].live) continue;
        if (random_.per_mille(world_.faults.venue_cancel_per_mille)) {
            end(orders_[i], '4', "canceled by the venue");
            continue;
        }
        look_at(i, false);
    }
}

void Broker::fill(std::size_t index, std::int64_t lots) {
    Order& order = orders_[index];
    if (lots <= 0) return;
    order.filled += lots;
    if (order.filled >= order.total) order.live = false;
    world_.ledger.fill(VirtualClock::now_ns(), order.account, order.terms.symbol,
                       order.terms.buys ? lots : -lots);
    ++world_.totals.fills;
    report(order, 'F', order.live ? '1' : '2', lots, "");
}

void Broker::end(Order& order, char exec_type, const std::string& text) {
    order.live = false;
    report(order, exec_type, '4', 0, text);
}

void Broker::on_change(const FIX::Message& message) {
    note_request(message, 'G');
    if (Order* const order = find(text_of(message, 41))) order->considers = 'E';
    world_.schedule.after(change_time(), [this, message] {
        Order* const order = find(text_of(message, 41));
        if (order != nullptr) order->considers = '\0';
        const std::int64_t total = std::atoll(text_of(message, 38).c_str());
        const bool fits = order != nullptr && order->live &&
                          order->names.back() == text_of(message, 41) && total > order->filled &&
                          find(text_of(message, 11)) == nullptr;
        if (!fits || random_.per_mille(world_.faults.reject_per_mille)) {
            refuse_request(message, order);
            return;
        }
        const std::string original = order->names.back();
        const auto index = by_name_[original];
        order->names.push_back(text_of(message, 11));
        by_name_[order->names.back()] = index;
        order->terms = terms_of(message);
        order->total = total;
        report(*order, '5', status_of(*order), 0, "", original);
        look_at(index, false);
    });
}

void Broker::on_cancel(const FIX::Message& message) {
    note_request(message, 'F');
    if (Order* const order = find(text_of(message, 41))) order->considers = '6';
    world_.schedule.after(change_time(), [this, message] {
        Order* const order = find(text_of(message, 41));
        if (order != nullptr) order->considers = '\0';
        if (order == nullptr || !order->live || random_.per_mille(world_.faults.reject_per_mille)) {
            refuse_request(message, order);
            return;
        }
        order->live = false;
        FIX::Message canceled =
            report_of(*order, '4', '4', name_ + "-X" + std::to_string(++executions_));
        canceled.setField(11, text_of(message, 11));
        canceled.setField(41, text_of(message, 41));
        say(std::move(canceled), true);
    });
}

std::vector<WorkingAtVenue> Broker::working() const {
    std::vector<WorkingAtVenue> working;
    for (const Order& order : orders_) {
        if (!order.live) continue;
        const Resting& terms = order.terms;
        working.push_back({order.account, order.names.back(), terms.symbol, terms.buys,
                           order.total - order.filled, std::string(1, terms.type),
                           std::string(1, terms.time_in_force),
                           terms.price ? price_text(*terms.price) : "",
                           terms.stop_price ? price_text(*terms.stop_price) : ""});
    }
    return working;
}

} // namespace lockstep::simulation
