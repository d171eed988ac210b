// What is on the disk when, and what happens when the disk is full or fails.
#include "scratch_journal.hpp"

#include <gtest/gtest.h>

#include <sys/resource.h>

#include <atomic>
#include <cerrno>

namespace lockstep {
namespace {

using test::comes_true;
using test::ScratchJournal;

std::atomic<int> syncs = 0;
std::atomic<bool> disk_fails = false;

// A disk that counts its syncs, and fails them when it is told to.
int counted_sync(int descriptor) {
    ++syncs;
    if (disk_fails) {
        errno = EIO;
        return -1;
    }
    return ::fdatasync(descriptor);
}

class CountedDisk : public testing::Test {
  protected:
    CountedDisk() {
        disk_fails = false;
        journal_.options.sync_file = counted_sync;
    }
    std::unique_ptr<JournalWriter> writer(Durability durability) {
        journal_.options.durability = durability;
        auto made = journal_.writer().value();
        syncs = 0;
        return made;
    }

    ScratchJournal journal_;
};

TEST_F(CountedDisk, HasSyncedAnEventWhenAppendReturnsUnderPower) {
    const auto writer = this->writer(Durability::power);
    for (std::uint64_t sequence = 1; sequence <= 10; ++sequence) {
        ASSERT_TRUE(writer->append({sequence, {}, TimerFired{}}));
        EXPECT_EQ(syncs, static_cast<int>(sequence));
    }
}

TEST_F(CountedDisk, SyncsAGroupOnce) {
    const auto writer = this->writer(Durability::power);
    for (std::uint64_t sequence = 1; sequence <= 10; ++sequence) {
        ASSERT_TRUE(writer->append_uncommitted({sequence, {}, TimerFired{}}));
    }
    EXPECT_EQ(syncs, 0);
    ASSERT_TRUE(writer->commit());
    EXPECT_EQ(syncs, 1);
    ASSERT_TRUE(writer->commit());
    EXPECT_EQ(syncs, 1) << "nothing new, nothing to sync";
}

TEST_F(CountedDisk, SyncsByItselfUnderProcess) {
    const auto writer = this->writer(Durability::process);
    for (std::uint64_t sequence = 1; sequence <= 3; ++sequence) {
        const int before = syncs;
        ASSERT_TRUE(writer->append({sequence, {}, TimerFired{}}));
        EXPECT_TRUE(comes_true([&] { return syncs > before; }));
    }
}

TEST_F(CountedDisk, EndsTheWriterWhenASyncFailsAndNeverTriesAgain) {
    const auto writer = this->writer(Durability::power);
    ASSERT_TRUE(writer->append({1, {}, TimerFired{}}));
    disk_fails = true;
    const auto failed = writer->append({2, {}, TimerFired{}});
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().what, "the journal has ended: cannot sync " +
                                       journal_.path(1).string() + ": Input/output error");
    disk_fails = false;
    const int tried = syncs;
    EXPECT_EQ(writer->append({3, {}, TimerFired{}}).error(), failed.error());
    EXPECT_EQ(writer->append_state_hash(1).error(), failed.error());
    EXPECT_EQ(writer->commit().error(), failed.error());
    EXPECT_EQ(writer->close().error(), failed.error());
    EXPECT_EQ(writer->error(), failed.error());
    EXPECT_EQ(syncs, tried);
}

TEST_F(CountedDisk, EndsTheWriterWhenTheSyncThreadFails) {
    const auto writer = this->writer(Durability::process);
    disk_fails = true;
    ASSERT_TRUE(writer->append({1, {}, TimerFired{}}));
    ASSERT_TRUE(comes_true([&] { return writer->error().has_value(); }));
    EXPECT_EQ(writer->append({2, {}, TimerFired{}}).error(), *writer->error());
    EXPECT_NE(writer->error()->what.find("Input/output error"), std::string::npos);
    EXPECT_EQ(syncs, 1);
    EXPECT_FALSE(writer->close());
    EXPECT_EQ(syncs, 1);
}

TEST_F(CountedDisk, IsSyncedWhenItIsClosed) {
    const auto writer = this->writer(Durability::process);
    ASSERT_TRUE(writer->append_uncommitted({1, {}, TimerFired{}}));
    ASSERT_TRUE(writer->close());
    EXPECT_EQ(syncs, 1);
}

// Files cannot grow past `bytes` while this lives: the same answers as from a full disk, without
// one.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        LOCKSTEP_CHECK(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

