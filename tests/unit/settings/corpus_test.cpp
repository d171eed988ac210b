// Every file of corpus/good and corpus/bad against the exact lines beside it: what is said of it,
// in order. A good file may have warnings, a bad one has at least one error.
#include "unit/settings/settings_file.hpp"

#include <algorithm>

namespace lockstep {
namespace {

namespace fs = std::filesystem;

const fs::path corpus = fs::path(LOCKSTEP_SOURCE_DIR) / "tests/unit/settings/corpus";

std::vector<fs::path> files_in(const std::string& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(corpus / folder)) {
        if (entry.path().extension() == ".cfg") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

std::string said_of(const fs::path& file) {
    const std::string text = format_problems(check_settings(file, test_environment()));
    const std::string here = replaced(text, file.parent_path().string() + "/", "");
    return replaced(here, corpus.string() + "/", "");
}

fs::path expected_beside(fs::path file) { return file.replace_extension(".txt"); }

TEST(SettingsCorpus, good_files_are_taken_with_exactly_their_warnings) {
    ASSERT_GE(files_in("good").size(), 7u);
    for (const fs::path& file : files_in("good")) {
        SCOPED_TRACE(file.filename());
        EXPECT_TRUE(check_settings(file, test_environment()).good());
        EXPECT_EQ(said_of(file), text_of_file(expected_beside(file)));
    }
}

TEST(SettingsCorpus, bad_files_are_refused_with_exactly_their_messages) {
    ASSERT_GE(files_in("bad").size(), 15u);
    for (const fs::path& file : files_in("bad")) {
        SCOPED_TRACE(file.filename());
        EXPECT_FALSE(check_settings(file, test_environment()).good());
        EXPECT_EQ(said_of(file), text_of_file(expected_beside(file)));
    }
}

TEST(SettingsCorpus, every_expectation_has_its_file) {
    for (const char* folder : {"good", "bad"}) {
        for (const auto& entry : fs::directory_iterator(corpus / folder)) {
            if (entry.path().extension() != ".txt") continue;
            fs::path file = entry.path();
            EXPECT_TRUE(fs::exists(file.replace_extension(".cfg"))) << entry.path();
        }
    }
}

TEST(SettingsCorpus, every_line_of_a_bad_file_names_the_place_and_the_remedy) {
    for (const fs::path& file : files_in("bad")) {
        for (const Problem& problem : check_settings(file, test_environment()).problems) {
            EXPECT_FALSE(problem.where.file.empty());
            EXPECT_FALSE(problem.what.empty());
            EXPECT_FALSE(problem.mend.empty());
        }
    }
}

TEST(SettingsCorpus, one_file_shows_more_than_ten_mistakes_at_once) {
    const auto lines = problems_of(corpus / "bad/many-mistakes.cfg");
    const auto errors = std::ranges::count_if(
        lines, [](const std::string& line) { return line.find(": warning: ") == line.npos; });
    EXPECT_GE(errors, 20);
}

// Whatever is left out of a good file or done to it, there is an answer, and it is not both.
TEST(SettingsCorpus, a_damaged_file_is_read_to_its_end) {
    const std::string text = text_of_file(corpus / "good/every-key.cfg");
    const TemporaryDirectory folder;
    const auto check = [&](const std::string& damaged) {
        const Checked checked = check_settings(folder.write("a.cfg", damaged), test_environment());
        const bool has_error = std::ranges::any_of(
            checked.problems, [](const Problem& problem) { return !problem.is_warning; });
        EXPECT_NE(checked.good(), has_error);
        format_effective(checked);
    };
    for (std::size_t at = 0; at < text.size(); at += 7) {
        std::string one_other = text;
        one_other[at] = static_cast<char>(at % 251);
        check(one_other);
        check(text.substr(0, at));
        const auto line = text.find('\n', at);
        if (line != text.npos) check(text.substr(0, at) + text.substr(line));
    }
}

TEST(SettingsCorpus, examples_are_good_and_without_a_warning) {
    Environment environment;
    environment.variables["BROKER2_PASSWORD"] = "secret";
    const fs::path examples = fs::path(LOCKSTEP_SOURCE_DIR) / "examples";
    for (const char* name : {"one-account.cfg", "several-accounts.cfg"}) {
        const Checked checked = check_settings(examples / name, environment);
        EXPECT_EQ(format_problems(checked), "");
        EXPECT_TRUE(checked.good());
    }
}

} // namespace
} // namespace lockstep
