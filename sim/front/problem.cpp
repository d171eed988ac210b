#include "front/problem.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace lockstep::sim {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Letters to insert, remove or change to make `b` of `a`.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
        }
    }
    return row[b.size()];
}

} // namespace

std::string describe(std::string_view file, const Problem& problem) {
    return std::string(file) + ":" + std::to_string(problem.line) + ": " + problem.what + "; " +
           problem.mend;
}

std::string nearest(std::string_view word, std::span<const std::string> candidates) {
    constexpr std::size_t word_size_max = 64; // nothing longer is a slip of the pen
    if (word.empty() || word.size() > word_size_max) return "";
    std::string best;
    std::size_t best_distance = std::max<std::size_t>(word.size() / 3, 1) + 1;
    for (const auto& candidate : candidates) {
        const std::size_t letters = distance(word, candidate);
        if (letters < best_distance) {
            best = candidate;
            best_distance = letters;
        }
    }
    return best;
}

std::string suggestion(std::string_view word, std::span<const std::string> candidates) {
    if (const auto near = nearest(word, candidates); !near.empty()) {
        return "did you mean " + near + "?";
    }
    if (candidates.empty()) return "there is none yet";
    constexpr std::size_t shown_max = 12;
    std::string text = "known are ";
    for (std::size_t i = 0; i < candidates.size() && i < shown_max; ++i) {
        text += (i == 0 ? "" : ", ") + candidates[i];
    }
    return candidates.size() > shown_max ? text + ", ..." : text;
}

} // namespace lockstep::sim
