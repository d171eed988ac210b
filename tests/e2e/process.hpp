// A real process: started in a group of its own, its output kept in a file, gone with its object.
#pragma once

#include "e2e/waiting.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace lockstep::e2e {

class Process {
  public:
    // Starts `command` (path of the program, then its arguments); output and error streams go to
    // `log`, which is appended to. Throws std::runtime_error when it cannot be started.
    Process(const std::vector<std::string>& command, std::filesystem::path log);
    // Kills it if it still runs; shows the log when the test has failed.
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    void signal(int number) const;
    // Its exit code, or 128 and the number of the signal that ended it; none when it still runs
    // after `longest`.
    std::optional<int> wait(std::chrono::milliseconds longest = long_enough);
    bool is_running() { return !wait(std::chrono::milliseconds(0)).has_value(); }
    pid_t id() const { return id_; }
    std::string log() const;

  private:
    std::string program_;
    std::filesystem::path log_;
    pid_t id_ = -1;
    std::optional<int> code_;
};

// A program that ends by itself: what it wrote to which stream, and its exit code.
struct Finished {
    int code = -1;
    std::string out;
    std::string err;
};

// Fails the test, and kills the program, when it takes longer than `long_enough`.
Finished run_to_end(const std::vector<std::string>& command);

std::string text_of(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);

// The programs under test.
std::string gateway_program();
std::string simulator_program();

} // namespace lockstep::e2e
