#include "engine/engine_log.hpp"

#include "fix/fix44_fields.hpp"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <stdexcept>

namespace lockstep {

namespace {

constexpr std::size_t notice_bytes_max = 2'000;

spdlog::level::level_enum level_of(LogLevel level) {
    switch (level) {
    case LogLevel::trace: return spdlog::level::trace;
    case LogLevel::debug: return spdlog::level::debug;
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::warning: return spdlog::level::warn;
    case LogLevel::error: return spdlog::level::err;
    }
    return spdlog::level::info;
}

spdlog::level::level_enum level_of(Severity severity) {
    switch (severity) {
    case Severity::info: return spdlog::level::info;
    case Severity::warning: return spdlog::level::warn;
    case Severity::alarm: return spdlog::level::err;
    }
    return spdlog::level::err;
}

} // namespace

EngineLog::EngineLog(const std::filesystem::path& data_directory, LogLevel level)
    : file_(data_directory / "log" / "lockstep.log"),
      writer_(std::make_shared<spdlog::details::thread_pool>(queue_lines_max, 1)) {
    try {
        std::filesystem::create_directories(file_.parent_path());
        auto file = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
            file_.string(), file_bytes_max, rotated_files);
        auto terminal = std::make_shared<spdlog::sinks::stderr_sink_mt>();
        terminal->set_level(spdlog::level::warn);
        logger_ = std::make_shared<spdlog::async_logger>(
            "lockstep", spdlog::sinks_init_list{file, terminal}, writer_,
            spdlog::async_overflow_policy::overrun_oldest);
    } catch (const std::exception& error) {
        throw std::runtime_error("the log " + file_.string() + ": " + error.what());
    }
    logger_->set_formatter(std::make_unique<spdlog::pattern_formatter>(
        "%Y-%m-%dT%H:%M:%S.%fZ %l %v", spdlog::pattern_time_type::utc));
    logger_->set_level(level_of(level));
    logger_->flush_on(spdlog::level::warn);
}

EngineLog::~EngineLog() { logger_->flush(); }

void EngineLog::write(const Notice& notice, const RouterConfig& config) {
    const spdlog::level::level_enum level = level_of(notice.severity);
    if (!logger_->should_log(level)) return;
    std::string line;
    if (notice.leader) line += config.leaders[notice.leader->index].account + " ";
    if (notice.follower) line += config.followers[notice.follower->index].account + " ";
    if (notice.instrument) line += config.instruments[notice.instrument->index].symbol + " ";
    if (notice.reason != Reason::none) line += std::string(name(notice.reason)) + ": ";
    line += notice.text;
    logger_->log(level, "{}", fix44::printable(line, notice_bytes_max));
}

} // namespace lockstep
