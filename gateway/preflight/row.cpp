#include "preflight/row.hpp"

#include <algorithm>
#include <array>

namespace lockstep {

namespace {

struct Word {
    const char* text;
    const char* colour; // of a terminal
};

Word word(Verdict verdict) {
    switch (verdict) {
    case Verdict::ok: return {"OK", "\033[32m"};
    case Verdict::warn: return {"WARN", "\033[33m"};
    case Verdict::fail: return {"FAIL", "\033[31m"};
    }
    return {"", ""};
}

} // namespace

std::string format_rows(const std::vector<PreflightRow>& rows, bool colour) {
    constexpr std::size_t column = 6;
    std::string text;
    std::array<std::size_t, 3> counts{};
    for (const PreflightRow& row : rows) {
        const Word verdict = word(row.verdict);
        std::string shown = verdict.text;
        const std::string blanks(column - shown.size(), ' ');
        if (colour) shown = verdict.colour + shown + "\033[0m";
        text += shown + blanks + row.subject + ": " + row.words + "\n";
        ++counts[static_cast<std::size_t>(row.verdict)];
    }
    return text + std::to_string(counts[0]) + " ok, " + std::to_string(counts[1]) +
           " to be looked at, " + std::to_string(counts[2]) + " failed\n";
}

bool has_failed(const std::vector<PreflightRow>& rows) {
    return std::ranges::any_of(
        rows, [](const PreflightRow& row) { return row.verdict == Verdict::fail; });
}

} // namespace lockstep
