// A JSON object of names with texts and whole numbers: all that a request's body may be.
#pragma once

#include "proto/result.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace lockstep {

using FlatValue = std::variant<std::string, std::int64_t>;
using FlatObject = std::map<std::string, FlatValue, std::less<>>;

// Refuses what is not JSON, anything but one object, anything nested, a name that comes twice,
// true, false and null, and numbers with a fraction or past 64 bits.
Result<FlatObject> parse_flat_object(std::string_view json);

} // namespace lockstep
