#include "simulation/seed_run.hpp"

#include "simulation/market.hpp"
#include "simulation/universe.hpp"

#include <unistd.h>

#include <algorithm>

namespace lockstep::simulation {
namespace {

constexpr std::int64_t told_before = 3 * second; // of the first broken promise
constexpr std::int64_t told_after = second / 5;
constexpr std::size_t lines_max = 120;
constexpr std::size_t promises_max = 10;

const char* word(Broken kind) {
    switch (kind) {
    case Broken::lost: return "LOST";
    case Broken::doubled: return "DOUBLED";
    case Broken::unexplained: return "UNEXPLAINED";
    }
    return "?";
}

std::string clock_text(std::int64_t at_ns) { return time_text(at_ns).substr(9); }

void play(std::uint64_t seed, Story& story, Totals& totals, std::string& options) {
    VirtualClock::start(day_begins_ns);
    const std::string place = "ls-sim-" + std::to_string(::getpid());
    const Plan plan = draw_plan(seed, place);
    options = describe(plan);
    Universe universe(plan, std::filesystem::path("/dev/shm") / place, place, story, totals);
    universe.run();
}

// Lines around the first promise that broke, the nearest ones when there are many.
std::string tell(const Story& story, bool all) {
    std::vector<BrokenPromise> broken = story.broken_promises();
    std::ranges::stable_sort(broken, {}, &BrokenPromise::at_ns);
    std::vector<StoryLine> lines = story.lines();
    std::ranges::stable_sort(lines, {}, &StoryLine::at_ns);
    if (!all && !broken.empty()) {
        const std::int64_t at = broken.front().at_ns;
        std::erase_if(lines, [&](const StoryLine& line) {
            return line.at_ns < at - told_before || line.at_ns > at + told_after;
        });
        if (lines.size() > lines_max) {
            lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(lines_max));
        }
    }
    std::string text;
    for (const StoryLine& line : lines) text += clock_text(line.at_ns) + " " + line.text + "\n";
    for (std::size_t i = 0; i < std::min(broken.size(), promises_max); ++i) {
        text += std::string(word(broken[i].kind)) + " " + clock_text(broken[i].at_ns) + " " +
                broken[i].text + "\n";
    }
    if (broken.size() > promises_max) {
        text += "... and " + std::to_string(broken.size() - promises_max) + " more\n";
    }
    return text;
}

} // namespace

std::string run_seed(std::uint64_t seed, bool trace, const std::string& defect, Totals& totals) {
    Story story(trace);
    std::string options;
    play(seed, story, totals, options);
    ++totals.seeds;
    for (const BrokenPromise& promise : story.broken_promises()) {
        if (promise.kind == Broken::lost) ++totals.lost;
        if (promise.kind == Broken::doubled) ++totals.doubled;
        if (promise.kind == Broken::unexplained) ++totals.unexplained;
    }
    if (trace) return options + tell(story, true);
    if (story.broken_promises().empty()) return {};
    Story again(true); // the same universe, this time with its story
    Totals ignored;
    play(seed, again, ignored, options);
    return options + tell(again, false) + "again: ./dev simulate --seed " + std::to_string(seed) +
           " --seeds 1 --trace" + (defect.empty() ? "" : " --defect " + defect) + "\n";
}

} // namespace lockstep::simulation
