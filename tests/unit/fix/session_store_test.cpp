// The numbers of a session outlive the process, and are never made up.
#include "fix/session_store.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lockstep {
namespace {

constexpr const char* id = "FIX.4.4:LOCKSTEP->BROKER";
constexpr Timestamp morning{1'000'000'000};
constexpr Timestamp noon{2'000'000'000};

TEST(SessionStore, BeginsAtOne) {
    const test::TemporaryDirectory folder;
    const SessionStore store(folder / "a", id, morning);
    EXPECT_EQ(store.getNextSenderMsgSeqNum(), 1);
    EXPECT_EQ(store.getNextTargetMsgSeqNum(), 1);
    EXPECT_EQ(store.numbers_began(), morning);
}

TEST(SessionStore, GoesOnWhereItWasWhenItIsOpenedAgain) {
    const test::TemporaryDirectory folder;
    {
        SessionStore store(folder / "a", id, morning);
        store.incrNextSenderMsgSeqNum();
        store.setNextTargetMsgSeqNum(17);
        store.incrNextTargetMsgSeqNum();
    }
    const SessionStore store(folder / "a", id, noon);
    EXPECT_EQ(store.getNextSenderMsgSeqNum(), 2);
    EXPECT_EQ(store.getNextTargetMsgSeqNum(), 18);
    EXPECT_EQ(store.numbers_began(), morning);
}

TEST(SessionStore, KeepsTheNumberOfWhatCameInUntilItIsPublished) {
    const test::TemporaryDirectory folder;
    const auto after_a_crash = [&] {
        return SessionStore(folder / "a", id, noon).getNextTargetMsgSeqNum();
    };
    SessionStore store(folder / "a", id, morning);
    store.setNextTargetMsgSeqNum(7);
    store.hold_incoming();
    store.incrNextTargetMsgSeqNum();
    store.incrNextSenderMsgSeqNum();
    EXPECT_EQ(store.getNextTargetMsgSeqNum(), 8);
    EXPECT_EQ(after_a_crash(), 7);
    store.publish();
    EXPECT_EQ(after_a_crash(), 8);
    EXPECT_EQ(SessionStore(folder / "a", id, noon).getNextSenderMsgSeqNum(), 2);
    store.reset();
    EXPECT_EQ(store.getNextTargetMsgSeqNum(), 1);
    EXPECT_EQ(after_a_crash(), 1);
}

TEST(SessionStore, SurvivesKill9) {
    const test::TemporaryDirectory folder;
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        SessionStore store(folder / "a", id, morning);
        store.setNextSenderMsgSeqNum(4711);
        store.setNextTargetMsgSeqNum(815);
        kill(getpid(), SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    const SessionStore store(folder / "a", id, noon);
    EXPECT_EQ(store.getNextSenderMsgSeqNum(), 4711);
    EXPECT_EQ(store.getNextTargetMsgSeqNum(), 815);
}

TEST(SessionStore, HasNoMessageToSendAgain) {
    const test::TemporaryDirectory folder;
    SessionStore store(folder / "a", id, morning);
    EXPECT_TRUE(store.set(1, "8=FIX.4.4..."));
    std::vector<std::string> messages{"left over"};
    store.get(1, 1, messages);
    EXPECT_TRUE(messages.empty());
}

TEST(SessionStore, ResetBeginsBothNumbersAnew) {
    const test::TemporaryDirectory folder;
    SessionStore store(folder / "a", id, morning);
    store.setNextSenderMsgSeqNum(5);
    store.setNextTargetMsgSeqNum(6);
    store.begin_numbers(noon);
    EXPECT_EQ(store.getNextSenderMsgSeqNum(), 1);
    EXPECT_EQ(store.getNextTargetMsgSeqNum(), 1);
    EXPECT_EQ(store.numbers_began(), noon);
}

TEST(SessionStore, QuickFixNeverSeesTheNumbersAge) {
    const test::TemporaryDirectory folder;
    const SessionStore store(folder / "a", id, morning);
    EXPECT_GT(store.getCreationTime(), FIX::UtcTimeStamp());
}

TEST(SessionStore, ANumberAtItsEndStaysThere) {
    const test::TemporaryDirectory folder;
    SessionStore store(folder / "a", id, morning);
    store.setNextTargetMsgSeqNum(2'147'483'647);
    store.incrNextTargetMsgSeqNum();
    EXPECT_EQ(store.getNextTargetMsgSeqNum(), 2'147'483'647);
}

std::string refusal(const std::filesystem::path& file, const char* session) {
    try {
        const SessionStore store(file, session, noon);
        return "opened";
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

TEST(SessionStore, RefusesTheFileOfAnotherSession) {
    const test::TemporaryDirectory folder;
    {
        const SessionStore store(folder / "a", id, morning);
    }
    EXPECT_NE(refusal(folder / "a", "FIX.4.4:LOCKSTEP->OTHER").find("of another session"),
              std::string::npos);
    EXPECT_EQ(refusal(folder / "a", id), "opened");
}

TEST(SessionStore, RefusesADamagedFileAndLeavesItAsItIs) {
    const test::TemporaryDirectory folder;
    {
        const SessionStore store(folder / "a", id, morning);
    }
    std::filesystem::resize_file(folder / "a", 100);
    EXPECT_NE(refusal(folder / "a", id).find("is damaged (100 bytes)"), std::string::npos);
    EXPECT_EQ(std::filesystem::file_size(folder / "a"), 100U);

    std::ofstream(folder / "b") << std::string(256, 'x');
    EXPECT_NE(refusal(folder / "b", id).find("is damaged"), std::string::npos);
}

TEST(SessionStore, NamesTheFileThatCannotBeHad) {
    EXPECT_NE(refusal("/nowhere/at/all", id).find("/nowhere/at/all"), std::string::npos);
}

} // namespace
} // namespace lockstep
