// Reads the tags of one message as text: numbers exactly, nothing by way of double, and nothing
// thrown for a tag that is not there.
#pragma once

#include "fix/fix44.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep::fix44 {

// No account trades more contracts than this; a larger number is taken for a mistake.
inline constexpr std::int64_t quantity_max = 1'000'000'000;
inline constexpr std::size_t text_size_max = 512; // of tag 58; the rest is cut off

// The standard's name of a tag that we read, or "" for one that we do not.
std::string_view tag_name(int tag);

// `text` with everything but printable ASCII as \xNN, and no longer than `size_max` bytes of it.
std::string printable(std::string_view text, std::size_t size_max = 40);

// `tag 38 (OrderQty) = "0.5": why`
Refusal refuse(int tag, std::string_view value, std::string_view why);
// `tag 38 (OrderQty) is missing: why`
Refusal refuse_missing(int tag, std::string_view why);

// A decoder reads all that it needs in a row and asks once whether it was well-formed: the first
// tag that could not be read is kept, and what it gave meanwhile is a zero of its kind.
class Fields {
  public:
    // `fields` is a body, a header or an entry of a group, and must outlive this. It is walked
    // once, here.
    explicit Fields(const FIX::FieldMap& fields);

    const std::optional<Refusal>& refusal() const { return refusal_; }
    void refuse(Refusal refusal);

    // The text of the tag as the peer wrote it; empty when the tag is absent or has no value.
    std::string_view text(int tag) const;
    bool has(int tag) const { return !text(tag).empty(); }

    // One character; '\0' when absent. Refuses longer texts.
    char code(int tag);
    // Y is true; absent or N is false. Refuses anything else.
    bool flag(int tag);
    // Whole contracts, "002000.00" included; nothing when absent. Refuses signs, fractions of a
    // contract, exponents, and more than `quantity_max`.
    std::optional<Quantity> quantity(int tag);
    // Nothing when absent. Refuses what parse_price refuses.
    std::optional<Price> price(int tag, const Instrument& instrument);
    std::optional<Money> money(int tag);
    std::optional<Timestamp> time(int tag);
    std::optional<std::uint64_t> number(int tag);

    // An identifier that something hangs on; empty when absent. Refuses one that does not fit or
    // holds other characters than printable ASCII.
    template <std::size_t N> Text<N> identifier(int tag) {
        const std::string_view value = text(tag);
        if (!check_identifier(tag, value, N)) return {};
        return Text<N>(value);
    }
    // An identifier that is only compared with ours: one that cannot be ours is as good as none.
    ClOrdId cl_ord_id(int tag) const;

  private:
    bool check_identifier(int tag, std::string_view value, std::size_t size_max);

    const FIX::FieldMap& fields_;
    std::array<std::uint8_t, 1024> places_{}; // by tag: one more than its place in `fields_`
    std::optional<Refusal> refusal_;
};

// The first tag that stands twice beside another one of its kind, or 0. QuickFIX keeps fields in
// order, so the two are neighbours.
int repeated_tag(const FIX::FieldMap& fields);

} // namespace lockstep::fix44
