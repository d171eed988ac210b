// How a journal is written.
#pragma once

#include "proto/durability.hpp"
#include "proto/values.hpp"

#include <unistd.h>

#include <cstdint>
#include <filesystem>

namespace lockstep {

struct JournalOptions {
    std::filesystem::path directory; // DataDirectory/journal
    Durability durability = Durability::process;
    // Disk space of one segment, taken before the first record is written to it.
    std::uint64_t segment_bytes = std::uint64_t{64} << 20;
    // Durability::process: the sync thread starts this long after a write, so that the orders which
    // follow from an event leave before the disk gets busy. Together with the sync it stays below 5
    // ms.
    Duration sync_delay = Duration::milliseconds(4);
    // How long to wait before asking a full disk for the next segment again.
    Duration space_retry = Duration::seconds(1);
    std::uint64_t state_hash_every = 4096; // events
    // What makes a file durable; a test puts a failing disk here.
    int (*sync_file)(int descriptor) = ::fdatasync;
};

} // namespace lockstep
