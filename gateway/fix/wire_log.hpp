// QuickFIX's message and event logs, in the format of its own FileLog, written by a thread that
// trading never waits for: when its queue is full the oldest lines are dropped, and counted.
#pragma once

#include "gateway/fix/quickfix.hpp"
#include "settings/session_config.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace spdlog {
class logger;
namespace details {
class thread_pool;
}
} // namespace spdlog

namespace lockstep {

// The message with its secrets as "***": Password (554), NewPassword (925), RawData (96) and the
// encrypted passwords (1402, 1404) of a Logon (35=A) or a user request (35=BE). Others unchanged.
std::string redacted(std::string_view message);

// One session's two files, <name>.messages.current.log and <name>.event.current.log. A full file
// is kept as <name>.messages.current.1.log and so on, `rotated_files` of them.
class WireLog final : public FIX::Log {
  public:
    static constexpr std::size_t file_bytes_max = 64 * 1024 * 1024;
    static constexpr std::size_t rotated_files = 3;

    WireLog(const std::filesystem::path& folder, const std::string& name,
            std::shared_ptr<spdlog::details::thread_pool> writer);
    ~WireLog() override;

    void onIncoming(const std::string& message) override;
    void onOutgoing(const std::string& message) override;
    void onEvent(const std::string& text) override;
    void clear() override {}
    void backup() override {}

    // Asks the writer to bring what was logged since the last call to the file.
    void flush();
    // The last event that says why something happened.
    const std::string& last_event() const { return last_event_; }

  private:
    void write_message(const std::string& message);

    std::shared_ptr<spdlog::details::thread_pool> writer_; // lives as long as its loggers
    std::shared_ptr<spdlog::logger> messages_;
    std::shared_ptr<spdlog::logger> events_;
    bool written_ = false;
    std::string last_event_;
};

// The writing thread and the folder that all sessions share.
class WireLogRoom {
  public:
    static constexpr std::size_t queue_lines_max = 8192;

    // Makes the folder; throws std::runtime_error naming it when it cannot.
    explicit WireLogRoom(std::filesystem::path folder);

    // Throws std::runtime_error naming the file when it cannot be opened.
    std::unique_ptr<WireLog> open(const SessionConfig& config);
    // A log for what belongs to no session, such as a Logon from a stranger.
    std::unique_ptr<WireLog> open(const std::string& name);
    // How many lines the full queue has dropped so far.
    std::size_t lines_dropped() const;

  private:
    std::filesystem::path folder_;
    std::shared_ptr<spdlog::details::thread_pool> writer_;
};

} // namespace lockstep
