#include "cli/command_line.hpp"

#include "cli/console_client.hpp"
#include "cli/status_text.hpp"
#include "codec/status_json.hpp"
#include "console/route.hpp"
#include "engine/run.hpp"
#include "journal/listing.hpp"
#include "settings/settings.hpp"

#include <CLI/CLI.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <functional>
#include <iostream>
#include <thread>
#include <unistd.h>

namespace lockstep {

namespace {

// Everything that the command line can say; each command reads its own part.
struct Words {
    std::string file;
    std::string account;
    std::string leader;
    std::string symbol;
    std::string answer;
    std::string reason;
    std::int64_t position = 0;
    bool watch = false;
    bool json = false;
    bool verify = false;
    RunOptions run;
};

int fail(const std::string& why) {
    std::cerr << "lockstep: " << why << "\n";
    return exit_failed;
}

// The settings, or the exit code: every problem has been printed.
std::optional<Settings> settings_of(const std::string& file) {
    Checked checked = check_settings(file, Environment::of_process());
    if (!checked.good()) {
        std::cerr << format_problems(checked) << "lockstep: " << file
                  << " has errors; nothing was done\n";
    }
    return std::move(checked.settings);
}

int check(const Words& words) {
    const Checked checked = check_settings(words.file, Environment::of_process());
    std::cout << format_problems(checked);
    if (!checked.good()) return exit_bad_settings;
    std::cout << (checked.problems.empty() ? "" : "\n") << format_effective(checked);
    return exit_ok;
}

int run(const Words& words) {
    auto settings = settings_of(words.file);
    if (!settings) return exit_bad_settings;
    return run_gateway(std::move(*settings), words.run, std::cout);
}

std::atomic<bool> interrupted = false;

// The picture anew every second: redrawn in place on a terminal, below each other elsewhere.
int watch(const GatewayConfig& gateway) {
    std::signal(SIGINT, [](int) { interrupted = true; });
    const bool terminal = isatty(STDOUT_FILENO) != 0;
    while (!interrupted) {
        const auto status = ask_status(gateway);
        if (!status) return fail(status.error().what);
        std::cout << (terminal ? "\x1b[H\x1b[J" : "") << status_text(*status)
                  << (terminal ? "" : "\n") << std::flush;
        for (int i = 0; i < 10 && !interrupted; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
    }
    return exit_ok;
}

int status(const Words& words) {
    const auto settings = settings_of(words.file);
    if (!settings) return exit_bad_settings;
    if (words.watch) return watch(settings->gateway);
    const auto picture = ask_status(settings->gateway);
    if (!picture) return fail(picture.error().what);
    std::cout << (words.json ? status_json(*picture) + "\n" : status_text(*picture));
    return exit_ok;
}

// Text as a JSON string.
std::string quoted(const std::string& text) {
    std::string json = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            json += ' ';
        } else {
            json += c;
        }
    }
    return json + "\"";
}

// Posts an action and prints the gateway's answer.
int post(const Words& words, const std::string& path, const std::string& body) {
    const auto settings = settings_of(words.file);
    if (!settings) return exit_bad_settings;
    const auto answer = ask_console(settings->gateway, path, body);
    if (!answer) return fail(answer.error().what);
    (answer->status == 200 ? std::cout : std::cerr) << answer->body << "\n";
    return answer->status == 200 ? exit_ok : exit_failed;
}

// ACCOUNT, group:LEADER or all, as the console's path has it.
std::string scope_path(const std::string& account) {
    constexpr std::string_view group = "group:";
    if (account == "all") return "/api/all/";
    if (account.starts_with(group)) {
        return "/api/groups/" + percent_encoded(account.substr(group.size())) + "/";
    }
    return "/api/accounts/" + percent_encoded(account) + "/";
}

int operate(const Words& words, const std::string& action) {
    return post(words, scope_path(words.account) + action,
                "{\"reason\": " + quoted(words.reason) + "}");
}

int state_position(const Words& words) {
    return post(words, "/api/leaders/" + percent_encoded(words.leader) + "/position",
                "{\"symbol\": " + quoted(words.symbol) + ", \"position\": " +
                    std::to_string(words.position) + ", \"reason\": " + quoted(words.reason) + "}");
}

int answer_bust(const Words& words) {
    return post(words, "/api/leaders/" + percent_encoded(words.leader) + "/bust",
                "{\"answer\": " + quoted(words.answer) + ", \"reason\": " + quoted(words.reason) +
                    "}");
}

int journal(const Words& words) {
    const auto settings = settings_of(words.file);
    if (!settings) return exit_bad_settings;
    const auto directory = settings->gateway.data_directory / "journal";
    const auto summary =
        words.verify ? verify_journal(directory)
                     : list_journal(directory, Names(), 1,
                                    [](std::string_view line) { std::cout << line << "\n"; });
    if (!summary) return fail(summary.error().what);
    std::cerr << summary->text() << "\n";
    return exit_ok;
}

// The command line as a tree of commands; the one that is named sets `chosen`.
class Commands {
  public:
    Commands(Words& words, std::string version) : words_(words) {
        words_.run.version = std::move(version);
        app_.require_subcommand(1);
        app_.footer("Exit codes: 0 done, 1 failed, 2 the command line is not understood, "
                    "3 the settings file has errors.");
        add_settings_commands();
        add_operator_commands();
        add("version", "Prints the version", [this] {
            std::cout << "lockstep " << words_.run.version << "\n";
            return exit_ok;
        });
    }