  private:
    rlimit before_{};
};

TEST(FullDisk, RefusesToStartWithoutRoomForASegment) {
    const ScratchJournal journal;
    const FileSizeLimit limit(8 << 10);
    const auto writer = journal.writer();
    ASSERT_FALSE(writer);
    EXPECT_TRUE(writer.error().what.starts_with("cannot take disk space for "))
        << writer.error().what;
    EXPECT_FALSE(std::filesystem::exists(journal.path(1)));
    EXPECT_FALSE(std::filesystem::exists(journal.options.directory / "spare"));
}

// A write that comes back short or refused, wherever in a record that falls.
TEST(FullDisk, EndsTheWriterAndLosesNothingThatWasAcknowledged) {
    for (rlim_t room = 2'000; room < 2'200; room += 7) {
        const ScratchJournal journal;
        auto writer = journal.writer().value();
        test::RandomEvents random(room);
        std::vector<Event> acknowledged;
        std::string error;
        {
            const FileSizeLimit limit(room);
            while (error.empty()) {
                const Event event = random.next(writer->next_sequence());
                if (auto done = writer->append(event); done)
                    acknowledged.push_back(event);
                else
                    error = done.error().what;
            }
        }
        EXPECT_TRUE(error.starts_with("the journal has ended: cannot write ")) << error;
        EXPECT_FALSE(writer->append(random.next(writer->next_sequence())));
        writer.reset();
        const auto reading = journal.read();
        ASSERT_TRUE(reading.end) << reading.error;
        EXPECT_EQ(reading.events, acknowledged);
        EXPECT_TRUE(journal.writer()) << "there is room again";
    }
}

// Events until the next one would not fit into the first segment.
void fill_first_segment(const ScratchJournal& journal, JournalWriter& writer) {
    std::uint64_t used = segment_header_size;
    while (true) {
        const Event event{writer.next_sequence(), {}, TimerFired{}};
        std::string payload;
        encode(event, journal.names, payload);
        used += payload.size() + frame_overhead;
        if (used > journal.options.segment_bytes) return;
        ASSERT_TRUE(writer.append(event));
    }
}

TEST(FullDisk, IsSaidOneSegmentAheadAndClearsItself) {
    const ScratchJournal journal;
    const auto spare = journal.options.directory / "spare";
    auto writer = journal.writer().value();
    const auto append = [&] {
        return writer->append({writer->next_sequence(), {}, TimerFired{}}).has_value();
    };
    ASSERT_NO_FATAL_FAILURE(fill_first_segment(journal, *writer));
    ASSERT_TRUE(comes_true([&] {
        std::error_code not_yet;
        return std::filesystem::file_size(spare, not_yet) == journal.options.segment_bytes;
    }));
    EXPECT_FALSE(writer->space_low());
    {
        const FileSizeLimit limit(journal.options.segment_bytes - 1);
        ASSERT_TRUE(append());
        EXPECT_EQ(writer->segment(), 2U) << "its space was taken in time";
        EXPECT_TRUE(comes_true([&] { return writer->space_low(); }));
        EXPECT_TRUE(append()) << "there is room for exits";
        EXPECT_FALSE(writer->error());
    }
    EXPECT_TRUE(comes_true([&] { return !writer->space_low(); }));
    EXPECT_TRUE(append());
}

TEST(Directory, ThatCannotBeMadeIsSaid) {
    ScratchJournal journal;
    std::ofstream(journal.options.directory) << "a file";
    EXPECT_TRUE(JournalWriter::open(journal.options, journal.names, {})
                    .error()
                    .what.starts_with("cannot make the directory "));
}

} // namespace
} // namespace lockstep
