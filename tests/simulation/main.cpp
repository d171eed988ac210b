// lockstep_simulation: seeds, one process a core, one line at the end.
#include "proto/defects.hpp"
#include "simulation/drill.hpp"
#include "simulation/isolation.hpp"
#include "simulation/seed_run.hpp"

#include <CLI/CLI.hpp>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <iostream>
#include <map>
#include <new>
#include <thread>
#include <vector>

namespace {

using namespace lockstep::simulation;

struct Options {
    std::uint64_t first = 1;
    std::uint64_t seeds = 100;
    std::uint64_t seconds = 0; // 0: no limit
    std::uint64_t failures_told = 3;
    unsigned processes = 0;
    bool trace = false;
    bool isolation = false;
    bool drills = false;
    std::string defect;
};

// Each process has its own place in memory that is shared with the first.
struct Share {
    Totals totals;
    std::uint64_t first_failure = 0;
    bool has_failed = false;
    std::uint64_t at_work_on = 0; // the seed, for the case that it takes the process down
    bool is_done = false;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

bool is_bad(const Totals& totals) { return totals.lost + totals.doubled + totals.unexplained > 0; }

// What the gateway says on standard error is its log; the story says what matters of it.
void silence_gateway() {
    const int nowhere = ::open("/dev/null", O_WRONLY);
    if (nowhere >= 0) ::dup2(nowhere, STDERR_FILENO);
}

void work(const Options& options, unsigned index, Share& share,
          std::chrono::steady_clock::time_point start) {
    if (!options.trace) silence_gateway();
    std::uint64_t told = 0;
    for (std::uint64_t i = index; i < options.seeds; i += options.processes) {
        if (options.seconds > 0 && seconds_since(start) > static_cast<double>(options.seconds)) {
            break;
        }
        share.at_work_on = options.first + i;
        Totals totals;
        const std::string text = run_seed(share.at_work_on, options.trace, options.defect, totals);
        share.totals += totals;
        if (is_bad(totals) && !share.has_failed) {
            share.has_failed = true;
            share.first_failure = share.at_work_on;
        }
        if (!text.empty() && (options.trace || told++ < options.failures_told)) {
            const std::string whole = text + "\n";
            (void)!::write(STDOUT_FILENO, whole.data(), whole.size());
        }
    }
    share.is_done = true;
}

int sum_up(const Options& options, const Share* shares, double took) {
    Totals all;
    bool has_died = false;
    for (unsigned i = 0; i < options.processes; ++i) {
        all += shares[i].totals;
        if (shares[i].is_done) continue;
        has_died = true;
        std::printf("a process died at seed %llu: ./dev simulate --seed %llu --seeds 1 --trace\n",
                    static_cast<unsigned long long>(shares[i].at_work_on),
                    static_cast<unsigned long long>(shares[i].at_work_on));
    }
    std::printf(
        "lost %llu, doubled %llu, unexplained %llu | %llu seeds from %llu, %llu crashes "
        "(%llu inside, %llu in a fan-out), %llu disconnects, %llu duplicates, %llu leader "
        "facts, %llu orders, %llu fills, %llu of %llu accounts with limits reached one, %.1f s\n",
        static_cast<unsigned long long>(all.lost), static_cast<unsigned long long>(all.doubled),
        static_cast<unsigned long long>(all.unexplained),
        static_cast<unsigned long long>(all.seeds), static_cast<unsigned long long>(options.first),
        static_cast<unsigned long long>(all.crashes),
        static_cast<unsigned long long>(all.crashes_inside),
        static_cast<unsigned long long>(all.fan_outs_cut),
        static_cast<unsigned long long>(all.disconnects),
        static_cast<unsigned long long>(all.duplicates), static_cast<unsigned long long>(all.facts),
        static_cast<unsigned long long>(all.orders), static_cast<unsigned long long>(all.fills),
        static_cast<unsigned long long>(all.breached), static_cast<unsigned long long>(all.limited),
        took);
    return is_bad(all) || has_died ? 1 : 0;
}

const std::map<std::string, lockstep::Defect> defects = {
    {"forgets-duplicates", lockstep::Defect::forgets_duplicates},
    {"oversells", lockstep::Defect::oversells},
    {"sends-again", lockstep::Defect::sends_again},
    {"trades-on", lockstep::Defect::trades_on},
};

int run(Options options) {
    const auto start = std::chrono::steady_clock::now();
    if (options.processes == 0)
        options.processes = std::max(1U, std::thread::hardware_concurrency());
    if (options.seeds < options.processes) {
        options.processes = static_cast<unsigned>(std::max<std::uint64_t>(1, options.seeds));
    }
    const std::size_t size = sizeof(Share) * options.processes;
    void* const memory =
        ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return 2;
    Share* const shares = static_cast<Share*>(memory);
    for (unsigned i = 0; i < options.processes; ++i) new (&shares[i]) Share();
    std::vector<pid_t> children;
    for (unsigned i = 0; i < options.processes; ++i) {
        const pid_t child = ::fork();
        if (child == 0) {
            work(options, i, shares[i], start);
            std::_Exit(0);
        }
        children.push_back(child);
    }
    for (const pid_t child : children) ::waitpid(child, nullptr, 0);
    return sum_up(options, shares, seconds_since(start));
}

int run_isolation(const Options& options) {
    silence_gateway();
    bool is_proved = true;
    for (std::uint64_t i = 0; i < options.seeds; ++i) {
        const Isolation played = play_isolation(options.first + i);
        std::printf("isolation: %s\n", played.words.c_str());
        std::fflush(stdout);
        is_proved = is_proved && played.is_proved;
    }
    return is_proved ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    Options options;
    CLI::App app("Lockstep in a simulated world, seed by seed");
    app.add_option("--seed", options.first, "the first seed");
    app.add_option("--seeds", options.seeds, "how many, from there on");
    app.add_option("--seconds", options.seconds, "begin no seed after this time");
    app.add_option("--processes", options.processes, "at a time; else one a core");
    app.add_option("--stories", options.failures_told, "failures that a process tells of");
    app.add_flag("--trace", options.trace, "tell everything that happens");
    app.add_flag("--isolation", options.isolation,
                 "fifty accounts, ten of which reach a limit, and the same day without the ten");
    app.add_flag("--drills", options.drills,
                 "how long it takes until every order is out after a breach, and the kill switch");
    app.add_option("--defect", options.defect, "a fault to be put into the gateway on purpose")
        ->check(CLI::IsMember(defects));
    CLI11_PARSE(app, argc, argv);
    if (!options.defect.empty()) lockstep::present_defect = defects.at(options.defect);
    if (options.drills) {
        silence_gateway();
        return run_drills();
    }
    return options.isolation ? run_isolation(options) : run(options);
}
