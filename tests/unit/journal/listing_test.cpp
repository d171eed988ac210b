// What `lockstep journal` prints.
#include "journal/listing.hpp"

#include "scratch_journal.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

using test::ScratchJournal;

struct Listing {
    std::vector<std::string> lines;
    Result<JournalSummary> summary;
};

Listing listing(const ScratchJournal& journal, const Names& names, std::uint64_t from = 1) {
    Listing made;
    made.summary = list_journal(journal.options.directory, names, from,
                                [&](std::string_view line) { made.lines.emplace_back(line); });
    return made;
}

void put_three_events_and_a_hash(const ScratchJournal& journal) {
    auto writer = journal.writer().value();
    LOCKSTEP_CHECK(writer->append({1, Timestamp(0), SessionChanged{SessionIndex{0}, true}}));
    LOCKSTEP_CHECK(writer->append(
        {2, Timestamp(5), MarkChanged{InstrumentId{0}, Price(18001), SessionIndex{0}}}));
    LOCKSTEP_CHECK(writer->append_state_hash(0xABC));
    LOCKSTEP_CHECK(writer->append({3, Timestamp(9), DayRolled{FollowerId{0}}}));
}

const std::vector<std::string> three_events_and_a_hash{
    "1970-01-01T00:00:00.000000000Z 1 session FIX.4.4:LOCKSTEP->LEADER up",
    "1970-01-01T00:00:00.000000005Z 2 mark ES 4500.25 from FIX.4.4:LOCKSTEP->LEADER",
    "state after 2: 0000000000000abc",
    "1970-01-01T00:00:00.000000009Z 3 follower F50K: the trading day ended, the next began",
};

TEST(Listing, IsTheSameWithAndWithoutTheSettings) {
    const ScratchJournal journal;
    put_three_events_and_a_hash(journal);
    for (const Names& names : {journal.names, Names()}) {
        const auto made = listing(journal, names);
        ASSERT_TRUE(made.summary) << made.summary.error().what;
        EXPECT_EQ(made.lines, three_events_and_a_hash);
        EXPECT_EQ(made.summary->text(),
                  "3 events in 1 segment, from 1970-01-01T00:00:00.000000000Z to "
                  "1970-01-01T00:00:00.000000009Z, 1 state hash");
    }
    EXPECT_EQ(listing(journal, Names(), 3).lines, std::vector{three_events_and_a_hash[3]});
    EXPECT_EQ(verify_journal(journal.options.directory)->events, 3U);
}

TEST(Listing, OfNothingIsEmpty) {
    const ScratchJournal journal;
    EXPECT_EQ(verify_journal(journal.options.directory)->text(),
              "0 events in 0 segments, 0 state hashes");
}

TEST(Listing, PrintsUpToTheDamageAndNamesIt) {
    const ScratchJournal journal;
    put_three_events_and_a_hash(journal);
    std::string bytes = journal.bytes(1);
    const auto at = bytes.find("F50K");
    ASSERT_NE(at, bytes.npos);
    bytes[at] = 'G';
    journal.put_bytes(1, bytes);
    const auto made = listing(journal, Names());
    ASSERT_FALSE(made.summary);
    EXPECT_EQ(made.lines,
              std::vector(three_events_and_a_hash.begin(), three_events_and_a_hash.begin() + 3));
    EXPECT_NE(made.summary.error().what.find("the record's checksum is wrong"), std::string::npos);
}

TEST(Listing, SaysThatTheLastRecordWasCutShort) {
    const ScratchJournal journal;
    put_three_events_and_a_hash(journal);
    const std::string bytes = journal.bytes(1);
    journal.put_bytes(1, bytes.substr(0, bytes.find("F50K") + 1));
    const auto made = listing(journal, Names());
    ASSERT_TRUE(made.summary) << made.summary.error().what;
    EXPECT_EQ(made.lines.size(), 3U);
    EXPECT_NE(made.summary->text().find("the last record was cut short"), std::string::npos);
}

// The checksum is right, but the record is not what its frame says.
TEST(Listing, NamesTheRecordWhoseContentCannotBe) {
    const ScratchJournal journal;
    auto writer = journal.writer().value();
    ASSERT_TRUE(writer->append({1, {}, TimerFired{}}));
    writer.reset();
    const std::size_t end = journal.read().end->offset;
    const std::string start = journal.bytes(1).substr(0, end);
    const auto expect = [&](std::string payload, RecordType type, std::uint64_t sequence,
                            const std::string& why) {
        std::string frame;
        begin_frame(frame);
        frame += payload;
        finish_frame(frame, type, sequence);
        journal.put_bytes(1, start + frame);
        const auto verified = verify_journal(journal.options.directory);
        ASSERT_FALSE(verified);
        EXPECT_EQ(verified.error().what,
                  "journal segment 00000001.lsj at offset " + std::to_string(end) + ": " + why);
    };
    std::string other;
    encode({7, {}, TimerFired{}}, journal.names, other);
    expect(other, RecordType::event, 2, "the record 2 holds event 7");
    expect("\xFF", RecordType::event, 2, "these bytes are no journal event");
    expect("abc", RecordType::state_hash, 1, "a state hash has 8 bytes, not 3");
}

} // namespace
} // namespace lockstep
