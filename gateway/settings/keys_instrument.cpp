#include "settings/domains.hpp"
#include "settings/key_lists.hpp"
#include "settings/values.hpp"

#include <algorithm>

namespace lockstep {

namespace {

// Prices are at most 10^12 ticks, and their text must fit 18 digits.
Result<void> check_tick_size(std::string_view text) {
    constexpr std::int64_t mantissa_max = 999'999;
    constexpr int scale_max = 9;
    const auto value = Decimal::parse(text);
    if (!value || value->mantissa <= 0) {
        return failure("is not a price step; write a number above zero, such as 0.25");
    }
    if (value->mantissa > mantissa_max || value->scale > scale_max) {
        return failure("has too many digits; write at most six digits and nine decimals");
    }
    return {};
}

Result<void> check_currency(std::string_view text) {
    const bool good =
        text.size() == 3 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!good) return failure("is not a currency; write its three capital letters, such as USD");
    return {};
}

// Tag 200, and with a day or week as exchanges write it: 202612, 20261218, 202612w3.
Result<void> check_maturity(std::string_view text) {
    const bool is_month = text.size() >= 6 && std::ranges::all_of(text.substr(0, 6), [](char c) {
                              return c >= '0' && c <= '9';
                          });
    const std::string_view month = is_month ? text.substr(4, 2) : "00";
    if (!is_month || text.size() > 8 || month < "01" || month > "12") {
        return failure("is not a month of maturity; write YYYYMM, such as 202612");
    }
    return {};
}

} // namespace

std::vector<Key> instrument_keys() {
    constexpr auto kind = SectionKind::instrument;
    return {
        {.name = "Symbol",
         .kind = kind,
         .meaning = "Its name on the wire (tag 55) and everywhere in Lockstep.",
         .domain = domain::symbol(),
         .required = true,
         .own_only = true},
        {.name = "TickSize",
         .kind = kind,
         .meaning = "The smallest price step.",
         .domain = {"above 0, at most six digits and nine decimals", check_tick_size},
         .required = true},
        {.name = "TickValue",
         .kind = kind,
         .meaning = "What one tick of one contract is worth, in `Currency`.",
         .domain = domain::money_above_zero(),
         .required = true},
        {.name = "Currency",
         .kind = kind,
         .meaning = "Currency of the tick value (tag 15). One account trades one currency.",
         .domain = {"three capital letters", check_currency},
         .default_value = "USD"},
        {.name = "SecurityID",
         .kind = kind,
         .meaning = "Sent as tag 48, and matched where a peer names the instrument by it.",
         .domain = domain::identifier()},
        {.name = "SecurityIDSource",
         .kind = kind,
         .meaning = "Whose `SecurityID` it is (tag 22; 8 is the exchange's).",
         .domain = domain::identifier()},
        {.name = "MaturityMonthYear",
         .kind = kind,
         .meaning = "Month of maturity (tag 200): sent, and matched where a peer sends it.",
         .domain = {"YYYYMM, a day or week may follow", check_maturity}},
        {.name = "SecurityExchange",
         .kind = kind,
         .meaning = "Sent as tag 207.",
         .domain = domain::identifier()},
        {.name = "Product",
         .kind = kind,
         .meaning = "What it is a size of; instruments of one product count as one for "
                    "`OppositeSides`.",
         .domain = domain::identifier(),
         .default_words = "by risk/products.cfg, else the symbol"},
        {.name = "ProductFamily",
         .kind = kind,
         .meaning = "Products that move together, for `OppositeSides=refuse_correlated`.",
         .domain = domain::identifier(),
         .default_words = "by risk/products.cfg, else the product"},
        {.name = "Expires",
         .kind = kind,
         .meaning = "From then on nothing is entered; exits leave.",
         .domain = domain::read_by("YYYY-MM-DD HH:MM[:SS] ZONE", read_instant)},
        {.name = "ContractWeight",
         .kind = kind,
         .meaning = "What one contract counts against `MaxContracts` (a micro often 0.1).",
         .domain = domain::ratio_above_zero(1000, 4),
         .default_value = "1",
         .own_only = true},
    };
}

} // namespace lockstep
