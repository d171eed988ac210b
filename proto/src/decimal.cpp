#include "proto/decimal.hpp"

#include "proto/check.hpp"

#include <numeric>

namespace lockstep {

namespace {

constexpr int digits_max = 18;

std::int64_t power_of_ten(int exponent) {
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Int128 gcd(Int128 a, Int128 b) {
    while (b != 0) {
        const Int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

// Reduces and brings back to 64 bits.
Ratio reduced(Int128 numerator, Int128 denominator) {
    LOCKSTEP_CHECK(denominator != 0);
    if (denominator < 0) {
        numerator = -numerator;
        denominator = -denominator;
    }
    if (const Int128 divisor = gcd(numerator, denominator); divisor > 1) {
        numerator /= divisor;
        denominator /= divisor;
    }
    constexpr Int128 limit = INT64_MAX;
    LOCKSTEP_CHECK(numerator <= limit && numerator >= -limit && denominator <= limit);
    return Ratio(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator));
}

} // namespace

Result<Decimal> Decimal::parse(std::string_view text) {
    const auto refuse = [&](const char* why) {
        return failure("\"" + std::string(text.substr(0, 40)) + "\" is not a number: " + why);
    };
    std::string_view rest = text;
    const bool negative = rest.starts_with('-');
    if (negative) rest.remove_prefix(1);
    Decimal value;
    int digits = 0;   // significant ones
    bool any = false; // at least one digit stands
    bool point = false;
    for (const char c : rest) {
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (!is_digit(c)) return refuse("only digits, one point and a leading minus are allowed");
        any = true;
        if (value.mantissa != 0 || c != '0') ++digits;
        if (digits > digits_max) return refuse("more than 18 digits");
        if (point && value.scale == digits_max) {
            if (c != '0') return refuse("more than 18 decimals");
            continue;
        }
        value.mantissa = value.mantissa * 10 + (c - '0');
        if (point) ++value.scale;
    }
    if (!any) return refuse("no digit in it");
    if (negative) value.mantissa = -value.mantissa;
    return value;
}

std::string Decimal::str() const {
    const bool negative = mantissa < 0;
    std::string digits = std::to_string(negative ? -mantissa : mantissa);
    if (scale > 0) {
        const auto decimals = static_cast<std::size_t>(scale);
        if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
        digits.insert(digits.size() - decimals, 1, '.');
    }
    return negative ? "-" + digits : digits;
}

Ratio::Ratio(std::int64_t numerator, std::int64_t denominator)
    : numerator_(numerator), denominator_(denominator) {
    LOCKSTEP_CHECK(denominator != 0);
    const std::int64_t divisor = std::gcd(numerator, denominator) * (denominator < 0 ? -1 : 1);
    numerator_ /= divisor;
    denominator_ /= divisor;
}

Ratio::Ratio(Decimal value) : Ratio(value.mantissa, power_of_ten(value.scale)) {}

Result<Ratio> Ratio::parse(std::string_view text) {
    const auto value = Decimal::parse(text);
    if (!value) return std::unexpected(value.error());
    return Ratio(*value);
}

Ratio operator*(Ratio a, Ratio b) {
    return reduced(Int128{a.numerator_} * b.numerator_, Int128{a.denominator_} * b.denominator_);
}

Ratio operator/(Ratio a, Ratio b) {
    return reduced(Int128{a.numerator_} * b.denominator_, Int128{a.denominator_} * b.numerator_);
}

std::strong_ordering operator<=>(Ratio a, Ratio b) {
    return Int128{a.numerator_} * b.denominator_ <=> Int128{b.numerator_} * a.denominator_;
}

std::string Ratio::str() const {
    const std::string top = std::to_string(numerator_);
    return denominator_ == 1 ? top : top + "/" + std::to_string(denominator_);
}

std::int64_t round_ratio(Ratio value, Rounding rounding) {
    LOCKSTEP_CHECK(value.numerator() >= 0);
    const Int128 numerator = value.numerator();
    const Int128 denominator = value.denominator();
    switch (rounding) {
    case Rounding::down: return floor_divide(numerator, denominator);
    case Rounding::nearest: return floor_divide(2 * numerator + denominator, 2 * denominator);
    case Rounding::up: return ceil_divide(numerator, denominator);
    }
    LOCKSTEP_CHECK(!"a rounding");
}

std::int64_t floor_divide(Int128 numerator, Int128 denominator) {
    LOCKSTEP_CHECK(denominator > 0);
    const bool is_small =
        numerator <= INT64_MAX && numerator > INT64_MIN && denominator <= INT64_MAX;
    if (is_small) { // nearly always, and a processor has an instruction for it
        const auto dividend = static_cast<std::int64_t>(numerator);
        const auto divisor = static_cast<std::int64_t>(denominator);
        const std::int64_t rounds_down = dividend % divisor != 0 && dividend < 0 ? 1 : 0;
        return dividend / divisor - rounds_down;
    }
    Int128 quotient = numerator / denominator;
    if (numerator % denominator != 0 && numerator < 0) --quotient;
    LOCKSTEP_CHECK(quotient <= INT64_MAX && quotient >= INT64_MIN);
    return static_cast<std::int64_t>(quotient);
}

std::int64_t ceil_divide(Int128 numerator, Int128 denominator) {
    return -floor_divide(-numerator, denominator);
}

} // namespace lockstep
