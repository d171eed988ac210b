// Lines for many files, written by one thread that trading never waits for: they go through a ring
// whose memory is taken at the start, without a lock and without waking anybody.
#pragma once

#include "fix/fix44_time.hpp"
#include "proto/values.hpp"

#include <boost/lockfree/spsc_queue.hpp>
#include <spdlog/sinks/rotating_file_sink.h>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace lockstep {

// Everything but dropped() is called by one thread, the same one.
class LogWriter {
  public:
    using File = spdlog::sinks::rotating_file_sink_st;
    static constexpr std::size_t ring_bytes = std::size_t{8} << 20;
    static constexpr std::size_t file_bytes_max = std::size_t{64} << 20;
    static constexpr std::size_t rotated_files = 3;

    LogWriter();
    // Writes what is in the ring.
    ~LogWriter();
    LogWriter(const LogWriter&) = delete;
    LogWriter& operator=(const LogWriter&) = delete;

    // A full file is kept as <name>.1.log and so on, `rotated_files` of them. Throws
    // std::runtime_error naming the file when it cannot be opened.
    File& open(const std::filesystem::path& file);
    // Once what was written to it is in the file. It is not to be used any more.
    void close(File& file);

    // Time and line, in the form of QuickFIX's own logs. Without room in the ring it is dropped.
    void write(File& file, Timestamp time, std::string_view line);
    // Asks for what was written to be brought to the file.
    void flush(File& file);
    // How many lines found no room, or no room on the disk.
    std::size_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

  private:
    enum class Kind : std::uint8_t { line, flush, close };
    struct Head {
        File* file = nullptr;
        std::int64_t time_ns = 0;
        std::size_t size = 0;
        Kind kind = Kind::line;
    };

    bool push(const Head& head, std::string_view line);
    void run();
    bool take_one();
    void put(const Head& head);

    boost::lockfree::spsc_queue<char> ring_{ring_bytes};
    std::atomic<std::size_t> dropped_{0};
    fix44::UtcTimeText time_{9};
    std::string line_; // the writing thread's
    std::mutex mutex_; // guards the next three
    std::vector<std::unique_ptr<File>> files_;
    std::condition_variable stop_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace lockstep
