// A write that was cut short is dropped and said; damage is found wherever it is, and refused with
// segment and offset.
#include "scratch_journal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace lockstep {
namespace {

using test::ScratchJournal;

// A small journal in one segment, and where its frames begin and end.
class OneSegment : public testing::Test {
  protected:
    OneSegment() : events_(journal_.filled(count)), bytes_(journal_.bytes(1)) {
        std::string_view rest = std::string_view(bytes_).substr(segment_header_size);
        boundaries_.push_back(segment_header_size);
        while (read_frame(rest).state == FrameState::good) {
            const std::size_t size = read_frame(rest).frame.size;
            boundaries_.push_back(boundaries_.back() + size);
            rest.remove_prefix(size);
        }
    }

    std::size_t end() const { return boundaries_.back(); }
    // How many records end at or before `offset`.
    std::size_t whole_records(std::size_t offset) const {
        const auto past = std::ranges::upper_bound(boundaries_, offset);
        return static_cast<std::size_t>(past - boundaries_.begin()) - 1;
    }
    // The journal now ends at `offset`: all before it is whole, and writing goes on there.
    void expect_cut_at(std::size_t offset) {
        const std::size_t whole = whole_records(offset);
        const auto reading = journal_.read();
        ASSERT_TRUE(reading.end) << reading.error;
        EXPECT_EQ(reading.events, std::vector(events_.begin(), events_.begin() + whole));
        EXPECT_EQ(reading.end->offset, boundaries_[whole]);
        const bool within_a_record =
            std::ranges::any_of(bytes_.substr(boundaries_[whole], offset - boundaries_[whole]),
                                [](char c) { return c != '\0'; });
        EXPECT_EQ(reading.end->torn.has_value(), within_a_record) << "at offset " << offset;

        const Event event{whole + 1, Timestamp(9), TimerFired{}};
        auto writer = journal_.writer();
        ASSERT_TRUE(writer) << writer.error().what;
        ASSERT_TRUE((*writer)->append(event));
        writer->reset();
        const auto after = journal_.read();
        ASSERT_TRUE(after.end) << after.error;
        ASSERT_EQ(after.events.size(), whole + 1);
        EXPECT_EQ(after.events.back(), event);
        EXPECT_FALSE(after.end->torn);
    }

    static constexpr std::uint64_t count = 12;
    const ScratchJournal journal_;
    const std::vector<Event> events_;
    const std::string bytes_;
    std::vector<std::size_t> boundaries_;
};

TEST_F(OneSegment, HasTheRecordsThatItShould) {
    EXPECT_EQ(boundaries_.size(), count + 1);
    EXPECT_EQ(bytes_.size(), std::size_t{16} << 10);
}

// The write reached `offset`, what follows is still the zeros that the segment was made of.
TEST_F(OneSegment, DropsALastRecordThatWasWrittenOnlyInPart) {
    for (std::size_t offset = segment_header_size; offset <= end(); ++offset) {
        std::string torn = bytes_.substr(0, offset);
        torn.resize(bytes_.size(), '\0');
        journal_.put_bytes(1, torn);
        ASSERT_NO_FATAL_FAILURE(expect_cut_at(offset));
    }
}

// The same where the file itself ends.
TEST_F(OneSegment, DropsALastRecordWhereTheFileEnds) {
    for (std::size_t offset = segment_header_size; offset <= end(); ++offset) {
        journal_.put_bytes(1, bytes_.substr(0, offset));
        ASSERT_NO_FATAL_FAILURE(expect_cut_at(offset));
    }
}

TEST_F(OneSegment, SaysWhatItDropped) {
    journal_.put_bytes(1, bytes_.substr(0, end() - 1));
    const auto reading = journal_.read();
    ASSERT_TRUE(reading.end && reading.end->torn);
    EXPECT_EQ(reading.end->torn->text(), "journal segment " + journal_.path(1).string() +
                                             ": the last record was cut short at offset " +
                                             std::to_string(boundaries_[count - 1]) +
                                             "; it is dropped, the journal ends before it");
}

TEST_F(OneSegment, FindsAFlippedBitInAnyRecordAndNamesThePlace) {
    for (std::size_t offset = segment_header_size; offset < end(); ++offset) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string flipped = bytes_;
            flipped[offset] = static_cast<char>(flipped[offset] ^ (1 << bit));
            journal_.put_bytes(1, flipped);
            const auto reading = journal_.read();
            ASSERT_FALSE(reading.end) << "bit " << bit << " of byte " << offset;
            const std::size_t whole = whole_records(offset);
            EXPECT_EQ(reading.events.size(), whole);
            EXPECT_TRUE(reading.error.starts_with("journal segment " + journal_.path(1).string() +
                                                  " at offset " +
                                                  std::to_string(boundaries_[whole]) + ": "))
                << reading.error;
        }
    }
}

TEST_F(OneSegment, FindsAFlippedBitInTheHeader) {
    for (std::size_t bit = 0; bit < 8 * segment_header_size; ++bit) {
        std::string flipped = bytes_;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        journal_.put_bytes(1, flipped);
        EXPECT_FALSE(journal_.read().end) << "bit " << bit;
    }
}

