// What a broker says, and how often.
#include "simulation/broker.hpp"

namespace lockstep::simulation {
namespace {

std::string text_of(const FIX::FieldMap& fields, int tag) {
    return fields.isSetField(tag) ? fields.getField(tag) : std::string();
}

FIX::Message message_of(const char* type) {
    FIX::Message message;
    message.getHeader().setField(FIX::FIELD::MsgType, type);
    return message;
}

} // namespace

char Broker::status_of(const Order& order) {
    if (!order.answered) return 'A';
    if (order.live) return order.filled > 0 ? '1' : '0';
    return order.filled >= order.total ? '2' : '4';
}

FIX::Message Broker::report_of(const Order& order, char exec_type, char status,
                               std::string exec_id) {
    FIX::Message message = message_of("8");
    message.setField(1, order.account);
    message.setField(11, order.names.back());
    message.setField(17, exec_id);
    message.setField(37, order.id);
    message.setField(38, std::to_string(order.total));
    message.setField(39, std::string(1, status));
    message.setField(40, std::string(1, order.terms.type));
    message.setField(54, order.terms.buys ? "1" : "2");
    message.setField(55, order.terms.symbol);
    message.setField(59, std::string(1, order.terms.time_in_force));
    if (order.terms.price) message.setField(44, price_text(*order.terms.price));
    if (order.terms.stop_price) message.setField(99, price_text(*order.terms.stop_price));
    message.setField(14, std::to_string(order.filled));
    message.setField(150, std::string(1, exec_type));
    message.setField(151, std::to_string(order.live ? order.total - order.filled : 0));
    message.setField(60, time_text(VirtualClock::now_ns()));
    return message;
}

void Broker::report(const Order& order, char exec_type, char status, std::int64_t lots,
                    const std::string& text, const std::string& original) {
    const std::string exec_id = name_ + "-X" + std::to_string(++executions_);
    FIX::Message message = report_of(order, exec_type, status, exec_id);
    if (lots > 0) {
        const std::int64_t price = world_.market.price(order.terms.symbol);
        world_.ledger.fills[exec_id] = {order.account, order.terms.symbol,
                                        order.terms.buys ? lots : -lots, price};
        message.setField(31, price_text(price));
        message.setField(32, std::to_string(lots));
    }
    if (!text.empty()) message.setField(58, text);
    if (!original.empty()) message.setField(41, original);
    say(std::move(message), true);
}

void Broker::say(FIX::Message message, bool may_repeat) {
    const std::string exec_id = text_of(message, 17);
    if (!exec_id.empty() && exec_id != "0") {
        const std::string what = text_of(message, 1) + " 150=" + text_of(message, 150) + " of " +
                                 text_of(message, 11) +
                                 (message.isSetField(32) ? " for " + text_of(message, 32) : "") +
                                 " " + text_of(message, 55);
        const bool first = !message.isSetField(97) && may_repeat;
        if (first) {
            world_.ledger.follower_reports.push_back(
                {VirtualClock::now_ns(), text_of(message, 1), exec_id, what});
            world_.story.tell(name_ + " reports " + exec_id + ": " + what);
        }
        if (may_repeat && random_.per_mille(world_.faults.repeat_per_mille)) {
            ++world_.totals.duplicates;
            FIX::Message again = message;
            if (random_.percent(60)) again.getHeader().setField(97, "Y");
            world_.schedule.after(random_.between(0, 3 * second),
                                  [this, again] { say(again, false); });
        }
    }
    peer_.say(message);
}

void Broker::refuse_request(const FIX::Message& message, const Order* order) {
    FIX::Message reject = message_of("9");
    reject.setField(1, text_of(message, 1));
    reject.setField(11, text_of(message, 11));
    reject.setField(41, text_of(message, 41));
    reject.setField(37, order == nullptr ? "NONE" : order->id);
    reject.setField(39, order == nullptr ? "8" : std::string(1, status_of(*order)));
    reject.setField(434, text_of(message.getHeader(), 35) == "F" ? "1" : "2");
    reject.setField(102, order == nullptr ? "1" : "0");
    reject.setField(60, time_text(VirtualClock::now_ns()));
    world_.ledger.last_refusal_ns = VirtualClock::now_ns();
    world_.story.tell(name_ + " refuses " + text_of(message, 11));
    say(std::move(reject), false);
}

void Broker::on_question(const FIX::Message& message) {
    world_.schedule.after(answer_time(), [this, message] {
        if (random_.per_mille(world_.faults.silent_per_mille)) return;
        const std::string name = text_of(message, 11);
        const Order* const order = find(name);
        world_.story.tell(name_ + " is asked after " + name + ": " +
                          (order == nullptr ? "unknown" : std::string(1, status_of(*order))));
        if (order != nullptr) {
            const bool considers = order->live && order->considers != '\0';
            say(report_of(*order, 'I', considers ? order->considers : status_of(*order), "0"),
                false);
            return;
        }
        Order unknown;
        unknown.account = text_of(message, 1);
        unknown.names = {name};
        unknown.id = "NONE";
        unknown.terms.symbol = text_of(message, 55);
        unknown.terms.buys = text_of(message, 54) == "1";
        say(report_of(unknown, 'I', '8', "0"), false);
    });
}

void Broker::on_balance_question(const FIX::Message& message) {
    const std::string account = text_of(message, 1);
    for (const FollowerConfig& follower : world_.plan.settings.router.followers) {
        if (follower.account != account) continue;
        FIX::Message answer = message_of("BA");
        answer.setField(908, "C" + std::to_string(++executions_));
        answer.setField(909, text_of(message, 909));
        answer.setField(910, "0");
        answer.setField(1, account);
        answer.setField(901, follower.balance->str());
        say(std::move(answer), false);
    }
}

void Broker::on_price_question() {
    world_.story.tell(name_ + " is asked for prices");
    sends_prices_ = true;
    prices_said_.clear();
}

// Trades of the market that nobody here took part in (35=X). What was said while the session was
// down is not said later.
void Broker::say_prices() {
    if (!peer_.is_up()) {
        sends_prices_ = false;
        prices_said_.clear();
        return;
    }
    for (const Instrument& instrument : world_.plan.settings.router.instruments) {
        const std::int64_t price = world_.market.price(instrument.symbol);
        const auto [said, is_first] = prices_said_.try_emplace(instrument.symbol, price);
        if (!is_first && said->second == price) continue;
        said->second = price;
        world_.ledger.prices_said[instrument.symbol].insert(price);
        FIX::Message message = message_of("X");
        FIX::Group trade(268, 279);
        trade.setField(279, "0");
        trade.setField(269, "2");
        trade.setField(55, instrument.symbol);
        trade.setField(270, price_text(price));
        message.addGroup(trade);
        peer_.say(message);
    }
}

} // namespace lockstep::simulation
