// Writes a journal: one frame an event, appended and never changed, by one writer.
#pragma once

#include "codec/names.hpp"
#include "journal/file.hpp"
#include "journal/options.hpp"
#include "journal/reader.hpp"
#include "journal/segment_supply.hpp"
#include "journal/sync_thread.hpp"
#include "proto/events.hpp"
#include "proto/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace lockstep {

// A failed write or sync ends the writer: every later call gives the same error, nothing is tried
// again, and the process has to stop trading.
class JournalWriter {
  public:
    // Goes on at `end`, as a reader of the same directory found it; a torn record there is
    // overwritten. Takes the disk space of a segment before it returns. `names` must outlive the
    // writer. Refuses a directory that cannot be made or written, and a disk without room.
    static Result<std::unique_ptr<JournalWriter>> open(JournalOptions options, const Names& names,
                                                       const JournalEnd& end);
    // Syncs what is left; an error then has nobody to go to, so close() first to hear of it.
    ~JournalWriter();

    // Journals the event, whose sequence must be the next one. When it returns without an error the
    // event is as durable as the settings ask, and what follows from it may leave. Refuses an
    // event of more than a mebibyte, without harm to the journal.
    Result<void> append(const Event& event);

    // For several events at once: nothing that follows from them may leave before commit().
    Result<void> append_uncommitted(const Event& event);
    Result<void> commit();

    // The hash of the machine's state after the last event.
    Result<void> append_state_hash(std::uint64_t hash);
    // Whether enough events have passed since the last one.
    bool state_hash_due() const { return events_since_hash_ >= options_.state_hash_every; }

    // Syncs and ends; the journal is complete on the disk when it returns without an error.
    Result<void> close();

    std::uint64_t journal_id() const { return journal_id_; }
    std::uint64_t next_sequence() const { return next_sequence_; }
    std::uint32_t segment() const { return segment_number_; }
    Durability durability() const { return options_.durability; }
    // The disk has no room for a segment after this one: open no new risk, keep the room left for
    // exits. Goes away by itself.
    bool space_low() const { return supply_.space_low(); }
    // Why the writer has ended, also when the sync thread found out between two events.
    std::optional<Error> error() const;

  private:
    JournalWriter(JournalOptions options, const Names& names, const JournalEnd& end);

    Result<void> start_first_segment();
    Result<void> resume(const JournalEnd& end);
    Result<void> write_frame(RecordType type, std::uint64_t sequence);
    Result<void> next_segment();
    Result<void> check_alive();
    Result<void> ended_by(Error error);

    const JournalOptions options_;
    const Names& names_;
    SegmentSupply supply_;
    std::shared_ptr<const File> segment_;
    std::uint32_t segment_number_ = 0;
    std::uint64_t journal_id_ = 0;
    std::uint64_t offset_ = 0; // where the next frame goes
    std::uint64_t next_sequence_ = 1;
    std::uint64_t events_since_hash_ = 0;
    bool uncommitted_ = false;
    std::string frame_; // kept for its memory
    std::optional<Error> error_;
    std::unique_ptr<SyncThread> sync_thread_;
};

} // namespace lockstep
