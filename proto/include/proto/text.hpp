// A short text that lives in place: the type of every identifier that travels on the hot path.
#pragma once

#include "proto/check.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>

namespace lockstep {

// At most N bytes, no allocation. Longer input is a programmer error: edges test `fits` first.
template <std::size_t N> class Text {
  public:
    static_assert(N <= 255);
    static constexpr std::size_t capacity = N;

    constexpr Text() = default;
    constexpr Text(std::string_view text) { assign(text); }
    constexpr Text(const char* text) { assign(text); }
    Text(const std::string& text) { assign(text); }

    static constexpr bool fits(std::string_view text) { return text.size() <= N; }

    constexpr std::string_view view() const { return {bytes_.data(), size_}; }
    constexpr operator std::string_view() const { return view(); }
    std::string str() const { return std::string(view()); }
    constexpr bool empty() const { return size_ == 0; }
    constexpr std::size_t size() const { return size_; }

    friend constexpr bool operator==(const Text& a, const Text& b) { return a.view() == b.view(); }
    friend constexpr auto operator<=>(const Text& a, const Text& b) {
        return a.view() <=> b.view();
    }
    friend std::ostream& operator<<(std::ostream& out, const Text& text) {
        return out << text.view();
    }

  private:
    constexpr void assign(std::string_view text) {
        LOCKSTEP_CHECK(fits(text));
        size_ = static_cast<std::uint8_t>(text.size());
        for (std::size_t i = 0; i < text.size(); ++i) bytes_[i] = text[i];
    }

    std::array<char, N> bytes_{};
    std::uint8_t size_ = 0;
};

} // namespace lockstep

template <std::size_t N> struct std::hash<lockstep::Text<N>> {
    std::size_t operator()(const lockstep::Text<N>& text) const noexcept {
        return std::hash<std::string_view>{}(text.view());
    }
};
