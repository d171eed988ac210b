// The file names of a session: its id with the characters of QuickFIX's log names, and nothing that
// could lead out of the folder.
#pragma once

#include "settings/session_config.hpp"

#include <cstdio>
#include <string>
#include <string_view>

namespace lockstep {

// Letters, digits, '.', '_' and '-' as they are, everything else as %XX: two ids never share a
// name.
inline std::string file_name_part(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '.' || c == '_';
        if (plain) {
            out += c;
        } else {
            char escaped[4];
            std::snprintf(escaped, sizeof escaped, "%%%02X", static_cast<unsigned char>(c));
            out += escaped;
        }
    }
    return out;
}

// "FIX.4.4-LOCKSTEP-BROKER1", with "-QUALIFIER" when there is one.
inline std::string session_file_name(const SessionConfig& config) {
    std::string out = file_name_part(config.begin_string) + "-" +
                      file_name_part(config.sender_comp_id) + "-" +
                      file_name_part(config.target_comp_id);
    if (!config.qualifier.empty()) out += "-" + file_name_part(config.qualifier);
    return out;
}

} // namespace lockstep
