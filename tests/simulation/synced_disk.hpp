// What of the newest journal segment a power cut cannot take: the bytes up to the last sync.
#pragma once

#include "simulation/random.hpp"

#include <cstdint>
#include <filesystem>

namespace lockstep::simulation {

class SyncedDisk {
  public:
    // Bytes of the file that are safe. Of a file that was never synced in this life: all of them,
    // because what an earlier life left was synced when that life began to write elsewhere or
    // here.
    std::uint64_t safe_bytes(int descriptor);
    // All that is written now is safe; gives how much that is.
    std::uint64_t sync(int descriptor);
    // The newest segment in `journal` keeps a random part of what lies between `safe` and
    // `written`.
    static void tear(const std::filesystem::path& journal, std::uint64_t safe,
                     std::uint64_t written, Random& random);

  private:
    std::uint64_t file_ = 0; // its inode
    std::uint64_t safe_ = 0;
};

} // namespace lockstep::simulation
