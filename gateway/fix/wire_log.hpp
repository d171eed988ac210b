// QuickFIX's message and event logs, in the format of its own FileLog, written by a thread that
// trading never waits for.
#pragma once

#include "gateway/fix/quickfix.hpp"

#include "fix/log_writer.hpp"
#include "settings/session_config.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace lockstep {

// The message with its secrets as "***": Password (554), NewPassword (925), RawData (96) and the
// encrypted passwords (1402, 1404) of a Logon (35=A) or a user request (35=BE). Others unchanged.
std::string redacted(std::string_view message);

// One session's two files, <name>.messages.current.log and <name>.event.current.log.
class WireLog final : public FIX::Log {
  public:
    // The writer must outlive it. Throws std::runtime_error naming the file that cannot be opened.
    WireLog(const std::filesystem::path& folder, const std::string& name, LogWriter& writer);
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

    LogWriter& writer_;
    LogWriter::File& messages_;
    LogWriter::File& events_;
    bool written_ = false;
    std::string last_event_;
};

// The writing thread and the folder that all sessions share.
class WireLogRoom {
  public:
    // Makes the folder; throws std::runtime_error naming it when it cannot.
    explicit WireLogRoom(std::filesystem::path folder);

    // Throws std::runtime_error naming the file when it cannot be opened.
    std::unique_ptr<WireLog> open(const SessionConfig& config);
    // A log for what belongs to no session, such as a Logon from a stranger.
    std::unique_ptr<WireLog> open(const std::string& name);
    // How many lines have been dropped so far, for want of room.
    std::size_t lines_dropped() const;

  private:
    std::filesystem::path folder_;
    LogWriter writer_;
};

} // namespace lockstep
