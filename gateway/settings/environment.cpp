#include "settings/environment.hpp"

#include <string_view>
#include <unistd.h>

namespace lockstep {

Environment Environment::of_process() {
    Environment environment;
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        const auto equals = text.find('=');
        if (equals == std::string_view::npos) continue;
        environment.variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return environment;
}

} // namespace lockstep