// A stray bit where nothing was written yet: damage, or the beginning of a record that is dropped
// and said; never nothing.
TEST_F(OneSegment, FindsAStrayBitBehindTheLastRecord) {
    for (std::size_t offset = end(); offset < bytes_.size();
         offset += offset < end() + 64 ? 1 : 97) {
        std::string stray = bytes_;
        stray[offset] = '\x10';
        journal_.put_bytes(1, stray);
        const auto reading = journal_.read();
        EXPECT_EQ(reading.events, events_);
        EXPECT_TRUE(!reading.end || reading.end->torn) << "at offset " << offset;
        EXPECT_EQ(!reading.end, offset >= end() + frame_header_size - 1) << "at offset " << offset;
    }
}

TEST_F(OneSegment, IsNeverWrittenToOnceItIsDamaged) {
    std::string flipped = bytes_;
    flipped[boundaries_[3] + 30] ^= 1;
    journal_.put_bytes(1, flipped);
    EXPECT_FALSE(journal_.writer());
    EXPECT_EQ(journal_.bytes(1), flipped);
}

// Records whose checksums are right, but which cannot stand where they stand.
TEST_F(OneSegment, FindsRecordsThatAreMissingRepeatedOrSwapped) {
    const auto record = [&](std::size_t i) {
        return bytes_.substr(boundaries_[i], boundaries_[i + 1] - boundaries_[i]);
    };
    const std::string before = bytes_.substr(0, boundaries_[3]);
    const auto expect_broken = [&](const std::string& records, const std::string& why) {
        journal_.put_bytes(1, before + records);
        const auto reading = journal_.read();
        EXPECT_NE(reading.error.find(why), std::string::npos) << reading.error;
    };
    expect_broken(record(4), "sequence 5 where 4 was expected");
    expect_broken(record(2), "sequence 3 where 4 was expected");
    expect_broken(record(4) + record(3), "sequence 5 where 4 was expected");
    std::string hash;
    begin_frame(hash);
    hash += state_hash_payload(1);
    finish_frame(hash, RecordType::state_hash, 4);
    expect_broken(hash, "sequence 4 where 3 was expected");
    std::string unknown;
    begin_frame(unknown);
    finish_frame(unknown, static_cast<RecordType>(9), 4);
    expect_broken(unknown, "a record of type 9, version 1 is not known to this Lockstep");
}

// Each kind of foreign or spoilt file has its own words.
TEST(Segments, AreRefusedEachInItsOwnWords) {
    using Spoil = std::function<void(const ScratchJournal&)>;
    const auto move = [](const ScratchJournal& journal, std::uint32_t from, std::uint32_t to) {
        std::filesystem::rename(journal.path(from), journal.path(to));
    };
    const std::vector<std::pair<Spoil, std::string>> rows{
        {[](const auto& it) { it.put_bytes(2, ""); }, "2.lsj: the file is empty"},
        {[](const auto& it) {
             it.put_bytes(2, "GIF89a and more, much more of it, and it goes on");
         },
         "2.lsj: this is no journal segment of Lockstep (it does not begin with LSJOURNL)"},
        {[](const auto& it) { it.put_bytes(2, std::string(16 << 10, '\0')); },
         "2.lsj: this is no journal segment of Lockstep (it does not begin with LSJOURNL)"},
        {[](const auto& it) { it.put_bytes(2, it.bytes(2).substr(0, 40)); },
         "2.lsj: the file is cut short within its header, at 40 bytes"},
        {[](const auto& it) { it.put_bytes(2, it.bytes(2).substr(0, 3)); },
         "2.lsj: the file is cut short within its header, at 3 bytes"},
        {[](const auto& it) { it.put_bytes(2, it.bytes(2).substr(0, 64)); },
         "3.lsj at offset 64: it begins with event"},
        {[](const auto& it) { it.put_bytes(2, it.bytes(2).substr(0, it.bytes(2).size() - 5)); },
         "the record is cut short, but it is not the last of the journal"},
        {[](const auto& it) { std::filesystem::remove(it.path(2)); }, "2.lsj: it is missing"},
        {[](const auto& it) { std::filesystem::remove(it.path(1)); },
         "2.lsj: it begins with event"},
        {[&](const auto& it) {
             move(it, 2, 9);
             move(it, 3, 2);
             move(it, 9, 3);
         },
         "2.lsj: it was written as segment 3: files were renamed or copied over each other"},
        {[](const auto& it) { it.put_bytes(2, segment_header({segment_version, 2, 77, 1})); },
         "2.lsj: it belongs to another journal than the segment before it"},
        {[](const auto& it) { it.put_bytes(2, segment_header({segment_version + 1, 2, 77, 1})); },
         "2.lsj: the segment has version 2, this Lockstep reads version 1; it was written by "
         "another release"},
        {[&](const auto& it) {
             std::filesystem::copy(it.path(1), it.options.directory / "backup.lsj");
         },
         "backup.lsj: its name is no segment number"},
        {[](const auto& it) {
             std::filesystem::remove(it.path(2));
             std::filesystem::create_directory(it.path(2));
         },
         "2.lsj: Is a directory"},
    };
    for (const auto& [spoil, words] : rows) {
        const ScratchJournal journal;
        static_cast<void>(journal.filled(400));
        spoil(journal);
        const auto reading = journal.read();
        EXPECT_FALSE(reading.end);
        EXPECT_NE(reading.error.find(words), std::string::npos)
            << reading.error << "\n  instead of: " << words;
    }
}

TEST(Segments, OfOthersBesideTheJournalDoNotMatter) {
    const ScratchJournal journal;
    const auto events = journal.filled(20);
    std::ofstream(journal.options.directory / "notes.txt") << "do not delete";
    EXPECT_EQ(journal.read().events, events);
}

} // namespace
} // namespace lockstep
