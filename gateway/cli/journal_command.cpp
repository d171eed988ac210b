#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "engine/recovery.hpp"
#include "journal/describe.hpp"

#include <iostream>

namespace lockstep {

int journal_command(const Settings& settings) {
    const auto directory = settings.gateway.data_directory / "journal";
    const auto complain = [](const Error& error) {
        std::cout << std::flush;
        std::cerr << "lockstep: " << error.what << "\n";
        return exit_failed;
    };
    Names names = names_of(settings);
    auto reader = JournalReader::open(directory);
    if (!reader) return complain(reader.error());
    while (true) {
        const auto record = reader->next();
        if (!record) return complain(record.error());
        if (!*record) break;
        if ((*record)->type != RecordType::event) continue;
        const auto event = read_event(**record, names);
        if (!event) return complain(event.error());
        std::cout << describe(*event, names) << "\n";
    }
    if (reader->end().torn) std::cerr << "lockstep: " << reader->end().torn->text() << "\n";
    return exit_good;
}

} // namespace lockstep
