#include "script/line_words.hpp"

#include "front/problem.hpp"
#include "proto/decimal.hpp"

#include <algorithm>
#include <charconv>

namespace lockstep::sim {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string quoted(std::string_view word) {
    constexpr std::size_t shown_max = 64;
    return "\"" + std::string(word.substr(0, shown_max)) + "\"";
}

} // namespace

LineWords::LineWords(std::string_view line) : line_(line) {
    for (std::size_t i = 0; i < line.size();) {
        if (is_blank(line[i])) {
            ++i;
            continue;
        }
        if (line[i] == '#') return;
        if (line[i] == '"') {
            const auto end = line.find('"', i + 1);
            if (end == std::string_view::npos) {
                throw Mistake{"a text begins with \" and does not end", "close it with \""};
            }
            words_.emplace_back(line.substr(i + 1, end - i - 1));
            i = end + 1;
            ends_.push_back(i);
            continue;
        }
        const auto begin = i;
        while (i < line.size() && !is_blank(line[i])) ++i;
        words_.emplace_back(line.substr(begin, i - begin));
        ends_.push_back(i);
    }
}

bool LineWords::accept(std::string_view word) {
    if (done() || words_[next_] != word) return false;
    ++next_;
    return true;
}

void LineWords::expect(std::string_view word) {
    if (accept(word)) return;
    const std::string mend = "write \"" + std::string(word) + "\" here";
    if (done()) throw Mistake{"the line ends where \"" + std::string(word) + "\" is missing", mend};
    throw Mistake{quoted(peek()) + " stands where \"" + std::string(word) + "\" belongs", mend};
}

std::string LineWords::take(std::string_view meaning) {
    if (done()) {
        throw Mistake{"the line ends where " + std::string(meaning) + " is missing",
                      "add " + std::string(meaning)};
    }
    return words_[next_++];
}

std::size_t LineWords::choice(std::string_view meaning, std::span<const std::string> choices) {
    const auto word = take(meaning);
    const auto found = std::ranges::find(choices, word);
    if (found == choices.end()) {
        throw Mistake{quoted(word) + " is not " + std::string(meaning), suggestion(word, choices)};
    }
    return static_cast<std::size_t>(found - choices.begin());
}

std::int64_t LineWords::number(std::string_view meaning, std::int64_t least, std::int64_t most) {
    const auto word = take(meaning);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size() || value < least || value > most) {
        throw Mistake{quoted(word) + " is not " + std::string(meaning),
                      "write a whole number from " + std::to_string(least) + " to " +
                          std::to_string(most)};
    }
    return value;
}

Duration LineWords::time(std::string_view meaning) {
    const auto word = take(meaning);
    const std::string_view text = word;
    std::int64_t unit_ns = 0;
    std::size_t unit_size = 1;
    if (text.ends_with("ms")) {
        unit_ns = 1'000'000;
        unit_size = 2;
    } else if (text.ends_with("s")) {
        unit_ns = 1'000'000'000;
    } else if (text.ends_with("m")) {
        unit_ns = 60'000'000'000;
    }
    const auto number = Decimal::parse(text.substr(0, text.size() - unit_size));
    constexpr std::int64_t day_ns = 86'400'000'000'000;
    if (unit_ns == 0 || !number || number->mantissa < 0 || number->scale > 6 ||
        Ratio(*number) > Ratio(day_ns / unit_ns, 1)) {
        throw Mistake{quoted(word) + " is not " + std::string(meaning),
                      "write a time with its unit, like 500ms, 2s, 0.5s or 1m, at most a day"};
    }
    return Duration(round_ratio(Ratio(*number) * Ratio(unit_ns, 1), Rounding::down));
}

Price LineWords::price(std::string_view meaning, const Instrument& instrument) {
    const auto word = take(meaning);
    const auto price = parse_price(instrument, word);
    if (!price) {
        throw Mistake{price.error().what, "write a multiple of " + instrument.tick_size.str()};
    }
    return *price;
}

std::string LineWords::rest() {
    if (done()) return "";
    std::string_view text = line_.substr(next_ == 0 ? 0 : ends_[next_ - 1] + 1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    next_ = words_.size();
    return std::string(text);
}

void LineWords::end() {
    if (done()) return;
    throw Mistake{quoted(peek()) + " is one word too many", "end the line before it"};
}

std::string LineWords::said_since(std::size_t first) const {
    std::string text;
    for (std::size_t i = first; i < next_; ++i) text += (i == first ? "" : " ") + words_[i];
    return text;
}

} // namespace lockstep::sim
