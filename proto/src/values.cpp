#include "proto/values.hpp"

#include "proto/check.hpp"

namespace lockstep {

namespace {
constexpr int money_decimals = 4;
}

Result<Money> Money::parse(std::string_view text) {
    const auto value = Decimal::parse(text);
    if (!value) return std::unexpected(value.error());
    Int128 units = value->mantissa;
    for (int i = value->scale; i < money_decimals; ++i) units *= 10;
    for (int i = value->scale; i > money_decimals; --i) {
        if (units % 10 != 0) {
            return failure("\"" + std::string(text) + "\" has more than four decimals");
        }
        units /= 10;
    }
    if (units > INT64_MAX / 4 || units < INT64_MIN / 4) {
        return failure("\"" + std::string(text) + "\" is too large for an amount of money");
    }
    return Money(static_cast<std::int64_t>(units));
}

std::string Money::str() const {
    std::string text = Decimal{units, money_decimals}.str();
    for (int kept = money_decimals; kept > 2 && text.back() == '0'; --kept) text.pop_back();
    return text;
}

Money money_of_ticks(Money tick_value, Int128 tick_lots) {
    const Int128 units = tick_lots * tick_value.units;
    LOCKSTEP_CHECK(units <= INT64_MAX && units >= INT64_MIN);
    return Money(static_cast<std::int64_t>(units));
}

} // namespace lockstep
