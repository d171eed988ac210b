// Text of a FIX message while it is written, with the sum of its bytes (tag 10) kept beside it, so
// that what was summed once is not summed again for every message.
#pragma once

#include "proto/prefetch.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace lockstep {

// A piece that stands in many messages.
class SummedPiece {
  public:
    SummedPiece() = default;
    explicit SummedPiece(std::string text) : text_(std::move(text)) {
        for (const char c : text_) sum_ += static_cast<unsigned char>(c);
    }
    const std::string& text() const { return text_; }
    unsigned sum() const { return sum_; }
    std::size_t size() const { return text_.size(); }
    void bring_near() const { prefetch(text_.data(), text_.size()); }

  private:
    std::string text_;
    unsigned sum_ = 0;
};

// Keeps its memory from message to message.
class SummedText {
  public:
    void clear() {
        text_.clear();
        sum_ = 0;
    }
    SummedText& add(const SummedPiece& piece) {
        text_.append(piece.text());
        sum_ += piece.sum();
        return *this;
    }
    SummedText& add(std::string_view text) {
        text_.append(text);
        for (const char c : text) sum_ += static_cast<unsigned char>(c);
        return *this;
    }
    SummedText& add(char c) {
        text_.push_back(c);
        sum_ += static_cast<unsigned char>(c);
        return *this;
    }
    SummedText& add_number(std::int64_t number) {
        std::array<char, 20> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        return add(std::string_view(digits.data(), end));
    }
    SummedText& add(const SummedText& other) {
        text_.append(other.text_);
        sum_ += other.sum_;
        return *this;
    }
    // Tag 10 of all that stands so far, with its separator.
    void close() {
        const unsigned sum = sum_ % 256;
        const std::array<char, 7> trailer{'1',
                                          '0',
                                          '=',
                                          static_cast<char>('0' + sum / 100),
                                          static_cast<char>('0' + sum / 10 % 10),
                                          static_cast<char>('0' + sum % 10),
                                          '\x01'};
        text_.append(trailer.data(), trailer.size());
    }

    const std::string& text() const { return text_; }
    std::size_t size() const { return text_.size(); }

  private:
    std::string text_;
    unsigned sum_ = 0;
};

} // namespace lockstep
