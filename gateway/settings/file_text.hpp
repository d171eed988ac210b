// The whole text of a small file, or why it cannot be had.
#pragma once

#include "proto/result.hpp"

#include <cstddef>
#include <filesystem>
#include <string>

namespace lockstep {

// Refuses what is missing, a directory or another thing that is no plain file, unreadable, or
// larger than `bytes_max`. The error continues a sentence whose subject is the file.
Result<std::string> read_file_text(const std::filesystem::path& path, std::size_t bytes_max);

} // namespace lockstep
