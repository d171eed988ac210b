#include "unit/router/book_desk.hpp"

#include "proto/check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace lockstep::router_test {

namespace {

constexpr InstrumentId es{0};

LeaderConfig leader(bool start_flat, OnBust on_bust) {
    LeaderConfig config;
    config.account = "LEAD";
    config.start_flat = start_flat;
    config.on_bust = on_bust;
    return config;
}

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

ExecKind kind_of(const std::string& word) {
    static const std::map<std::string, ExecKind> kinds{
        {"accepted", ExecKind::accepted},       {"fills", ExecKind::fill},
        {"becomes", ExecKind::replaced},        {"restated", ExecKind::restated},
        {"canceled", ExecKind::canceled},       {"expired", ExecKind::expired},
        {"rejected", ExecKind::rejected},       {"done", ExecKind::done},
        {"suspended", ExecKind::suspended},     {"pending", ExecKind::pending},
        {"triggered", ExecKind::triggered},     {"status", ExecKind::status},
        {"refused", ExecKind::cancel_rejected}, {"busted", ExecKind::fill_bust},
        {"corrected", ExecKind::fill_corrected}};
    return kinds.at(word);
}

// Side, type, price and time in force, whichever of them stand in the row.
void read_terms(const std::vector<std::string>& words, OrderTerms& terms) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto number = [&] { return Price(std::stoll(words.at(i + 1))); };
        if (words[i] == "buy") terms.side = Side::buy;
        if (words[i] == "sell") terms.side = Side::sell;
        if (words[i] == "market") terms.type = OrderType::market;
        if (words[i] == "gtc") terms.time_in_force = TimeInForce::good_till_cancel;
        if (words[i] == "gtd") terms.time_in_force = TimeInForce::gtd;
        if (words[i] == "ioc") terms.time_in_force = TimeInForce::ioc;
        if (words[i] == "limit") {
            terms.type = OrderType::limit;
            terms.price = number();
        }
        if (words[i] == "stop") {
            terms.type = OrderType::stop;
            terms.stop_price = number();
        }
    }
}

std::string number_after(const std::vector<std::string>& words, const std::string& word) {
    const auto found = std::ranges::find(words, word);
    return found == words.end() || found + 1 == words.end() ? "" : *(found + 1);
}

} // namespace

BookDesk::BookDesk(bool start_flat, OnBust on_bust) : book_(leader(start_flat, on_bust), 2) {}

void BookDesk::play(const std::vector<BookRow>& rows) {
    std::size_t number = 0;
    for (const BookRow& row : rows) {
        const std::string where = "row " + std::to_string(++number) + ", " + row.happens;
        EXPECT_EQ(show(happens(row.happens)), row.change) << where;
        EXPECT_EQ(show_book(), row.book) << where;
    }
}

LeaderChange BookDesk::happens(const std::string& text) {
    std::vector<std::string> words = words_of(text);
    const bool late = words.front() == "late";
    if (late) words.erase(words.begin());
    if (words.front() == "reported" || words.front() == "operator") {
        return book_.apply(LeaderPosition{LeaderId{0}, es, Position(std::stoll(words.back())),
                                          words.front() == "operator"});
    }
    if (words.front() == "session") {
        const auto changes = book_.end_session();
        return changes.empty() ? LeaderChange() : changes.front();
    }
    if (words.front() == "keep" || words.front() == "follow") {
        const auto changes = book_.answer_bust(words.front() == "follow");
        return changes.empty() ? LeaderChange() : changes.front();
    }
    if (words.front() == "again") {
        ExecutionEvent once_more = newest_;
        once_more.poss_dup = words.size() > 1 && words[1] == "late";
        if (const std::string other = number_after(words, "as"); !other.empty()) {
            once_more.last_qty = Quantity(std::stoll(other));
        }
        return book_.apply(once_more, Timestamp());
    }
    const std::string label = words.front();
    words.erase(words.begin());
    return report(label, std::move(words), late);
}

LeaderChange BookDesk::report(const std::string& label, std::vector<std::string> words, bool late) {
    const ExecKind kind = kind_of(words.front());
    const bool is_new = !orders_.contains(label);
    ExecutionEvent& order = orders_[label];
    order.order_key = "order-" + label;
    order.instrument = es;
    read_terms(words, order.terms);
    ExecutionEvent event = order;
    event.kind = kind;
    event.poss_dup = late;
    event.exec_key = "exec-" + std::to_string(++executions_);
    event.last_price = Price(100);
    if (const std::string at = number_after(words, "at"); !at.empty()) {
        event.last_price = Price(std::stoll(at));
    }
    const bool has_number =
        words.size() > 1 && words[1].find_first_not_of("-0123456789") == std::string::npos;
    if (kind == ExecKind::fill || kind == ExecKind::fill_corrected) {
        event.last_qty = Quantity(std::stoll(words.at(1)));
    } else if (has_number) {
        event.order_qty = Quantity(std::stoll(words[1]));
    } else if (const std::string size =
                   number_after(words, order.terms.side == Side::buy ? "buy" : "sell");
               is_new && !size.empty()) {
        event.order_qty = Quantity(std::stoll(size));
    }
    if (const std::string size = number_after(words, "of"); !size.empty()) {
        event.order_qty = Quantity(std::stoll(size));
    }
    if (const std::string sum = number_after(words, "cum"); !sum.empty()) {
        event.cum_qty = Quantity(std::stoll(sum));
    }
    if (event.order_qty > Quantity(0)) order.order_qty = event.order_qty;
    if (kind == ExecKind::fill_bust || kind == ExecKind::fill_corrected) {
        event.exec_ref_key = newest_fill_.contains(label) ? newest_fill_[label] : "exec-unknown";
    }
    if (kind == ExecKind::fill) newest_fill_[label] = event.exec_key;
    newest_ = event;
    return apply(label);
}

LeaderChange BookDesk::apply(const std::string& label) {
    LeaderChange change = book_.apply(newest_, Timestamp());
    if (change.order != 0) ids_[label] = change.order;
    return change;
}

const LeaderOrder* BookDesk::order(const std::string& label) const {
    const auto found = ids_.find(label);
    return found == ids_.end() ? nullptr : book_.find(found->second);
}

std::string BookDesk::show(const LeaderChange& change) const {
    std::string text =
        change.fresh ? std::to_string(change.before.net) + ">" + std::to_string(change.after.net)
                     : "-";
    if (change.is_fill) text += " fill";
    if (change.turns_flat) text += " turns";
    if (change.late) text += " late";
    if (change.severity) text += " !" + std::string(name(change.reason));
    return text;
}

std::string BookDesk::show_book() const {
    const LeaderInstrument& at = book_.at(es);
    std::string text =
        "P " + std::to_string(at.position.net) + " peak " + std::to_string(at.peak.lots);
    if (!at.known) text += " unknown";
    if (at.disagrees) text += " disagrees";
    if (at.bust_pending) text += " bust " + std::to_string(at.bust_offset.net);
    for (const LeaderOrderId id : at.working) {
        const LeaderOrder* order = book_.find(id);
        LOCKSTEP_CHECK(order != nullptr);
        const bool suspended = order->state == LeaderOrderState::suspended;
        text += suspended ? " (" : " ";
        text +=
            order->key.str().substr(6) + (order->role == OrderRole::entry ? " entry " : " exit ");
        text += std::to_string(order->leaves().lots) + (suspended ? ")" : "");
    }
    return text;
}

} // namespace lockstep::router_test
