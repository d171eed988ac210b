#include "fix/framing.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace lockstep {
namespace {

constexpr std::string_view first_bytes = "8=FIX";
constexpr std::size_t begin_string_bytes_max = 8; // "FIXT.1.1"
constexpr std::size_t trailer_bytes = 7;          // "10=ddd" and SOH

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "FIX.4.4", "FIXT.1.1"
bool is_begin_string(std::string_view text) {
    text.remove_prefix(text.starts_with("FIXT") ? 4 : 3);
    return text.size() == 4 && text[0] == '.' && is_digit(text[1]) && text[2] == '.' &&
           is_digit(text[3]);
}

bool is_trailer(std::string_view bytes) {
    return bytes.size() == trailer_bytes && bytes.starts_with("10=") && is_digit(bytes[3]) &&
           is_digit(bytes[4]) && is_digit(bytes[5]) && bytes[6] == soh;
}

// Tag 10: the sum of all bytes before it, modulo 256.
unsigned checksum(std::string_view bytes) {
    return std::accumulate(
               bytes.begin(), bytes.end(), 0U,
               [](unsigned sum, char c) { return sum + static_cast<unsigned char>(c); }) %
           256U;
}

} // namespace

std::string_view name(FramingFault fault) {
    switch (fault) {
    case FramingFault::none: return "none";
    case FramingFault::not_fix: return "not FIX";
    case FramingFault::body_length_text: return "BodyLength is no number";
    case FramingFault::body_length_wrong: return "BodyLength is wrong";
    case FramingFault::checksum_wrong: return "CheckSum is wrong";
    case FramingFault::msg_type_place: return "MsgType is not third";
    case FramingFault::inner_frame: return "frame field inside the body";
    case FramingFault::malformed_field: return "malformed field";
    case FramingFault::oversize: return "oversize";
    case FramingFault::lying_length: return "lying length";
    case FramingFault::no_end: return "nothing but garbled messages";
    }
    return "?";
}

void Framer::feed(std::string_view bytes) {
    buffer_.erase(0, position_);
    position_ = 0;
    buffer_.append(bytes);
}

Framer::Outcome Framer::take() {
    if (broken_) return Outcome::broken;
    if (skipping_ && !skip_garbled()) {
        if (bytes_held() <= message_bytes_max_) return Outcome::nothing;
        return broken(FramingFault::oversize, "no end of a garbled message within " +
                                                  std::to_string(message_bytes_max_) + " bytes");
    }
    const std::string_view bytes = rest();
    switch (read_header(bytes)) {
    case Header::incomplete: return Outcome::nothing;
    case Header::wrong: return garbled(fault_, std::move(what_), 0);
    case Header::too_long: return broken(fault_, std::move(what_));
    case Header::complete: break;
    }
    const std::size_t whole = header_bytes_ + body_bytes_ + trailer_bytes;
    return bytes.size() < whole ? Outcome::nothing : take_whole(bytes.substr(0, whole));
}

Framer::Header Framer::read_header(std::string_view bytes) {
    const std::size_t seen = std::min(bytes.size(), first_bytes.size());
    if (bytes.substr(0, seen) != first_bytes.substr(0, seen)) {
        return wrong(FramingFault::not_fix, "a message must begin with 8=FIX");
    }
    if (seen < first_bytes.size()) return Header::incomplete;
    const std::size_t end = bytes.substr(0, 2 + begin_string_bytes_max + 1).find(soh);
    if (end == bytes.npos) {
        if (bytes.size() <= 2 + begin_string_bytes_max) return Header::incomplete;
        return wrong(FramingFault::not_fix, "8= has no end");
    }
    frame_ = Frame{};
    frame_.begin_string = bytes.substr(2, end - 2);
    if (!is_begin_string(frame_.begin_string)) {
        return wrong(FramingFault::not_fix, "8= names no version of FIX");
    }
    return read_body_length(bytes, end + 1);
}

Framer::Header Framer::read_body_length(std::string_view bytes, std::size_t at) {
    constexpr std::string_view tag = "9=";
    const std::string_view field = bytes.substr(at);
    const std::size_t seen = std::min(field.size(), tag.size());
    if (field.substr(0, seen) != tag.substr(0, seen)) {
        return wrong(FramingFault::body_length_text, "the second field is not 9=");
    }
    if (field.size() <= tag.size()) return Header::incomplete;
    std::size_t end = tag.size();
    while (end < field.size() && is_digit(field[end])) ++end;
    const std::string_view digits = field.substr(tag.size(), end - tag.size());
    const int length = digits.empty() ? 0 : plain_number(digits);
    if (digits.size() > 9 || length > static_cast<int>(message_bytes_max_)) {
        return wrong(FramingFault::oversize,
                     "9=" + std::string(digits.substr(0, 20)) + " is above the bound of " +
                         std::to_string(message_bytes_max_) + " bytes",
                     Header::too_long);
    }
    if (end >= field.size()) return Header::incomplete;
    if (field[end] != soh || digits.empty() || digits.front() == '0') {
        return wrong(FramingFault::body_length_text, "9= is no plain number above zero");
    }
    header_bytes_ = at + end + 1;
    body_bytes_ = static_cast<std::size_t>(length);
    return Header::complete;
}

