#include "journal/writer.hpp"

#include "codec/journal_codec.hpp"
#include "proto/check.hpp"

#include <fcntl.h>
#include <sys/random.h>

#include <csignal>
#include <system_error>
#include <utility>

namespace lockstep {

namespace {

Result<std::uint64_t> new_journal_id() {
    std::uint64_t id = 0;
    if (::getrandom(&id, sizeof(id), 0) != sizeof(id)) {
        return failure("cannot draw an id for the journal: " +
                       std::generic_category().message(errno));
    }
    return id;
}

} // namespace

Result<std::unique_ptr<JournalWriter>>
JournalWriter::open(JournalOptions options, const Names& names, const JournalEnd& end) {
    LOCKSTEP_CHECK(options.segment_bytes > segment_header_size);
    LOCKSTEP_CHECK(options.segment_bytes <= segment_bytes_max);
    // Past a limit on file sizes the kernel sends a signal that would end the process; ignored, the
    // write fails with an error that names the file.
    std::signal(SIGXFSZ, SIG_IGN);
    if (auto made = make_private_directory(options.directory); !made) {
        return std::unexpected(made.error());
    }
    std::unique_ptr<JournalWriter> writer(new JournalWriter(std::move(options), names, end));
    auto started = end.segment == 0 ? writer->start_first_segment() : writer->resume(end);
    if (!started) return std::unexpected(started.error());
    writer->sync_thread_ =
        std::make_unique<SyncThread>(writer->options_, writer->supply_, writer->segment_);
    return writer;
}

JournalWriter::JournalWriter(JournalOptions options, const Names& names, const JournalEnd& end)
    : options_(std::move(options)), names_(names), supply_(options_), segment_number_(end.segment),
      journal_id_(end.journal_id), offset_(end.offset), next_sequence_(end.next_sequence) {}

JournalWriter::~JournalWriter() { static_cast<void>(close()); }

Result<void> JournalWriter::start_first_segment() {
    const auto id = new_journal_id();
    if (!id) return std::unexpected(id.error());
    journal_id_ = *id;
    return next_segment();
}

Result<void> JournalWriter::resume(const JournalEnd& end) {
    auto file = File::open(options_.directory / segment_file_name(end.segment), O_RDWR);
    if (!file) return std::unexpected(file.error());
    // What a torn record left behind goes before anything is written over its beginning.
    if (auto cut = file->truncate(end.offset); !cut) return cut;
    if (end.offset < options_.segment_bytes) {
        if (auto taken = file->preallocate(options_.segment_bytes); !taken) return taken;
    }
    if (auto synced = file->sync(options_.sync_file); !synced) return synced;
    segment_ = std::make_shared<const File>(std::move(*file));
    return {};
}

Result<void> JournalWriter::append(const Event& event) {
    if (auto written = append_uncommitted(event); !written) return written;
    return commit();
}

Result<void> JournalWriter::append_uncommitted(const Event& event) {
    LOCKSTEP_CHECK(event.sequence == next_sequence_);
    begin_frame(frame_);
    encode(event, names_, frame_);
    if (auto written = write_frame(RecordType::event, event.sequence); !written) return written;
    ++next_sequence_;
    ++events_since_hash_;
    return {};
}

Result<void> JournalWriter::append_state_hash(std::uint64_t hash) {
    begin_frame(frame_);
    frame_ += state_hash_payload(hash);
    auto written = write_frame(RecordType::state_hash, next_sequence_ - 1);
    if (written) events_since_hash_ = 0;
    return written;
}

Result<void> JournalWriter::write_frame(RecordType type, std::uint64_t sequence) {
    if (auto alive = check_alive(); !alive) return alive;
    const std::uint64_t size = frame_.size() + frame_overhead - frame_header_size;
    if (frame_.size() - frame_header_size > payload_size_max ||
        size > options_.segment_bytes - segment_header_size) {
        return failure("event " + std::to_string(sequence) + " is too large for the journal: " +
                       std::to_string(frame_.size() - frame_header_size) + " bytes");
    }
    finish_frame(frame_, type, sequence);
    if (offset_ + size > options_.segment_bytes) {
        if (auto turned = next_segment(); !turned) return ended_by(turned.error());
    }
    if (auto written = segment_->write_at(frame_, offset_); !written) {
        return ended_by(written.error());
    }
    offset_ += size;
    uncommitted_ = true;
    return {};
}

Result<void> JournalWriter::commit() {
    if (auto alive = check_alive(); !alive) return alive;
    if (!uncommitted_) return {};
    uncommitted_ = false;
    if (options_.durability == Durability::process) {
        sync_thread_->wrote();
    } else if (auto synced = segment_->sync(options_.sync_file); !synced) {
        return ended_by(synced.error());
    }
    return {};
}

// Closes the segment at its last record, durable, and begins the next one.
Result<void> JournalWriter::next_segment() {
    if (segment_) {
        if (auto cut = segment_->truncate(offset_); !cut) return cut;
        if (auto synced = segment_->sync(options_.sync_file); !synced) return synced;
    }
    auto file = supply_.next({segment_version, segment_number_ + 1, journal_id_, next_sequence_});
    if (!file) return std::unexpected(file.error());
    segment_ = std::make_shared<const File>(std::move(*file));
    ++segment_number_;
    offset_ = segment_header_size;
    if (sync_thread_) sync_thread_->follow(segment_);
    return {};
}

Result<void> JournalWriter::close() {
    if (sync_thread_) sync_thread_->stop();
    if (auto alive = check_alive(); !alive) return alive;
    const auto segment = std::exchange(segment_, nullptr);
    if (!segment) return {};
    if (auto synced = segment->sync(options_.sync_file); !synced) return ended_by(synced.error());
    error_ = Error{"the journal is closed"};
    return {};
}

std::optional<Error> JournalWriter::error() const {
    if (error_) return error_;
    if (sync_thread_ && sync_thread_->failed()) return sync_thread_->error();
    return std::nullopt;
}

Result<void> JournalWriter::check_alive() {
    if (!error_ && sync_thread_ && sync_thread_->failed()) error_ = sync_thread_->error();
    if (error_) return std::unexpected(*error_);
    return {};
}

Result<void> JournalWriter::ended_by(Error error) {
    error_ = Error{"the journal has ended: " + error.what};
    return std::unexpected(*error_);
}

} // namespace lockstep
