// What every fuzz target is made of. The names are libFuzzer's: its programs (`./dev fuzz`) and the
// smoke test (smoke.cpp) run the same targets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

// Runs the target on one input. Gives 0; a finding ends the process.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

// Changes the input in place to one of at most `size_max` bytes and gives its size: blindly, and,
// where a target has it, with a sense for what its bytes mean.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t size_max);
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t size_max, unsigned seed);

namespace lockstep::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

// A promise that the input broke: a finding like a crash.
inline void promise(bool holds, std::string_view what) {
    if (holds) return;
    std::fprintf(stderr, "broken promise: %.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

// Takes an input apart: the first byte of the rest, 0 when there is none.
inline std::uint8_t take_byte(std::string_view& bytes) {
    if (bytes.empty()) return 0;
    const auto byte = static_cast<std::uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    return byte;
}

} // namespace lockstep::fuzz
