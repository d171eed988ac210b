// A directory on a disk of its own that can be full: a tmpfs that only this process and its
// children see or, where none may be mounted, a limit on the size of the gateway's files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include <sys/types.h>

namespace lockstep::chaos {

class SmallDisk {
  public:
    // Makes `directory` and mounts a tmpfs there if that is allowed. A user who is not root gets a
    // namespace of his own for it; threads must not run yet.
    explicit SmallDisk(std::filesystem::path directory);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    // From now on there is room for `bytes_left` more, to the next page; `gateway` is the process
    // that a limit is put on, where there is no disk.
    void fill(std::size_t bytes_left, pid_t gateway);
    void free(pid_t gateway);

    // What is used, in words.
    std::string kind() const;
    // Copies what is on the disk to `directory`, which outlives it.
    void keep(const std::filesystem::path& directory) const;

  private:
    bool mount() const;
    void resize(std::size_t bytes) const;

    std::filesystem::path directory_;
    bool mounted_ = false;
};

} // namespace lockstep::chaos
