// Bytes in, whole FIX messages out: the guard before QuickFIX, which trusts lengths.
//
// What is wrong with one message alone makes it garbled: it is skipped and named, and since its
// number is then missing the session asks for it again, as FIX wants it. What cannot be skipped
// safely, or is an attack, breaks the stream: the connection ends, and the session's numbers heal
// the rest when it returns.
#pragma once

#include "fix/raw_fields.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lockstep {

// The bound of the body, in bytes. 64 KiB holds every message of the protocol as it is used for
// orders and reports, with room.
inline constexpr std::size_t default_message_bytes_max = 64 * 1024;

enum class FramingFault : std::uint8_t {
    none,
    // garbled, and skipped:
    not_fix,           // does not begin with 8=FIX.x.y
    body_length_text,  // 9= is missing or no plain number (sign, leading zero, letters)
    body_length_wrong, // 9= does not lead to 10=ddd
    checksum_wrong,    // 10= is not the sum of the bytes
    msg_type_place,    // the third field is not 35=
    inner_frame,       // 8=, 9= or 10= among the fields of the body
    malformed_field,   // a field without tag, '=' or SOH
    // the stream is broken:
    oversize,     // 9= promises more than the bound, or no end within it
    lying_length, // a length/data pair whose length lies
    no_end,       // too many garbled messages without a good one between
};

std::string_view name(FramingFault fault);

// One whole message whose frame is right. The views point into the framer and last until its next
// call.
struct Frame {
    std::string_view bytes;          // from 8= to the SOH after 10=
    std::string_view begin_string;   // tag 8
    std::string_view msg_type;       // tag 35
    std::string_view sender_comp_id; // tag 49, empty when absent
    std::string_view target_comp_id; // tag 56, empty when absent
    int msg_seq_num = -1;            // tag 34, -1 when absent or no plain number of 9 digits
};

class Framer {
  public:
    enum class Outcome : std::uint8_t {
        nothing, // more bytes are needed
        message, // frame() is one
        garbled, // one message is skipped; fault() and what() say why; go on
        broken,  // the stream is of no more use; fault() and what() say why
    };
    // In a row, without a good message between: then the stream is broken.
    static constexpr int garbled_in_a_row_max = 8;

    explicit Framer(std::size_t message_bytes_max = default_message_bytes_max)
        : message_bytes_max_(message_bytes_max) {}

    // Adds bytes. The caller then takes until `nothing` or `broken`, so that never more is held
    // than one message at the bound and the bytes of one call.
    void feed(std::string_view bytes);
    Outcome take();

    const Frame& frame() const { return frame_; }
    FramingFault fault() const { return fault_; }
    const std::string& what() const { return what_; }
    std::size_t bytes_held() const { return buffer_.size() - position_; }

  private:
    enum class Header : std::uint8_t { incomplete, complete, wrong, too_long };

    std::string_view rest() const { return std::string_view(buffer_).substr(position_); }
    Header read_header(std::string_view bytes);
    Header read_body_length(std::string_view bytes, std::size_t at);
    Outcome take_whole(std::string_view message);
    Outcome take_fields(std::string_view message);
    bool read_field(const RawField& field, int index);
    bool skip_garbled();
    Outcome garbled(FramingFault fault, std::string what, std::size_t bytes_to_skip);
    Outcome broken(FramingFault fault, std::string what);
    Header wrong(FramingFault fault, std::string what, Header kind = Header::wrong);

    std::size_t message_bytes_max_;
    std::string buffer_;
    std::size_t position_ = 0;
    bool broken_ = false;
    bool skipping_ = false;    // looking for the end of a garbled message
    std::size_t searched_ = 0; // of rest(), while skipping
    int garbled_in_a_row_ = 0;
    std::size_t header_bytes_ = 0; // 8= and 9= with their SOHs, once complete
    std::size_t body_bytes_ = 0;   // tag 9
    Frame frame_;
    FramingFault fault_ = FramingFault::none;
    std::string what_;
};

} // namespace lockstep
