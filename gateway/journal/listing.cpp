#include "journal/listing.hpp"

#include "codec/journal_codec.hpp"
#include "codec/utc_text.hpp"
#include "journal/describe.hpp"

#include <array>
#include <cstdio>

namespace lockstep {

namespace {

std::string hash_line(std::uint64_t sequence, std::uint64_t hash) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "state after %llu: %016llx",
                  static_cast<unsigned long long>(sequence), static_cast<unsigned long long>(hash));
    return text.data();
}

std::string counted(std::uint64_t count, std::string_view what) {
    return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

std::unexpected<Error> at_record(const JournalRecord& record, const Error& error) {
    return failure("journal segment " + segment_file_name(record.segment) + " at offset " +
                   std::to_string(record.offset) + ": " + error.what);
}

// Takes the event of a record, whatever accounts it names.
Result<Event> event_of(const JournalRecord& record, Names& names) {
    if (auto learned = learn_names(record.payload, names); !learned) {
        return at_record(record, learned.error());
    }
    auto event = decode(record.payload, names);
    if (!event) return at_record(record, event.error());
    if (event->sequence != record.sequence) {
        return at_record(record, Error{"the record " + std::to_string(record.sequence) +
                                       " holds event " + std::to_string(event->sequence)});
    }
    return event;
}

// Counts what each segment holds, and hands it on when the next one begins.
class SegmentCounter {
  public:
    explicit SegmentCounter(const std::function<void(const SegmentSummary&)>& tell) : tell_(tell) {}

    void saw(const JournalRecord& record) {
        go_to(record.segment);
        if (record.type == RecordType::state_hash) {
            ++now_.state_hashes;
            return;
        }
        ++now_.events;
        if (now_.first_sequence == 0) now_.first_sequence = record.sequence;
        now_.last_sequence = record.sequence;
    }
    // The journal ends in this segment, which may hold no record.
    void finish(std::uint32_t segment) {
        if (segment == 0) return;
        go_to(segment);
        go_to(segment + 1);
    }

  private:
    void go_to(std::uint32_t segment) {
        if (now_.number == 0) now_.number = segment;
        for (; now_.number < segment; now_ = SegmentSummary{.number = now_.number + 1}) {
            if (tell_) tell_(now_);
        }
    }

    const std::function<void(const SegmentSummary&)>& tell_;
    SegmentSummary now_;
};

// Every record to one of the three; what the reader knows at its end to the summary.
Result<JournalSummary>
walk(const std::filesystem::path& directory, Names names, std::uint64_t from_sequence,
     const std::function<void(const Event&, const Names&)>& on_event,
     const std::function<void(std::uint64_t sequence, std::uint64_t hash)>& on_hash,
     const std::function<void(const SegmentSummary&)>& on_segment = {}) {
    auto reader = JournalReader::open(directory, from_sequence);
    if (!reader) return std::unexpected(reader.error());
    JournalSummary summary;
    SegmentCounter counter(on_segment);
    while (true) {
        const auto record = reader->next();
        if (!record) return std::unexpected(record.error());
        if (!*record) break;
        counter.saw(**record);
        if ((*record)->type == RecordType::state_hash) {
            const auto hash = parse_state_hash((*record)->payload);
            if (!hash) return at_record(**record, hash.error());
            ++summary.state_hashes;
            on_hash((*record)->sequence, *hash);
            continue;
        }
        const auto event = event_of(**record, names);
        if (!event) return std::unexpected(event.error());
        ++summary.events;
        if (!summary.first) summary.first = event->time;
        summary.last = event->time;
        on_event(*event, names);
    }
    counter.finish(reader->end().segment);
    summary.segments = reader->end().segment;
    summary.torn = reader->end().torn;
    return summary;
}

} // namespace

std::string JournalSummary::text() const {
    std::string out = counted(events, "event") + " in " + counted(segments, "segment");
    if (first && last) out += ", from " + utc_text(*first) + " to " + utc_text(*last);
    return out + ", " +
           (state_hashes == 1 ? "1 state hash" : std::to_string(state_hashes) + " state hashes") +
           (torn ? "; " + torn->text() : "");
}

Result<JournalSummary> list_journal(const std::filesystem::path& directory, Names names,
                                    std::uint64_t from_sequence,
                                    const std::function<void(std::string_view)>& line) {
    return walk(
        directory, std::move(names), from_sequence,
        [&](const Event& event, const Names& known) { line(describe(event, known)); },
        [&](std::uint64_t sequence, std::uint64_t hash) { line(hash_line(sequence, hash)); });
}

std::string SegmentSummary::text() const {
    return segment_file_name(number) + ": " +
           (events == 0 ? "no events"
                        : "events " + std::to_string(first_sequence) + " to " +
                              std::to_string(last_sequence)) +
           ", " + std::to_string(state_hashes) +
           (state_hashes == 1 ? " state hash" : " state hashes");
}

Result<JournalSummary>
verify_journal(const std::filesystem::path& directory,
               const std::function<void(const SegmentSummary&)>& on_segment) {
    return walk(
        directory, Names(), 1, [](const auto&, const auto&) {}, [](auto, auto) {}, on_segment);
}

} // namespace lockstep
