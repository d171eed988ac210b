// What the pure rooms may not touch, and the one door to QuickFIX.
#include "tree/rules.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace lockstep::tree {

namespace {

bool is_pure(const std::string& path) {
    const auto below = [&](std::string_view folder) { return path.starts_with(folder); };
    return is_code(path) && (below("proto/include/") || below("proto/src/") || below("risk/") ||
                             below("router/") || below("sim/matching/"));
}

// Standard headers without a clock, input or output, threads, chance or floating point.
const std::set<std::string> pure_headers{
    "algorithm", "array",           "bit",           "bitset",        "charconv",
    "climits",   "compare",         "concepts",      "cstddef",       "cstdint",
    "cstring",   "deque",           "expected",      "functional",    "initializer_list",
    "iosfwd",    "iterator",        "limits",        "list",          "map",
    "memory",    "memory_resource", "new",           "numeric",       "optional",
    "ostream",   "queue",           "ranges",        "set",           "source_location",
    "span",      "sstream",         "stack",         "string",        "string_view",
    "tuple",     "type_traits",     "unordered_map", "unordered_set", "utility",
    "variant",   "vector",
};

// A container, no more: what the standard has in its place takes four times the memory.
const std::string flat_set = "boost/unordered/unordered_flat_set.hpp";

// An assertion has to say where it failed before it stops the process.
bool may_print(const SourceFile& file) { return file.path == "proto/include/proto/check.hpp"; }

const std::string floating_point = "floating point in the pure core";
const std::string asks = "the pure core is handed time, chance and settings; it does not ask";
const std::string threads = "threads in the pure core";
const std::string input_output = "input or output in the pure core";

// Words that are wrong wherever they stand.
const std::map<std::string_view, std::string> forbidden_words{
    {"double", floating_point},
    {"float", floating_point},
    {"thread_local", threads},
    {"volatile", threads},
};

// Words that are wrong when called.
const std::map<std::string_view, std::string> forbidden_calls{
    {"rand", asks},          {"srand", asks},     {"getenv", asks}, {"gettimeofday", asks},
    {"clock_gettime", asks}, {"localtime", asks}, {"gmtime", asks}, {"mktime", asks},
};

// Words that are wrong after std::.
const std::map<std::string_view, std::string> forbidden_in_std{
    {"time", asks},
    {"clock", asks},
    {"chrono", asks},
    {"random_device", asks},
    {"mt19937", asks},
    {"thread", threads},
    {"jthread", threads},
    {"mutex", threads},
    {"atomic", threads},
    {"async", threads},
    {"future", threads},
    {"condition_variable", threads},
    {"cout", input_output},
    {"cerr", input_output},
    {"clog", input_output},
    {"cin", input_output},
    {"fstream", input_output},
    {"ifstream", input_output},
    {"ofstream", input_output},
    {"filesystem", input_output},
};

bool is_floating_number(std::string_view word) {
    if (word.front() < '0' || word.front() > '9' || word.starts_with("0x")) return false;
    return word.find_first_of(".eE") != std::string_view::npos;
}

// C's own time(0), as opposed to a member of that name.
bool asks_for_time(const Word& word) {
    if (word.text != "time" || word.before.ends_with('.') || word.before.ends_with('>'))
        return false;
    return word.after.starts_with("(0") || word.after.starts_with("(NULL") ||
           word.after.starts_with("(nullptr");
}

std::string found_in(const std::map<std::string_view, std::string>& words, std::string_view word) {
    const auto found = words.find(word);
    return found == words.end() ? "" : found->second;
}

// Why the word may not stand in the pure core, or nothing.
std::string judge_word(const Word& word) {
    if (is_floating_number(word.text)) return floating_point;
    if (asks_for_time(word)) return asks;
    if (word.before.ends_with("std::")) {
        if (auto why = found_in(forbidden_in_std, word.text); !why.empty()) return why;
    }
    if (word.after.starts_with('(')) {
        if (auto why = found_in(forbidden_calls, word.text); !why.empty()) return why;
    }
    return found_in(forbidden_words, word.text);
}

void judge_includes(const SourceFile& file, std::vector<Finding>& findings) {
    for (const Include& include : includes_of(file.text)) {
        if (include.quoted || pure_headers.contains(include.name)) continue;
        if (include.name == flat_set) continue;
        if (may_print(file) && (include.name == "cstdio" || include.name == "cstdlib")) continue;
        findings.push_back(
            {file.path, include.line, "<" + include.name + "> does not belong in the pure core"});
    }
}

void judge_words(const SourceFile& file, std::vector<Finding>& findings) {
    const std::string code = without_comments_and_literals(file.text);
    std::size_t number = 0;
    for (const std::string_view line : lines_of(code)) {
        ++number;
        if (line.starts_with('#')) continue;
        for (const Word& word : words_of(line)) {
            const std::string why = judge_word(word);
            if (!why.empty()) findings.push_back({file.path, number, why});
        }
    }
}

} // namespace

std::vector<Finding> impure_core(const Tree& tree) {
    std::vector<Finding> findings;
    for (const SourceFile& file : tree) {
        if (!is_pure(file.path)) continue;
        judge_includes(file, findings);
        judge_words(file, findings);
    }
    return findings;
}

std::vector<Finding> doors_to_quickfix(const Tree& tree) {
    const std::string door = "gateway/fix/quickfix.hpp";
    std::string test_door; // the first header below tests/ that reads QuickFIX
    std::vector<Finding> findings;
    for (const SourceFile& file : tree) {
        if (!is_code(file.path) || file.path == door) continue;
        for (const Include& include : includes_of(file.text)) {
            if (!include.name.starts_with("quickfix/")) continue;
            const bool test_header = file.path.starts_with("tests/") && is_header(file.path);
            if (test_header && test_door.empty()) test_door = file.path;
            if (test_header && test_door == file.path) continue;
            findings.push_back({file.path, include.line,
                                "QuickFIX has one door, " + door +
                                    ", and one header for the stock peers of the tests"});
        }
    }
    return findings;
}

} // namespace lockstep::tree
