// Typed values out of one section of a settings file, with its defaults and its mistakes.
#pragma once

#include "front/settings_text.hpp"
#include "proto/decimal.hpp"
#include "proto/values.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::sim {

// Reads keys of `section`, else of `defaults`. A value that cannot be read becomes a Problem at its
// line, and the given fallback is used so that the rest of the file is checked too.
class SectionReader {
  public:
    SectionReader(const SettingsSection& section, const SettingsSection& defaults,
                  std::vector<Problem>& problems)
        : section_(section), defaults_(defaults), problems_(problems) {}

    std::optional<std::string> find(std::string_view key) const;
    std::string text(std::string_view key, std::string_view fallback) const;
    // A key that has to be there; empty when it is not.
    std::string required(std::string_view key, std::string_view example) const;
    std::int64_t whole(std::string_view key, std::int64_t least, std::int64_t most,
                       std::int64_t fallback) const;
    bool yes_no(std::string_view key, bool fallback) const;
    Money money(std::string_view key, std::string_view example) const;
    // Seconds, decimals allowed.
    Duration seconds(std::string_view key, Duration fallback) const;
    // One of `words`, else the first.
    std::string word(std::string_view key, std::span<const std::string> words) const;

    void complain(std::string_view key, std::string what, std::string mend) const;
    int line_of(std::string_view key) const;
    const SettingsSection& section() const { return section_; }

  private:
    const SettingsEntry* entry(std::string_view key) const;

    const SettingsSection& section_;
    const SettingsSection& defaults_;
    std::vector<Problem>& problems_;
};

} // namespace lockstep::sim
