// From a fill of the leader on the wire to the orders of its followers, beside two controls: a bare
// relay, and a copier on stock QuickFIX. docs/performance.md says how to read what it prints.
#include "bench/wire/report.hpp"
#include "bench/wire/trouble.hpp"

#include "support/descriptor_limit.hpp"
#include "support/temporary_directory.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <thread>

namespace lockstep::bench {
namespace {

constexpr int load_core = 1;
constexpr int copier_followers_max = 100;

struct Options {
    std::vector<int> followers{1, 5, 10, 25, 100, 500};
    int rounds = 9;
    bool only_fills = false;
    bool trouble = false;
    std::string out = "build/bench/results";
};

// With Durability=power the brokers' answers wait for the disk too, a few syncs for all of them.
Pace pace_for(int followers, bool waits_for_disk) {
    Pace pace;
    if (waits_for_disk) {
        pace.events = 20;
        pace.interval = std::chrono::microseconds(40'000 + 500 * followers);
        return pace;
    }
    pace.events = followers <= 25 ? 200 : followers <= 100 ? 100 : 40;
    pace.interval = std::chrono::microseconds(8'000 + 180 * followers);
    return pace;
}

struct Entry {
    std::unique_ptr<Subject> subject;
    Series series;
};

// Beyond about 140 sessions QuickFIX's own select() ends the process: shown, not measured.
std::string die_of_too_many(int followers, const std::filesystem::path& folder) {
    const std::filesystem::path place = folder / "too many";
    std::filesystem::create_directories(place);
    try {
        const auto copier = Subject::copier(followers, place);
        play_round(*copier, Pace{2, std::chrono::milliseconds(100), {}});
        return fmt::format("stock QuickFIX is not measured beyond {} followers",
                           copier_followers_max);
    } catch (const std::runtime_error&) {
        return fmt::format("stock QuickFIX: with {} followers it does not come up; its select() "
                           "takes no descriptor past 1,023, and each session has several",
                           followers);
    }
}

std::vector<Entry> subjects(int followers, const Options& options,
                            const std::filesystem::path& folder) {
    std::vector<Entry> entries;
    const auto add = [&](std::unique_ptr<Subject> subject) {
        Series series;
        series.name = subject->name();
        series.kind = subject->kind();
        entries.push_back({std::move(subject), std::move(series)});
    };
    add(Subject::relay(followers, folder));
    add(Subject::gateway(followers, CopyMode::fills, Durability::process, folder));
    add(Subject::gateway(followers, CopyMode::fills, Durability::process, folder, true));
    if (!options.only_fills) {
        add(Subject::gateway(followers, CopyMode::orders, Durability::process, folder));
        add(Subject::gateway(followers, CopyMode::fills, Durability::power, folder));
        add(Subject::gateway(followers, CopyMode::orders, Durability::power, folder));
    }
    if (followers <= copier_followers_max) add(Subject::copier(followers, folder));
    return entries;
}

Point measure(int followers, const Options& options) {
    const test::TemporaryDirectory folder;
    Point point;
    point.followers = followers;
    auto entries = subjects(followers, options, folder.path());
    const auto pace_of = [followers](const Subject& subject) {
        return pace_for(followers, subject.waits_for_disk());
    };
    const auto in_turn = [](Subject& subject, const auto& work) {
        subject.take_turn();
        work();
        subject.end_turn();
    };
    for (const Entry& entry : entries) {
        in_turn(*entry.subject, [&] { warm_up(*entry.subject, pace_of(*entry.subject)); });
    }
    for (int round = 0; round < options.rounds; ++round) {
        for (Entry& entry : entries) {
            in_turn(*entry.subject, [&] {
                entry.series.rounds.push_back(play_round(*entry.subject, pace_of(*entry.subject)));
            });
        }
    }
    for (Entry& entry : entries) {
        entry.series.user_share = entry.subject->user_share();
        entry.series.kb_per_follower = entry.subject->resident_kb() / followers;
        point.series.push_back(std::move(entry.series));
    }
    entries.clear();
    if (followers > copier_followers_max) {
        point.remark = die_of_too_many(followers, folder.path());
    }
    return point;
}

int run(const Options& options) {
    test::raise_descriptor_limit();
    std::signal(SIGPIPE, SIG_IGN);
    stay_on_core(load_core);
    std::cout << fmt::format("{} cores; the load on one, what is measured on another; {} rounds, "
                             "of which each number is the median of the three best\n",
                             std::thread::hardware_concurrency(), options.rounds);
    if (options.trouble) {
        measure_trouble(options.rounds, std::cout);
        return 0;
    }
    std::vector<Point> points;
    for (const int followers : options.followers) {
        points.push_back(measure(followers, options));
        print(points.back(), std::cout);
        std::cout.flush();
    }
    print_goals(points, std::cout);
    std::filesystem::create_directories(options.out);
    write_json(points, std::filesystem::path(options.out) / "wire.json");
    write_picture(points, std::filesystem::path(options.out) / "wire.svg");
    std::cout << "\nAll rounds are in " << options.out << "/wire.json, a picture in " << options.out
              << "/wire.svg\n";
    return 0;
}

} // namespace
} // namespace lockstep::bench

int main(int argc, char** argv) {
    lockstep::bench::Options options;
    CLI::App app("Times orders over loopback, beside a bare relay and stock QuickFIX.");
    app.add_option("--followers", options.followers, "numbers of followers")
        ->delimiter(',')
        ->check(CLI::Range(1, 1000));
    app.add_option("--rounds", options.rounds, "rounds of each side")->check(CLI::Range(1, 1000));
    app.add_flag("--only-fills", options.only_fills, "copies of fills, Durability=process alone");
    app.add_flag("--trouble", options.trouble,
                 "instead: one follower is stuck, or comes and goes, or a console client is");
    app.add_option("--out", options.out, "folder for the JSON and the picture");
    CLI11_PARSE(app, argc, argv);
    try {
        std::ranges::sort(options.followers);
        return lockstep::bench::run(options);
    } catch (const std::exception& error) {
        std::cerr << "bench: " << error.what() << "\n";
        return 1;
    }
}
