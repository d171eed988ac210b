// The words of one script line, taken one after the other, each with what it is expected to be.
#pragma once

#include "front/sim_settings.hpp"
#include "proto/values.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::sim {

// Every function that finds something else than it takes throws Mistake.
class LineWords {
  public:
    // Blanks separate words, "double quotes" keep blanks inside one, # starts a comment.
    explicit LineWords(std::string_view line);

    bool done() const { return next_ == words_.size(); }
    // The next word without taking it; empty at the end.
    std::string_view peek() const { return done() ? std::string_view() : words_[next_]; }
    // Takes the next word when it is `word`.
    bool accept(std::string_view word);
    void expect(std::string_view word);
    // Any word; `meaning` tells the reader what should stand here.
    std::string take(std::string_view meaning);
    // One of `choices`; its index.
    std::size_t choice(std::string_view meaning, std::span<const std::string> choices);
    // A whole number in range.
    std::int64_t number(std::string_view meaning, std::int64_t least, std::int64_t most);
    // "500ms", "2s", "0.5s", "1m"; at most a day.
    Duration time(std::string_view meaning);
    Price price(std::string_view meaning, const Instrument& instrument);
    // What is left of the line as it was written after one blank, comment included.
    std::string rest();
    // Refuses what is left.
    void end();

    std::size_t position() const { return next_; }
    // The words from `first` to the next one, with single blanks between.
    std::string said_since(std::size_t first) const;

  private:
    std::string_view line_;
    std::vector<std::string> words_;
    std::vector<std::size_t> ends_; // of each word in line_
    std::size_t next_ = 0;
};

} // namespace lockstep::sim
