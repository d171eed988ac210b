// What goes wrong in one round, drawn from the seed alone.
#pragma once

#include <chrono>
#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

namespace lockstep::chaos {

enum class TroubleKind : std::uint8_t {
    kill_in_fan_out,     // kill -9 right after a fill of the leader, or the first order after it
    kill,                // kill -9 at any moment
    kill_while_starting, // kill -9, and again while the next life reads the journal back
    stop,                // SIGSTOP, SIGCONT
    cut,                 // connections of some sessions are gone
    cut_at_byte,         // the same in the middle of a message
    trickle,             // a few bytes at a time
    stall,               // nobody reads, for a while
    full_disk,           // no more space, for a while
    full_disk_and_kill,  // and kill -9 while there is none
};

std::string_view name(TroubleKind kind);
bool kills(TroubleKind kind);

struct Trouble {
    TroubleKind kind = TroubleKind::kill;
    std::chrono::milliseconds wait{0};         // from the beginning of the round
    bool at_order = false;                     // kill_in_fan_out: at the first order that follows
    std::chrono::microseconds after_moment{0}; // from the bytes of the fill, or of that order
    int fills_before = 0;                      // kill_in_fan_out: fills of the round let pass
    std::chrono::milliseconds lasts{0};        // stop, trickle, stall, full disk
    std::chrono::milliseconds pause{0};        // from the death to the next start
    std::chrono::milliseconds second{0};       // kill_while_starting: from that start
    std::vector<std::size_t> sessions;         // whose connections suffer, by place in the cast
    std::size_t bytes = 0;                     // cut_at_byte: let through before; full disk: left
};

using Random = std::mt19937_64;

// A number from `least` to `most`. The same on every machine, unlike the library's distributions.
std::int64_t draw(Random& random, std::int64_t least, std::int64_t most);

// The troubles of so many rounds: every kind comes once in a dozen rounds, kills in the middle of
// a fan-out more often.
std::vector<Trouble> draw_troubles(Random& random, int rounds, std::size_t sessions);

} // namespace lockstep::chaos
