#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/replay_table.hpp"

#include <iostream>

namespace lockstep {

namespace {

int complain(const Error& error) {
    std::cerr << "lockstep: " << error.what << "\n";
    return exit_failed;
}

} // namespace

int replay_command(const JournalSource& source, const ReplayOptions& options) {
    const auto other = load_settings(options.other, Warnings::hide);
    if (!other) return exit_settings;
    std::optional<Settings> recorded;
    if (!options.recorded.empty()) {
        recorded = load_settings(options.recorded, Warnings::hide);
        if (!recorded) return exit_settings;
    } else {
        auto found = recorded_settings(source);
        if (!found) return complain(found.error());
        if (found->changes > 0) {
            std::cerr << "lockstep: the settings changed within the record; all of it is read with "
                         "the newest ones\n";
        }
        recorded = std::move(found->settings);
    }
    const auto comparison = compare(source.journal, *recorded, *other);
    if (!comparison) return complain(comparison.error());
    if (comparison->torn) std::cerr << "lockstep: " << comparison->torn->text() << "\n";
    std::cout << (options.json ? replay_json(*comparison, recorded->router, other->router)
                               : replay_table(*comparison, recorded->router, other->router));
    return exit_good;
}

} // namespace lockstep
