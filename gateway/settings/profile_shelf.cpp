#include "settings/profile_shelf.hpp"

#include "settings/file_text.hpp"

#include <algorithm>

namespace lockstep {

namespace {

constexpr std::size_t file_bytes_max = 64 * 1024;
constexpr int order_first = 1000; // settings files come before all profiles

std::string known_names() {
    std::string list;
    for (const EmbeddedProfile& profile : embedded_profiles()) {
        list += (list.empty() ? "" : ", ") + std::string(profile.name);
    }
    return list;
}

} // namespace

Location embedded_place(const EmbeddedProfile& profile) {
    const auto index = &profile - embedded_profiles().data();
    return {"risk/profiles/" + std::string(profile.name) + ".cfg",
            order_first + static_cast<int>(index), 0};
}

const RiskProfile* ProfileShelf::find(const Value& wanted, Problems& problems) {
    const bool is_path = wanted.text.contains('/');
    const std::string name = is_path ? resolved_path(wanted).string() : wanted.text;
    const auto [slot, is_new] = read_.try_emplace(name);
    std::optional<RiskProfile>& profile = slot->second;
    if (!is_new && profile) return &*profile;
    if (is_path) {
        const auto text = read_file_text(name, file_bytes_max);
        if (!text) {
            blame(
                problems, "RiskProfile", wanted,
                Error{text.error().what + "; name a readable file, or a profile without a slash"});
            return nullptr;
        }
        const int order = order_first + static_cast<int>(embedded_profiles().size() + read_.size());
        if (is_new) profile = read_profile(*text, {name, order, 0}, problems);
    } else {
        const auto& shelf = embedded_profiles();
        const auto found = std::ranges::find(shelf, name, &EmbeddedProfile::name);
        if (found == shelf.end()) {
            blame(problems, "RiskProfile", wanted,
                  Error{"is no profile that this release knows; it knows " + known_names() +
                        ", and a file of your own by a path with a slash"});
            return nullptr;
        }
        if (is_new) profile = read_profile(found->text, embedded_place(*found), problems);
    }
    return profile ? &*profile : nullptr;
}

} // namespace lockstep
