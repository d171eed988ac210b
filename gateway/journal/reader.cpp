#include "journal/reader.hpp"

#include "journal/file.hpp"
#include "proto/check.hpp"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <system_error>

namespace lockstep {

namespace {

constexpr std::string_view extension = ".lsj";
constexpr std::size_t number_digits = 8;

// The number in "00000012.lsj".
std::optional<std::uint32_t> segment_number(const std::string& file_name) {
    if (file_name.size() != number_digits + extension.size()) return std::nullopt;
    std::uint32_t number = 0;
    const char* end = file_name.data() + number_digits;
    const auto [stop, trouble] = std::from_chars(file_name.data(), end, number);
    if (trouble != std::errc() || stop != end || number == 0) return std::nullopt;
    return number;
}

std::unexpected<Error> segment_error(const std::filesystem::path& path, std::string_view why) {
    return failure("journal segment " + path.string() + ": " + std::string(why));
}

} // namespace

std::string segment_file_name(std::uint32_t number) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%08u.lsj", number);
    return text.data();
}

std::string TornTail::text() const {
    return "journal segment " + segment_path + ": the last record was cut short at offset " +
           std::to_string(offset) + "; it is dropped, the journal ends before it";
}

Result<JournalReader> JournalReader::open(const std::filesystem::path& directory,
                                          std::uint64_t from_sequence) {
    LOCKSTEP_CHECK(from_sequence > 0);
    JournalReader reader;
    if (auto found = reader.find_segments(directory); !found) {
        return std::unexpected(found.error());
    }
    if (auto started = reader.start_at(from_sequence); !started) {
        return std::unexpected(started.error());
    }
    return reader;
}

Result<void> JournalReader::find_segments(const std::filesystem::path& directory) {
    std::error_code trouble;
    if (!std::filesystem::exists(directory, trouble)) return {};
    std::vector<std::pair<std::uint32_t, std::filesystem::path>> files;
    for (auto entry = std::filesystem::directory_iterator(directory, trouble);
         !trouble && entry != std::filesystem::directory_iterator(); entry.increment(trouble)) {
        if (entry->path().extension() != extension) continue;
        const auto number = segment_number(entry->path().filename().string());
        if (!number) return segment_error(entry->path(), "its name is no segment number");
        files.emplace_back(*number, entry->path());
    }
    if (trouble) {
        return failure("cannot list the journal in " + directory.string() + ": " +
                       trouble.message());
    }
    std::ranges::sort(files);
    for (const auto& [number, path] : files) {
        if (!segments_.empty() && number != segments_.back().header.number + 1) {
            const auto missing = directory / segment_file_name(segments_.back().header.number + 1);
            return segment_error(missing, "it is missing");
        }
        const auto file = File::open(path, O_RDONLY);
        if (!file) return std::unexpected(file.error());
        const auto start = file->read_start(segment_header_size);
        if (!start) return std::unexpected(start.error());
        const auto header = parse_segment_header(*start);
        if (!header) return segment_error(path, header.error().what);
        if (header->number != number) {
            return segment_error(path, "it was written as segment " +
                                           std::to_string(header->number) +
                                           ": files were renamed or copied over each other");
        }
        if (!segments_.empty() && header->journal_id != segments_.back().header.journal_id) {
            return segment_error(path, "it belongs to another journal than the segment before it");
        }
        segments_.push_back({path, *header});
    }
    return {};
}

Result<void> JournalReader::start_at(std::uint64_t sequence) {
    from_sequence_ = sequence;
    if (segments_.empty() && sequence > 1) {
        return failure("the journal is empty, but event " + std::to_string(sequence) +
                       " is needed");
    }
    if (segments_.empty()) return {};
    if (segments_.front().header.first_sequence > sequence) {
        return segment_error(segments_.front().path,
                             "it begins with event " +
                                 std::to_string(segments_.front().header.first_sequence) +
                                 ", but event " + std::to_string(sequence) + " is needed");
    }
    while (!in_last_segment() && segments_[at_ + 1].header.first_sequence <= sequence) ++at_;
    next_sequence_ = segments_[at_].header.first_sequence;
    return {};
}

std::unexpected<Error> JournalReader::broken(std::string_view why) const {
    return failure("journal segment " + segments_[at_].path.string() + " at offset " +
                   std::to_string(offset_) + ": " + std::string(why));
}

