#include "settings/build.hpp"

#include <map>

namespace lockstep {

namespace {

// What the reader takes for a comment or a reference to the environment is written so that it does
// not.
std::string escaped(std::string_view value) {
    std::string text;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '#' || value.substr(i).starts_with("${")) text += '\\';
        text += value[i];
    }
    return text;
}

bool is_left_out(const Value& value) {
    const bool as_always =
        value.origin == Origin::built_in && value.text == value.key->default_value;
    return as_always || !value.key->is_on_record();
}

// Defaults stay defaults: a key may stand in [DEFAULT] that would be refused in some sections.
class Copy {
  public:
    void add(const EffectiveSection& section) {
        std::string fresh;
        std::string own;
        for (const auto& [key, value] : section.values()) {
            if (is_left_out(value)) continue;
            const std::string line = key + "=" + escaped(value.text) + "\n";
            if (value.origin != Origin::from_defaults) {
                own += line;
            } else if (std::string& before = defaults_[key]; before != value.text) {
                before = value.text;
                fresh += line;
            }
        }
        if (!fresh.empty()) text_ += "\n" + std::string(name(SectionKind::defaults)) + "\n" + fresh;
        text_ += "\n" + std::string(name(section.kind())) + "\n" + own;
    }
    const std::string& text() const { return text_; }

  private:
    std::map<std::string, std::string, std::less<>> defaults_;
    std::string text_ =
        "# The settings as they counted at a start of the gateway, without passwords and paths.\n"
        "# `lockstep replay` reads a recorded day with them.\n";
};

} // namespace

std::string settings_copy(const Sections& sections) {
    Copy copy;
    for (const EffectiveSection& section : sections) copy.add(section);
    return copy.text();
}

} // namespace lockstep
