// The table of keys against itself, against QuickFIX's own list, and against the reference page.
#include "settings/key.hpp"
#include "unit/settings/settings_file.hpp"

#include <algorithm>
#include <set>

namespace lockstep {
namespace {

namespace fs = std::filesystem;

TEST(SettingsKeys, are_once_each_in_their_section_and_explained) {
    std::set<std::pair<SectionKind, std::string>> seen;
    for (const Key& key : all_keys()) {
        EXPECT_TRUE(seen.emplace(key.kind, key.name).second) << key.name;
        EXPECT_FALSE(key.meaning.empty()) << key.name;
        EXPECT_LE(key.name.size(), 64u) << key.name; // nearest() looks no further
        if (key.effect != Effect::used) continue;
        EXPECT_FALSE(key.domain.words.empty()) << key.name;
        ASSERT_TRUE(key.domain.check) << key.name;
        EXPECT_FALSE(key.required && !key.default_value.empty()) << key.name;
    }
}

TEST(SettingsKeys, take_their_own_defaults) {
    for (const Key& key : all_keys()) {
        if (key.default_value.empty()) continue;
        EXPECT_TRUE(key.domain.check(key.default_value)) << key.name;
    }
}

TEST(SettingsKeys, refuse_with_what_and_how_to_mend_it) {
    for (const Key& key : all_keys()) {
        if (key.effect != Effect::used) continue;
        const std::string absurd = "\x01 , : * / " + std::string(2000, '-');
        const auto taken = key.domain.check(absurd);
        ASSERT_FALSE(taken) << key.name;
        EXPECT_NE(taken.error().what.find("; "), std::string::npos) << key.name;
    }
}

// The names that QuickFIX's header declares: const char START_TIME[] = "StartTime";
std::vector<std::string> quickfix_names() {
    std::vector<std::string> names;
    std::istringstream header(text_of_file("/usr/include/quickfix/SessionSettings.h"));
    for (std::string line; std::getline(header, line);) {
        const auto start = line.find("[] = \"");
        const auto end = line.rfind('"');
        if (!line.starts_with("const char ") || start == line.npos) continue;
        names.push_back(line.substr(start + 6, end - start - 6));
    }
    return names;
}

TEST(SettingsKeys, of_quickfix_are_all_known) {
    const auto names = quickfix_names();
    EXPECT_GE(names.size(), 100u);
    for (const std::string& name : names) {
        const Key* key = find_key(SectionKind::session, name);
        ASSERT_NE(key, nullptr) << name;
        EXPECT_EQ(key->name, name);
        EXPECT_TRUE(key->is_quickfix) << name;
    }
}

TEST(SettingsKeys, are_found_in_any_case_and_with_their_number) {
    EXPECT_EQ(find_key(SectionKind::session, "HEARTBTINT")->name, "HeartBtInt");
    EXPECT_EQ(find_key(SectionKind::session, "SocketConnectHost12")->name, "SocketConnectHost");
    EXPECT_EQ(find_key(SectionKind::session, "SocketConnectHost0"), nullptr);
    EXPECT_EQ(find_key(SectionKind::session, "SocketConnectHost100"), nullptr);
    EXPECT_EQ(find_key(SectionKind::session, "HeartBtInt1"), nullptr);
    EXPECT_EQ(find_key(SectionKind::session, "AppDataDictionary.FIX.5.0")->name,
              "AppDataDictionary");
    EXPECT_EQ(find_key(SectionKind::follower, "HeartBtInt"), nullptr);
    EXPECT_EQ(find_key(SectionKind::follower, ""), nullptr);
}

TEST(SettingsKeys, of_use_are_each_in_some_good_file_of_the_corpus) {
    std::string text;
    const fs::path good = fs::path(LOCKSTEP_SOURCE_DIR) / "tests/unit/settings/corpus/good";
    for (const auto& entry : fs::directory_iterator(good)) text += text_of_file(entry.path());
    for (const Key& key : all_keys()) {
        if (key.effect != Effect::used || key.name == "PasswordFile") continue;
        EXPECT_NE(text.find("\n" + std::string(key.name) + "="), text.npos) << key.name;
    }
}

// The rows of docs/settings.md that begin with a key, as they must be.
std::string row_of(const Key& key) {
    const std::string start = "| `" + std::string(key.name) + "` | " + std::string(key.meaning);
    if (key.effect != Effect::used) return start + " |";
    return start + " | " + key.default_text() + " | " + key.domain.words + " |";
}

std::string heading_of(const Key& key) {
    if (key.effect == Effect::none) return "## Keys without effect";
    if (key.effect == Effect::refused) return "## Keys that are refused";
    if (key.is_quickfix) return "## [SESSION], QuickFIX's keys";
    return "## " + std::string(name(key.kind));
}

TEST(SettingsPage, says_of_every_key_what_the_key_says_of_itself) {
    const std::string page = text_of_file(fs::path(LOCKSTEP_SOURCE_DIR) / "docs/settings.md");
    std::map<std::string, std::set<std::string>> rows;
    std::string heading;
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("## ")) heading = line;
        // A row about one key has its name alone in the first column.
        if (!line.starts_with("| `") || line.find("` |") != line.find('`', 3)) continue;
        EXPECT_TRUE(rows[heading].insert(line).second) << line;
    }
    for (const Key& key : all_keys()) {
        EXPECT_EQ(rows[heading_of(key)].erase(row_of(key)), 1u) << heading_of(key) << "\n"
                                                                << row_of(key);
    }
    for (const auto& [where, left] : rows) {
        for (const std::string& line : left) ADD_FAILURE() << where << " has no key for\n" << line;
    }
}

} // namespace
} // namespace lockstep
