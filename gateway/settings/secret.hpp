// The password of a session, by reference.
#pragma once

#include "settings/effective.hpp"

#include <string>

namespace lockstep {

// From PasswordFile= (its first line) or Password=. A password that stands in the settings file is
// warned of; a password file that anybody may read, and both keys at once, are errors. Empty when
// there is none.
std::string read_password(const EffectiveSection& section, Problems& problems);

} // namespace lockstep
