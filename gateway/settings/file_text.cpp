#include "settings/file_text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>

namespace lockstep {

Result<std::string> read_file_text(const std::filesystem::path& path, std::size_t bytes_max) {
    std::error_code trouble;
    const auto status = std::filesystem::status(path, trouble);
    if (status.type() == std::filesystem::file_type::not_found) return failure("does not exist");
    if (trouble) return failure("cannot be looked at (" + trouble.message() + ")");
    if (std::filesystem::is_directory(status)) return failure("is a directory");
    if (!std::filesystem::is_regular_file(status)) return failure("is not a plain file");
    std::ifstream file(path, std::ios::binary);
    if (!file) return failure(std::string("cannot be opened (") + std::strerror(errno) + ")");
    // In steps, since the bound is far above what most files hold. One byte above it tells.
    constexpr std::size_t step_bytes = 16 * 1024;
    std::string text;
    while (file && text.size() <= bytes_max) {
        const std::size_t before = text.size();
        text.resize(before + std::min(step_bytes, bytes_max + 1 - before));
        file.read(text.data() + before, static_cast<std::streamsize>(text.size() - before));
        text.resize(before + static_cast<std::size_t>(file.gcount()));
    }
    if (file.bad()) return failure("cannot be read");
    if (text.size() > bytes_max) {
        return failure("is larger than " + std::to_string(bytes_max) + " bytes");
    }
    return text;
}

} // namespace lockstep
