#include "cli/cli.hpp"

#include "cli/commands.hpp"
#include "engine/run.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <iostream>

namespace lockstep {

namespace {

constexpr const char* exit_codes = "Exit codes: 0 good, 1 failed, 2 wrong usage, 3 the settings "
                                   "are not good.";

// The commands with their arguments. The chosen one leaves what it does in `chosen`.
class Commands {
  public:
    explicit Commands(std::string version) : version_(std::move(version)) {
        app_.require_subcommand(1);
        app_.footer(exit_codes);
        add_run();
        add_check();
        add_profiles();
        add_status();
        add_accounts();
        add_limit();
        add_leaders();
        add_journal();
        add_replay();
        CLI::App* version_command = app_.add_subcommand("version", "Prints the version");
        version_command->callback([this] {
            chosen_ = [this] {
                std::cout << "lockstep " << version_ << "\n";
                return int{exit_good};
            };
        });
    }

    int run(int argc, char** argv) {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::ParseError& error) {
            return app_.exit(error) == 0 ? exit_good : exit_usage;
        }
        return chosen_();
    }

  private:
    // A command on a settings file.
    CLI::App* add(const std::string& name, const std::string& what) {
        CLI::App* command = app_.add_subcommand(name, what);
        command->footer(exit_codes);
        command->add_option("FILE", file_, "The settings file")->required();
        return command;
    }

    // Does `act` with the settings once they have been found good.
    void on_settings(CLI::App* command, std::function<int(Settings&)> act,
                     Warnings warnings = Warnings::hide) {
        command->callback([this, act = std::move(act), warnings] {
            chosen_ = [this, act, warnings] {
                auto settings = load_settings(file_, warnings);
                return settings ? act(*settings) : int{exit_settings};
            };
        });
    }

    void add_run() {
        CLI::App* command = add("run", "Runs the gateway until SIGTERM or Ctrl-C");
        command->add_flag("--changed-settings", changed_settings_,
                          "Start although the settings have changed while accounts hold or work "
                          "something");
        command->add_flag("--new-journal", new_journal_,
                          "Put the journal aside and begin another one: what is held is forgotten, "
                          "so only when every account is flat at its broker");
        on_settings(
            command,
            [this](Settings& settings) {
                return run_gateway(std::move(settings), {version_, changed_settings_, new_journal_},
                                   std::cout);
            },
            Warnings::show);
    }

    void add_check() {
        CLI::App* command = add("check", "Prints every problem of a settings file as FILE:LINE: "
                                         "what; how to mend it, then the effective settings");
        command->add_flag("--live", live_,
                          "Look around before a session instead: dial and log on, and try clock, "
                          "disk, sizes and caps; only while the gateway does not run");
        command->callback([this] {
            chosen_ = [this] { return live_ ? live_check_command(file_) : check_command(file_); };
        });
    }

    void add_profiles() {
        CLI::App* command = app_.add_subcommand(
            "profiles", "Lists the firms' rules that RiskProfile= can name, or prints one whole");
        command->footer(exit_codes);
        command->add_option("NAME", profile_, "One of the list");
        command->callback([this] { chosen_ = [this] { return profiles_command(profile_); }; });
    }

    void add_status() {
        CLI::App* command = add("status", "Shows what the running gateway holds and works");
        command->add_flag("--watch", status_.watch, "Again each second");
        command->add_flag("--json", status_.json, "As JSON");
        on_settings(command,
                    [this](Settings& settings) { return status_command(settings, status_); });
    }

    void add_reason(CLI::App* command) {
        command->add_option("--reason", reason_, "Why, for the journal")->required();
    }

    void add_accounts() {
        const std::vector<std::pair<std::string, std::string>> actions{
            {"pause", "No new entries; working entries are cancelled, exits go on"},
            {"resume", "Lets an account copy again"},
            {"flatten", "Cancels everything, closes what is held, and stays out until resumed"},
            {"halt", "Kill switch: only cancels and reductions of what works leave"}};
        for (const auto& [action, what] : actions) {
            CLI::App* command = add(action, what);
            command->add_option("ACCOUNT", account_, "An account, group:LEADER, or all")
                ->required();
            add_reason(command);
            on_settings(command, [this, name = action](Settings& settings) {
                return account_command(settings, name, account_, reason_);
            });
        }
    }

