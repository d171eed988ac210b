// A key of the settings file knows everything about itself: its name, where it belongs, what it
// means, its default, what it accepts. docs/settings.md is checked against these.
#pragma once

#include "proto/result.hpp"
#include "settings/document.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

// What a value may be: in words, and as a test that refuses with "what; how to mend it".
struct Domain {
    std::string words;
    std::function<Result<void>(std::string_view)> check;
};

enum class Effect {
    used,
    none,    // accepted because QuickFIX knows it, but with a warning that says why it does nothing
    refused, // an error that says why: it would be wrong to take it and do nothing
};

struct Key {
    std::string_view name;
    SectionKind kind =
        SectionKind::defaults; // `defaults`: it belongs in [DEFAULT] and nowhere else
    std::string_view meaning;  // for `none` and `refused`: why, and what to do
    Domain domain{};
    std::string_view default_value{}; // as it would be written; empty: none
    std::string_view default_words{}; // where the default depends on something else
    Effect effect = Effect::used;
    bool required = false;
    bool is_quickfix = false;  // QuickFIX's own key with QuickFIX's own meaning
    bool is_secret = false;    // never shown
    bool is_path = false;      // relative to the folder of its file
    bool is_of_file = false;   // says how a file counts, and nothing without it
    bool is_numbered = false;  // NAME1, NAME2 ... are alternatives to NAME
    bool own_only = false;     // not from [DEFAULT]: it is what sets one section apart
    bool is_shorthand = false; // stands for other keys, and those are what counts

    // Whether it is in the digest and the copy of the settings. Files are not: what follows from
    // them is journaled.
    bool is_on_record() const { return !is_secret && !is_path && !is_of_file && !is_shorthand; }
    std::string default_text() const; // for people: "30", "none", "required"
};

// Every key, those of one section kind after the other.
const std::vector<Key>& all_keys();

// The key of `kind` that is written `name` (case aside, with its number if it is numbered), or
// null.
const Key* find_key(SectionKind kind, std::string_view name);

// The sections that know `name`, as "[LEADER] or [FOLLOWER]"; empty when none does.
std::string sections_that_know(std::string_view name);

// The key nearest to `name`, those that may stand in a section of `kind` first; with ", in
// [SECTION]" when it belongs elsewhere.
std::string nearest_key(SectionKind kind, std::string_view name);

} // namespace lockstep