Result<void> JournalReader::load_segment() {
    const auto& segment = segments_[at_];
    const auto file = File::open(segment.path, O_RDONLY);
    if (!file) return std::unexpected(file.error());
    auto bytes = file->read_all(segment_bytes_max);
    if (!bytes) return std::unexpected(bytes.error());
    bytes_ = std::move(*bytes);
    offset_ = segment_header_size;
    loaded_ = true;
    if (segment.header.first_sequence != next_sequence_) {
        return broken("it begins with event " + std::to_string(segment.header.first_sequence) +
                      " where " + std::to_string(next_sequence_) + " was expected");
    }
    return {};
}

Result<std::optional<JournalRecord>> JournalReader::next() {
    if (error_) return std::unexpected(*error_);
    while (!end_) {
        auto record = read_record();
        if (!record) {
            error_ = record.error();
            return record;
        }
        if (*record && (*record)->sequence >= from_sequence_) return record;
    }
    return std::nullopt;
}

// One record, or nothing at the end of a segment.
Result<std::optional<JournalRecord>> JournalReader::read_record() {
    if (segments_.empty()) {
        end_.emplace();
        return std::nullopt;
    }
    if (!loaded_) {
        if (auto loaded = load_segment(); !loaded) return std::unexpected(loaded.error());
    }
    auto reading = read_frame(std::string_view(bytes_).substr(offset_));
    if (reading.state == FrameState::damaged && in_last_segment()) {
        if (auto again = read_again(); !again) return std::unexpected(again.error());
        reading = read_frame(std::string_view(bytes_).substr(offset_));
    }
    if (reading.state != FrameState::good) {
        if (auto finished = finish(reading); !finished) return std::unexpected(finished.error());
        return std::nullopt;
    }
    auto record = checked(reading.frame);
    if (!record) return std::unexpected(record.error());
    offset_ += reading.frame.size;
    return std::move(*record);
}

// A record that was being written while the segment was read looks damaged; damage that is real is
// there the second time too.
Result<void> JournalReader::read_again() {
    const auto file = File::open(segments_[at_].path, O_RDONLY);
    if (!file) return std::unexpected(file.error());
    auto bytes = file->read_all(segment_bytes_max);
    if (!bytes) return std::unexpected(bytes.error());
    if (bytes->size() >= bytes_.size()) bytes_ = std::move(*bytes);
    return {};
}

// What a frame with a right checksum says must also be possible here.
Result<JournalRecord> JournalReader::checked(const RecordFrame& frame) {
    const auto type = static_cast<RecordType>(frame.type);
    if (frame.version != record_version ||
        (type != RecordType::event && type != RecordType::state_hash)) {
        return broken("a record of type " + std::to_string(frame.type) + ", version " +
                      std::to_string(frame.version) + " is not known to this Lockstep");
    }
    const std::uint64_t expected = type == RecordType::event ? next_sequence_ : next_sequence_ - 1;
    if (frame.sequence != expected) {
        return broken("sequence " + std::to_string(frame.sequence) + " where " +
                      std::to_string(expected) + " was expected");
    }
    if (type == RecordType::event) ++next_sequence_;
    return JournalRecord{type, frame.sequence, frame.payload, segments_[at_].header.number,
                         offset_};
}

// The segment has no further record: go on to the next one, or come to the end.
Result<void> JournalReader::finish(const FrameReading& reading) {
    if (reading.state == FrameState::damaged) return broken(reading.why);
    if (!in_last_segment()) {
        if (reading.state == FrameState::torn) {
            return broken("the record is cut short, but it is not the last of the journal");
        }
        ++at_;
        loaded_ = false;
        return {};
    }
    if (next_sequence_ < from_sequence_) {
        return broken("the journal ends before event " + std::to_string(next_sequence_) +
                      ", but event " + std::to_string(from_sequence_) + " is needed");
    }
    end_ = JournalEnd{segments_[at_].header.journal_id, segments_[at_].header.number, offset_,
                      next_sequence_, std::nullopt};
    if (reading.state == FrameState::torn) {
        end_->torn = TornTail{segments_[at_].path.string(), offset_};
    }
    return {};
}

const JournalEnd& JournalReader::end() const {
    LOCKSTEP_CHECK(end_.has_value());
    return *end_;
}

} // namespace lockstep
