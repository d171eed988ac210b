#include "e2e/process.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lockstep::e2e {

namespace {

namespace fs = std::filesystem;

// What happens in the child between fork and exec: system calls alone, as other threads of the test
// may have held any lock.
[[noreturn]] void become(char* const* arguments, int out, int err, pid_t parent) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // a test that dies leaves nothing behind
    if (::getppid() != parent) ::_exit(127);
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    ::execv(arguments[0], arguments);
    ::_exit(127);
}

int open_log(const fs::path& file) {
    const int log = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log < 0) throw std::runtime_error("cannot write " + file.string());
    return log;
}

pid_t start(const std::vector<std::string>& command, const fs::path& out, const fs::path& err) {
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const int out_log = open_log(out);
    const int err_log = open_log(err);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) become(arguments.data(), out_log, err_log, parent);
    ::close(out_log);
    ::close(err_log);
    if (child < 0) throw std::runtime_error("fork: " + std::string(std::strerror(errno)));
    ::setpgid(child, child); // whoever comes first
    return child;
}

int code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

// Read before a test takes mounts of its own, after which the link may lead nowhere.
const fs::path own_folder = fs::read_symlink("/proc/self/exe").parent_path();

// The program beside this test, unless the environment names another one.
std::string program(const char* variable, const std::string& name) {
    if (const char* path = std::getenv(variable); path != nullptr) return path;
    return (own_folder / name).string();
}

} // namespace

Process::Process(const std::vector<std::string>& command, fs::path log)
    : program_(fs::path(command.front()).filename().string()), log_(std::move(log)),
      id_(start(command, log_, log_)) {}

Process::~Process() {
    if (is_running()) {
        ::kill(-id_, SIGKILL);
        wait();
    }
    if (testing::Test::HasFailure()) {
        std::cerr << "---- " << program_ << " (" << id_ << "), exit " << code_.value_or(-1) << '\n'
                  << log() << "----\n";
    }
}

void Process::signal(int number) const {
    if (!code_) ::kill(id_, number);
}

std::optional<int> Process::wait(std::chrono::milliseconds longest) {
    const auto ended = [this] {
        if (code_) return true;
        int status = 0;
        if (::waitpid(id_, &status, WNOHANG) != id_) return false;
        code_ = code_of(status);
        return true;
    };
    wait_until(ended, longest);
    return code_;
}

std::string Process::log() const { return text_of(log_); }

Finished run_to_end(const std::vector<std::string>& command) {
    const test::TemporaryDirectory folder;
    const fs::path out = folder.path() / "out";
    const fs::path err = folder.path() / "err";
    const pid_t child = start(command, out, err);
    int status = 0;
    const bool ended = wait_until([&] { return ::waitpid(child, &status, WNOHANG) == child; });
    if (!ended) {
        ADD_FAILURE() << command.front() << " does not end";
        ::kill(-child, SIGKILL);
        ::waitpid(child, &status, 0);
    }
    return {code_of(status), text_of(out), text_of(err)};
}

std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void write_text(const fs::path& file, const std::string& text) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream << text;
    if (!stream.flush()) throw std::runtime_error("cannot write " + file.string());
}

std::string gateway_program() { return program("LOCKSTEP_PROGRAM", "lockstep"); }
std::string simulator_program() { return program("LOCKSTEP_SIM_PROGRAM", "lockstep-sim"); }

} // namespace lockstep::e2e
