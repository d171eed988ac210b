#include "engine/data_files.hpp"

#include "journal/file.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace lockstep {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t token_bytes = 32;
constexpr std::size_t small_file_bytes_max = 4096;

Result<std::string> random_token() {
    std::array<unsigned char, token_bytes> bytes{};
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        return failure(std::string("no random bytes from the system: ") + std::strerror(errno));
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string token;
    for (const unsigned char byte : bytes) {
        token += digits[byte >> 4];
        token += digits[byte & 15];
    }
    return token;
}

Result<std::string> read_first_line(const fs::path& path) {
    const auto file = File::open(path, O_RDONLY);
    if (!file) return std::unexpected(file.error());
    auto text = file->read_all(small_file_bytes_max);
    if (!text) return text;
    return text->substr(0, text->find_first_of("\r\n"));
}

} // namespace

Result<void> replace_file(const fs::path& path, std::string_view text) {
    fs::path beside = path;
    beside += ".new";
    auto file = File::open(beside, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file) return std::unexpected(file.error());
    if (auto written = file->write_at(text, 0); !written) return written;
    return file->rename(path);
}

Result<std::string> read_token(const fs::path& data_directory) {
    const fs::path path = data_directory / "token";
    struct stat what{};
    if (stat(path.c_str(), &what) != 0) return failure(path.string() + " is not there");
    if ((what.st_mode & 077U) != 0) {
        return failure(path.string() + " can be read by others, so it is no secret; remove it, and "
                                       "the next start makes another one");
    }
    auto token = read_first_line(path);
    if (!token) return token;
    const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (token->size() != token_bytes * 2 || !std::ranges::all_of(*token, is_digit)) {
        return failure(path.string() + " holds no token; remove it, and the next start makes one");
    }
    return token;
}

Result<std::string> ensure_token(const fs::path& data_directory) {
    const fs::path path = data_directory / "token";
    std::error_code ignored;
    if (fs::exists(path, ignored)) return read_token(data_directory);
    auto token = random_token();
    if (!token) return token;
    if (auto written = replace_file(path, *token + "\n"); !written) {
        return std::unexpected(written.error());
    }
    return token;
}

Result<void> write_console_port(const fs::path& data_directory, std::uint16_t port) {
    return replace_file(data_directory / "console.port", std::to_string(port) + "\n");
}

Result<void> write_ports(const fs::path& data_directory,
                         const std::vector<std::pair<std::string, std::uint16_t>>& ports) {
    std::string text;
    for (const auto& [session, port] : ports) text += session + " " + std::to_string(port) + "\n";
    return replace_file(data_directory / "ports", text);
}

Result<std::uint16_t> read_console_port(const fs::path& data_directory) {
    const auto line = read_first_line(data_directory / "console.port");
    if (!line) return std::unexpected(line.error());
    std::uint16_t port = 0;
    const auto read = std::from_chars(line->data(), line->data() + line->size(), port);
    if (read.ec != std::errc() || read.ptr != line->data() + line->size() || port == 0) {
        return failure((data_directory / "console.port").string() + " holds no port");
    }
    return port;
}

void remove_ports(const fs::path& data_directory) {
    std::error_code ignored;
    fs::remove(data_directory / "console.port", ignored);
    fs::remove(data_directory / "ports", ignored);
}

} // namespace lockstep
