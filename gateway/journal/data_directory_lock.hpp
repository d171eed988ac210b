// One owner for a data directory: a second start on it is refused and names the first.
#pragma once

#include "journal/file.hpp"
#include "proto/result.hpp"
#include "proto/values.hpp"

#include <filesystem>

namespace lockstep {

class DataDirectoryLock {
  public:
    // Makes the directory (for its owner alone) if it is not there and locks it for as long as the
    // result lives; the end of the process, however it comes, unlocks it. Refuses a directory that
    // is locked and tells by which process and since when; `now` is what the next one is told.
    static Result<DataDirectoryLock> acquire(const std::filesystem::path& directory, Timestamp now);

  private:
    explicit DataDirectoryLock(File file) : file_(std::move(file)) {}
    File file_;
};

} // namespace lockstep
