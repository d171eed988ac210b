// A new life from the journal of an earlier one: the same ids, nothing sent, damage refused.
#include "desk.hpp"

#include "engine/disk_journal.hpp"
#include "engine/recovery.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace lockstep {
namespace {

using namespace test;

Names small_names() {
    const RouterConfig config = small_config();
    return Names({config.instruments,
                  {"LEAD1"},
                  {"half", "twice"},
                  {"FIX.4.4:L->LEAD", "FIX.4.4:L->B1", "FIX.4.4:L->B2"}});
}

// A day on disk: two trades of the leader with one account's answer lost.
void journal_a_day(const std::filesystem::path& directory, const Names& names) {
    Desk desk;
    desk.start();
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O1"));
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O2"));
    auto writer =
        JournalWriter::open({.directory = directory, .segment_bytes = 1 << 20}, names, {});
    ASSERT_TRUE(writer) << writer.error().what;
    for (const Event& event : desk.journal.events) ASSERT_TRUE((*writer)->append(event));
    ASSERT_TRUE((*writer)->close());
}

TEST(Recovery, GivesTheSameNextClOrdIdAndSendsNothing) {
    Desk first;
    first.start();
    ASSERT_TRUE(first.leader_fills(Side::buy, 2, "O1"));
    Desk second(first.journal);
    EXPECT_TRUE(second.outlet.sent.empty());
    EXPECT_TRUE(second.said.empty());
    EXPECT_EQ(second.core.last_sequence(), first.core.last_sequence());
    ASSERT_TRUE(first.leader_fills(Side::buy, 4, "O2"));
    ASSERT_TRUE(second.leader_fills(Side::buy, 4, "O2"));
    ASSERT_EQ(second.outlet.sent.size(), 2U);
    EXPECT_EQ(second.outlet.cl_ord_ids, (std::vector<std::string>(first.outlet.cl_ord_ids.end() - 2,
                                                                  first.outlet.cl_ord_ids.end())));
}

TEST(Recovery, RestartAsksForOrdersWithoutAnswerAndSendsNoneAgain) {
    Desk first;
    first.start();
    ASSERT_TRUE(first.leader_fills(Side::buy, 2, "O1"));
    Desk second(first.journal);
    second.start();
    EXPECT_EQ(second.outlet.sent, (std::vector<std::string>{"half status?", "twice status?"}));
    EXPECT_EQ(second.outlet.cl_ord_ids.at(0),
              second.core.router().working_orders(half).at(0).cl_ord_id.str());
}

TEST(Recovery, ReadsWhatWasWritten) {
    const TemporaryDirectory directory;
    const Names names = small_names();
    journal_a_day(directory.path(), names);
    Desk desk;
    const auto end =
        read_events(directory.path(), names, [&](const Event& event) { desk.core.replay(event); });
    ASSERT_TRUE(end) << end.error().what;
    EXPECT_EQ(end->next_sequence, desk.core.last_sequence() + 1);
    EXPECT_EQ(desk.core.router().working_orders(twice).size(), 2U);
    EXPECT_TRUE(desk.outlet.sent.empty());
}

TEST(Recovery, RefusesADamagedJournalAndNamesThePlace) {
    const TemporaryDirectory directory;
    const Names names = small_names();
    journal_a_day(directory.path(), names);
    const auto segment = directory.path() / segment_file_name(1);
    std::fstream file(segment, std::ios::in | std::ios::out | std::ios::binary);
    const int at = 150; // within the second frame
    file.seekg(at);
    const int byte = file.get();
    file.seekp(at);
    file.put(static_cast<char>(byte ^ 1));
    file.close();
    const auto end = read_events(directory.path(), names, [](const Event&) {});
    ASSERT_FALSE(end);
    EXPECT_NE(end.error().what.find(segment_file_name(1)), std::string::npos) << end.error().what;
    EXPECT_NE(end.error().what.find("offset"), std::string::npos) << end.error().what;
}

TEST(Recovery, RefusesAJournalOfOtherAccounts) {
    const TemporaryDirectory directory;
    journal_a_day(directory.path(), small_names());
    const RouterConfig config = small_config();
    const Names others({config.instruments, {"LEAD9"}, {"half", "twice"}, {"S1", "S2", "S3"}});
    const auto end = read_events(directory.path(), others, [](const Event&) {});
    ASSERT_FALSE(end);
    EXPECT_NE(end.error().what.find("offset"), std::string::npos) << end.error().what;
}

TEST(Recovery, EmptyDirectoryIsAFirstStart) {
    const TemporaryDirectory directory;
    const auto end = read_events(directory.path() / "journal", small_names(),
                                 [](const Event&) { FAIL() << "there is no event"; });
    ASSERT_TRUE(end) << end.error().what;
    EXPECT_EQ(end->next_sequence, 1U);
}

} // namespace
} // namespace lockstep
