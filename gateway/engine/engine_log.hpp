// The gateway's own log: DataDirectory/log/lockstep.log, written by a thread of its own. A full
// queue drops lines and never makes trading wait.
#pragma once

#include "proto/commands.hpp"
#include "proto/values.hpp"
#include "router/config.hpp"
#include "settings/settings.hpp"

#include <spdlog/logger.h>

#include <filesystem>
#include <memory>
#include <string>

namespace spdlog::details {
class thread_pool;
}

namespace lockstep {

class EngineLog {
  public:
    static constexpr std::size_t queue_lines_max = 8'192;
    static constexpr std::size_t file_bytes_max = 16 * 1024 * 1024;
    static constexpr std::size_t rotated_files = 5;

    // Makes the directory. Warnings and worse go to standard error too. Throws std::runtime_error
    // when the file cannot be opened.
    EngineLog(const std::filesystem::path& data_directory, LogLevel level);
    ~EngineLog(); // writes what is queued

    spdlog::logger& operator*() const { return *logger_; }
    spdlog::logger* operator->() const { return logger_.get(); }
    const std::filesystem::path& file() const { return file_; }

    // One line, whatever a peer wrote into the notice.
    void write(const Notice& notice, const RouterConfig& config);

  private:
    std::filesystem::path file_;
    std::shared_ptr<spdlog::details::thread_pool> writer_;
    std::shared_ptr<spdlog::logger> logger_;
};

} // namespace lockstep
