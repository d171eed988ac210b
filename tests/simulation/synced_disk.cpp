#include "simulation/synced_disk.hpp"

#include "journal/format.hpp"

#include <array>
#include <fstream>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

namespace lockstep::simulation {
namespace {

// Where the frames of a segment end, from a place where a frame may begin.
std::uint64_t end_of_frames(int descriptor, std::uint64_t from) {
    std::string bytes;
    std::array<char, 1024> buffer{}; // a sync mostly finds one frame, then zeros
    for (ssize_t size = 0; (size = ::pread(descriptor, buffer.data(), buffer.size(),
                                           static_cast<off_t>(from + bytes.size()))) > 0;) {
        bytes.append(buffer.data(), static_cast<std::size_t>(size));
        if (bytes.find_last_not_of('\0') < bytes.size() - buffer.size() / 2) break;
    }
    std::uint64_t end = from;
    std::string_view rest = bytes;
    while (!rest.empty()) {
        const FrameReading reading = read_frame(rest);
        if (reading.state != FrameState::good) break;
        end += reading.frame.size;
        rest.remove_prefix(reading.frame.size);
    }
    return end;
}

std::uint64_t inode_of(int descriptor) {
    struct stat what{};
    return ::fstat(descriptor, &what) == 0 && S_ISREG(what.st_mode) ? what.st_ino : 0;
}

} // namespace

std::uint64_t SyncedDisk::safe_bytes(int descriptor) {
    const std::uint64_t file = inode_of(descriptor);
    if (file != 0 && file != file_) {
        file_ = file;
        safe_ = end_of_frames(descriptor, segment_header_size);
    }
    return safe_;
}

std::uint64_t SyncedDisk::sync(int descriptor) {
    safe_bytes(descriptor);
    if (inode_of(descriptor) == file_) safe_ = end_of_frames(descriptor, safe_);
    return safe_;
}

void SyncedDisk::tear(const std::filesystem::path& journal, std::uint64_t safe,
                      std::uint64_t written, Random& random) {
    if (written <= safe) return;
    std::filesystem::path newest;
    for (const auto& entry : std::filesystem::directory_iterator(journal)) {
        if (entry.path() > newest) newest = entry.path();
    }
    const auto keep = static_cast<std::uint64_t>(
        random.between(static_cast<std::int64_t>(safe), static_cast<std::int64_t>(written) - 1));
    std::fstream file(newest, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(keep));
    file << std::string(written - keep, '\0');
}

} // namespace lockstep::simulation
