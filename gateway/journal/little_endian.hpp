// Numbers in the journal's files: little-endian, whatever the machine.
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

namespace lockstep {

template <std::unsigned_integral Number>
void put_number(std::string& bytes, std::size_t offset, Number number) {
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
        bytes[offset + i] = static_cast<char>(number >> (8 * i) & 0xFF);
    }
}

template <std::unsigned_integral Number>
Number get_number(std::string_view bytes, std::size_t offset) {
    Number number = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[offset + i]);
        number = static_cast<Number>(number | static_cast<Number>(byte) << (8 * i));
    }
    return number;
}

} // namespace lockstep
