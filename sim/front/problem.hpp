// What is wrong with a settings file or a script, told so that the reader can mend it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::sim {

// One mistake at one line of a file.
struct Problem {
    int line = 0;
    std::string what; // what is wrong
    std::string mend; // how to mend it
    bool operator==(const Problem&) const = default;
};

// "FILE:LINE: what is wrong; how to mend it"
std::string describe(std::string_view file, const Problem& problem);

// Thrown inside a reader of one line or section and turned into a Problem there.
struct Mistake {
    std::string what;
    std::string mend;
};

// The candidate that differs from `word` by the fewest letters, when it differs by at most a third
// of them; empty otherwise. Upper and lower case count as equal.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

// "did you mean X?" when something is near, else "known are A, B, C" (at most twelve of them).
std::string suggestion(std::string_view word, std::span<const std::string> candidates);

} // namespace lockstep::sim
