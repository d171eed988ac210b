#include "engine/recovery.hpp"

#include "journal/snapshot.hpp"
#include "proto/check.hpp"

#include <array>
#include <cstdio>
#include <utility>

namespace lockstep {

namespace {

void tell_open(const Router& router, std::vector<std::string>& open) {
    const RouterConfig& config = router.config();
    for (std::uint32_t i = 0; i < config.followers.size(); ++i) {
        for (const LinkView& link : router.view(FollowerId{i}).links) {
            const std::string symbol = config.instruments[link.instrument.index].symbol;
            const Position net = link.held + link.foreign;
            if (!net.is_flat()) {
                open.push_back(config.followers[i].account + " holds " + std::to_string(net.net) +
                               " " + symbol);
            }
            const Quantity working = link.working_entries + link.working_exits;
            if (!working.is_zero()) {
                open.push_back(config.followers[i].account + " works " +
                               std::to_string(working.lots) + " " + symbol);
            }
        }
    }
}

std::string in_digits(std::uint64_t hash) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash));
    return text.data();
}

// One way through the journal, from the beginning or from a snapshot.
class Reading {
  public:
    Reading(Names& names, const StateOwner& owner, EngineCore& core, DayCalendar& calendar,
            ReadingBounds bounds)
        : names_(names), owner_(owner), core_(core), calendar_(calendar), no_days_(calendar),
          bounds_(std::move(bounds)) {
        core.save([&](std::string_view piece) { nothing_ += piece; });
    }

    Result<void> from_beginning(JournalReader& reader) {
        forget();
        return read(reader);
    }

    Result<void> from(Snapshot& snapshot, const std::filesystem::path& directory) {
        forget();
        auto loaded = load_saved_state(snapshot.state, owner_, recovered.past, calendar_, core_);
        snapshot.state = std::string(); // it may be large, and much may be left to read
        if (!loaded) return loaded;
        if (core_.router().state_hash() != snapshot.state_hash ||
            core_.last_sequence() != snapshot.sequence) {
            return failure("it holds another state than it says");
        }
        recovered.snapshot = snapshot.sequence;
        auto reader = JournalReader::open(directory, snapshot.sequence + 1);
        if (!reader) return std::unexpected(reader.error());
        return read(*reader);
    }

    Recovered recovered;

  private:
    // What an attempt that failed has left goes.
    void forget() {
        LOCKSTEP_CHECK(core_.load(nothing_).has_value());
        calendar_ = no_days_;
        recovered = Recovered();
    }

    Result<void> read(JournalReader& reader) {
        while (core_.last_sequence() < bounds_.last_sequence) {
            if (bounds_.stop.stop_requested()) return failure("the gateway stops");
            const auto record = reader.next();
            if (!record) return std::unexpected(record.error());
            if (!*record) {
                recovered.end = reader.end();
                break;
            }
            auto taken = (*record)->type == RecordType::event ? take(**record) : compare(**record);
            if (!taken) return taken;
        }
        return {};
    }

    Result<void> take(const JournalRecord& record) {
        const auto event = read_event(record, names_);
        if (!event) return std::unexpected(event.error());
        ++recovered.events;
        recovered.past.saw(event->body);
        if (is_known(core_.router().config(), event->body)) {
            core_.replay(*event);
            calendar_.saw(event->body, event->time);
        } else {
            ++recovered.past.passed_over;
            recovered.past.left_behind.saw(event->body, names_);
            core_.pass_over(*event);
        }
        return {};
    }

    // The life that wrote it had a state, and so have we. With other settings, or in another
    // release, the same events may well give another one.
    Result<void> compare(const JournalRecord& record) {
        const auto told = parse_state_hash(record.payload);
        if (!told) return failure(place_of(record) + ": " + told.error().what);
        if (!recovered.past.any || !owner_.is_owner_of(recovered.past.newest)) {
            ++recovered.hashes_of_others;
            return {};
        }
        ++recovered.hashes_compared;
        const std::uint64_t ours = core_.router().state_hash();
        if (*told == ours) return {};
        return failure(place_of(record) + ": replay gives another state (" + in_digits(ours) +
                       ") than was recorded (" + in_digits(*told) + ") after event " +
                       std::to_string(record.sequence));
    }

    static std::string place_of(const JournalRecord& record) {
        return "journal segment " + segment_file_name(record.segment) + " at offset " +
               std::to_string(record.offset);
    }

    Names& names_;
    const StateOwner& owner_;
    EngineCore& core_;
    DayCalendar& calendar_;
    const DayCalendar no_days_;
    const ReadingBounds bounds_;
    std::string nothing_;
};

} // namespace

std::filesystem::path snapshot_directory(const std::filesystem::path& journal_directory) {
    return journal_directory / "snapshots";
}

Result<Recovered> recover(const std::filesystem::path& directory, Names& names,
                          const StateOwner& owner, EngineCore& core, DayCalendar& calendar,
                          ReadingBounds bounds) {
    auto reader = JournalReader::open(directory);
    if (!reader) return std::unexpected(reader.error());
    Reading reading(names, owner, core, calendar, std::move(bounds));
    const SnapshotStore store(snapshot_directory(directory));
    auto found = store.load_newest(reader->journal_id(), [&](Snapshot& snapshot) {
        return reading.from(snapshot, directory);
    });
    std::vector<std::string> said;
    if (found) said = std::move(found->passed_over);
    if (!found) said.push_back(found.error().what);
    if (!found || !found->newest) {
        if (auto read = reading.from_beginning(*reader); !read) {
            return std::unexpected(read.error());
        }
    }
    Recovered& recovered = reading.recovered;
    recovered.journal_id = reader->journal_id();
    recovered.said = std::move(said);
    tell_open(core.router(), recovered.open);
    recovered.past.left_behind.tell(recovered.open);
    return std::move(recovered);
}

} // namespace lockstep
