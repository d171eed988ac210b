#include "front/framing.hpp"

#include <charconv>
#include <cstdint>

namespace lockstep::sim {

namespace {

constexpr char soh = '\x01';
constexpr std::size_t trailer_size = 7; // "10=ccc|"

// The three digits that tag 10 has to be for these bytes.
std::string checksum(std::string_view bytes) {
    unsigned sum = 0;
    for (const char byte : bytes) sum += static_cast<unsigned char>(byte);
    sum %= 256;
    std::string digits = std::to_string(sum);
    return std::string(3 - digits.size(), '0') + digits;
}

} // namespace

std::optional<std::string> FrameReader::spoil(std::string_view why) {
    trouble_ = why;
    buffer_.clear();
    return std::nullopt;
}

std::optional<std::string> FrameReader::next() {
    if (!trouble_.empty()) return std::nullopt;
    constexpr std::string_view begin = "8=FIX";
    const std::string_view bytes = buffer_;
    if (bytes.substr(0, begin.size()) != begin.substr(0, bytes.size())) {
        return spoil("the bytes do not begin with 8=FIX");
    }
    constexpr std::size_t head_max = 32; // "8=FIXT.1.1|9=65536|" and some
    const auto first_end = bytes.find(soh);
    const auto second_end =
        first_end == std::string_view::npos ? first_end : bytes.find(soh, first_end + 1);
    if (second_end == std::string_view::npos) {
        return bytes.size() > head_max ? spoil("no 9= after 8=") : std::nullopt;
    }
    const auto length_field = bytes.substr(first_end + 1, second_end - first_end - 1);
    if (!length_field.starts_with("9=")) return spoil("the second field is not 9=");
    std::size_t length = 0;
    const char* digits_end = length_field.data() + length_field.size();
    const auto [end, error] = std::from_chars(length_field.data() + 2, digits_end, length);
    if (error != std::errc() || end != digits_end || length == 0 || length > message_bytes_max) {
        return spoil("9= is no length in range");
    }
    const std::size_t body_end = second_end + 1 + length;
    if (bytes.size() < body_end + trailer_size) return std::nullopt;
    const std::string_view trailer = bytes.substr(body_end, trailer_size);
    if (bytes[body_end - 1] != soh || trailer.back() != soh || !trailer.starts_with("10=")) {
        return spoil("10= is not where 9= says");
    }
    if (trailer.substr(3, 3) != checksum(bytes.substr(0, body_end))) {
        return spoil("10= is not the checksum");
    }
    std::string message = buffer_.substr(0, body_end + trailer_size);
    buffer_.erase(0, message.size());
    return message;
}

std::string_view header_field(std::string_view message, std::string_view tag) {
    std::string start = soh + std::string(tag) + "=";
    const auto found = message.find(start);
    if (found == std::string_view::npos) return {};
    const auto value = message.substr(found + start.size());
    return value.substr(0, value.find(soh));
}

} // namespace lockstep::sim
