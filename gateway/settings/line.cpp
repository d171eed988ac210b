#include "settings/line.hpp"

#include "settings/problem.hpp"

#include <algorithm>

namespace lockstep {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool is_variable_name(std::string_view name) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9');
    });
}

} // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string_view without_comment(std::string_view line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '#' && (i == 0 || is_blank(line[i - 1]))) return line.substr(0, i);
    }
    return line;
}

Result<Expanded> expand(std::string_view written, const Environment& environment) {
    Expanded result;
    for (std::size_t i = 0; i < written.size();) {
        const std::string_view rest = written.substr(i);
        if (rest.starts_with("\\#") || rest.starts_with("\\${")) {
            result.text += rest[1];
            result.literal = true;
            i += 2;
            if (rest[1] == '$') { // the brace of an escaped reference is no reference
                result.text += '{';
                ++i;
            }
            continue;
        }
        if (!rest.starts_with("${")) {
            result.text += rest[0];
            result.literal = true;
            ++i;
            continue;
        }
        const auto end = rest.find('}');
        const std::string name(rest.substr(2, end == rest.npos ? 0 : end - 2));
        if (!is_variable_name(name)) {
            return failure("has a ${ that names no variable; write ${NAME}, or \\${ for the signs "
                           "themselves");
        }
        const auto variable = environment.variables.find(name);
        if (variable == environment.variables.end()) {
            return failure("names the environment variable " + shown(name) +
                           ", which is not defined; define it where the gateway starts");
        }
        result.text += variable->second;
        i += end + 1;
    }
    return result;
}

} // namespace lockstep
