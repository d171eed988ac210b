#include "tree/rules.hpp"

#include <set>

namespace lockstep::tree {

namespace {

struct TestName {
    std::string suite;
    std::string whole; // Suite.Name
};

// "TEST_F(Suite, Name) {"
void add_defined(std::string_view line, std::vector<TestName>& names) {
    if (!line.starts_with("TEST")) return;
    const std::vector<Word> words = words_of(line);
    if (words.size() < 3) return;
    const std::string suite(words[1].text);
    names.push_back({suite, suite + "." + std::string(words[2].text)});
}

// Every "Suite.Name" of a line.
std::vector<TestName> names_of(std::string_view line) {
    std::vector<TestName> names;
    const std::vector<Word> words = words_of(line);
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string_view suite = words[i - 1].text;
        const std::string_view name = words[i].text;
        const bool joined = suite.data() + suite.size() + 1 == name.data();
        if (!joined || !words[i].before.ends_with('.')) continue;
        names.push_back({std::string(suite), std::string(suite) + "." + std::string(name)});
    }
    return names;
}

} // namespace

std::vector<Finding> unknown_tests(const Tree& tree) {
    std::vector<TestName> defined;
    for (const SourceFile& file : tree) {
        if (!file.path.starts_with("tests/") || !is_code(file.path)) continue;
        for (const std::string_view line : lines_of(file.text)) add_defined(line, defined);
    }
    std::set<std::string> suites, tests;
    for (const TestName& test : defined) {
        suites.insert(test.suite);
        tests.insert(test.whole);
    }
    std::vector<Finding> findings;
    for (const SourceFile& page : tree) {
        if (!page.path.starts_with("docs/") || !page.path.ends_with(".md")) continue;
        const std::vector<std::string_view> lines = lines_of(page.text);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            for (const TestName& test : names_of(lines[i])) {
                if (!suites.contains(test.suite) || tests.contains(test.whole)) continue;
                findings.push_back({page.path, i + 1, "there is no test " + test.whole});
            }
        }
    }
    return findings;
}

} // namespace lockstep::tree
