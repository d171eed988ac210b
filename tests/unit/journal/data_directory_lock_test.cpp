// A data directory has one owner.
#include "journal/data_directory_lock.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>

namespace lockstep {
namespace {

constexpr Timestamp noon{1'785'240'000'000'000'000};

TEST(DataDirectoryLock, RefusesASecondStartAndNamesTheFirst) {
    const test::TemporaryDirectory temporary;
    const auto directory = temporary.path() / "var" / "lockstep";
    const auto first = DataDirectoryLock::acquire(directory, noon);
    ASSERT_TRUE(first) << first.error().what;
    const auto second = DataDirectoryLock::acquire(directory, noon);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().what,
              "the data directory " + directory.string() + " is in use by process " +
                  std::to_string(::getpid()) +
                  ", started 2026-07-28T12:00:00.000000000Z; stop that one first, or give this "
                  "one a DataDirectory of its own");
}

TEST(DataDirectoryLock, EndsWithItsHolder) {
    const test::TemporaryDirectory directory;
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(DataDirectoryLock::acquire(directory.path(), noon));
}

// The other process holds the lock until it is killed; its lock file stays behind.
TEST(DataDirectoryLock, IsHeldByAnotherProcessUntilThatDies) {
    const test::TemporaryDirectory directory;
    std::array<int, 2> ready{};
    ASSERT_EQ(::pipe(ready.data()), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const auto held = DataDirectoryLock::acquire(directory.path(), noon);
        const char answer = held ? 'y' : 'n';
        if (::write(ready[1], &answer, 1) == 1) ::pause();
        ::_exit(0);
    }
    char answer = 0;
    ASSERT_EQ(::read(ready[0], &answer, 1), 1);
    EXPECT_EQ(answer, 'y');
    const auto refused = DataDirectoryLock::acquire(directory.path(), noon);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find("process " + std::to_string(child) + ", started"),
              std::string::npos);
    ::kill(child, SIGKILL);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    ::close(ready[0]);
    ::close(ready[1]);
    EXPECT_TRUE(DataDirectoryLock::acquire(directory.path(), noon));
}

TEST(DataDirectoryLock, SaysWhyADirectoryCannotBeLocked) {
    const test::TemporaryDirectory directory;
    std::ofstream(directory.path() / "file") << "x";
    const auto refused = DataDirectoryLock::acquire(directory.path() / "file", noon);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find((directory.path() / "file").string()), std::string::npos);
}

} // namespace
} // namespace lockstep
