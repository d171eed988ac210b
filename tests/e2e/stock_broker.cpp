#include "e2e/stock_broker.hpp"

#include "e2e/waiting.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace lockstep::e2e {

namespace {

const std::string market_price = "5000.00";

std::string word(const std::map<std::string, std::string>& words, const std::string& code) {
    const auto found = words.find(code);
    return found == words.end() ? "?" + code : found->second;
}

int number(const FIX::Message& message, int tag) { return std::stoi(field(message, tag)); }

char code(const FIX::Message& message, int tag) { return field(message, tag).at(0); }

} // namespace

std::string order_text(const FIX::Message& message) {
    const std::string type = field(message, 35);
    std::string text = type + " " + field(message, 1) + " " +
                       word({{"1", "buy"}, {"2", "sell"}}, field(message, 54)) + " " +
                       field(message, 38) + " " + field(message, 55);
    if (type == "F") return text;
    text += " " + word({{"1", "market"}, {"2", "limit"}, {"3", "stop"}, {"4", "stop-limit"}},
                       field(message, 40));
    for (const int tag : {99, 44}) {
        if (const std::string price = field(message, tag); !price.empty()) text += " " + price;
    }
    return text + " " +
           word({{"0", "day"}, {"1", "gtc"}, {"3", "ioc"}, {"4", "fok"}}, field(message, 59));
}

StockBroker::StockBroker(std::string name, std::filesystem::path folder)
    : peer_(std::move(name), std::move(folder),
            [this](const FIX::Message& message) { answer(message); }) {}

std::vector<std::string> StockBroker::orders() const {
    std::vector<std::string> texts;
    for (const FIX::Message& message : peer_.messages()) {
        const std::string type = field(message, 35);
        if (type == "D" || type == "G" || type == "F") texts.push_back(order_text(message));
    }
    return texts;
}

bool StockBroker::until_orders(std::size_t count) const {
    return wait_until([&] { return orders().size() >= count; });
}

void StockBroker::answer(const FIX::Message& message) {
    const std::string type = field(message, 35);
    if (type == "D") {
        const Fields ack = take_new(message);
        if (holds_answers_) return;
        peer_.send("8", ack);
        if (field(message, 40) != "1") return;
        Fields fill;
        {
            const std::lock_guard lock(mutex_);
            BrokerOrder& order = book_.at(field(message, 11));
            fill = filled(order, order.quantity, market_price);
        }
        peer_.send("8", fill);
    } else if (type == "G" || type == "F") {
        peer_.send("8", take_change(message, type == "F"));
    } else if (type == "H") {
        peer_.send("8", tell(message));
        ++questions_;
    }
}

Fields StockBroker::take_new(const FIX::Message& message) {
    const std::lock_guard lock(mutex_);
    BrokerOrder order{.account = field(message, 1),
                      .order_id = peer_.name() + "-" + std::to_string(next_order_++),
                      .cl_ord_id = field(message, 11),
                      .symbol = field(message, 55),
                      .side = code(message, 54),
                      .quantity = number(message, 38),
                      .type = code(message, 40),
                      .price = field(message, 44),
                      .stop_price = field(message, 99),
                      .time_in_force = code(message, 59)};
    book_[order.cl_ord_id] = order;
    return accepted(order);
}

Fields StockBroker::take_change(const FIX::Message& message, bool is_cancel) {
    const std::lock_guard lock(mutex_);
    auto taken = book_.extract(field(message, 41));
    if (taken.empty()) {
        ADD_FAILURE() << "a change of an order that there is not: " << field(message, 41);
        return {};
    }
    BrokerOrder order = taken.mapped();
    order.orig_cl_ord_id = order.cl_ord_id;
    order.cl_ord_id = field(message, 11);
    if (is_cancel) return canceled(order);
    order.quantity = number(message, 38);
    order.price = field(message, 44);
    order.stop_price = field(message, 99);
    const Fields report = replaced(order);
    order.orig_cl_ord_id.clear();
    book_[order.cl_ord_id] = order;
    return report;
}

Fields StockBroker::tell(const FIX::Message& question) {
    const std::lock_guard lock(mutex_);
    const auto found = book_.find(field(question, 11));
    return found != book_.end() ? status(found->second)
                                : unknown(field(question, 1), field(question, 11));
}

void StockBroker::fill(const std::string& account, char side, char type, int quantity,
                       const std::string& price) {
    std::optional<Fields> report;
    {
        const std::lock_guard lock(mutex_);
        for (auto& [id, order] : book_) {
            const bool is_it = order.account == account && order.side == side &&
                               order.type == type && order.leaves() >= quantity;
            if (is_it && !report) report = filled(order, quantity, price);
        }
    }
    if (report) {
        peer_.send("8", *report);
    } else {
        ADD_FAILURE() << account << " works no such order";
    }
}

} // namespace lockstep::e2e
