#include "settings/nearest.hpp"

#include "proto/check.hpp"

#include <algorithm>
#include <cctype>

namespace lockstep {

namespace {

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

std::size_t edit_distance(std::string_view a, std::string_view b) {
    // rows[i][j]: changes from the first i letters of a to the first j of b
    std::vector<std::vector<std::size_t>> rows(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) rows[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            rows[i][j] = std::min(
                {rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1)});
            const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                                 lower(a[i - 2]) == lower(b[j - 1]);
            if (swapped) rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
    }
    return rows[a.size()][b.size()];
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
    constexpr std::size_t word_max = 64; // no known word is longer, and a line may hold 64 kB
    word = word.substr(0, word_max);
    return *std::ranges::min_element(known, {}, [&](std::string_view candidate) {
        return is_abbreviation(word, candidate) ? 1 : edit_distance(word, candidate);
    });
}

} // namespace lockstep
