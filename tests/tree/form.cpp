// How files look: length, lines, tabs, unfinished work, links, names at the top.
#include "tree/rules.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

namespace lockstep::tree {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t lines_max = 500;
constexpr std::size_t columns_max = 100;

bool is_written_by_us(std::string_view path) {
    for (const std::string_view ending :
         {".cpp", ".hpp", ".proto", ".md", ".txt", ".json", ".xml", ".sh", "/run"}) {
        if (path.ends_with(ending)) return true;
    }
    return path == "dev";
}

bool has_columns(std::string_view path) {
    return is_code(path) || path.ends_with(".proto") || path.ends_with("CMakeLists.txt");
}

// Columns of a line: UTF-8 continuation bytes take none.
std::size_t columns_of(std::string_view line) {
    return static_cast<std::size_t>(std::ranges::count_if(
        line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_unfinished(const Word& word) {
    return word.text == "TO"
                        "DO" ||
           word.text == "FIX"
                        "ME" ||
           word.text == "XX"
                        "X";
}

void judge_lines(const SourceFile& file, std::vector<Finding>& findings) {
    std::size_t number = 0;
    for (const std::string_view line : lines_of(file.text)) {
        ++number;
        if (has_columns(file.path) && columns_of(line) > columns_max) {
            findings.push_back({file.path, number, "the line is longer than 100 columns"});
        }
        if (line.contains('\t')) findings.push_back({file.path, number, "a tab"});
        if (std::ranges::any_of(words_of(line), is_unfinished)) {
            findings.push_back({file.path, number, "unfinished work is not kept in the tree"});
        }
    }
    if (is_code(file.path) && number > lines_max) {
        findings.push_back({file.path, 0, "more than 500 lines: more than one idea"});
    }
}

bool is_switched_off(const Word& word) {
    return word.text == "GTEST_SKIP" || word.text.starts_with("DISABLED_");
}

void judge_tests(const SourceFile& file, std::vector<Finding>& findings) {
    const std::string code = without_comments_and_literals(file.text);
    std::size_t number = 0;
    for (const std::string_view line : lines_of(code)) {
        ++number;
        if (std::ranges::any_of(words_of(line), is_switched_off)) {
            findings.push_back({file.path, number, "a test that does not run proves nothing"});
        }
    }
}

void judge_head(const SourceFile& file, std::vector<Finding>& findings) {
    if (!file.text.starts_with("// ")) {
        findings.push_back({file.path, 1, "a header begins with a sentence that says what it is"});
    }
    if (!file.text.contains("\n#pragma once\n")) {
        findings.push_back({file.path, 1, "a header is read once"});
    }
}

// Where the links of a line of a page lead to, addresses of other machines apart.
std::vector<std::string> links_of(std::string_view line) {
    std::vector<std::string> targets;
    for (std::size_t at = line.find("]("); at != std::string_view::npos; at = line.find("](", at)) {
        at += 2;
        const std::string_view target = line.substr(at, line.find_first_of("#) ", at) - at);
        if (!target.empty() && !target.contains("://")) targets.emplace_back(target);
    }
    return targets;
}

} // namespace

std::vector<Finding> bad_form(const Tree& tree) {
    std::vector<Finding> findings;
    for (const SourceFile& file : tree) {
        if (!is_written_by_us(file.path)) continue;
        judge_lines(file, findings);
        if (is_code(file.path)) judge_tests(file, findings);
        if (is_header(file.path)) judge_head(file, findings);
    }
    return findings;
}

std::vector<Finding> dead_links(const Tree& tree) {
    std::set<std::string> places{"."}; // files, and the folders that hold them
    for (const SourceFile& file : tree) {
        for (fs::path path = file.path; !path.empty(); path = path.parent_path()) {
            places.insert(path.generic_string());
        }
    }
    std::vector<Finding> findings;
    for (const SourceFile& file : tree) {
        if (!file.path.ends_with(".md")) continue;
        std::size_t number = 0;
        for (const std::string_view line : lines_of(file.text)) {
            ++number;
            for (const std::string& target : links_of(line)) {
                const fs::path place = fs::path(file.path).parent_path() / target;
                std::string normal = place.lexically_normal().generic_string();
                if (normal.ends_with('/')) normal.pop_back();
                if (places.contains(normal)) continue;
                findings.push_back({file.path, number, target + " leads nowhere"});
            }
        }
    }
    return findings;
}

std::vector<Finding> strange_top_level(const std::vector<std::string>& names) {
    static const std::set<std::string> agreed{// what the product is made of
                                              "CMakeLists.txt", "gateway", "fix_specs", "router",
                                              "risk", "proto", "tests", "sim", "README.md",
                                              // what may stand beside it
                                              "console", "docs", "examples", "packaging", "dev",
                                              ".ci", "LICENSE", "CMakePresets.json",
                                              ".clang-format", ".clang-tidy", ".gitignore"};
    std::vector<Finding> findings;
    for (const std::string& name : names) {
        if (!agreed.contains(name)) {
            findings.push_back({name, 0, "is no agreed name at the top of the tree"});
        }
    }
    return findings;
}

std::vector<Finding> unexplained_reasons(const Tree& tree) {
    const auto text_of = [&](std::string_view path) {
        const auto found = std::ranges::find(tree, path, &SourceFile::path);
        return found == tree.end() ? std::string() : found->text;
    };
    const std::string commands =
        without_comments_and_literals(text_of("proto/include/proto/commands.hpp"));
    const std::string page = text_of("docs/copying.md");
    const std::size_t begin = commands.find('{', commands.find("enum class Reason "));
    if (begin == std::string::npos) {
        return {{"proto/include/proto/commands.hpp", 0, "has no list of reasons"}};
    }
    const std::size_t end = commands.find('}', begin);
    std::vector<Finding> findings;
    for (const Word& word : words_of(std::string_view(commands).substr(begin, end - begin))) {
        std::string reason(word.text);
        std::ranges::replace(reason, '_', '-'); // as notices spell it
        if (reason != "none" && !page.contains("`" + reason + "`")) {
            findings.push_back({"docs/copying.md", 0, "does not explain `" + reason + "`"});
        }
    }
    return findings;
}

} // namespace lockstep::tree
