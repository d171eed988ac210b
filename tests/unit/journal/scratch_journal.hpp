// A journal in a directory of its own, with what the journal tests do to it.
#pragma once

#include "codec/journal_codec.hpp"
#include "journal/reader.hpp"
#include "journal/writer.hpp"
#include "support/sample_events.hpp"
#include "support/temporary_directory.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace lockstep::test {

// Until `condition` holds; false when it does not within a time that no good run needs.
template <class Condition> bool comes_true(const Condition& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

// What a reader made of a journal.
struct Reading {
    std::vector<Event> events;
    std::vector<std::uint64_t> hashes;
    std::optional<JournalEnd> end; // nothing: `error` says why
    std::string error;
};

class ScratchJournal {
  public:
    ScratchJournal() {
        options.directory = directory_.path() / "journal";
        options.segment_bytes = 16 << 10;
        // Thousands of small journals: only the tests of durability wait for the disk.
        options.sync_file = [](int) { return 0; };
        options.space_retry = Duration::milliseconds(5);
    }

    const Names names{sample_lists()};
    JournalOptions options;

    std::filesystem::path path(std::uint32_t segment) const {
        return options.directory / segment_file_name(segment);
    }

    // A writer that goes on where the journal ends.
    Result<std::unique_ptr<JournalWriter>> writer() const {
        const auto found = read();
        if (!found.end) return failure(found.error);
        return JournalWriter::open(options, names, *found.end);
    }

    Reading read(std::uint64_t from_sequence = 1) const {
        Reading reading;
        auto reader = JournalReader::open(options.directory, from_sequence);
        if (!reader) {
            reading.error = reader.error().what;
            return reading;
        }
        while (true) {
            const auto record = reader->next();
            if (!record) {
                reading.error = record.error().what;
                return reading;
            }
            if (!*record) break;
            add(**record, reading);
        }
        reading.end = reader->end();
        return reading;
    }

    // Makes a journal of `count` random events and gives them.
    std::vector<Event> filled(std::uint64_t count) const {
        auto made = writer();
        LOCKSTEP_CHECK(made.has_value());
        RandomEvents random(1);
        std::vector<Event> events;
        while (events.size() < count) {
            events.push_back(random.next((*made)->next_sequence()));
            LOCKSTEP_CHECK((*made)->append(events.back()).has_value());
        }
        LOCKSTEP_CHECK((*made)->close().has_value());
        return events;
    }

    std::string bytes(std::uint32_t segment) const {
        std::ifstream file(path(segment), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    void put_bytes(std::uint32_t segment, std::string_view bytes) const {
        // Not truncated in place: ext4 then waits for the disk when the file is closed.
        std::filesystem::remove(path(segment));
        std::ofstream file(path(segment), std::ios::binary);
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }

  private:
    void add(const JournalRecord& record, Reading& reading) const {
        if (record.type == RecordType::state_hash) {
            reading.hashes.push_back(parse_state_hash(record.payload).value());
            return;
        }
        reading.events.push_back(decode(record.payload, names).value());
    }

    TemporaryDirectory directory_;
};

} // namespace lockstep::test
