// A file as the journal uses it: every call that can fail says which file and why.
#pragma once

#include "proto/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace lockstep {

class File {
  public:
    // `flags` as open(2) takes them; a new file is readable by its owner alone.
    static Result<File> open(const std::filesystem::path& path, int flags);
    ~File();
    File(File&& other) noexcept;
    File& operator=(File&& other) noexcept;

    const std::filesystem::path& path() const { return path_; }
    int descriptor() const { return descriptor_; }

    // One write; a short one is an error, because what is behind it would be lost.
    Result<void> write_at(std::string_view bytes, std::uint64_t offset) const;
    // The bytes of the file from its start, at most `size_max` of them; more is an error.
    Result<std::string> read_all(std::uint64_t size_max) const;
    // The first bytes, fewer when the file is shorter.
    Result<std::string> read_start(std::size_t size) const;
    Result<void> truncate(std::uint64_t size) const;
    // Takes the disk space up to `size` now, so that writes below it cannot find the disk full.
    Result<void> preallocate(std::uint64_t size) const;
    Result<void> rename(const std::filesystem::path& to);
    // Data and what is needed to find it again are on the disk when this returns.
    Result<void> sync(int (*sync_file)(int)) const;

  private:
    File(std::filesystem::path path, int descriptor);
    std::unexpected<Error> error(std::string_view doing, int number) const;

    std::filesystem::path path_;
    int descriptor_ = -1;
};

// Makes the directory, open to its owner alone, and those above it. One that exists stays as it is.
Result<void> make_private_directory(const std::filesystem::path& directory);

// Makes the names in a directory durable: a new or renamed file is not, until this returned.
Result<void> sync_directory(const std::filesystem::path& directory, int (*sync_file)(int));

} // namespace lockstep
