// The tree as the rules see it: every file with its path and text, and code without its comments.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::tree {

struct SourceFile {
    std::string path; // from the top of the tree, "router/src/router.cpp"
    std::string text;
};

using Tree = std::vector<SourceFile>;

// One place that breaks a rule. `line` counts from 1; 0 speaks of the whole file.
struct Finding {
    std::string path;
    std::size_t line = 0;
    std::string what;
    bool operator==(const Finding&) const = default;
};

// "path:line: what", one a line.
std::string to_text(const std::vector<Finding>& findings);

// Names at the top of the folder `root`, without git's own folder and what .gitignore names there.
std::vector<std::string> top_level_names(const std::string& root);

// Every file below the names that `top_level_names` gives, in the order of their paths.
Tree read_tree(const std::string& root);

std::vector<std::string_view> lines_of(std::string_view text);
bool is_header(std::string_view path);
bool is_code(std::string_view path); // .cpp or .hpp

// C++ text of the same lines in which comments and the insides of literals are blanks, so that a
// word found there is a word of the program. Lines that include a file are kept whole.
std::string without_comments_and_literals(std::string_view text);

// A name or a number of a line, with what stands before and after it.
struct Word {
    std::string_view text;
    std::string_view before;
    std::string_view after;
};

// The names and numbers of a line, in order; a number keeps its point and its exponent.
std::vector<Word> words_of(std::string_view line);

struct Include {
    std::size_t line = 0;
    std::string name; // as written between the quotes or brackets
    bool quoted = false;
};

// The files that C++ text includes.
std::vector<Include> includes_of(std::string_view text);

} // namespace lockstep::tree
