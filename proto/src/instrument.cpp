#include "proto/instrument.hpp"

#include "proto/check.hpp"

namespace lockstep {

namespace {

Int128 power_of_ten(int exponent) {
    Int128 power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
}

} // namespace

Result<Price> parse_price(const Instrument& instrument, std::string_view text) {
    const auto value = Decimal::parse(text);
    if (!value) return std::unexpected(value.error());
    // price / tick, both brought to one denominator
    const Int128 price = Int128{value->mantissa} * power_of_ten(instrument.tick_size.scale);
    const Int128 tick = Int128{instrument.tick_size.mantissa} * power_of_ten(value->scale);
    LOCKSTEP_CHECK(tick > 0);
    if (price % tick != 0) {
        return failure(std::string(text) + " is not a multiple of " + instrument.symbol +
                       "'s tick " + instrument.tick_size.str());
    }
    const Int128 ticks = price / tick;
    constexpr std::int64_t ticks_max = 1'000'000'000'000;
    if (ticks > ticks_max || ticks < -ticks_max) {
        return failure(std::string(text) + " is out of range for a price of " + instrument.symbol);
    }
    return Price(static_cast<std::int64_t>(ticks));
}

std::string format_price(const Instrument& instrument, Price price) {
    const Int128 mantissa = Int128{price.ticks} * instrument.tick_size.mantissa;
    LOCKSTEP_CHECK(mantissa <= INT64_MAX && mantissa >= INT64_MIN);
    return Decimal{static_cast<std::int64_t>(mantissa), instrument.tick_size.scale}.str();
}

Price convert_price(const Instrument& from, const Instrument& to, Price price,
                    PriceRounding rounding) {
    const Int128 value =
        Int128{price.ticks} * from.tick_size.mantissa * power_of_ten(to.tick_size.scale);
    const Int128 tick = Int128{to.tick_size.mantissa} * power_of_ten(from.tick_size.scale);
    return Price(rounding == PriceRounding::down ? floor_divide(value, tick)
                                                 : ceil_divide(value, tick));
}

std::optional<InstrumentId> find_instrument(const std::vector<Instrument>& instruments,
                                            std::string_view symbol) {
    for (std::uint32_t i = 0; i < instruments.size(); ++i) {
        if (instruments[i].symbol == symbol) return InstrumentId{i};
    }
    return std::nullopt;
}

} // namespace lockstep
