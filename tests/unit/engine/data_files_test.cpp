// The token and the port files.
#include "engine/data_files.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace lockstep {
namespace {

namespace fs = std::filesystem;
using test::TemporaryDirectory;

std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

TEST(Token, IsMadeOnceAndForItsOwnerAlone) {
    const TemporaryDirectory directory;
    const auto first = ensure_token(directory.path());
    ASSERT_TRUE(first) << first.error().what;
    EXPECT_EQ(first->size(), 64U);
    EXPECT_EQ(fs::status(directory.path() / "token").permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(ensure_token(directory.path()), first);
    EXPECT_EQ(read_token(directory.path()), first);
    const TemporaryDirectory other;
    EXPECT_NE(ensure_token(other.path()), first);
}

TEST(Token, RefusesWhatIsNoSecretAndWhatIsNoToken) {
    const TemporaryDirectory directory;
    const fs::path path = directory.path() / "token";
    EXPECT_FALSE(read_token(directory.path()));
    for (const std::string& bad :
         {std::string(), std::string("secret\n"), std::string(63, 'a'), std::string(65, 'a'),
          std::string(64, 'A'), std::string(63, 'a') + "\n"}) {
        std::ofstream(path) << bad;
        fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
        EXPECT_FALSE(ensure_token(directory.path())) << bad;
    }
    std::ofstream(path) << std::string(64, 'a') << "\n";
    EXPECT_TRUE(ensure_token(directory.path()));
    fs::permissions(path, fs::perms::group_read, fs::perm_options::add);
    const auto refused = ensure_token(directory.path());
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find("read by others"), std::string::npos);
}

TEST(PortFiles, SayWhoListensWhere) {
    const TemporaryDirectory directory;
    EXPECT_FALSE(read_console_port(directory.path()));
    ASSERT_TRUE(write_console_port(directory.path(), 41'234));
    EXPECT_EQ(read_console_port(directory.path()), std::uint16_t{41'234});
    ASSERT_TRUE(write_console_port(directory.path(), 80)); // shorter than the text before
    EXPECT_EQ(read_console_port(directory.path()), std::uint16_t{80});
    ASSERT_TRUE(write_ports(directory.path(), {{"FIX.4.4:A->B", 5001}, {"FIX.4.4:A->C", 5002}}));
    EXPECT_EQ(text_of(directory.path() / "ports"), "FIX.4.4:A->B 5001\nFIX.4.4:A->C 5002\n");
    for (const char* bad : {"", "0\n", "65536\n", "12x\n", "-1\n"}) {
        std::ofstream(directory.path() / "console.port") << bad;
        EXPECT_FALSE(read_console_port(directory.path())) << bad;
    }
    remove_ports(directory.path());
    EXPECT_FALSE(fs::exists(directory.path() / "console.port"));
    EXPECT_FALSE(fs::exists(directory.path() / "ports"));
}

} // namespace
} // namespace lockstep
