// The small files in DataDirectory that other programs of this machine read: the console's token
// and the ports that the gateway really has.
#pragma once

#include "proto/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lockstep {

// Replaces a small file as a whole: a reader, and a start after a crash, sees the old text or the
// new one.
Result<void> replace_file(const std::filesystem::path& path, std::string_view text);

// The token of DataDirectory/token: 64 hexadecimal digits from the system's random source, made
// (mode 0600) when there is none. Refuses a file that others may read, and one without a token.
Result<std::string> ensure_token(const std::filesystem::path& data_directory);
// The token, for a client. Refuses when there is none yet.
Result<std::string> read_token(const std::filesystem::path& data_directory);

// DataDirectory/console.port and DataDirectory/ports (lines "SESSIONID PORT", acceptors only), each
// replaced as a whole.
Result<void> write_console_port(const std::filesystem::path& data_directory, std::uint16_t port);
Result<void> write_ports(const std::filesystem::path& data_directory,
                         const std::vector<std::pair<std::string, std::uint16_t>>& ports);
Result<std::uint16_t> read_console_port(const std::filesystem::path& data_directory);
// Takes both away: nobody listens any more.
void remove_ports(const std::filesystem::path& data_directory);

} // namespace lockstep
