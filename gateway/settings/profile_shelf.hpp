// Where profiles are found: those that are part of the program, and files of the trader's own.
#pragma once

#include "settings/effective.hpp"
#include "settings/profile.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

// A file of risk/profiles as it was when the program was built.
struct EmbeddedProfile {
    std::string_view name; // "topstep-50k"
    std::string_view text;
};
const std::vector<EmbeddedProfile>& embedded_profiles(); // by name

// The place that problems of an embedded profile name: "risk/profiles/topstep-50k.cfg".
Location embedded_place(const EmbeddedProfile& profile);

// Profiles as settings ask for them, each read once.
class ProfileShelf {
  public:
    // The profile that `wanted`, the value of RiskProfile=, names: one of the program's, or, with a
    // slash in it, the file at that path. Reports an unknown name, a file that cannot be read and
    // everything that is wrong inside it; null then.
    const RiskProfile* find(const Value& wanted, Problems& problems);

  private:
    std::map<std::string, std::optional<RiskProfile>> read_; // by name, or by the whole path
};

} // namespace lockstep
