// One line of a settings file: blanks, comments and references to the environment.
#pragma once

#include "proto/result.hpp"
#include "settings/environment.hpp"

#include <string>
#include <string_view>

namespace lockstep {

// Without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);

// Without its comment: a '#' at the start of the line or after a blank starts one, `\#` does not.
std::string_view without_comment(std::string_view line);

struct Expanded {
    std::string text;
    bool literal = false; // some of it stands in the file and not in the environment
};

// The value behind a written one: `\#` is '#', `\${` is "${", ${NAME} is the variable. What a
// variable holds is taken as it is, never read again. Refuses an undefined variable and a `${`
// that is no reference, with "what; how to mend it".
Result<Expanded> expand(std::string_view written, const Environment& environment);

} // namespace lockstep
