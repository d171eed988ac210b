#include "fix/log_writer.hpp"

#include <spdlog/details/log_msg.h>
#include <spdlog/pattern_formatter.h>

#include <array>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <sys/resource.h>
#include <unistd.h>

namespace lockstep {

namespace {

constexpr std::chrono::milliseconds look_every{20};

} // namespace

LogWriter::LogWriter() : thread_([this] { run(); }) {}

LogWriter::~LogWriter() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    stop_.notify_one();
    thread_.join();
}

LogWriter::File& LogWriter::open(const std::filesystem::path& file) {
    std::unique_ptr<File> opened;
    try {
        opened = std::make_unique<File>(file.string(), file_bytes_max, rotated_files);
    } catch (const spdlog::spdlog_ex& error) {
        throw std::runtime_error(error.what());
    }
    opened->set_formatter(std::make_unique<spdlog::pattern_formatter>("%v"));
    const std::lock_guard lock(mutex_);
    files_.push_back(std::move(opened));
    return *files_.back();
}

void LogWriter::close(File& file) {
    while (!push({&file, 0, 0, Kind::close}, {})) std::this_thread::sleep_for(look_every);
}

void LogWriter::write(File& file, Timestamp time, std::string_view line) {
    if (push({&file, time.ns, line.size(), Kind::line}, line)) return;
    dropped_.fetch_add(1, std::memory_order_relaxed);
}

void LogWriter::flush(File& file) { push({&file, 0, 0, Kind::flush}, {}); }

// Head and line go in together or not at all: the reader never finds half of one.
bool LogWriter::push(const Head& head, std::string_view line) {
    if (ring_.write_available() < sizeof head + line.size()) return false;
    std::array<char, sizeof head> bytes;
    std::memcpy(bytes.data(), &head, sizeof head);
    ring_.push(bytes.data(), bytes.size());
    ring_.push(line.data(), line.size());
    return true;
}

void LogWriter::run() {
    constexpr int gives_way = 10; // to the engine, where they share a core
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), gives_way);
    while (true) {
        while (take_one()) {
        }
        std::unique_lock lock(mutex_);
        if (stopping_) break;
        stop_.wait_for(lock, look_every, [this] { return stopping_; });
    }
    while (take_one()) {
    }
}

bool LogWriter::take_one() {
    Head head;
    if (ring_.read_available() < sizeof head) return false;
    std::array<char, sizeof head> bytes;
    ring_.pop(bytes.data(), bytes.size());
    std::memcpy(&head, bytes.data(), sizeof head);
    line_ = time_.at(Timestamp(head.time_ns));
    line_ += " : ";
    const std::size_t begin = line_.size();
    line_.resize(begin + head.size);
    // its line follows at once, from the thread that wrote the head
    for (std::size_t had = 0; had < head.size;) {
        had += ring_.pop(line_.data() + begin + had, head.size - had);
    }
    put(head);
    return true;
}

// A disk without room costs lines, nothing else.
void LogWriter::put(const Head& head) {
    try {
        switch (head.kind) {
        case Kind::line:
            head.file->log(
                spdlog::details::log_msg({}, spdlog::level::info, spdlog::string_view_t(line_)));
            break;
        case Kind::flush: head.file->flush(); break;
        case Kind::close: {
            const std::lock_guard lock(mutex_);
            std::erase_if(files_, [&](const auto& each) { return each.get() == head.file; });
            break;
        }
        }
    } catch (const spdlog::spdlog_ex&) {
        dropped_.fetch_add(1, std::memory_order_relaxed);
    }
}

} // namespace lockstep
