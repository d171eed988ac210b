// The journal's reader: any bytes as segments or as a snapshot. It gives records or one error that
// names the place, and every event that it gives can be written again and is then the same.
#include "codec/journal_codec.hpp"
#include "journal/listing.hpp"
#include "journal/snapshot.hpp"

#include "fuzz/journal_bytes.hpp"
#include "fuzz/scratch_folder.hpp"
#include "fuzz/target.hpp"
#include "support/sample_events.hpp"

#include <algorithm>

namespace lockstep::fuzz {
namespace {

// Bits of an input's first byte.
constexpr unsigned is_snapshot = 1;
constexpr unsigned is_repaired = 2;
constexpr unsigned is_renumbered = 4;
constexpr unsigned is_two_segments = 8; // then two bytes say where the second begins

constexpr std::uint64_t journal_id = 77;

const ScratchFolder& folder() {
    static const ScratchFolder folder;
    return folder;
}

void expect_words(const std::string& error) {
    promise(error.contains("journal segment ") && error.contains(".lsj"),
            "an error names its file");
}

void read_as_people_do() {
    std::uint64_t lines = 0;
    const auto listed = list_journal(folder().path(), Names(), 1, [&](std::string_view line) {
        ++lines;
        promise(std::ranges::none_of(line, [](char c) { return c < 0x20 || c == 0x7f; }),
                "a record is one line of printable ASCII");
    });
    const auto verified = verify_journal(folder().path());
    promise(listed.has_value() == verified.has_value(), "to list is to verify");
    if (!listed) {
        expect_words(listed.error().what);
        return;
    }
    promise(lines == listed->events + listed->state_hashes, "every record is a line");
    promise(listed->text() == verified->text(), "to list is to verify");
}

void read_as_recovery_does() {
    static const Names names{test::sample_lists()};
    auto reader = JournalReader::open(folder().path());
    if (!reader) {
        expect_words(reader.error().what);
        return;
    }
    while (true) {
        const auto record = reader->next();
        if (!record) {
            expect_words(record.error().what);
            promise(!reader->next(), "an error stays");
            return;
        }
        if (!*record) break;
        if ((*record)->type == RecordType::state_hash) continue;
        const auto event = decode((*record)->payload, names);
        if (!event) {
            promise(!event.error().what.empty(), "a refusal has words");
            continue;
        }
        std::string again;
        encode(*event, names, again);
        promise(decode(again, names) == event, "an event that was read can be written");
    }
    promise(reader->end().next_sequence > 0, "the end is known");
}

void write_segments(std::string_view bytes, unsigned options) {
    std::vector<std::string> segments{std::string(bytes)};
    if ((options & is_two_segments) != 0) {
        const std::size_t second = take_byte(bytes) + 256U * take_byte(bytes);
        segments = {std::string(bytes.substr(0, second)),
                    std::string(bytes.substr(std::min(second, bytes.size())))};
    }
    folder().remove(segment_file_name(2));
    for (unsigned number = 1; number <= segments.size(); ++number) {
        std::string& segment = segments[number - 1];
        if ((options & is_repaired) != 0) {
            repair_segment(segment, number, (options & is_renumbered) != 0);
        }
        folder().write(segment_file_name(number), segment);
    }
}

void read_snapshot(std::string bytes, unsigned options) {
    if ((options & is_repaired) != 0) repair_snapshot(bytes);
    folder().write("00000000000000000009.lss", bytes);
    const auto found = SnapshotStore(folder().path()).load_newest(journal_id);
    folder().remove("00000000000000000009.lss");
    promise(found.has_value(), "a damaged snapshot is passed over");
    promise(found->newest.has_value() || !found->passed_over.empty(), "and said");
    if (found->newest) {
        promise(found->newest->journal_id == journal_id, "a snapshot is of its journal");
        promise(bytes.ends_with(found->newest->state), "a state is what the file holds");
    }
}

} // namespace
} // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lockstep::fuzz;
    std::string_view bytes = text_of(data, size);
    const unsigned options = take_byte(bytes);
    if ((options & is_snapshot) != 0) {
        read_snapshot(std::string(bytes), options);
        return 0;
    }
    write_segments(bytes, options);
    read_as_people_do();
    read_as_recovery_does();
    return 0;
}
