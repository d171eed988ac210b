// Which of two values of one limit is the tighter.
#pragma once

#include <string_view>

namespace lockstep {

enum class Strictness {
    same,
    tighter,
    looser,
    different, // cannot be put in an order
};

// How `ours` compares with `theirs`, two good values of `key`, a [FOLLOWER] key. Only a value that
// leaves the account nowhere more room is tighter. A key without an order here is at most
// `different`.
Strictness strictness(std::string_view key, std::string_view ours, std::string_view theirs);

} // namespace lockstep
