// Values of an effective section as their types. The texts have been tested against their domains,
// so what is there can be read.
#pragma once

#include "proto/check.hpp"
#include "settings/effective.hpp"
#include "settings/values.hpp"

#include <initializer_list>
#include <optional>
#include <utility>

namespace lockstep {

// What `read` makes of the key's text, or nothing when there is no good value.
template <class Read>
auto read_of(const EffectiveSection& section, std::string_view key, Read read)
    -> std::optional<typename decltype(read(std::string_view()))::value_type> {
    const Value* value = section.find(key);
    if (value == nullptr) return std::nullopt;
    auto result = read(std::string_view(value->text));
    LOCKSTEP_CHECK(result.has_value());
    return std::move(*result);
}

inline std::string text_of(const EffectiveSection& section, std::string_view key) {
    return std::string(section.text(key));
}

inline bool boolean_of(const EffectiveSection& section, std::string_view key) {
    return read_of(section, key, read_boolean).value_or(false);
}

// The first of `choices` whose word is the key's text; the first of all when there is none.
template <class Choice>
Choice choice_of(const EffectiveSection& section, std::string_view key,
                 std::initializer_list<std::pair<std::string_view, Choice>> choices) {
    for (const auto& [word, choice] : choices) {
        if (section.text(key) == word) return choice;
    }
    return choices.begin()->second;
}

} // namespace lockstep
