#include "journal/snapshot.hpp"

#include "journal/crc32c.hpp"
#include "journal/file.hpp"
#include "journal/little_endian.hpp"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <system_error>
#include <utility>

namespace lockstep {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "LSSNAPSH";
constexpr std::string_view extension = ".lss";
constexpr std::uint32_t snapshot_version = 2;
constexpr std::size_t kept = 2; // the one just saved, and the one before

// Offsets in the header; the state follows it.
constexpr std::size_t version_offset = 8;
constexpr std::size_t crc_offset = 12; // of the state, and then of the numbers before it
constexpr std::size_t journal_id_offset = 16;
constexpr std::size_t sequence_offset = 24;
constexpr std::size_t state_hash_offset = 32;
constexpr std::size_t state_size_offset = 40;
constexpr std::size_t header_size = 48;

// Twenty digits, so that names sort like sequences.
std::string file_name(std::uint64_t sequence) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%020llu.lss",
                  static_cast<unsigned long long>(sequence));
    return text.data();
}

std::uint32_t crc_of(std::string_view header, std::uint32_t state_crc) {
    return crc32c(header.substr(journal_id_offset, header_size - journal_id_offset), state_crc);
}

// What a file is given of a state while it comes.
struct Written {
    std::uint64_t size = 0;
    std::uint32_t crc = 0;
    Result<void> result;

    void take(const File& file, std::string_view piece) {
        if (!result) return;
        result = file.write_at(piece, header_size + size);
        size += piece.size();
        crc = crc32c(piece, crc);
        if (result && size > snapshot_state_size_max) {
            result = failure("the state is too large for a snapshot: more than " +
                             std::to_string(snapshot_state_size_max) + " bytes");
        }
    }
};

std::string header_of(const Snapshot& snapshot, const Written& state) {
    std::string bytes(header_size, '\0');
    bytes.replace(0, magic.size(), magic);
    put_number(bytes, version_offset, snapshot_version);
    put_number(bytes, journal_id_offset, snapshot.journal_id);
    put_number(bytes, sequence_offset, snapshot.sequence);
    put_number(bytes, state_hash_offset, snapshot.state_hash);
    put_number(bytes, state_size_offset, state.size);
    put_number(bytes, crc_offset, crc_of(bytes, state.crc));
    return bytes;
}

// A state may be large: it is kept where it was read.
Result<Snapshot> parse(std::string file) {
    const std::string_view bytes = file;
    if (bytes.size() < header_size || !bytes.starts_with(magic)) {
        return failure("it is no snapshot, or cut short");
    }
    const auto version = get_number<std::uint32_t>(bytes, version_offset);
    if (version != snapshot_version) {
        return failure("it has version " + std::to_string(version) +
                       ", this Lockstep reads version " + std::to_string(snapshot_version));
    }
    if (get_number<std::uint64_t>(bytes, state_size_offset) != bytes.size() - header_size) {
        return failure("it is cut short, or has bytes too many");
    }
    const std::uint32_t crc = crc_of(bytes, crc32c(bytes.substr(header_size)));
    if (get_number<std::uint32_t>(bytes, crc_offset) != crc) {
        return failure("its checksum is wrong");
    }
    Snapshot snapshot{get_number<std::uint64_t>(bytes, journal_id_offset),
                      get_number<std::uint64_t>(bytes, sequence_offset),
                      get_number<std::uint64_t>(bytes, state_hash_offset),
                      {}};
    file.erase(0, header_size);
    snapshot.state = std::move(file);
    return snapshot;
}

// The snapshot files, newest first.
Result<std::vector<fs::path>> snapshot_files(const fs::path& directory) {
    std::vector<fs::path> files;
    std::error_code trouble;
    if (!fs::exists(directory, trouble)) return files;
    for (auto entry = fs::directory_iterator(directory, trouble);
         !trouble && entry != fs::directory_iterator(); entry.increment(trouble)) {
        if (entry->path().extension() == extension) files.push_back(entry->path());
    }
    if (trouble) {
        return failure("cannot list the snapshots in " + directory.string() + ": " +
                       trouble.message());
    }
    std::ranges::sort(files, std::greater());
    return files;
}

Result<Snapshot> load(const fs::path& path) {
    const auto file = File::open(path, O_RDONLY);
    if (!file) return std::unexpected(file.error());
    auto bytes = file->read_all(header_size + snapshot_state_size_max);
    if (!bytes) return std::unexpected(bytes.error());
    auto snapshot = parse(std::move(*bytes));
    if (snapshot && path.filename() != file_name(snapshot->sequence)) {
        return failure("it holds the state after event " + std::to_string(snapshot->sequence));
    }
    return snapshot;
}

} // namespace

Result<std::size_t> SnapshotStore::save(const Snapshot& snapshot, const GiveState& give) const {
    if (auto done = make_private_directory(directory_); !done) {
        return std::unexpected(done.error());
    }
    auto file = File::open(directory_ / "unfinished", O_RDWR | O_CREAT | O_TRUNC);
    if (!file) return std::unexpected(file.error());
    Written state;
    give([&](std::string_view piece) { state.take(*file, piece); });
    if (state.result) state.result = file->write_at(header_of(snapshot, state), 0);
    if (state.result) state.result = file->sync(sync_file_);
    if (state.result) state.result = file->rename(directory_ / file_name(snapshot.sequence));
    if (state.result) state.result = sync_directory(directory_, sync_file_);
    if (state.result) state.result = remove_older_than(snapshot.sequence);
    if (!state.result) return std::unexpected(state.result.error());
    return static_cast<std::size_t>(state.size);
}

// Files that claim to be newer are another journal's; they do not count, and they stay.
Result<void> SnapshotStore::remove_older_than(std::uint64_t sequence) const {
    auto files = snapshot_files(directory_);
    if (!files) return std::unexpected(files.error());
    std::erase_if(*files, [&](const auto& path) { return path.filename() > file_name(sequence); });
    for (std::size_t i = kept; i < files->size(); ++i) {
        std::error_code ignored; // one file too many does no harm
        fs::remove((*files)[i], ignored);
    }
    return {};
}

Result<SnapshotStore::Found> SnapshotStore::load_newest(std::uint64_t journal_id,
                                                        const Take& take) const {
    const auto files = snapshot_files(directory_);
    if (!files) return std::unexpected(files.error());
    Found found;
    for (const auto& path : *files) {
        auto snapshot = load(path);
        Result<void> fits;
        if (!snapshot) {
            fits = std::unexpected(snapshot.error());
        } else if (snapshot->journal_id != journal_id) {
            fits = failure("it belongs to another journal");
        } else if (take) {
            fits = take(*snapshot);
        }
        if (fits) {
            found.newest = std::move(*snapshot);
            return found;
        }
        found.passed_over.push_back("snapshot " + path.string() +
                                    " is passed over: " + fits.error().what);
    }
    return found;
}

} // namespace lockstep
