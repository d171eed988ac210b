// Changes journals blindly and then, mostly, puts their checksums right. The first byte of an input
// is the target's own; where it asks for two segments, the target itself has to repair them.
#include "fuzz/journal_bytes.hpp"
#include "fuzz/target.hpp"

#include <algorithm>

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t size_max, unsigned seed) {
    using namespace lockstep::fuzz;
    size = LLVMFuzzerMutate(data, size, size_max);
    if (size < 2 || seed % 4 == 0) return size;
    constexpr unsigned is_snapshot = 1;
    constexpr unsigned is_two_segments = 8;
    std::string bytes(text_of(data + 1, size - 1));
    if ((data[0] & is_snapshot) != 0) {
        repair_snapshot(bytes);
    } else if ((data[0] & is_two_segments) == 0) {
        repair_segment(bytes, 1, seed % 4 != 1);
    }
    std::copy(bytes.begin(), bytes.end(), data + 1);
    return size;
}
