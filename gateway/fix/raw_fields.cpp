#include "fix/raw_fields.hpp"

#include <array>
#include <cstring>
#include <utility>

namespace lockstep {
namespace {

constexpr std::array<LengthDataPair, 25> pairs{{
    {90, 91},     {93, 89},     {95, 96},     {212, 213},   {348, 349},
    {350, 351},   {352, 353},   {354, 355},   {356, 357},   {358, 359},
    {360, 361},   {362, 363},   {364, 365},   {445, 446},   {618, 619},
    {621, 622},   {1184, 1185}, {1277, 1278}, {1280, 1281}, {1282, 1283},
    {1397, 1398}, {1401, 1402}, {1403, 1404}, {1468, 1469}, {1664, 1665},
}};
constexpr std::size_t pair_tags_end = 1666;
using TagTable = std::array<std::uint16_t, pair_tags_end>;

constexpr std::pair<TagTable, TagTable> partners() {
    TagTable data_of{};
    TagTable length_of{};
    for (const LengthDataPair& pair : pairs) {
        data_of[static_cast<std::size_t>(pair.length_tag)] =
            static_cast<std::uint16_t>(pair.data_tag);
        length_of[static_cast<std::size_t>(pair.data_tag)] =
            static_cast<std::uint16_t>(pair.length_tag);
    }
    return {data_of, length_of};
}
constexpr auto partner_tables = partners();

int partner(const TagTable& table, int tag) {
    const auto index = static_cast<std::size_t>(tag);
    return index < pair_tags_end ? table[index] : 0;
}
int data_tag_of(int length_tag) { return partner(partner_tables.first, length_tag); }
int length_tag_of(int data_tag) { return partner(partner_tables.second, data_tag); }

std::string tag_text(int tag) { return std::to_string(tag) + "="; }

} // namespace

std::span<const LengthDataPair> length_data_pairs() { return pairs; }

int plain_number(std::string_view digits) {
    if (digits.empty() || digits.size() > 9) return -1;
    int number = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return -1;
        number = number * 10 + (c - '0');
    }
    return number;
}

bool RawFields::next(RawField& field) {
    if (fault_ != FieldFault::none || position_ == bytes_.size()) return false;
    if (!read_tag(field.tag)) return false;
    if (length_tag_of(field.tag) != 0) return read_data(field);
    return read_plain(field) && note_length(field);
}

bool RawFields::read_tag(int& tag) {
    const std::string_view rest = bytes_.substr(position_);
    const std::size_t equals = rest.substr(0, 10).find('=');
    const int number = equals == rest.npos ? -1 : plain_number(rest.substr(0, equals));
    if (number < 1 || rest.front() == '0') {
        return fail(FieldFault::malformed,
                    "byte " + std::to_string(position_) + " of the body begins no field");
    }
    tag = number;
    position_ += equals + 1;
    return true;
}

bool RawFields::read_plain(RawField& field) {
    const char* const begin = bytes_.data() + position_;
    const void* const end = std::memchr(begin, soh, bytes_.size() - position_);
    if (!end) return fail(FieldFault::malformed, tag_text(field.tag) + " has no end");
    const auto size = static_cast<std::size_t>(static_cast<const char*>(end) - begin);
    field.value = {begin, size};
    position_ += size + 1;
    return true;
}

bool RawFields::read_data(RawField& field) {
    const int expected = length_tag_of(field.tag);
    if (std::exchange(length_tag_, 0) != expected) {
        return fail(FieldFault::lying_length,
                    tag_text(field.tag) + " without " + tag_text(expected) + " right before it");
    }
    const std::size_t left = bytes_.size() - position_;
    if (length_ >= left || bytes_[position_ + length_] != soh) {
        return fail(FieldFault::lying_length, tag_text(expected) + std::to_string(length_) +
                                                  " does not fit the " + tag_text(field.tag) +
                                                  " that follows");
    }
    field.value = bytes_.substr(position_, length_);
    position_ += length_ + 1;
    return true;
}

bool RawFields::note_length(const RawField& field) {
    length_tag_ = 0;
    if (data_tag_of(field.tag) == 0) return true;
    const int length = plain_number(field.value);
    if (length < 0) {
        return fail(FieldFault::lying_length,
                    tag_text(field.tag) + " is no plain number of at most nine digits");
    }
    length_tag_ = field.tag;
    length_ = static_cast<std::size_t>(length);
    return true;
}

bool RawFields::fail(FieldFault fault, std::string what) {
    fault_ = fault;
    what_ = std::move(what);
    return false;
}

std::string_view find_field(std::string_view message, int tag) {
    RawFields fields(message);
    for (RawField field; fields.next(field);) {
        if (field.tag == tag) return field.value;
    }
    return {};
}

} // namespace lockstep
