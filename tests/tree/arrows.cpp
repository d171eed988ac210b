// Who may include whom.
#include "tree/rules.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

namespace lockstep::tree {

namespace {

const std::string door = "gateway/fix/quickfix.hpp";

// The rooms that a room may include. The codec is the part of proto that knows protobuf; the
// matching engine is the pure part of the simulator.
const std::map<std::string, std::set<std::string>> arrows{
    {"proto", {"proto"}},
    {"codec", {"proto", "codec"}},
    {"risk", {"proto", "risk"}},
    {"router", {"proto", "risk", "router"}},
    {"gateway", {"proto", "codec", "risk", "router", "gateway"}},
    {"matching", {"proto", "matching"}},
    {"sim", {"proto", "matching", "sim"}},
    {"tests", {"proto", "codec", "risk", "router", "gateway", "matching", "sim", "tests"}},
};

std::string room_of(const std::string& path) {
    if (path.starts_with("proto/codec/")) return "codec";
    if (path.starts_with("sim/matching/")) return "matching";
    return path.substr(0, path.find('/'));
}

// What may stand before the name in an #include, as the build's include paths have it.
const std::vector<std::string> include_roots{"",
                                             "proto/include/",
                                             "proto/codec/include/",
                                             "risk/include/",
                                             "router/include/",
                                             "gateway/",
                                             "sim/",
                                             "tests/"};

std::string normal(const std::string& path) {
    return std::filesystem::path(path).lexically_normal().generic_string();
}

// Every file of the tree that `include` in `file` may mean.
std::vector<std::string> meanings(const std::set<std::string>& paths, const SourceFile& file,
                                  const Include& include) {
    const std::string folder = file.path.substr(0, file.path.find_last_of('/') + 1);
    if (const auto beside = normal(folder + include.name); paths.contains(beside)) return {beside};
    std::vector<std::string> found;
    for (const std::string& root : include_roots) {
        const auto path = normal(root + include.name);
        if (paths.contains(path)) found.push_back(path);
    }
    return found;
}

bool is_generated(const std::string& name) { return name.ends_with(".pb.h"); }

bool may_include(const std::string& room, const std::string& path) {
    if (room == "sim" && path == door) return true;
    return arrows.at(room).contains(room_of(path));
}

// What reads journals must have no way to send: no session, no engine, no console.
bool leads_out(const std::string& from, const std::string& to) {
    const auto below = [](const std::string& path, const std::vector<std::string>& folders) {
        return std::ranges::any_of(folders, [&](const auto& it) { return path.starts_with(it); });
    };
    return below(from, {"gateway/replay/", "gateway/whatif/"}) &&
           below(to, {"gateway/fix/", "gateway/engine/", "gateway/console/", "gateway/cli/"});
}

// The sentence about an include that is against the arrows, or nothing.
std::string judge(const std::set<std::string>& paths, const SourceFile& file,
                  const Include& include) {
    const std::string room = room_of(file.path);
    if (is_generated(include.name)) {
        if (room == "codec" || room == "tests") return "";
        return "only proto/codec may include \"" + include.name + "\"";
    }
    const auto found = meanings(paths, file, include);
    if (found.empty()) {
        return include.quoted ? "includes \"" + include.name + "\", which is not in the tree" : "";
    }
    if (leads_out(file.path, found.front())) {
        return "a replay must not reach \"" + include.name + "\": it could send";
    }
    const auto allowed = [&](const std::string& path) { return may_include(room, path); };
    if (std::ranges::any_of(found, allowed)) return "";
    return room + " may not include " + room_of(found.front()) + " (\"" + include.name + "\")";
}

} // namespace

std::vector<Finding> broken_arrows(const Tree& tree) {
    std::set<std::string> paths;
    for (const SourceFile& file : tree) paths.insert(file.path);
    std::vector<Finding> findings;
    for (const SourceFile& file : tree) {
        if (!is_code(file.path) || !arrows.contains(room_of(file.path))) continue;
        for (const Include& include : includes_of(file.text)) {
            const std::string what = judge(paths, file, include);
            if (!what.empty()) findings.push_back({file.path, include.line, what});
        }
    }
    return findings;
}

} // namespace lockstep::tree
