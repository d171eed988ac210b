// The known word that was probably meant.
#pragma once

#include <string_view>
#include <vector>

namespace lockstep {

// The one of `known` that takes the fewest single-letter changes (insert, remove, replace, swap of
// neighbours; case aside) to become `word`, where the start of a word counts as one change from the
// whole; the first of equals. `known` must not be empty.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known);

} // namespace lockstep
