#include "engine/recovery.hpp"

#include "codec/journal_codec.hpp"

namespace lockstep {

namespace {

std::string place_of(const JournalRecord& record) {
    return "journal segment " + segment_file_name(record.segment) + ", offset " +
           std::to_string(record.offset) + ", event " + std::to_string(record.sequence);
}

} // namespace

Result<JournalEnd> read_events(const std::filesystem::path& directory, const Names& names,
                               const std::function<void(const Event&)>& each) {
    auto reader = JournalReader::open(directory);
    if (!reader) return std::unexpected(reader.error());
    while (true) {
        const auto record = reader->next();
        if (!record) return std::unexpected(record.error());
        if (!*record) return reader->end();
        if ((*record)->type != RecordType::event) continue;
        const auto event = decode((*record)->payload, names);
        if (!event) return failure(place_of(**record) + ": " + event.error().what);
        if (event->sequence != (*record)->sequence) {
            return failure(place_of(**record) + ": holds event " + std::to_string(event->sequence));
        }
        each(*event);
    }
}

} // namespace lockstep
