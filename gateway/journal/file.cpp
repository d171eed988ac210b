#include "journal/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace lockstep {

namespace {

std::unexpected<Error> file_error(const std::filesystem::path& path, std::string_view doing,
                                  int number) {
    return failure("cannot " + std::string(doing) + " " + path.string() + ": " +
                   std::generic_category().message(number));
}

} // namespace

File::File(std::filesystem::path path, int descriptor)
    : path_(std::move(path)), descriptor_(descriptor) {}

File::~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

File::File(File&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

File& File::operator=(File&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

std::unexpected<Error> File::error(std::string_view doing, int number) const {
    return file_error(path_, doing, number);
}

Result<File> File::open(const std::filesystem::path& path, int flags) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
    if (descriptor < 0) return file_error(path, "open", errno);
    return File(path, descriptor);
}

Result<void> File::write_at(std::string_view bytes, std::uint64_t offset) const {
    ssize_t written = -1;
    do {
        written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    } while (written < 0 && errno == EINTR);
    if (written < 0) return error("write", errno);
    if (static_cast<std::size_t>(written) != bytes.size()) {
        return failure("cannot write " + path_.string() + ": only " + std::to_string(written) +
                       " of " + std::to_string(bytes.size()) + " bytes were taken");
    }
    return {};
}

Result<std::string> File::read_start(std::size_t size) const {
    std::string bytes(size, '\0');
    std::size_t have = 0;
    while (have < size) {
        const ssize_t got =
            ::pread(descriptor_, bytes.data() + have, size - have, static_cast<off_t>(have));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return error("read", errno);
        if (got == 0) break;
        have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
}

Result<std::string> File::read_all(std::uint64_t size_max) const {
    struct stat facts{};
    if (::fstat(descriptor_, &facts) != 0) return error("look at", errno);
    const auto size = static_cast<std::uint64_t>(facts.st_size);
    if (size > size_max) {
        return failure("cannot read " + path_.string() + ": it is larger than " +
                       std::to_string(size_max) + " bytes");
    }
    return read_start(size);
}

Result<void> File::truncate(std::uint64_t size) const {
    if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) return error("cut", errno);
    return {};
}

Result<void> File::preallocate(std::uint64_t size) const {
    int number = 0;
    do {
        number = ::posix_fallocate(descriptor_, 0, static_cast<off_t>(size));
    } while (number == EINTR);
    if (number != 0) return error("take disk space for", number);
    return {};
}

Result<void> File::rename(const std::filesystem::path& to) {
    if (::rename(path_.c_str(), to.c_str()) != 0) return error("rename", errno);
    path_ = to;
    return {};
}

Result<void> File::sync(int (*sync_file)(int)) const {
    if (sync_file(descriptor_) != 0) return error("sync", errno);
    return {};
}

Result<void> make_private_directory(const std::filesystem::path& directory) {
    std::error_code trouble;
    const bool made = std::filesystem::create_directories(directory, trouble);
    if (made) {
        std::filesystem::permissions(directory, std::filesystem::perms::owner_all, trouble);
    }
    if (!trouble) return {};
    return failure("cannot make the directory " + directory.string() + ": " + trouble.message());
}

Result<void> sync_directory(const std::filesystem::path& directory, int (*sync_file)(int)) {
    const auto file = File::open(directory, O_RDONLY | O_DIRECTORY);
    if (!file) return std::unexpected(file.error());
    return file->sync(sync_file);
}

} // namespace lockstep
