#include "settings/build.hpp"
#include "settings/nearest.hpp"
#include "settings/products.hpp"
#include "settings/typed.hpp"

#include <map>

namespace lockstep {

void build_instruments(Sections& sections, Settings& settings, Problems& problems) {
    std::map<std::string, Location> seen;
    for (const EffectiveSection* section : sections_of(sections, SectionKind::instrument)) {
        Instrument instrument;
        instrument.symbol = text_of(*section, "Symbol");
        instrument.tick_size =
            read_of(*section, "TickSize", Decimal::parse).value_or(Decimal{1, 0});
        instrument.tick_value = read_of(*section, "TickValue", Money::parse).value_or(Money::of(1));
        instrument.currency = text_of(*section, "Currency");
        instrument.security_id = text_of(*section, "SecurityID");
        instrument.security_id_source = text_of(*section, "SecurityIDSource");
        instrument.maturity = text_of(*section, "MaturityMonthYear");
        instrument.exchange = text_of(*section, "SecurityExchange");
        const ProductRow product = product_of_symbol(instrument.symbol);
        const auto given = [&](const char* key, const std::string& otherwise) {
            const std::string text = text_of(*section, key);
            return text.empty() ? otherwise : text;
        };
        instrument.product = given("Product", product.product);
        const bool is_listed = instrument.product == product.product;
        instrument.family = given("ProductFamily", is_listed ? product.family : std::string());
        instrument.expires = read_of(*section, "Expires", read_instant);
        instrument.contract_weight =
            read_of(*section, "ContractWeight", read_ratio).value_or(Ratio(1, 1));
        settings.router.instruments.push_back(instrument);

        if (instrument.symbol.empty()) continue;
        const auto& where = section->place("Symbol");
        const auto [first, is_new] = seen.emplace(instrument.symbol, where);
        if (!is_new) {
            problems.error(where,
                           "Symbol=" + instrument.symbol + " is described twice, first at " +
                               first->second.seen_from(where),
                           "remove one of the two sections");
        }
    }
}

std::optional<InstrumentId> referred_instrument(const EffectiveSection& section,
                                                std::string_view key, std::string_view symbol,
                                                const Settings& settings, Problems& problems) {
    const auto found = find_instrument(settings.router.instruments, symbol);
    if (found) return found;
    std::vector<std::string_view> known;
    for (const Instrument& instrument : settings.router.instruments) {
        if (instrument.symbol.empty()) return std::nullopt; // it may be that one: said already
        known.push_back(instrument.symbol);
    }
    problems.error(
        section.place(key),
        std::string(key) + " names " + std::string(symbol) + ", which no [INSTRUMENT] describes",
        known.empty() ? "add an [INSTRUMENT]"
                      : "add it, or use the nearest one, " + std::string(nearest(symbol, known)));
    return std::nullopt;
}

} // namespace lockstep
