// The kill switch for the hour in which nothing else is at hand: while a file of this name is in
// the data directory, every account is halted. `touch` is enough, whatever is in the file.
#pragma once

#include <filesystem>
#include <system_error>
#include <utility>

namespace lockstep {

class KillFile {
  public:
    explicit KillFile(const std::filesystem::path& data_directory)
        : path_(data_directory / "kill") {}

    // Looks, and gives true when the file is there and was not the last time, or never looked for.
    // A file that cannot be looked at counts as there: the switch fails to the safe side.
    bool appeared() { return !std::exchange(there_, look()) && there_; }
    bool is_there() const { return there_; } // as of the last look
    const std::filesystem::path& path() const { return path_; }

  private:
    bool look() const {
        std::error_code error;
        const bool there = std::filesystem::exists(path_, error);
        return there || error;
    }

    std::filesystem::path path_;
    bool there_ = false;
};

} // namespace lockstep
