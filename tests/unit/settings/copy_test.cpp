// The copy of the settings that a start leaves behind says the same, and tells no secret.
#include "unit/settings/settings_file.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

namespace fs = std::filesystem;

Settings read_well(const fs::path& file) {
    Environment environment = test_environment();
    environment.variables["BROKER2_PASSWORD"] = "s3cr#t too";
    Checked checked = check_settings(file, environment);
    EXPECT_TRUE(checked.good()) << format_problems(checked);
    return checked.good() ? std::move(*checked.settings) : Settings();
}

void expect_same(const fs::path& file) {
    const Settings original = read_well(file);
    const TemporaryDirectory folder;
    const Settings again = read_well(folder.write("copy.cfg", original.copy));
    EXPECT_EQ(again.digest, original.digest) << original.copy;
    EXPECT_EQ(again.copy, original.copy);
    EXPECT_EQ(again.router.followers.size(), original.router.followers.size());
}

TEST(SettingsCopy, OfEveryExampleMeansTheSame) {
    const fs::path examples = fs::path(LOCKSTEP_SOURCE_DIR) / "examples";
    for (const char* name : {"one-account.cfg", "several-accounts.cfg", "demo/lockstep.cfg"}) {
        SCOPED_TRACE(name);
        expect_same(examples / name);
    }
}

TEST(SettingsCopy, KeepsDefaultsSignsAndWhatFollowsFromOtherKeys) {
    const TemporaryDirectory folder;
    std::string text = replaced(small_file, "[INSTRUMENT]", "MaxDrawdown=900\n[INSTRUMENT]");
    text = replaced(text, "Owner=J. Trader", "Owner=J. \\#1 \\${Trader}");
    text += "[DEFAULT]\nMaxDrawdown=800\nDrawdownMode=trailing\nDrawdownLock=100\n"
            "[FOLLOWER]\nAccount=${ACCOUNT}B\nLeader=LEAD1\nSession=FIX.4.4:LOCKSTEP->BROKER1\n"
            "Owner=J. \\#1 \\${Trader}\nMaxContracts=5\nSizing=fixed\nSizingValue=2\n";
    expect_same(folder.write("a.cfg", text));
}

// What followed from them is in the journal.
TEST(SettingsCopy, LeavesOutFilesAndHowTheyCount) {
    const TemporaryDirectory folder;
    folder.write("news.txt", "Zone=UTC\nThrough=2027-01-01\n2026-12-01 08:30 NFP\n");
    expect_same(folder.write("a.cfg", small_file + "NewsFile=news.txt\nNewsWindow=60/60\n"
                                                   "NewsPositions=flat\n"));
}

TEST(SettingsCopy, HoldsNoPassword) {
    const TemporaryDirectory folder;
    const std::string text = replaced(small_file, "TargetCompID=BROKER1",
                                      "TargetCompID=BROKER1\nUsername=me\n"
                                      "Password=${BROKER_PASSWORD}");
    const fs::path file = folder.write("a.cfg", text);
    const Settings settings = read_well(file);
    EXPECT_EQ(settings.sessions.at(1).password, "s3cr#t $5");
    EXPECT_EQ(settings.copy.find("s3cr"), std::string::npos) << settings.copy;
    EXPECT_EQ(settings.copy.find("Password"), std::string::npos) << settings.copy;
    expect_same(file);
}

} // namespace
} // namespace lockstep
