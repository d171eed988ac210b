#include "settings/nearest.hpp"

#include "proto/check.hpp"

#include <algorithm>
#include <array>

namespace lockstep {

namespace {

constexpr std::size_t word_max = 64; // no known word is longer, and a line may hold 64 kB

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Of words up to `word_max` letters.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    // rows[i % 3][j]: changes from the first i letters of a to the first j of b
    std::array<std::array<std::size_t, word_max + 1>, 3> rows;
    for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& before = rows[(i - 1) % 3];
        const auto& before_that = rows[(i + 1) % 3];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = std::min({before[j] + 1, row[j - 1] + 1, before[j - 1] + (same ? 0 : 1)});
            const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                                 lower(a[i - 2]) == lower(b[j - 1]);
            if (swapped) row[j] = std::min(row[j], before_that[j - 2] + 1);
        }
    }
    return rows[a.size() % 3][b.size()];
}

// An abbreviation is nearer to its word than the letters left out would make it.
bool is_abbreviation(std::string_view word, std::string_view whole) {
    constexpr std::size_t letters_min = 4;
    return word.size() >= letters_min && word.size() < whole.size() &&
           std::ranges::equal(word, whole.substr(0, word.size()), {}, lower, lower);
}

} // namespace

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known) {
    LOCKSTEP_CHECK(!known.empty());
    word = word.substr(0, word_max);
    std::string_view found = known.front();
    std::size_t fewest = 2 * word_max; // changes; more than any two words need
    for (const std::string_view candidate : known) {
        // Letters that one word has more than the other are changes already.
        const std::size_t least =
            std::max(word.size(), candidate.size()) - std::min(word.size(), candidate.size());
        std::size_t changes = fewest;
        if (is_abbreviation(word, candidate)) {
            changes = 1;
        } else if (least < fewest) {
            changes = edit_distance(word, candidate.substr(0, word_max));
        }
        if (changes >= fewest) continue;
        fewest = changes;
        found = candidate;
    }
    return found;
}

} // namespace lockstep
