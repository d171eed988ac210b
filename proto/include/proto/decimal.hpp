// Exact numbers as operators and FIX peers write them. Nothing here passes through floating point.
#pragma once

#include "proto/result.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace lockstep {

__extension__ using Int128 = __int128;

// mantissa / 10^scale, as written: "0.250" is {250, 3}.
struct Decimal {
    std::int64_t mantissa = 0;
    int scale = 0; // 0 to 18

    // Takes an optional minus, digits, and an optional point with digits ("-12", "4500.25",
    // "002000.00"). Refuses anything else: a plus, an exponent, "Inf", blanks, more than 18
    // significant digits, an empty text.
    static Result<Decimal> parse(std::string_view text);
    std::string str() const;
};

// An exact rational, always reduced, denominator above zero.
class Ratio {
  public:
    constexpr Ratio() = default;
    // Refuses (by assertion) a zero denominator.
    Ratio(std::int64_t numerator, std::int64_t denominator);
    explicit Ratio(Decimal value);

    static Result<Ratio> parse(std::string_view text);

    std::int64_t numerator() const { return numerator_; }
    std::int64_t denominator() const { return denominator_; }

    // Products and quotients must fit 63 bits once reduced; anything larger is a programmer error,
    // because settings bound every factor.
    friend Ratio operator*(Ratio a, Ratio b);
    friend Ratio operator/(Ratio a, Ratio b);
    friend std::strong_ordering operator<=>(Ratio a, Ratio b);
    friend bool operator==(const Ratio&, const Ratio&) = default;
    std::string str() const; // "1/3", "2"

    static void fields(auto& self, auto& archive) {
        archive(self.numerator_, self.denominator_);
        archive.check([&] { return self.denominator_ > 0; }, "a fraction of nothing");
    }

  private:
    std::int64_t numerator_ = 0;
    std::int64_t denominator_ = 1;
};

// Ways to make a whole number of a rational. `nearest` takes halves up (away from zero).
enum class Rounding : std::uint8_t { down, nearest, up };
constexpr Rounding last_of(Rounding) { return Rounding::up; }

// value >= 0 rounded to whole units.
std::int64_t round_ratio(Ratio value, Rounding rounding);

// numerator / denominator towards minus infinity and towards plus infinity; denominator above zero.
std::int64_t floor_divide(Int128 numerator, Int128 denominator);
std::int64_t ceil_divide(Int128 numerator, Int128 denominator);

} // namespace lockstep
