// Asks the processor to bring memory near that is about to be used. Changes nothing but the time
// that it takes: between two fills of a leader most of an account's state has left the caches, and
// to wait for one line after the other is what a copy to many accounts would do most.
#pragma once

#include <cstddef>

namespace lockstep {

inline void prefetch(const void* address) { __builtin_prefetch(address); }

// Every cache line of `size` bytes from there.
inline void prefetch(const void* address, std::size_t size) {
    constexpr std::size_t line = 64;
    const char* const begin = static_cast<const char*>(address);
    for (std::size_t at = 0; at < size; at += line) __builtin_prefetch(begin + at);
}

} // namespace lockstep
