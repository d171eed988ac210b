// What is traded: one futures contract as settings describe it, and its prices as text.
#pragma once

#include "proto/values.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

// Index into the table of instruments of one settings file.
struct InstrumentId {
    std::uint32_t index = 0;
    friend constexpr auto operator<=>(InstrumentId, InstrumentId) = default;
    static void fields(auto& self, auto& archive) { archive.instrument(self.index); }
};

struct Instrument {
    std::string symbol;             // tag 55, and the name used everywhere in Lockstep
    Decimal tick_size;              // smallest price step, above zero
    Money tick_value;               // what one tick of one contract is worth
    std::string currency = "USD";   // tag 15
    std::string security_id;        // tag 48, empty = not sent, not matched
    std::string security_id_source; // tag 22
    std::string maturity;           // tag 200 (YYYYMM), empty = not sent, not matched
    std::string exchange;           // tag 207, empty = not sent
    std::string product;            // what it is a size of: ES and MES are one; empty = its symbol
    std::string family;             // products that move together; empty = its product
    std::optional<Timestamp> expires; // no entry from then on
    Ratio contract_weight{1, 1};      // what one contract counts against MaxContracts by default
};

// Decimal text (tags 44, 99, 31) to ticks. Refuses text that is no number and prices between ticks.
Result<Price> parse_price(const Instrument& instrument, std::string_view text);

// Ticks to decimal text with the decimals of the tick size: 18000 ticks of 0.25 are "4500.00".
std::string format_price(const Instrument& instrument, Price price);

// Ways to bring a price to another instrument's tick.
enum class PriceRounding : std::uint8_t { down, up };

// The price `price` of `from` on the tick grid of `to`, by price and not by tick count.
Price convert_price(const Instrument& from, const Instrument& to, Price price,
                    PriceRounding rounding);

// The instrument whose symbol is `symbol`, if any.
std::optional<InstrumentId> find_instrument(const std::vector<Instrument>& instruments,
                                            std::string_view symbol);

} // namespace lockstep