    void add_limit() {
        CLI::App* limit = add("limit", "Changes a limit of one account while the gateway runs");
        limit->add_option("ACCOUNT", account_, "An account")->required();
        limit->add_option("KEY", symbol_, "The limit, such as DailyLossLimit")->required();
        limit->add_option("VALUE", answer_, "As settings write it, or off")->required();
        add_reason(limit);
        on_settings(limit, [this](Settings& settings) {
            return limit_command(settings, account_, symbol_, answer_, reason_);
        });
    }

    void add_leaders() {
        CLI::App* position = add("position", "States what a leader holds");
        position->add_option("LEADER", account_, "The leader's account")->required();
        position->add_option("SYMBOL", symbol_, "The instrument")->required();
        position->add_option("QTY", contracts_, "Contracts, below zero for short")->required();
        add_reason(position);
        on_settings(position, [this](Settings& settings) {
            return position_command(settings, account_, symbol_, contracts_, reason_);
        });
        CLI::App* bust = add("bust", "Answers a busted trade of a leader (OnBust=ask)");
        bust->add_option("LEADER", account_, "The leader's account")->required();
        bust->add_option("ANSWER", answer_, "keep what followers hold, or follow")
            ->required()
            ->check(CLI::IsMember({"keep", "follow"}));
        add_reason(bust);
        on_settings(bust, [this](Settings& settings) {
            return bust_command(settings, account_, answer_, reason_);
        });
    }

    // A command on the journal that a settings file or a directory stands for.
    void on_journal(CLI::App* command, std::function<int(const JournalSource&)> act) {
        command->footer(exit_codes);
        command->add_option("FILE", file_, "The settings file, or the data directory");
        command->callback([this, command, act = std::move(act)] {
            if (!command->get_subcommands().empty()) return; // their FILE, and their turn
            if (file_.empty()) throw CLI::RequiredError("FILE");
            chosen_ = [this, act] {
                const auto source = find_journal(file_);
                return source ? act(*source) : int{exit_settings};
            };
        });
    }

    void add_journal() {
        CLI::App* journal = app_.add_subcommand("journal", "Prints the journal, a line an event");
        on_journal(journal, journal_command);
        on_journal(journal->add_subcommand("verify", "Reads every record and says what there is, "
                                                     "or where it is damaged"),
                   journal_verify_command);
        CLI::App* dump = journal->add_subcommand("dump", "Prints the journal or a part of it");
        dump->add_flag("--json", dump_.json, "As JSON, an object a line");
        dump->add_flag("--decisions", dump_.decisions,
                       "With the orders, decisions and notices that followed from each event");
        dump->add_option("--from", dump_.from, "The first event, by its number");
        dump->add_option("--to", dump_.to, "The last event, by its number");
        on_journal(dump, [this](const JournalSource& source) {
            return journal_dump_command(source, dump_);
        });
    }

    void add_replay() {
        on_journal(app_.get_subcommand("journal")->add_subcommand(
                       "replay",
                       "Steps the journal through a fresh machine that sends nothing, and "
                       "prints the hash of its state"),
                   journal_replay_command);
        CLI::App* replay = app_.add_subcommand(
            "replay",
            "What a recorded day would have been with other settings, account by account");
        replay->add_option("--settings", replay_.other, "The other settings file")->required();
        replay->add_option("--recorded", replay_.recorded,
                           "The settings file of the record, where the gateway kept no copy");
        replay->add_flag("--json", replay_.json, "As JSON");
        on_journal(replay,
                   [this](const JournalSource& source) { return replay_command(source, replay_); });
    }

    CLI::App app_{"Lockstep copies a futures account to others over FIX.", "lockstep"};
    std::string version_;
    std::function<int()> chosen_;
    std::string file_;
    std::string profile_;
    bool live_ = false;
    bool changed_settings_ = false;
    bool new_journal_ = false;
    StatusOptions status_;
    DumpOptions dump_;
    ReplayOptions replay_;
    std::string account_;
    std::string reason_;
    std::string symbol_;
    std::string answer_;
    std::int64_t contracts_ = 0;
};

} // namespace

int run_cli(int argc, char** argv, const std::string& version) {
    try {
        return Commands(version).run(argc, argv);
    } catch (const std::exception& error) {
        std::cerr << "lockstep: " << error.what() << "\n";
        return exit_failed;
    }
}

} // namespace lockstep
