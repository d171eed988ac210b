#include "front/wire_log.hpp"

#include "front/connection.hpp"

#include <algorithm>

namespace lockstep::sim {

WireLog::WireLog(const std::string& path) : wanted_(!path.empty()) {
    if (wanted_) file_.open(path, std::ios::trunc);
}

void WireLog::write(const std::string& session, const char* what, const std::string& text) {
    if (!wanted_) return;
    std::string shown = text;
    std::ranges::replace(shown, '\x01', '|');
    std::ranges::replace(shown, '\n', ' ');
    file_ << wall_clock_now().ns << ' ' << session << ' ' << what << ' ' << shown << '\n';
    file_.flush();
}

} // namespace lockstep::sim
