#include "fix/fix44_fields.hpp"

#include "fix/fix44_time.hpp"

#include <algorithm>

namespace lockstep::fix44 {

namespace {

constexpr bool is_printable(char c) { return c >= ' ' && c <= '~'; }

// The whole number that a decimal text writes, if it writes one: "2000", "002000.00".
std::optional<std::int64_t> whole(const Decimal& value) {
    std::int64_t mantissa = value.mantissa;
    for (int i = 0; i < value.scale; ++i) {
        if (mantissa % 10 != 0) return std::nullopt;
        mantissa /= 10;
    }
    return mantissa;
}

} // namespace

std::string printable(std::string_view text, std::size_t size_max) {
    static constexpr char hex[] = "0123456789abcdef";
    std::string out;
    for (const char c : text.substr(0, size_max)) {
        if (is_printable(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += "\\x";
        out += hex[byte >> 4U];
        out += hex[byte & 0xFU];
    }
    if (text.size() > size_max) out += "...";
    return out;
}

static std::string named(int tag) {
    const std::string_view name = tag_name(tag);
    std::string text = "tag " + std::to_string(tag);
    if (!name.empty()) text.append(" (").append(name).append(")");
    return text;
}

Refusal refuse(int tag, std::string_view value, std::string_view why) {
    return {.tag = tag,
            .malformed = true,
            .what = named(tag) + " = \"" + printable(value) + "\": " + std::string(why)};
}

Refusal refuse_missing(int tag, std::string_view why) {
    return {.tag = tag, .malformed = true, .what = named(tag) + " is missing: " + std::string(why)};
}

void Fields::refuse(Refusal refusal) {
    if (!refusal_) refusal_ = std::move(refusal);
}

Fields::Fields(const FIX::FieldMap& fields) : fields_(fields) {
    std::size_t place = 0;
    for (const FIX::FieldBase& field : fields) {
        if (++place > UINT8_MAX) break; // the rest, and tags beyond the table, are searched for
        const auto tag = static_cast<std::size_t>(field.getTag());
        if (tag < places_.size() && places_[tag] == 0) {
            places_[tag] = static_cast<std::uint8_t>(place);
        }
    }
}

// QuickFIX's own search either throws for an absent tag or copies the value.
std::string_view Fields::text(int tag) const {
    const auto row = static_cast<std::size_t>(tag);
    if (row < places_.size() && places_[row] != 0) {
        return (fields_.begin() + (places_[row] - 1))->getString();
    }
    const bool all_walked = fields_.end() - fields_.begin() <= UINT8_MAX;
    if (row < places_.size() && all_walked) return {};
    for (const FIX::FieldBase& field : fields_) {
        if (field.getTag() == tag) return field.getString();
    }
    return {};
}

char Fields::code(int tag) {
    const std::string_view value = text(tag);
    if (value.size() > 1) refuse(fix44::refuse(tag, value, "one character is expected"));
    return value.size() == 1 ? value.front() : '\0';
}

bool Fields::flag(int tag) {
    const std::string_view value = text(tag);
    if (!value.empty() && value != "Y" && value != "N") {
        refuse(fix44::refuse(tag, value, "Y or N is expected"));
    }
    return value == "Y";
}

std::optional<Quantity> Fields::quantity(int tag) {
    const std::string_view value = text(tag);
    if (value.empty()) return std::nullopt;
    const auto decimal = Decimal::parse(value);
    const auto lots = decimal ? whole(*decimal) : std::nullopt;
    if (!decimal) {
        refuse(fix44::refuse(tag, value, "not a number of contracts"));
    } else if (!lots) {
        refuse(fix44::refuse(tag, value, "not a whole number of contracts"));
    } else if (value.front() == '-') {
        refuse(fix44::refuse(tag, value, "contracts cannot be negative"));
    } else if (*lots > quantity_max) {
        refuse(fix44::refuse(tag, value, "more contracts than anybody trades"));
    } else {
        return Quantity(*lots);
    }
    return std::nullopt;
}

std::optional<Price> Fields::price(int tag, const Instrument& instrument) {
    const std::string_view value = text(tag);
    if (value.empty()) return std::nullopt;
    const auto price = parse_price(instrument, value);
    if (price) return *price;
    refuse(fix44::refuse(tag, value,
                         Decimal::parse(value)
                             ? "not a price of " + instrument.symbol + " (tick " +
                                   instrument.tick_size.str() + ") or out of range"
                             : "not a price"));
    return std::nullopt;
}

std::optional<Money> Fields::money(int tag) {
    const std::string_view value = text(tag);
    if (value.empty()) return std::nullopt;
    const auto money = Money::parse(value);
    if (money) return *money;
    refuse(fix44::refuse(tag, value, "not an amount of money with at most four decimals"));
    return std::nullopt;
}

std::optional<Timestamp> Fields::time(int tag) {
    const std::string_view value = text(tag);
    if (value.empty()) return std::nullopt;
    const auto time = parse_utc_time(value);
    if (!time) refuse(fix44::refuse(tag, value, "not a UTC time (YYYYMMDD-HH:MM:SS.sss)"));
    return time;
}

std::optional<std::uint64_t> Fields::number(int tag) {
    const std::string_view value = text(tag);
    if (value.empty()) return std::nullopt;
    constexpr std::size_t digits_max = 18;
    const bool good = value.size() <= digits_max &&
                      std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
    if (!good) {
        refuse(fix44::refuse(tag, value, "not a whole number of at most 18 digits"));
        return std::nullopt;
    }
    std::uint64_t result = 0;
    for (const char c : value) result = 10 * result + static_cast<std::uint64_t>(c - '0');
    return result;
}

bool Fields::check_identifier(int tag, std::string_view value, std::size_t size_max) {
    if (value.size() > size_max) {
        refuse(fix44::refuse(tag, value, "longer than " + std::to_string(size_max) + " bytes"));
        return false;
    }
    if (!std::ranges::all_of(value, is_printable)) {
        refuse(fix44::refuse(tag, value, "holds characters that are not printable ASCII"));
        return false;
    }
    return true;
}

ClOrdId Fields::cl_ord_id(int tag) const {
    const std::string_view value = text(tag);
    if (!ClOrdId::fits(value) || !std::ranges::all_of(value, is_printable)) return {};
    return ClOrdId(value);
}

int repeated_tag(const FIX::FieldMap& fields) {
    int last = 0;
    for (const FIX::FieldBase& field : fields) {
        if (field.getTag() == last) return last;
        last = field.getTag();
    }
    return 0;
}

} // namespace lockstep::fix44
