#include "cli/cli.hpp"
#include "cli/client.hpp"
#include "cli/commands.hpp"
#include "cli/status_table.hpp"

#include <unistd.h>

#include <chrono>
#include <iostream>
#include <map>
#include <thread>

namespace lockstep {

namespace {

constexpr std::chrono::seconds watch_every{1};
constexpr std::string_view clear_screen = "\x1b[H\x1b[2J\x1b[3J";

// Prints the status again and again: the table in place on a terminal, else what has changed.
class Watch {
  public:
    explicit Watch(bool json) : json_(json), terminal_(isatty(STDOUT_FILENO) != 0) {}

    void show(const std::string& json, const status::v1::Status& status) {
        if (json_) {
            std::cout << json << std::flush;
        } else if (terminal_) {
            std::cout << clear_screen << status_table(status) << std::flush;
        } else {
            show_changes(status);
        }
    }

  private:
    void show_changes(const status::v1::Status& status) {
        for (const std::string& line : status_lines(status)) {
            std::string& before = seen_[line.substr(0, line.find(' '))];
            if (before == line) continue;
            before = line;
            std::cout << status.time().substr(11, 8) << " " << line << "\n";
        }
        std::cout << std::flush;
    }

    bool json_;
    bool terminal_;
    std::map<std::string, std::string> seen_; // by account
};

} // namespace

int status_command(const Settings& settings, const StatusOptions& options) {
    Watch watch(options.json);
    while (true) {
        const auto json = ask_well(settings.gateway, "GET", "/api/status");
        const auto status = json ? parse_status_json(*json) : std::unexpected(json.error());
        if (!status) {
            std::cerr << "lockstep: " << status.error().what << "\n";
            return exit_failed;
        }
        if (!options.watch) {
            std::cout << (options.json ? *json : status_table(*status));
            return exit_good;
        }
        watch.show(*json, *status);
        std::this_thread::sleep_for(watch_every);
    }
}

} // namespace lockstep
