#include "e2e/simulator.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace lockstep::e2e {

Simulator::Simulator(const std::filesystem::path& folder, const std::string& settings,
                     const std::string& script)
    : folder_(folder) {
    write_text(folder / "sim.cfg", settings);
    write_text(folder / "day.script", script);
    const auto file = [&](const char* name) { return (folder / name).string(); };
    process_ = std::make_unique<Process>(
        std::vector<std::string>{simulator_program(), "run", file("sim.cfg"), "--script",
                                 file("day.script"), "--ledger", file("ledger"), "--wire",
                                 file("wire"), "--port-file", file("sim.ports"), "--linger"},
        folder / "sim.log");
    const bool listens = wait_until(
        [&] { return std::filesystem::exists(folder / "sim.ports") || !process_->is_running(); });
    std::istringstream ports(text_of(folder / "sim.ports"));
    std::string name;
    if (!listens || !(ports >> name >> port_)) ADD_FAILURE() << "the simulator does not listen";
}

bool Simulator::has_printed(const std::string& line) {
    return ("\n" + process_->log()).find("\n" + line + "\n") != std::string::npos;
}

bool Simulator::until_printed(const std::string& line) {
    wait_until([&] { return has_printed(line) || !process_->is_running(); });
    return has_printed(line);
}

Ledger Simulator::ledger() const { return Ledger(text_of(folder_ / "ledger")); }

} // namespace lockstep::e2e
