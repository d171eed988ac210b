#include "settings/domains.hpp"
#include "settings/key_lists.hpp"

namespace lockstep {

std::vector<Key> profile_keys() {
    return {{.name = "RiskProfile",
             .kind = SectionKind::follower,
             .meaning =
                 "A firm's rules (docs/risk.md): a profile of `lockstep profiles`, or the "
                 "path, with a slash in it, of a file of your own. Brings in its keys; those "
                 "in the section count instead.",
             .domain = domain::text(1000),
             .is_shorthand = true}};
}

} // namespace lockstep
