#include "cli/cli.hpp"
#include "cli/commands.hpp"

#include <iostream>

namespace lockstep {

int check_command(const std::string& file) {
    const Checked checked = check_settings(file, Environment::of_process());
    std::cout << format_problems(checked);
    if (!checked.problems.empty()) std::cout << "\n";
    std::cout << format_effective(checked);
    return checked.good() ? exit_good : exit_settings;
}

std::optional<Settings> load_settings(const std::string& file, Warnings warnings) {
    Checked checked = check_settings(file, Environment::of_process());
    if (!checked.good() || warnings == Warnings::show) std::cerr << format_problems(checked);
    if (!checked.good()) std::cerr << "lockstep: the settings in " << file << " are not good\n";
    return std::move(checked.settings);
}

} // namespace lockstep
