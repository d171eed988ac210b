// A section as it counts: its own keys over those of its risk profile over those of [DEFAULT] over
// the built-in defaults, every value tested, every value with the place that it came from.
#pragma once

#include "settings/document.hpp"
#include "settings/key.hpp"
#include "settings/problem.hpp"
#include "settings/profile_use.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

enum class Origin { own, from_profile, from_defaults, built_in };

struct Value {
    std::string text;
    Origin origin = Origin::built_in;
    Location where; // of the line; of the section for a built-in default
    bool literal = true;
    std::filesystem::path folder; // of the file that it stands in
    const Key* key = nullptr;
};

class EffectiveSection {
  public:
    EffectiveSection(SectionKind kind, Location where) : kind_(kind), where_(std::move(where)) {}

    SectionKind kind() const { return kind_; }
    const Location& where() const { return where_; }
    const std::map<std::string, Value, std::less<>>& values() const { return values_; }

    // The value of a key by its name in the table, or null when it has none, or none that is good.
    const Value* find(std::string_view key) const;
    // Its text; empty when there is none.
    std::string_view text(std::string_view key) const;
    // Whether the section itself or its risk profile gives the key, and not [DEFAULT] or a built-in
    // default.
    bool gives(std::string_view key) const;
    // The line to blame for what is wrong with `key`: its own, that of RiskProfile= if that brought
    // it, or the section's.
    const Location& place(std::string_view key) const;

    // Whether the key is there with a value that is no good, which has been reported.
    bool is_bad(std::string_view key) const { return bad_.contains(key); }

    void put(std::string key, Value value);
    void put_bad(std::string key) { bad_.insert(std::move(key)); }
    // Shows `text` for the key from now on: what a path or a list became, or the default that
    // follows from other keys.
    void show(std::string_view key, std::string text);

    // The risk profile that it asks for, once that has been found.
    const std::optional<ProfileUse>& profile() const { return profile_; }
    void use_profile(ProfileUse use) { profile_ = std::move(use); }

  private:
    SectionKind kind_;
    Location where_;
    std::map<std::string, Value, std::less<>> values_;
    std::set<std::string, std::less<>> bad_;
    std::optional<ProfileUse> profile_;
};

// The sections of the file in its order, that of the gateway itself ([DEFAULT]'s own keys) first.
// Reports unknown and misplaced keys, values that are out of their domain, and missing ones. A bad
// value is left out, so that nothing is reported twice.
std::vector<EffectiveSection> resolve(const Document& document, Problems& problems);

// The path that a path-valued key means: absolute, from the folder of its file.
std::filesystem::path resolved_path(const Value& value);

// Reports `error` ("what; how to mend it") about a value, without showing a secret.
void blame(Problems& problems, std::string_view key, const Value& value, const Error& error);

} // namespace lockstep
