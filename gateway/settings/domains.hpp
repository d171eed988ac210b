// The domains that keys are declared with.
#pragma once

#include "proto/values.hpp"
#include "settings/key.hpp"

#include <initializer_list>

namespace lockstep::domain {

Domain boolean();
Domain choice(std::initializer_list<std::string_view> words);
Domain whole(std::int64_t least, std::int64_t most, std::string_view unit = "");
Domain seconds_above_zero(std::int64_t most);
Domain seconds_from_zero(std::int64_t most);
Domain ratio_above_zero(std::int64_t most, int decimals);
Domain money_above_zero();
Domain money_from_zero(std::int64_t most);
Domain text(std::size_t bytes_max);
Domain identifier();
Domain symbol();
Domain symbols();
// Takes only `value`; anything else is refused with `why` ("what; how to mend it").
Domain only(std::string_view value, std::string_view why);
// Whatever `read` takes.
template <class Read> Domain read_by(std::string_view words, Read read) {
    return {std::string(words), [read](std::string_view text) -> Result<void> {
                const auto value = read(text);
                if (!value) return std::unexpected(value.error());
                return {};
            }};
}

} // namespace lockstep::domain
