// A journal gives back what was put in: over segments, over restarts, from the middle.
#include "scratch_journal.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace lockstep {
namespace {

using test::ScratchJournal;

TEST(Journal, IsEmptyBeforeTheFirstEvent) {
    const ScratchJournal journal;
    const auto reading = journal.read();
    ASSERT_TRUE(reading.end) << reading.error;
    EXPECT_EQ(reading.end->segment, 0U);
    EXPECT_EQ(reading.end->next_sequence, 1U);
    EXPECT_TRUE(reading.events.empty());
}

TEST(Journal, GivesBackWhatWasPutInOverManySegments) {
    const ScratchJournal journal;
    const auto events = journal.filled(1'000);
    const auto reading = journal.read();
    ASSERT_TRUE(reading.end) << reading.error;
    EXPECT_EQ(reading.events, events);
    EXPECT_EQ(reading.end->next_sequence, 1'001U);
    EXPECT_GT(reading.end->segment, 5U);
    EXPECT_FALSE(reading.end->torn);
}

TEST(Journal, GoesOnAfterEveryRestart) {
    const ScratchJournal journal;
    test::RandomEvents random(3);
    std::vector<Event> events;
    std::uint64_t id = 0;
    for (int start = 0; start < 30; ++start) {
        auto writer = journal.writer();
        ASSERT_TRUE(writer) << writer.error().what;
        for (int i = 0; i < start; ++i) {
            events.push_back(random.next((*writer)->next_sequence()));
            ASSERT_TRUE((*writer)->append(events.back()));
        }
        writer->reset();
        const auto reading = journal.read();
        ASSERT_EQ(reading.events, events);
        if (id == 0) id = reading.end->journal_id;
        EXPECT_EQ(reading.end->journal_id, id);
    }
}

TEST(Journal, IsReadFromAnyEventOn) {
    const ScratchJournal journal;
    const auto events = journal.filled(300);
    for (std::uint64_t from = 1; from <= 301; ++from) {
        const auto reading = journal.read(from);
        ASSERT_TRUE(reading.end) << reading.error;
        ASSERT_EQ(reading.events.size(), 301 - from);
        ASSERT_EQ(reading.events,
                  std::vector(events.begin() + static_cast<int>(from) - 1, events.end()));
    }
    EXPECT_NE(journal.read(302).error.find("the journal ends before event 301, but event 302 is "
                                           "needed"),
              std::string::npos);
    EXPECT_EQ(ScratchJournal().read(2).error, "the journal is empty, but event 2 is needed");
}

TEST(Journal, KeepsStateHashesBetweenTheEvents) {
    ScratchJournal journal;
    journal.options.state_hash_every = 3;
    auto writer = journal.writer().value();
    for (std::uint64_t sequence = 1; sequence <= 7; ++sequence) {
        EXPECT_FALSE(writer->state_hash_due());
        ASSERT_TRUE(writer->append({sequence, {}, TimerFired{}}));
        if (!writer->state_hash_due()) continue;
        ASSERT_TRUE(writer->append_state_hash(sequence << 60 | 5));
    }
    writer.reset();
    const auto reading = journal.read();
    ASSERT_TRUE(reading.end) << reading.error;
    EXPECT_EQ(reading.events.size(), 7U);
    EXPECT_EQ(reading.hashes, (std::vector<std::uint64_t>{3ULL << 60 | 5, 6ULL << 60 | 5}));
    EXPECT_EQ(journal.read(4).hashes, (std::vector<std::uint64_t>{6ULL << 60 | 5}));
}

TEST(Journal, TakesTheSpaceOfASegmentBeforeItIsNeeded) {
    const ScratchJournal journal;
    auto writer = journal.writer().value();
    ASSERT_TRUE(writer->append({1, {}, TimerFired{}}));
    struct stat facts{};
    ASSERT_EQ(::stat(journal.path(1).c_str(), &facts), 0);
    EXPECT_EQ(facts.st_size, 16 << 10);
    EXPECT_GE(facts.st_blocks * 512, 16 << 10);
    EXPECT_EQ(facts.st_mode & 0777, 0600U);
}

TEST(Journal, IsTrimmedWhereASegmentEnds) {
    const ScratchJournal journal;
    static_cast<void>(journal.filled(300));
    EXPECT_LE(std::filesystem::file_size(journal.path(1)), std::uintmax_t{16} << 10);
    EXPECT_EQ(journal.bytes(1).back(), '\x5A') << "ends with the end mark of its last record";
}

TEST(Journal, RefusesAnEventThatIsTooLargeAndGoesOn) {
    const ScratchJournal journal;
    auto writer = journal.writer().value();
    const OperatorCommand large{OperatorAction::halt, {}, {}, "anna", std::string(20'000, 'x')};
    const auto refused = writer->append({1, {}, large});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what, "event 1 is too large for the journal: 20028 bytes");
    EXPECT_TRUE(writer->append({1, {}, TimerFired{}}));
    writer.reset();
    EXPECT_EQ(journal.read().events.size(), 1U);
}

TEST(Journal, IsClosedForGood) {
    const ScratchJournal journal;
    auto writer = journal.writer().value();
    ASSERT_TRUE(writer->append({1, {}, TimerFired{}}));
    ASSERT_TRUE(writer->close());
    const auto refused = writer->append({2, {}, TimerFired{}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what, "the journal is closed");
}

TEST(JournalDeathTest, TakesNoEventOutOfOrder) {
    const ScratchJournal journal;
    auto writer = journal.writer().value();
    EXPECT_DEATH(static_cast<void>(writer->append({2, {}, TimerFired{}})), "invariant broken");
}

// Writes events and tells through `told` how many are in the journal, until it is killed.
[[noreturn]] void write_until_killed(const ScratchJournal& journal, int told) {
    auto writer = journal.writer();
    if (!writer) ::_exit(1);
    test::RandomEvents random(static_cast<std::uint64_t>(::getpid()));
    while (true) {
        const std::uint64_t sequence = (*writer)->next_sequence();
        if (!(*writer)->append(random.next(sequence))) ::_exit(2);
        if (::write(told, &sequence, sizeof(sequence)) != sizeof(sequence)) ::_exit(3);
    }
}

TEST(Journal, HoldsEveryAcknowledgedEventOfAWriterThatWasKilled) {
    const ScratchJournal journal;
    test::RandomEvents random(5);
    std::uint64_t last_told = 0;
    for (int round = 0; round < 20; ++round) {
        std::array<int, 2> pipe_ends{};
        ASSERT_EQ(::pipe(pipe_ends.data()), 0);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) write_until_killed(journal, pipe_ends[1]);
        ::close(pipe_ends[1]);
        std::uint64_t sequence = 0;
        const std::int64_t kill_after = random.number(1, 300);
        for (std::int64_t i = 0; ::read(pipe_ends[0], &sequence, sizeof(sequence)) > 0; ++i) {
            last_told = sequence;
            if (i == kill_after) ::kill(child, SIGKILL);
        }
        ::close(pipe_ends[0]);
        int state = 0;
        ASSERT_EQ(::waitpid(child, &state, 0), child);
        ASSERT_TRUE(WIFSIGNALED(state)) << "the writer failed with " << WEXITSTATUS(state);
        const auto reading = journal.read();
        ASSERT_TRUE(reading.end) << reading.error;
        ASSERT_GE(reading.events.size(), last_told);
    }
}

} // namespace
} // namespace lockstep
