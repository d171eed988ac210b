// The settings reader: any text. It never fails otherwise than by problems, each with its file and
// line, and none of them shows a secret.
#include "settings/settings.hpp"

#include "fuzz/scratch_folder.hpp"
#include "fuzz/target.hpp"

#include <algorithm>

namespace lockstep::fuzz {
namespace {

constexpr std::string_view secret = "Xq7-secret-9Zk";

Environment environment() {
    Environment environment;
    environment.variables = {{"PASSWORD", std::string(secret)}, {"ACCOUNT", "F50K"}, {"EMPTY", ""}};
    return environment;
}

bool is_printable(std::string_view text) {
    return std::ranges::none_of(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// Includes and profiles may reach into this folder only; elsewhere the input would not be the whole
// truth.
bool leads_outside(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
    for (const std::string_view key : {"include", "riskprofile"}) {
        for (std::size_t at = 0; (at = lower.find(key, at)) != lower.npos; ++at) {
            const std::string_view line =
                std::string_view(lower).substr(at, lower.find('\n', at) - at);
            if (line.contains('/') || line.contains('$')) return true;
        }
    }
    return false;
}

// Whether the secret stands in the environment alone, and is asked for where passwords stand.
bool keeps_secret_in_place(std::string_view text) {
    if (text.contains(secret)) return false; // a fuzzer sees what it is compared with
    constexpr std::string_view reference = "${PASSWORD}";
    for (std::size_t at = 0; (at = text.find(reference, at)) != text.npos; ++at) {
        const std::size_t line = text.rfind('\n', at) + 1; // npos + 1: the first line
        if (text.substr(line, at - line) != "Password=") return false;
    }
    return true;
}

void expect_clear(const Problem& problem, const std::string& file, int lines) {
    promise(problem.where.file == file, "a problem names its file");
    promise(problem.where.line >= 0 && problem.where.line <= lines, "a problem names its line");
    promise(problem.str().starts_with(file), "a problem begins with its place");
    promise(!problem.what.empty() && !problem.mend.empty(), "a problem says what, and what to do");
    promise(is_printable(problem.str()), "a problem is one line that a terminal can bear");
}

} // namespace
} // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lockstep;
    static const fuzz::ScratchFolder folder;
    static const Environment environment = fuzz::environment();
    const std::string_view text = fuzz::text_of(data, size);
    if (fuzz::leads_outside(text)) return 0;
    folder.write("lockstep.cfg", text);
    const std::string file = (folder.path() / "lockstep.cfg").string();

    const Checked checked = check_settings(file, environment);
    const int lines = 1 + static_cast<int>(std::ranges::count(text, '\n'));
    bool has_errors = false;
    for (const Problem& problem : checked.problems) {
        fuzz::expect_clear(problem, file, lines);
        has_errors = has_errors || !problem.is_warning;
    }
    fuzz::promise(has_errors != checked.good(), "settings are there exactly without errors");
    fuzz::promise(!checked.good() || checked.settings->digest.size() == 16, "a digest of 16");
    const std::string problems = format_problems(checked);
    fuzz::promise(problems.empty() == checked.problems.empty(), "a line a problem");
    const std::string shown = problems + format_effective(checked);
    fuzz::promise(!fuzz::keeps_secret_in_place(text) || !shown.contains(fuzz::secret),
                  "a secret is never shown");
    return 0;
}
