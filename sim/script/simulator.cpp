#include "script/simulator.hpp"

#include "front/desk.hpp"
#include "script/player.hpp"
#include "script/script.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

namespace lockstep::sim {

namespace {

struct Loaded {
    SimSettings settings;
    Script script;
    bool good = true;
};

std::optional<std::string> read_file(const std::string& path) {
    constexpr std::uintmax_t bytes_max = 16 * 1024 * 1024;
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
    if (std::filesystem::file_size(path, error) > bytes_max || error) return std::nullopt;
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return file ? std::optional(text.str()) : std::nullopt;
}

void print(std::string_view file, const std::vector<Problem>& problems, std::ostream& err) {
    for (const auto& problem : problems) err << describe(file, problem) << '\n';
}

// Reads and checks both files. The script is checked only against settings without mistakes.
Loaded load(const std::string& settings_path, const std::string& script_path, std::ostream& err) {
    Loaded loaded;
    std::vector<Problem> problems;
    const auto text = read_file(settings_path);
    if (text) {
        loaded.settings = read_settings(settings_path, *text, problems);
    } else {
        problems.push_back({0, "the file cannot be read", "name a settings file below 16 MiB"});
    }
    print(settings_path, problems, err);
    loaded.good = problems.empty();
    if (!loaded.good || script_path.empty()) return loaded;
    const auto script = read_file(script_path);
    if (script) {
        loaded.script = read_script(script_path, *script, loaded.settings, problems);
    } else {
        problems.push_back({0, "the file cannot be read", "name a script below 16 MiB"});
    }
    print(script_path, problems, err);
    loaded.good = problems.empty();
    return loaded;
}

void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit); // refused: fewer sessions fit, and accept says so
}

// Whoever waits for the file finds it whole or not at all.
bool write_port_file(const std::string& path, const Desk& desk) {
    const std::string part = path + ".part";
    {
        std::ofstream file(part, std::ios::trunc);
        const auto& sessions = desk.settings().sessions;
        for (std::uint32_t i = 0; i < sessions.size(); ++i) {
            if (!sessions[i].acceptor) continue;
            file << sessions[i].name << ' ' << desk.port(SessionIndex{i}) << '\n';
        }
        if (!file.flush()) return false;
    }
    return std::rename(part.c_str(), path.c_str()) == 0;
}

// Milliseconds since 1970 in base 36: no two runs of one machine begin in the same one.
std::string run_prefix() {
    constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::string text;
    for (auto left = wall_clock_now().ns / 1'000'000; left > 0; left /= 36) {
        text.insert(text.begin(), digits[static_cast<std::size_t>(left % 36)]);
    }
    return text + "-";
}

// One run: what ends it is either the script or a signal.
class Run {
  public:
    Run(const RunOptions& options, const Loaded& loaded, std::ostream& out, std::ostream& err)
        : options_(options), out_(out), err_(err), signals_(io_, SIGTERM, SIGINT),
          desk_(io_, loaded.settings, {options.seed, prefix_, options.ledger, options.wire}),
          player_(io_, desk_, loaded.script, out, prefix_,
                  [this](Result<void> result) { script_done(std::move(result)); }) {}

    int play() {
        if (const auto started = desk_.start(); !started) return fail(started.error().what);
        if (!options_.port_file.empty() && !write_port_file(options_.port_file, desk_)) {
            return fail(options_.port_file + ": the port file cannot be written");
        }
        signals_.async_wait([this](boost::system::error_code error, int) {
            if (!error) stop();
        });
        player_.start();
        io_.run();
        return exit_code_;
    }

  private:
    int fail(const std::string& what) {
        err_ << what << '\n';
        return exit_failed;
    }

    void script_done(Result<void> result) {
        if (!result) {
            exit_code_ = fail(result.error().what);
            return stop();
        }
        if (!options_.linger) stop();
    }

    void stop() {
        out_.flush();
        player_.stop();
        signals_.cancel();
        desk_.stop();
    }

    const RunOptions& options_;
    std::ostream& out_;
    std::ostream& err_;
    std::string prefix_ = run_prefix();
    boost::asio::io_context io_{1};
    boost::asio::signal_set signals_;
    Desk desk_;
    Player player_;
    int exit_code_ = exit_good;
};

} // namespace

int check(const std::string& settings, const std::string& script, std::ostream& out,
          std::ostream& err) {
    const auto loaded = load(settings, script, err);
    if (!loaded.good) return exit_problems;
    out << settings << ": good, " << loaded.settings.instruments.size() << " instruments, "
        << loaded.settings.sessions.size() << " sessions, " << loaded.settings.accounts.size()
        << " accounts\n";
    if (!script.empty()) out << script << ": good, " << loaded.script.steps.size() << " steps\n";
    return exit_good;
}

int run(const RunOptions& options, std::ostream& out, std::ostream& err) {
    const auto loaded = load(options.settings, options.script, err);
    if (!loaded.good) return exit_problems;
    raise_descriptor_limit();
    return Run(options, loaded, out, err).play();
}

} // namespace lockstep::sim
