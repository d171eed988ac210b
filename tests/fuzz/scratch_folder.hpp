// A folder in memory for what a target must have as files; one for each process.
#pragma once

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace lockstep::fuzz {

class ScratchFolder {
  public:
    ScratchFolder() {
        const char* const memory = "/dev/shm";
        const bool has_memory = ::access(memory, W_OK) == 0;
        std::string pattern =
            (has_memory ? std::filesystem::path(memory) : std::filesystem::temp_directory_path()) /
            "lockstep-fuzz-XXXXXX";
        if (::mkdtemp(pattern.data()) == nullptr) std::abort();
        path_ = pattern;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

    void write(const std::string& name, std::string_view bytes) const {
        const std::filesystem::path path = path_ / name;
        const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (file < 0) std::abort();
        while (!bytes.empty()) {
            const ssize_t written = ::write(file, bytes.data(), bytes.size());
            if (written <= 0) std::abort();
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        ::close(file);
    }
    void remove(const std::string& name) const {
        std::error_code ignored;
        std::filesystem::remove(path_ / name, ignored);
    }

  private:
    std::filesystem::path path_;
};

} // namespace lockstep::fuzz
