// The variables that ${NAME} may stand for. Handed in, so that a test has its own.
#pragma once

#include <map>
#include <string>

namespace lockstep {

struct Environment {
    std::map<std::string, std::string, std::less<>> variables;

    // The variables of this process, as they are now.
    static Environment of_process();
};

} // namespace lockstep
