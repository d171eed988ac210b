// lockstep-chaos: a day of troubles from a seed, and its judgement.
#include "chaos/campaign.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <random>

namespace {

using namespace lockstep;

void print_findings(const std::string& title, const std::vector<std::string>& findings) {
    constexpr std::size_t shown = 25;
    for (std::size_t i = 0; i < findings.size() && i < shown; ++i) {
        std::cout << title << ": " << findings[i] << "\n";
    }
    if (findings.size() > shown) {
        std::cout << title << ": and " << findings.size() - shown << " more\n";
    }
}

void print_table(const chaos::Outcome& outcome, std::chrono::seconds took) {
    const chaos::Tally& tally = outcome.tally;
    const auto row = [](const char* what, auto number) {
        std::cout << "  " << std::left << std::setw(44) << what << number << "\n";
    };
    std::cout << "\n";
    row("rounds", tally.rounds);
    row("kill -9", tally.kills);
    row("  in the middle of a fan-out", tally.fan_outs.in_the_middle);
    row("  after the report, before the first order", tally.fan_outs.before_the_first);
    row("SIGSTOP", tally.stops);
    row("connections cut", tally.cuts);
    row("slow or stalled", tally.slowed);
    row("full disk", tally.full_disks);
    row("  ends for want of space", tally.ends_on_full_disk);
    row("restarts", tally.restarts);
    row("orders, replaces and cancels", tally.orders);
    row("fills of followers", tally.fills);
    row("events in the journal", tally.events);
    row("segments of it", tally.segments);
    row("seconds", took.count());
    std::cout << "\nThe disk that was full is " << outcome.disk << ".\n";
}

int run(const chaos::CampaignOptions& options) {
    const std::string repeat = "./dev chaos --rounds " + std::to_string(options.rounds) +
                               " --seed " + std::to_string(options.seed);
    std::cout << "seed " << options.seed << "; again: " << repeat << std::endl;
    const auto begin = std::chrono::steady_clock::now();
    const chaos::Outcome outcome = chaos::run_campaign(options, std::cout);
    print_findings("lost", outcome.verdict.lost);
    print_findings("doubled", outcome.verdict.doubled);
    print_findings("unexplained", outcome.verdict.unexplained);
    print_table(outcome, std::chrono::duration_cast<std::chrono::seconds>(
                             std::chrono::steady_clock::now() - begin));
    const bool good = outcome.verdict.good();
    if (good && !options.keep) {
        std::filesystem::remove_all(options.folder);
    } else {
        std::cout << "Everything of the run is in " << options.folder.string() << ".\n";
    }
    std::cout << outcome.line() << std::endl;
    return good ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    chaos::CampaignOptions options;
    options.seed = std::random_device()();
    CLI::App app("Troubles from a seed for the real gateway and the real simulator");
    app.add_option("--rounds", options.rounds, "one trouble each")->check(CLI::Range(1, 10'000));
    app.add_option("--seed", options.seed, "what is drawn; a fresh one if absent");
    app.add_option("--folder", options.folder, "an empty folder for the run");
    app.add_flag("--keep", options.keep, "keep the folder of a good run too");
    CLI11_PARSE(app, argc, argv);
    try {
        if (options.folder.empty()) {
            std::string name =
                (std::filesystem::temp_directory_path() / "lockstep-chaos-XXXXXX").string();
            if (::mkdtemp(name.data()) == nullptr)
                throw std::runtime_error("no folder for the run");
            options.folder = name;
        }
        std::filesystem::create_directories(options.folder);
        return run(options);
    } catch (const std::exception& trouble) {
        std::cerr << "chaos: " << trouble.what() << "\nchaos: see " << options.folder.string()
                  << std::endl;
        return 1;
    }
}
