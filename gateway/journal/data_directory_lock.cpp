#include "journal/data_directory_lock.hpp"

#include "codec/utc_text.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace lockstep {

namespace {

constexpr std::size_t owner_text_max = 200;

// What the owner wrote into the lock file, or the little that is known without it.
std::string owner(const File& file) {
    const auto text = file.read_start(owner_text_max);
    if (!text || text->empty()) return "another process";
    return text->substr(0, text->find('\n'));
}

} // namespace

Result<DataDirectoryLock> DataDirectoryLock::acquire(const std::filesystem::path& directory,
                                                     Timestamp now) {
    if (auto made = make_private_directory(directory); !made) return std::unexpected(made.error());
    auto file = File::open(directory / "lock", O_RDWR | O_CREAT);
    if (!file) return std::unexpected(file.error());
    if (::flock(file->descriptor(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) {
            return failure("cannot lock " + file->path().string() + ": " +
                           std::generic_category().message(errno));
        }
        return failure("the data directory " + directory.string() + " is in use by " +
                       owner(*file) +
                       "; stop that one first, or give this one a DataDirectory of "
                       "its own");
    }
    const std::string text =
        "process " + std::to_string(::getpid()) + ", started " + utc_text(now) + "\n";
    if (auto cut = file->truncate(0); !cut) return std::unexpected(cut.error());
    if (auto said = file->write_at(text, 0); !said) return std::unexpected(said.error());
    return DataDirectoryLock(std::move(*file));
}

} // namespace lockstep