Framer::Outcome Framer::take_whole(std::string_view message) {
    const std::size_t trailer_at = header_bytes_ + body_bytes_;
    const std::string_view trailer = message.substr(trailer_at);
    if (message[trailer_at - 1] != soh || !is_trailer(trailer)) {
        return garbled(FramingFault::body_length_wrong,
                       "9=" + std::to_string(body_bytes_) + " does not lead to 10=", 0);
    }
    const unsigned sum = checksum(message.substr(0, trailer_at));
    if (plain_number(trailer.substr(3, 3)) != static_cast<int>(sum)) {
        return garbled(FramingFault::checksum_wrong,
                       std::string(trailer.substr(0, 6)) + " but the bytes sum up to " +
                           std::to_string(sum),
                       message.size());
    }
    frame_.bytes = message;
    return take_fields(message);
}

Framer::Outcome Framer::take_fields(std::string_view message) {
    RawFields fields(message.substr(header_bytes_, body_bytes_));
    int index = 0;
    for (RawField field; fields.next(field); ++index) {
        if (!read_field(field, index)) {
            return garbled(fault_, std::move(what_), message.size());
        }
    }
    if (fields.fault() == FieldFault::lying_length) {
        return broken(FramingFault::lying_length, fields.what());
    }
    if (fields.fault() == FieldFault::malformed) {
        return garbled(FramingFault::malformed_field, fields.what(), message.size());
    }
    position_ += message.size();
    garbled_in_a_row_ = 0;
    return Outcome::message;
}

// Takes what the frame wants to know, of repeated fields the first: QuickFIX rejects the
// repetition. False for a field that may not stand there.
bool Framer::read_field(const RawField& field, int index) {
    const auto first = [&field](std::string_view& place) {
        if (place.empty()) place = field.value;
    };
    if (index == 0 && (field.tag != 35 || field.value.empty())) {
        wrong(FramingFault::msg_type_place, "35= must be the third field, with a value");
        return false;
    }
    switch (field.tag) {
    case 8:
    case 9:
    case 10:
        wrong(FramingFault::inner_frame, std::to_string(field.tag) + "= inside the body");
        return false;
    case 34:
        if (frame_.msg_seq_num < 0) frame_.msg_seq_num = plain_number(field.value);
        break;
    case 35: first(frame_.msg_type); break;
    case 49: first(frame_.sender_comp_id); break;
    case 56: first(frame_.target_comp_id); break;
    default: break;
    }
    return true;
}

// Looks for 10=ddd and the next message's 8=FIX behind it; true once the latter comes first.
bool Framer::skip_garbled() {
    const std::string_view bytes = rest();
    constexpr std::size_t window = 1 + trailer_bytes + first_bytes.size();
    std::size_t at = searched_;
    for (; at + window <= bytes.size(); ++at) {
        at = bytes.find(soh, at);
        if (at == bytes.npos || at + window > bytes.size()) break;
        if (is_trailer(bytes.substr(at + 1, trailer_bytes)) &&
            bytes.substr(at + 1 + trailer_bytes, first_bytes.size()) == first_bytes) {
            position_ += at + 1 + trailer_bytes;
            skipping_ = false;
            return true;
        }
    }
    searched_ = bytes.size() < window ? 0 : bytes.size() - window + 1;
    return false;
}

Framer::Outcome Framer::garbled(FramingFault fault, std::string what, std::size_t bytes_to_skip) {
    if (++garbled_in_a_row_ > garbled_in_a_row_max) {
        return broken(FramingFault::no_end, std::to_string(garbled_in_a_row_max) +
                                                " garbled messages in a row, and then: " + what);
    }
    fault_ = fault;
    what_ = std::move(what);
    position_ += bytes_to_skip;
    skipping_ = bytes_to_skip == 0;
    searched_ = 0;
    return Outcome::garbled;
}

Framer::Outcome Framer::broken(FramingFault fault, std::string what) {
    broken_ = true;
    fault_ = fault;
    what_ = std::move(what);
    return Outcome::broken;
}

Framer::Header Framer::wrong(FramingFault fault, std::string what, Header kind) {
    fault_ = fault;
    what_ = std::move(what);
    return kind;
}

} // namespace lockstep