    int run(int argc, const char* const* argv) {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::ParseError& error) {
            return app_.exit(error) == 0 ? exit_ok : exit_usage;
        }
        return chosen_();
    }

  private:
    CLI::App* add(const std::string& name, const std::string& what, std::function<int()> action) {
        CLI::App* command = app_.add_subcommand(name, what);
        command->callback([this, action = std::move(action)] { chosen_ = action; });
        return command;
    }
    CLI::App* add_on_file(const std::string& name, const std::string& what,
                          int (*action)(const Words&)) {
        CLI::App* command = add(name, what, [this, action] { return action(words_); });
        command->add_option("FILE", words_.file, "The settings file")->required();
        return command;
    }
    void need_reason(CLI::App* command) {
        command->add_option("--reason", words_.reason, "Why; it is journaled")->required();
    }

    void add_settings_commands() {
        add_on_file("check", "Prints every problem of a settings file, else what it sets", check);
        CLI::App* run_command =
            add_on_file("run", "Runs the gateway until SIGTERM or Ctrl-C", lockstep::run);
        run_command->add_flag("--changed-settings", words_.run.changed_settings,
                              "Go on although accounts are open and their settings have changed");
        run_command->add_flag("--new-journal", words_.run.new_journal,
                              "Put the journal aside and begin another one");
        CLI::App* status_command =
            add_on_file("status", "Shows what the running gateway holds and works", status);
        status_command->add_flag("--watch", words_.watch, "Again every second, until Ctrl-C");
        status_command->add_flag("--json", words_.json, "As JSON");
        add_on_file("journal", "Prints the journal as lines", journal)
            ->add_flag("--verify", words_.verify, "Only reads it through and says what there is");
    }

    void add_operator_commands() {
        const std::pair<const char*, const char*> actions[]{
            {"pause", "Entries stop and are cancelled, exits go on"},
            {"resume", "Active again"},
            {"flatten", "Closes the account and keeps it flat until it is resumed"},
            {"halt", "Kill switch: only cancels and reductions leave"}};
        for (const auto& [name, what] : actions) {
            CLI::App* command = add(
                name, what, [this, action = std::string(name)] { return operate(words_, action); });
            command->add_option("FILE", words_.file, "The settings file")->required();
            command->add_option("ACCOUNT", words_.account, "A follower, group:LEADER, or all")
                ->required();
            need_reason(command);
        }
        CLI::App* position =
            add_on_file("position", "States what a leader holds (negative: short)", state_position);
        position->add_option("LEADER", words_.leader, "The leader's account")->required();
        position->add_option("SYMBOL", words_.symbol, "The instrument")->required();
        position->add_option("QUANTITY", words_.position, "Contracts")->required();
        need_reason(position);
        CLI::App* bust =
            add_on_file("bust", "Says what a busted trade of a leader means", answer_bust);
        bust->add_option("LEADER", words_.leader, "The leader's account")->required();
        bust->add_option("ANSWER", words_.answer, "keep | follow")
            ->required()
            ->check(CLI::IsMember({"keep", "follow"}));
        need_reason(bust);
    }

    Words& words_;
    CLI::App app_{"Lockstep copies the trades of one futures account into others, over FIX."};
    std::function<int()> chosen_;
};

} // namespace

int run_command_line(int argc, const char* const* argv, const std::string& version) {
    Words words;
    return Commands(words, version).run(argc, argv);
}

} // namespace lockstep
