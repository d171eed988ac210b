#include "fix/wire_log.hpp"

#include "fix/file_name.hpp"
#include "fix/raw_fields.hpp"
#include "fix/wall_clock.hpp"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>

#include <chrono>
#include <stdexcept>
#include <utility>

namespace lockstep {
namespace {

bool is_secret(int tag) {
    return tag == 554 || tag == 925 || tag == 96 || tag == 1402 || tag == 1404;
}

// Only these may carry secrets; MsgType is the third field.
bool may_hold_secrets(std::string_view message) {
    const std::size_t at = message.find("\x01"
                                        "35=");
    const std::string_view type = at == message.npos ? "" : message.substr(at + 4, 3);
    return type.starts_with("A\x01") || type == "BE\x01";
}

std::shared_ptr<spdlog::logger> open_file(const std::filesystem::path& file,
                                          const std::shared_ptr<spdlog::details::thread_pool>& to) {
    auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
        file.string(), WireLog::file_bytes_max, WireLog::rotated_files);
    auto logger =
        std::make_shared<spdlog::async_logger>(file.filename().string(), std::move(sink), to,
                                               spdlog::async_overflow_policy::overrun_oldest);
    logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
        "%Y%m%d-%H:%M:%S.%F : %v", spdlog::pattern_time_type::utc));
    return logger;
}

void write(spdlog::logger& logger, std::string_view line) {
    const auto now = std::chrono::time_point<spdlog::log_clock>(
        std::chrono::duration_cast<spdlog::log_clock::duration>(
            std::chrono::nanoseconds(wall_clock_now().ns)));
    logger.log(now, spdlog::source_loc{}, spdlog::level::info,
               spdlog::string_view_t(line.data(), line.size()));
}

} // namespace

std::string redacted(std::string_view message) {
    if (!may_hold_secrets(message)) return std::string(message);
    std::string out;
    RawFields fields(message);
    for (RawField field; fields.next(field);) {
        out += std::to_string(field.tag);
        out += '=';
        out += is_secret(field.tag) ? std::string_view("***") : field.value;
        out += soh;
    }
    if (fields.fault() != FieldFault::none) out += "[the rest is withheld: " + fields.what() + "]";
    return out;
}

WireLog::WireLog(const std::filesystem::path& folder, const std::string& name,
                 std::shared_ptr<spdlog::details::thread_pool> writer)
    : writer_(std::move(writer)) {
    try {
        messages_ = open_file(folder / (name + ".messages.current.log"), writer_);
        events_ = open_file(folder / (name + ".event.current.log"), writer_);
    } catch (const spdlog::spdlog_ex& error) {
        throw std::runtime_error(error.what());
    }
}

WireLog::~WireLog() { flush(); }

void WireLog::onIncoming(const std::string& message) { write_message(message); }
void WireLog::onOutgoing(const std::string& message) { write_message(message); }

void WireLog::onEvent(const std::string& text) {
    if (text != "Disconnecting") last_event_ = text;
    written_ = true;
    write(*events_, text);
}

void WireLog::write_message(const std::string& message) {
    written_ = true;
    if (may_hold_secrets(message)) {
        write(*messages_, redacted(message));
    } else {
        write(*messages_, message);
    }
}

void WireLog::flush() {
    if (!std::exchange(written_, false)) return;
    messages_->flush();
    events_->flush();
}

WireLogRoom::WireLogRoom(std::filesystem::path folder)
    : folder_(std::move(folder)),
      writer_(std::make_shared<spdlog::details::thread_pool>(queue_lines_max, 1)) {
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    if (error) {
        throw std::runtime_error("message logs in " + folder_.string() + ": " + error.message());
    }
}

std::unique_ptr<WireLog> WireLogRoom::open(const SessionConfig& config) {
    return open(session_file_name(config));
}

std::unique_ptr<WireLog> WireLogRoom::open(const std::string& name) {
    return std::make_unique<WireLog>(folder_, name, writer_);
}

std::size_t WireLogRoom::lines_dropped() const { return writer_->overrun_counter(); }

} // namespace lockstep
