#include "chaos/small_disk.hpp"

#include "e2e/process.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <sched.h>
#include <stdexcept>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace lockstep::chaos {

namespace {

constexpr std::size_t whole_bytes = std::size_t{1} << 30;
// No journal segment fits in it, while the small files of the gateway do.
constexpr rlim_t limit_bytes = 64 * 1024;

// Mounts of ours are seen by nobody else, and end with us.
bool own_namespace() {
    if (::unshare(CLONE_NEWNS) == 0) return true;
    const std::string user = std::to_string(::getuid());
    const std::string group = std::to_string(::getgid());
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
    try {
        e2e::write_text("/proc/self/setgroups", "deny");
        e2e::write_text("/proc/self/uid_map", user + " " + user + " 1");
        e2e::write_text("/proc/self/gid_map", group + " " + group + " 1");
    } catch (const std::runtime_error&) {
        return false;
    }
    return true;
}

} // namespace

SmallDisk::SmallDisk(std::filesystem::path directory) : directory_(std::move(directory)) {
    std::filesystem::create_directories(directory_);
    std::filesystem::permissions(directory_, std::filesystem::perms::owner_all);
    mounted_ = mount();
    // A file that reaches its limit is an error to whoever writes it, not a signal: the children
    // inherit that.
    if (!mounted_) std::signal(SIGXFSZ, SIG_IGN);
}

SmallDisk::~SmallDisk() {
    if (mounted_) ::umount2(directory_.c_str(), MNT_DETACH);
}

bool SmallDisk::mount() const {
    if (!own_namespace()) return false;
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
    const std::string options = "mode=0700,size=" + std::to_string(whole_bytes);
    return ::mount("lockstep-chaos", directory_.c_str(), "tmpfs", MS_NOSUID | MS_NODEV,
                   options.c_str()) == 0;
}

void SmallDisk::resize(std::size_t bytes) const {
    const std::string options = "size=" + std::to_string(bytes);
    if (::mount("none", directory_.c_str(), nullptr, MS_REMOUNT | MS_NOSUID | MS_NODEV,
                options.c_str()) != 0) {
        throw std::runtime_error("the disk cannot be resized: " +
                                 std::string(std::strerror(errno)));
    }
}

void SmallDisk::fill(std::size_t bytes_left, pid_t gateway) {
    if (!mounted_) {
        const rlimit limit{limit_bytes, RLIM_INFINITY};
        ::prlimit(gateway, RLIMIT_FSIZE, &limit, nullptr);
        return;
    }
    // The gateway goes on writing while we look, and a disk is not made smaller than what is on it.
    for (int tries = 0; tries < 100; ++tries) {
        struct statvfs use{};
        if (::statvfs(directory_.c_str(), &use) != 0) break;
        const std::size_t used = (use.f_blocks - use.f_bfree) * use.f_frsize;
        const std::string options = "size=" + std::to_string(used + bytes_left);
        if (::mount("none", directory_.c_str(), nullptr, MS_REMOUNT | MS_NOSUID | MS_NODEV,
                    options.c_str()) == 0) {
            return;
        }
    }
    throw std::runtime_error("the disk cannot be filled: " + std::string(std::strerror(errno)));
}

void SmallDisk::free(pid_t gateway) {
    if (mounted_) return resize(whole_bytes);
    const rlimit none{RLIM_INFINITY, RLIM_INFINITY};
    ::prlimit(gateway, RLIMIT_FSIZE, &none, nullptr);
}

std::string SmallDisk::kind() const {
    return mounted_ ? "a tmpfs" : "a limit on file sizes (no tmpfs may be mounted here)";
}

void SmallDisk::keep(const std::filesystem::path& directory) const {
    std::filesystem::copy(directory_, directory, std::filesystem::copy_options::recursive);
}

} // namespace lockstep::chaos
