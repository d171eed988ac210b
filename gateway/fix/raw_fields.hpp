// The tag=value fields of a FIX message as bytes, before anybody believes them: a reader that knows
// which fields carry raw data of a stated length, and notices when the length lies.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace lockstep {

inline constexpr char soh = '\x01'; // ends every field

// A field of raw data may hold any byte, SOH included; the field right before it says how many.
struct LengthDataPair {
    int length_tag;
    int data_tag;
};

// Every pair of FIX 4.4 and of the later versions: 90/91, 93/89, 95/96, 212/213, 354/355, ...
std::span<const LengthDataPair> length_data_pairs();

struct RawField {
    int tag = 0;
    std::string_view value;
};

enum class FieldFault : std::uint8_t {
    none,
    malformed,    // no tag, no '=', no SOH, a tag that is no plain number of 1 to 9 digits
    lying_length, // a length that is no plain number or points elsewhere than at a SOH
};

// Reads fields one after another. Refuses a tag with a sign or leading zero, and a data field whose
// length field does not stand right before it.
class RawFields {
  public:
    explicit RawFields(std::string_view bytes) : bytes_(bytes) {}

    // The next field; false at the end and at the first fault.
    bool next(RawField& field);
    FieldFault fault() const { return fault_; }
    const std::string& what() const { return what_; } // the fault in words, naming the tag

  private:
    bool read_tag(int& tag);
    bool read_plain(RawField& field);
    bool read_data(RawField& field);
    bool note_length(const RawField& field);
    bool fail(FieldFault fault, std::string what);

    std::string_view bytes_;
    std::size_t position_ = 0;
    int length_tag_ = 0; // the length field right before, or 0
    std::size_t length_ = 0;
    FieldFault fault_ = FieldFault::none;
    std::string what_;
};

// The value of the first field `tag` of a whole message; empty when absent or empty, or behind a
// fault.
std::string_view find_field(std::string_view message, int tag);

// Digits alone, 1 to 9 of them: the number, else -1.
int plain_number(std::string_view digits);

} // namespace lockstep
