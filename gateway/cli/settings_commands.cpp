#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "fix/wall_clock.hpp"
#include "journal/data_directory_lock.hpp"
#include "preflight/preflight.hpp"
#include "settings/profile_report.hpp"

#include <unistd.h>

#include <iostream>

namespace lockstep {

namespace {

std::chrono::sys_days today() {
    return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
}

} // namespace

int check_command(const std::string& file) {
    const Checked checked = check_settings(file, Environment::of_process(), today());
    std::cout << format_problems(checked);
    if (!checked.problems.empty()) std::cout << "\n";
    std::cout << format_effective(checked) << format_profiles(checked, today());
    return checked.good() ? exit_good : exit_settings;
}

int live_check_command(const std::string& file) {
    const Checked checked = check_settings(file, Environment::of_process(), today());
    if (!checked.good()) {
        std::cout << format_problems(checked);
        return exit_settings;
    }
    const Timestamp now = wall_clock_now();
    const auto lock = DataDirectoryLock::acquire(checked.settings->gateway.data_directory, now);
    if (!lock) {
        std::cerr << "lockstep: " << lock.error().what
                  << "\nlockstep: a live check logs on itself, so it is for before a start; "
                     "lockstep status shows a gateway that runs\n";
        return exit_failed;
    }
    std::vector<PreflightRow> rows = check_warnings(checked);
    for (auto& part :
         {check_accounts(*checked.settings, now), check_machine(checked.settings->gateway, now),
          check_sessions(*checked.settings)}) {
        rows.insert(rows.end(), part.begin(), part.end());
    }
    std::cout << format_rows(rows, ::isatty(STDOUT_FILENO) == 1);
    return has_failed(rows) ? exit_failed : exit_good;
}

std::optional<Settings> load_settings(const std::string& file, Warnings warnings) {
    Checked checked = check_settings(file, Environment::of_process(), today());
    if (!checked.good() || warnings == Warnings::show) std::cerr << format_problems(checked);
    if (!checked.good()) std::cerr << "lockstep: the settings in " << file << " are not good\n";
    return std::move(checked.settings);
}

int profiles_command(const std::string& name) {
    if (name.empty()) {
        std::cout << profile_table(today());
        return exit_good;
    }
    const auto text = profile_text(name);
    if (!text) {
        std::cerr << "lockstep: " << text.error().what << "\n";
        return exit_failed;
    }
    std::cout << *text;
    return exit_good;
}

} // namespace lockstep
