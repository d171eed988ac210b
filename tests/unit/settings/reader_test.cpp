// How a file is read, before anything is understood: bytes, lines, comments, includes.
#include "unit/settings/settings_file.hpp"

#include <filesystem>
#include <sys/stat.h>

namespace lockstep {
namespace {

struct Row {
    const char* trouble;
    std::string text;
    std::string said;
};

std::string with(const std::string& line, const std::string& instead) {
    return replaced(small_file, line, instead);
}

const std::string windows_text = replaced(small_file, "\n", "\r\n");

const Row rows[] = {
    {"the small file", small_file, ""},
    {"byte order mark", "\xEF\xBB\xBF" + small_file, ""},
    {"byte order mark and CRLF", "\xEF\xBB\xBF" + windows_text, ""},
    {"CRLF", windows_text, ""},
    {"CRLF, last line without an end", windows_text.substr(0, windows_text.size() - 2), ""},
    {"a carriage return at the very end", small_file.substr(0, small_file.size() - 1) + "\r", ""},
    {"no final newline", small_file.substr(0, small_file.size() - 1), ""},
    {"tabs", replaced(replaced(small_file, "=", "\t=\t"), "[", "\t["), ""},
    {"UTF-16", "\xFF\xFE[\0D\0", "a.cfg: the file is UTF-16 text; save it as UTF-8"},
    {"old Macintosh line ends", replaced(small_file, "\n", "\r"),
     "a.cfg:1: the line holds a control character; remove it; only tabs are allowed"},
    {"a zero byte", with("Symbol=ES", std::string("Symbol=ES\0", 10)),
     "a.cfg:5: [INSTRUMENT] has no Symbol; add Symbol=, at most 32 visible ASCII signs, not : * ,\n"
     "a.cfg:6: the line holds a control character; remove it; only tabs are allowed"},
    {"a line of 64 kB", small_file + "# " + std::string(65'534, 'x') + "\n", ""},
    {"a line above 64 kB", small_file + "# " + std::string(65'535, 'x') + "\n",
     "a.cfg:29: the line is longer than 65536 bytes; split it, or look for a missing line end"},
    {"a key of 60 kB", small_file + std::string(60'000, 'k') + "=1\n",
     "a.cfg:29: nobody knows the key " + std::string(40, 'k') +
         "...; the nearest one is MaxSlippageTicks"},
    {"a value of 60 kB", with("MaxContracts=5", "MaxContracts=" + std::string(60'000, '9')),
     "a.cfg:28: MaxContracts=" + std::string(40, '9') +
         "... is not a number; write digits with at most one point, such as 0.5"},
    {"a comment after a blank", with("MaxContracts=5", "MaxContracts=5 # five"), ""},
    {"a comment after a tab", with("MaxContracts=5", "MaxContracts=5\t#"), ""},
    {"the sign inside a value is no comment", with("MaxContracts=5", "MaxContracts=5# five"),
     "a.cfg:28: MaxContracts=5# five is not a number; write digits with at most one point, such as "
     "0.5"},
    {"the escaped sign is the sign", with("MaxContracts=5", "MaxContracts=5 \\# five"),
     "a.cfg:28: MaxContracts=5 # five is not a number; write digits with at most one point, such "
     "as 0.5"},
    {"a value with an equals sign", with("MaxContracts=5", "MaxContracts=5=5"),
     "a.cfg:28: MaxContracts=5=5 is not a number; write digits with at most one point, such as "
     "0.5"},
    {"a terminal's escape sequence is not passed on",
     with("Symbol=ES", "Symbol=\xC2\x9B"
                       "2J"),
     "a.cfg:6: Symbol=??2J is not a symbol; use at most 32 visible ASCII signs, none of them : * "
     "or ,"},
    {"nothing", "",
     "a.cfg: there is no [INSTRUMENT]; add at least one (see docs/settings.md)\n"
     "a.cfg: there is no [SESSION]; add at least one (see docs/settings.md)\n"
     "a.cfg: there is no [LEADER]; add at least one (see docs/settings.md)\n"
     "a.cfg: there is no [FOLLOWER]; add at least one (see docs/settings.md)"},
};

TEST(SettingsReader, reads_lines_as_documented) {
    for (const Row& row : rows) EXPECT_EQ(problems_of_text(row.text), row.said) << row.trouble;
}

TEST(SettingsReader, missing_file_directory_and_pipe_are_named) {
    const TemporaryDirectory folder;
    const auto said = [&](const std::string& name) { return problems_of(folder.path() / name); };
    std::filesystem::create_directory(folder.path() / "folder.cfg");
    ASSERT_EQ(mkfifo((folder.path() / "pipe.cfg").c_str(), 0600), 0);
    std::filesystem::create_symlink("loop.cfg", folder.path() / "loop.cfg");
    using Lines = std::vector<std::string>;
    EXPECT_EQ(said("none.cfg"),
              Lines{"none.cfg: the file does not exist; name a readable settings file"});
    EXPECT_EQ(said("folder.cfg"),
              Lines{"folder.cfg: the file is a directory; name a readable settings file"});
    EXPECT_EQ(said("pipe.cfg"),
              Lines{"pipe.cfg: the file is not a plain file; name a readable settings file"});
    EXPECT_EQ(said("loop.cfg"),
              Lines{"loop.cfg: the file cannot be looked at (Too many levels of symbolic links); "
                    "name a readable settings file"});
}

TEST(SettingsReader, a_file_above_4_MiB_is_refused) {
    const TemporaryDirectory folder;
    std::string text = small_file;
    while (text.size() <= 4 * 1024 * 1024) text += "# " + std::string(1000, 'x') + "\n";
    EXPECT_EQ(problems_of(folder.write("a.cfg", text)),
              std::vector<std::string>{"a.cfg: the file is larger than 4194304 bytes; name a "
                                       "readable settings file"});
}

TEST(SettingsReader, a_circle_through_a_symbolic_link_is_seen) {
    const TemporaryDirectory folder;
    std::filesystem::create_symlink("a.cfg", folder.path() / "b.cfg");
    EXPECT_EQ(problems_of(folder.write("a.cfg", small_file + "Include=b.cfg\n")),
              std::vector<std::string>{"a.cfg:29: Include=b.cfg is already being read; break the "
                                       "circle of files that include each other"});
}

TEST(SettingsReader, includes_go_ten_deep_and_no_further) {
    const TemporaryDirectory folder;
    for (int i = 1; i < 10; ++i) {
        folder.write("part" + std::to_string(i), "Include=part" + std::to_string(i + 1) + "\n");
    }
    folder.write("part10", "MaxOrderQuantity=1\n");
    const auto file = folder.write("a.cfg", small_file + "Include=part1\n");
    EXPECT_EQ(problems_of(file),
              std::vector<std::string>{
                  "part9:1: Include=part10 is one file too many; use at most 100 files, 10 deep"});
    EXPECT_EQ(problems_of(folder.write("a.cfg", small_file + "Include=part2\n")),
              std::vector<std::string>{});
}

TEST(SettingsReader, a_hundred_files_and_no_more) {
    const TemporaryDirectory folder;
    folder.write("nothing", "# no key\n");
    std::string text = small_file;
    for (int i = 0; i < 99; ++i) text += "Include=nothing\n";
    EXPECT_EQ(problems_of(folder.write("a.cfg", text)), std::vector<std::string>{});
    EXPECT_EQ(problems_of(folder.write("a.cfg", text + "Include=nothing\n")),
              std::vector<std::string>{"a.cfg:128: Include=nothing is one file too many; use at "
                                       "most 100 files, 10 deep"});
}

TEST(SettingsReader, a_thousand_problems_are_listed_and_the_rest_counted) {
    std::string text = small_file;
    for (int i = 0; i < 1005; ++i) text += "[NOTHING]\n";
    const TemporaryDirectory folder;
    const auto lines = problems_of(folder.write("a.cfg", text));
    ASSERT_EQ(lines.size(), 1001u);
    EXPECT_EQ(lines.back(), "a.cfg: 5 more problems are not listed; mend those above first");
}

TEST(SettingsReader, included_relative_paths_start_at_their_own_file) {
    const TemporaryDirectory folder;
    std::filesystem::create_directory(folder.path() / "inner");
    folder.write("inner/more.cfg", "[DEFAULT]\nDataDirectory=data\n");
    const auto file = folder.write(
        "a.cfg", replaced(small_file, "DataDirectory=var", "Include=inner/more.cfg\n[DEFAULT]"));
    const Checked checked = check_settings(file, test_environment());
    EXPECT_EQ(format_problems(checked), "");
    EXPECT_EQ(checked.settings->gateway.data_directory, folder.path() / "inner/data");
}

} // namespace
} // namespace lockstep
