// lockstep-sim: a futures exchange and its brokers, to try Lockstep against.
#include "script/simulator.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace {

using lockstep::sim::RunOptions;

void add_run(CLI::App& program, RunOptions& options, int& code) {
    auto* command = program.add_subcommand("run", "Run a simulator until its script ends it");
    command->add_option("FILE", options.settings, "Settings file")->required();
    command->add_option("--script", options.script, "Leader script to play");
    command->add_option("--seed", options.seed, "Seed of the background market");
    command->add_option("--ledger", options.ledger, "Write every request and report to this file");
    command->add_option("--wire", options.wire, "Write every FIX message to this file");
    command->add_option("--port-file", options.port_file, "Write the listening ports to this file");
    command->add_flag("--linger", options.linger, "After the script's end, stay up until SIGTERM");
    command->callback([&] { code = lockstep::sim::run(options, std::cout, std::cerr); });
}

} // namespace

int main(int argc, char** argv) {
    CLI::App program("A futures exchange and its brokers, to try Lockstep against");
    program.require_subcommand(1);
    int code = lockstep::sim::exit_good;
    RunOptions options;
    add_run(program, options, code);
    auto* check = program.add_subcommand("check", "List every mistake of a settings file");
    check->add_option("FILE", options.settings, "Settings file")->required();
    check->add_option("--script", options.script, "Check this script too");
    check->callback([&] {
        code = lockstep::sim::check(options.settings, options.script, std::cout, std::cerr);
    });
    program.add_subcommand("version", "Print the version")->callback([] {
        std::cout << "lockstep-sim " << LOCKSTEP_VERSION << '\n';
    });
    CLI11_PARSE(program, argc, argv);
    return code;
}
