// The words that rows of a scenario are made of, and what they stand for.
#pragma once

#include "proto/events.hpp"
#include "proto/instrument.hpp"

#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace lockstep::scenario {

inline std::vector<std::string> split(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

inline Quantity quantity(const std::string& word) { return Quantity(std::stoll(word)); }
inline Price price(const std::string& word) { return Price(std::stoll(word)); }
inline Side side(const std::string& word) {
    return word == "buy" || word == "buys" ? Side::buy : Side::sell;
}

// "limit 110", "stop 90", "stop 90 limit 89", "market", from `at` on; leaves what it does not know.
inline void read_terms(const std::vector<std::string>& words, std::size_t at, OrderTerms& terms) {
    bool stop = false;
    for (std::size_t i = at; i < words.size(); ++i) {
        if (words[i] == "stop") {
            stop = true;
            terms.type = OrderType::stop;
            terms.stop_price = price(words[i + 1]);
        } else if (words[i] == "limit") {
            terms.type = stop ? OrderType::stop_limit : OrderType::limit;
            terms.price = price(words[i + 1]);
        } else if (words[i] == "gtc") {
            terms.time_in_force = TimeInForce::good_till_cancel;
        } else if (words[i] == "gtd") {
            terms.time_in_force = TimeInForce::gtd;
        } else if (words[i] == "ioc") {
            terms.time_in_force = TimeInForce::ioc;
        }
    }
}

inline std::string show_terms(const OrderTerms& terms) {
    std::string text;
    if (terms.type == OrderType::market) text += " market";
    if (terms.stop_price) text += " stop " + std::to_string(terms.stop_price->ticks);
    if (terms.price) text += " limit " + std::to_string(terms.price->ticks);
    if (terms.time_in_force == TimeInForce::ioc) text += " ioc";
    if (terms.time_in_force == TimeInForce::good_till_cancel) text += " gtc";
    return text;
}

inline Instrument instrument(const std::string& symbol, std::int64_t tick_value) {
    Instrument made;
    made.symbol = symbol;
    made.tick_size = Decimal{1, 0};
    made.tick_value = Money::of(tick_value);
    return made;
}

// The word of a closed list with that name.
template <class Word> Word word(const std::string& text) {
    for (int i = 0; i <= static_cast<int>(last_of(Word{})); ++i) {
        if (name(static_cast<Word>(i)) == text) return static_cast<Word>(i);
    }
    throw std::runtime_error("no such word: " + text);
}

} // namespace lockstep::scenario
