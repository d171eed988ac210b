// The text of fix_specs/FIX44.xml as it was when the program was built.
#pragma once

#include <string_view>

namespace lockstep {

extern const std::string_view embedded_dictionary;

} // namespace lockstep
