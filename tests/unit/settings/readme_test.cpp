// The settings that the README shows are ones that a gateway would start from.
#include "unit/settings/settings_file.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <string>

namespace lockstep {
namespace {

namespace fs = std::filesystem;

// The indented block of the README that begins with [DEFAULT].
std::string settings_of_readme() {
    std::ifstream readme(fs::path(LOCKSTEP_SOURCE_DIR) / "README.md");
    const std::string indent(4, ' ');
    std::string block;
    for (std::string line; std::getline(readme, line);) {
        if (block.empty() && line != indent + "[DEFAULT]") continue;
        if (!line.empty() && !line.starts_with(indent)) break;
        block += (line.empty() ? "" : line.substr(indent.size())) + "\n";
    }
    return block;
}

TEST(Readme, ShowsGoodSettings) {
    const TemporaryDirectory folder;
    fs::create_directory(folder.path() / "secrets");
    const fs::path secret = folder.write("secrets/dropcopy", "not this one\n");
    fs::permissions(secret, fs::perms::owner_read | fs::perms::owner_write);
    const fs::path file = folder.write("my.cfg", settings_of_readme());

    const Checked checked = check_settings(file, Environment::of_process());
    ASSERT_TRUE(checked.good()) << format_problems(checked);
    EXPECT_EQ(checked.settings->sessions.size(), 2U);
    ASSERT_EQ(checked.settings->router.followers.size(), 1U);
    EXPECT_EQ(checked.settings->router.followers.front().sizing.value, Ratio(1, 2));
    EXPECT_EQ(format_problems(checked), "");
}

} // namespace
} // namespace lockstep
