#include "replay/fold.hpp"

namespace lockstep {

const std::vector<Command>& Fold::step(const Event& event) {
    commands_.clear();
    ++events_;
    if (is_known(router_.config(), event.body)) {
        router_.step(event, commands_);
    } else {
        ++passed_over_;
    }
    return commands_;
}

Result<std::optional<TornTail>> visit_journal(const std::filesystem::path& directory, Names& names,
                                              const JournalVisitor& visitor) {
    auto reader = JournalReader::open(directory);
    if (!reader) return std::unexpected(reader.error());
    while (true) {
        const auto record = reader->next();
        if (!record) return std::unexpected(record.error());
        if (!*record) return reader->end().torn;
        if ((*record)->type == RecordType::state_hash) {
            const auto hash = parse_state_hash((*record)->payload);
            if (!hash) return std::unexpected(hash.error());
            if (visitor.on_hash) visitor.on_hash((*record)->sequence, *hash);
            continue;
        }
        const auto event = read_event(**record, names);
        if (!event) return std::unexpected(event.error());
        visitor.on_event(*event);
    }
}

} // namespace lockstep
