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
void journal_a_day(const std::filesystem::path& directory, Names names) {
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

// A core, a calendar, and what a journal on disk made of them.
struct Life {
    Desk desk;
    DayCalendar calendar{{{17 * 3600, "America/Chicago"}, {17 * 3600, "America/Chicago"}},
                         {{16 * 3600, "America/Chicago"}}};
    Result<Recovered> recovered;

    Life(const std::filesystem::path& directory, Names names)
        : recovered(recover(directory, names, {"digest", "test"}, desk.core, calendar)) {}
};

TEST(Recovery, ReadsWhatWasWritten) {
    const TemporaryDirectory directory;
    journal_a_day(directory.path(), small_names());
    const Life life(directory.path(), small_names());
    ASSERT_TRUE(life.recovered) << life.recovered.error().what;
    const Recovered& recovered = *life.recovered;
    EXPECT_EQ(recovered.end->next_sequence, life.desk.core.last_sequence() + 1);
    EXPECT_EQ(recovered.past.newest.epoch, 1'785'245'400U);
    EXPECT_EQ(recovered.past.passed_over, 0U);
    EXPECT_EQ(recovered.open, (std::vector<std::string>{"half works 2 ES", "twice works 8 ES"}));
    EXPECT_EQ(life.desk.core.router().working_orders(twice).size(), 2U);
    EXPECT_TRUE(life.calendar.next());
    EXPECT_TRUE(life.desk.outlet.sent.empty());
}

TEST(Recovery, RefusesADamagedJournalAndNamesThePlace) {
    const TemporaryDirectory directory;
    journal_a_day(directory.path(), small_names());
    const auto segment = directory.path() / segment_file_name(1);
    std::fstream file(segment, std::ios::in | std::ios::out | std::ios::binary);
    const int at = 150; // within the second frame
    file.seekg(at);
    const int byte = file.get();
    file.seekp(at);
    file.put(static_cast<char>(byte ^ 1));
    file.close();
    const Life life(directory.path(), small_names());
    ASSERT_FALSE(life.recovered);
    const std::string what = life.recovered.error().what;
    EXPECT_NE(what.find(segment_file_name(1)), std::string::npos) << what;
    EXPECT_NE(what.find("offset"), std::string::npos) << what;
}

// An account that the settings called otherwise, and a fill of it: named, because nobody follows
// it.
TEST(Recovery, PassesOverWhatTheSettingsDoNotHaveAndNamesWhatItHolds) {
    const TemporaryDirectory directory;
    const RouterConfig config = small_config();
    const Names before({config.instruments,
                        {"LEAD1"},
                        {"half", "gone"},
                        {"FIX.4.4:L->LEAD", "FIX.4.4:L->B1", "FIX.4.4:L->B2"}});
    journal_a_day(directory.path(), before);
    {
        const Life life(directory.path(), before);
        auto writer = JournalWriter::open({.directory = directory.path(), .segment_bytes = 1 << 20},
                                          before, *life.recovered->end);
        ASSERT_TRUE(writer) << writer.error().what;
        ExecutionEvent fill;
        fill.kind = ExecKind::fill;
        fill.exec_key = "E1";
        fill.last_qty = Quantity(3);
        const std::uint64_t next = (*writer)->next_sequence();
        for (std::uint64_t i = 0; i < 2; ++i) { // the second is a repeat
            ASSERT_TRUE((*writer)->append(
                {next + i, life.desk.core.last_time(), FollowerExecution{FollowerId{1}, fill}}));
        }
        ASSERT_TRUE((*writer)->close());
    }
    const Life life(directory.path(), small_names());
    ASSERT_TRUE(life.recovered) << life.recovered.error().what;
    EXPECT_EQ(life.recovered->past.passed_over, 2U);
    EXPECT_EQ(life.recovered->open.back(), "gone (not as in the settings) holds 3 ES");
    EXPECT_EQ(life.desk.core.last_sequence() + 1, life.recovered->end->next_sequence);
}

TEST(Recovery, EmptyDirectoryIsAFirstStart) {
    const TemporaryDirectory directory;
    const Life life(directory.path() / "journal", small_names());
    ASSERT_TRUE(life.recovered) << life.recovered.error().what;
    EXPECT_EQ(life.recovered->end->next_sequence, 1U);
    EXPECT_FALSE(life.recovered->past.any);
    EXPECT_FALSE(life.calendar.next());
}

} // namespace
} // namespace lockstep
