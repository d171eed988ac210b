// The state beside the journal: hashes that are compared, snapshots that fit or are passed over.
#include "desk.hpp"

#include "engine/disk_journal.hpp"
#include "engine/recovery.hpp"
#include "engine/second_reader.hpp"
#include "engine/state_keeper.hpp"
#include "journal/snapshot.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <thread>

namespace lockstep {
namespace {

using namespace test;

const StateOwner us{"digest", "test"};

Names small_names() {
    const RouterConfig config = small_config();
    return Names({config.instruments,
                  {"LEAD1"},
                  {"half", "twice"},
                  {"FIX.4.4:L->LEAD", "FIX.4.4:L->B1", "FIX.4.4:L->B2"}});
}

DayCalendar small_calendar() {
    return {{{17 * 3600, "America/Chicago"}, {17 * 3600, "America/Chicago"}},
            {{16 * 3600, "America/Chicago"}}};
}

// The settings of all this, as far as the state goes by them.
Settings small_settings(const std::filesystem::path& data_directory) {
    Settings settings;
    settings.router = small_config();
    for (const char* peer : {"LEAD", "B1", "B2"}) {
        SessionConfig& session = settings.sessions.emplace_back();
        session.begin_string = "FIX.4.4";
        session.sender_comp_id = "L";
        session.target_comp_id = peer;
    }
    settings.gateway.data_directory = data_directory;
    settings.gateway.day_roll = {{17 * 3600, "America/Chicago"}, {17 * 3600, "America/Chicago"}};
    settings.gateway.leader_session_end = {{16 * 3600, "America/Chicago"}};
    settings.digest = us.settings_digest;
    return settings;
}

// A start on a directory.
struct Life {
    Names names = small_names();
    Desk desk;
    DayCalendar calendar = small_calendar();
    Result<Recovered> recovered;

    explicit Life(const std::filesystem::path& directory, const StateOwner& owner = us)
        : recovered(recover(directory, names, owner, desk.core, calendar)) {}
    std::string error() const { return recovered ? "" : recovered.error().what; }
    std::uint64_t hash() const { return desk.core.router().state_hash(); }
};

// A day on disk, beside the desk that lived it.
class StateOnDisk : public testing::Test {
  protected:
    StateOnDisk() : directory_(temporary_.path() / "journal") {}

    void live(int trades) {
        if (journaled_ == 0) desk_.start();
        for (int i = 0; i < trades; ++i) {
            const Side side = i % 3 == 2 ? Side::sell : Side::buy;
            ASSERT_TRUE(desk_.leader_fills(side, 2, "O" + std::to_string(++orders_)));
        }
    }
    // What has happened since the last time goes to the disk.
    std::unique_ptr<JournalWriter> write() {
        JournalEnd end;
        if (journaled_ > 0) end = read_end();
        auto writer = JournalWriter::open(
            {.directory = directory_, .segment_bytes = 1 << 20, .sync_file = [](int) { return 0; }},
            names_, end);
        EXPECT_TRUE(writer) << writer.error().what;
        for (; journaled_ < desk_.journal.events.size(); ++journaled_) {
            const Event& event = desk_.journal.events[journaled_];
            EXPECT_TRUE((*writer)->append(event));
            past_.saw(event.body);
            calendar_.saw(event.body, event.time);
        }
        return std::move(*writer);
    }
    void write_with_hash(std::uint64_t hash) {
        const auto writer = write();
        ASSERT_TRUE(writer->append_state_hash(hash));
        journal_id_ = writer->journal_id();
        ASSERT_TRUE(writer->close());
    }
    void write_with_hash() { write_with_hash(hash()); }
    void save_snapshot(const StateOwner& owner = us) {
        const SnapshotStore store(snapshot_directory(directory_), [](int) { return 0; });
        ASSERT_TRUE(store.save(
            {journal_id_, desk_.core.last_sequence(), hash(), {}},
            [&](const TakeBytes& take) { save_state(owner, past_, calendar_, desk_.core, take); }));
    }
    std::uint64_t hash() const { return desk_.core.router().state_hash(); }
    std::filesystem::path segment() const { return directory_ / segment_file_name(1); }
    std::filesystem::path snapshot() const {
        for (const auto& entry :
             std::filesystem::directory_iterator(snapshot_directory(directory_))) {
            return entry.path();
        }
        return {};
    }
    static std::string bytes_of(const std::filesystem::path& path) {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    static void put_bytes(const std::filesystem::path& path, std::string_view bytes) {
        std::filesystem::remove(path);
        std::ofstream(path, std::ios::binary) << bytes;
    }
    JournalEnd read_end() const {
        auto reader = JournalReader::open(directory_).value();
        while (reader.next().value()) {
        }
        return reader.end();
    }
    // Both go on in the same way.
    void expect_same_from_here_on(Life& life) {
        ASSERT_EQ(life.hash(), hash());
        EXPECT_EQ(life.desk.core.last_sequence(), desk_.core.last_sequence());
        EXPECT_EQ(life.desk.core.last_time(), desk_.core.last_time());
        EXPECT_EQ(life.calendar.next(), calendar_.next());
        EXPECT_TRUE(life.desk.core.is_up(broker1));
        EXPECT_TRUE(life.desk.outlet.sent.empty());
        life.desk.now = desk_.now;
        const std::size_t before = desk_.outlet.cl_ord_ids.size();
        ASSERT_TRUE(desk_.leader_fills(Side::sell, 2, "next"));
        ASSERT_TRUE(life.desk.leader_fills(Side::sell, 2, "next"));
        EXPECT_EQ(life.desk.outlet.cl_ord_ids,
                  std::vector(desk_.outlet.cl_ord_ids.begin() + static_cast<long>(before),
                              desk_.outlet.cl_ord_ids.end()));
    }

    const TemporaryDirectory temporary_;
    const std::filesystem::path directory_;
    const Names names_ = small_names();
    Desk desk_;
    PastLives past_;
    DayCalendar calendar_ = small_calendar();
    std::size_t journaled_ = 0;
    std::uint64_t journal_id_ = 0;
    int orders_ = 0;
};

TEST_F(StateOnDisk, EveryRecordedHashIsCompared) {
    live(2);
    write_with_hash();
    live(3);
    write_with_hash();
    Life life(directory_);
    ASSERT_TRUE(life.recovered) << life.error();
    EXPECT_EQ(life.recovered->hashes_compared, 2U);
    EXPECT_EQ(life.recovered->hashes_of_others, 0U);
    expect_same_from_here_on(life);
}

TEST_F(StateOnDisk, AnotherStateThanWasRecordedIsRefusedByPlace) {
    live(2);
    write_with_hash(hash() + 1);
    const Life life(directory_);
    ASSERT_FALSE(life.recovered);
    const std::string what = life.error();
    EXPECT_NE(what.find("00000001.lsj at offset "), std::string::npos) << what;
    EXPECT_NE(what.find("replay gives another state ("), std::string::npos) << what;
    EXPECT_NE(what.find(") after event 6"), std::string::npos) << what;
}

// The machine may well have been another one then: nothing is compared, and nothing is refused.
TEST_F(StateOnDisk, HashesOfOtherSettingsAndReleasesSayNothing) {
    live(2);
    write_with_hash(hash() + 1);
    for (const StateOwner& other : {StateOwner{"other", "test"}, StateOwner{"digest", "0.2"}}) {
        const Life life(directory_, other);
        ASSERT_TRUE(life.recovered) << life.error();
        EXPECT_EQ(life.recovered->hashes_compared, 0U);
        EXPECT_EQ(life.recovered->hashes_of_others, 1U);
    }
}

TEST_F(StateOnDisk, ASnapshotAndTheTailAreTheWholeJournal) {
    live(4);
    write_with_hash();
    save_snapshot();
    live(3);
    write_with_hash();
    Life life(directory_);
    ASSERT_TRUE(life.recovered) << life.error();
    EXPECT_EQ(life.recovered->snapshot, 8U);
    EXPECT_EQ(life.recovered->events, 3U);
    EXPECT_EQ(life.recovered->hashes_compared, 1U);
    EXPECT_TRUE(life.recovered->said.empty());
    EXPECT_EQ(life.recovered->past.newest.epoch, 1'785'245'400U);
    EXPECT_EQ(life.recovered->end->next_sequence, 12U);
    expect_same_from_here_on(life);
}

TEST_F(StateOnDisk, ASnapshotAtTheEndLeavesNothingToRead) {
    live(4);
    write_with_hash();
    save_snapshot();
    Life life(directory_);
    ASSERT_TRUE(life.recovered) << life.error();
    EXPECT_EQ(life.recovered->events, 0U);
    expect_same_from_here_on(life);
}

TEST_F(StateOnDisk, ADamagedSnapshotIsPassedOver) {
    live(4);
    write_with_hash();
    save_snapshot();
    const std::string good = bytes_of(snapshot());
    const auto path = snapshot();
    for (std::size_t at = 0; at < good.size(); at += 37) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0x10);
        put_bytes(path, bad);
        const Life life(directory_);
        ASSERT_TRUE(life.recovered) << life.error();
        ASSERT_FALSE(life.recovered->snapshot) << at;
        ASSERT_EQ(life.recovered->said.size(), 1U);
        ASSERT_EQ(life.recovered->events, 8U);
        ASSERT_EQ(life.hash(), hash());
    }
}

TEST_F(StateOnDisk, ASnapshotThatDoesNotFitIsPassedOverAndSaid) {
    live(4);
    write_with_hash();
    struct Row {
        StateOwner made_by;
        std::string why;
    };
    for (const Row& row : {Row{{"other", "test"}, "it was made with other settings"},
                           Row{{"digest", "0.2"}, "it was made by version 0.2"}}) {
        save_snapshot(row.made_by);
        Life life(directory_);
        ASSERT_TRUE(life.recovered) << life.error();
        EXPECT_FALSE(life.recovered->snapshot);
        EXPECT_EQ(life.recovered->events, 8U);
        ASSERT_EQ(life.recovered->said.size(), 1U);
        EXPECT_NE(life.recovered->said[0].find(row.why), std::string::npos)
            << life.recovered->said[0];
        EXPECT_EQ(life.hash(), hash());
    }
}

// A power cut may take records that a snapshot already knew.
TEST_F(StateOnDisk, ASnapshotBeyondTheEndOfTheJournalIsPassedOver) {
    live(4);
    write_with_hash();
    const std::uint64_t hash_then = hash();
    live(2);
    save_snapshot();
    const Life life(directory_);
    ASSERT_TRUE(life.recovered) << life.error();
    EXPECT_FALSE(life.recovered->snapshot);
    ASSERT_EQ(life.recovered->said.size(), 1U);
    EXPECT_NE(life.recovered->said[0].find("the journal ends before event"), std::string::npos)
        << life.recovered->said[0];
    EXPECT_EQ(life.hash(), hash_then);
}

TEST_F(StateOnDisk, DamageBehindASnapshotIsRefusedAllTheSame) {
    live(4);
    write_with_hash();
    save_snapshot();
    live(2);
    write_with_hash();
    std::string bytes = bytes_of(segment());
    bytes[read_end().offset - 60] ^= 4;
    put_bytes(segment(), bytes);
    const Life life(directory_);
    ASSERT_FALSE(life.recovered);
    EXPECT_NE(life.error().find("00000001.lsj at offset "), std::string::npos) << life.error();
}

// D3: wherever the last write was cut short, what is left is the state before it.
TEST_F(StateOnDisk, ATornLastRecordGivesTheStateBeforeItAtEveryByte) {
    live(4);
    write_with_hash();
    save_snapshot();
    const std::uint64_t hash_before = hash();
    const std::uint64_t begin = read_end().offset;
    live(1);
    write()->close().value();
    const std::uint64_t end = read_end().offset;
    const std::string whole = bytes_of(segment());
    for (std::uint64_t cut = begin; cut < end; ++cut) {
        std::string torn = whole.substr(0, cut);
        torn.resize(whole.size(), '\0');
        put_bytes(segment(), torn);
        const Life life(directory_);
        ASSERT_TRUE(life.recovered) << life.error();
        ASSERT_EQ(life.recovered->end->torn.has_value(), cut > begin) << cut;
        ASSERT_EQ(life.hash(), hash_before) << cut;
    }
    put_bytes(segment(), whole);
    EXPECT_EQ(Life(directory_).hash(), hash());
}

TEST_F(StateOnDisk, KnowsWhetherTheLastLifeEndedAsItShould) {
    live(1);
    write_with_hash();
    EXPECT_FALSE(Life(directory_).recovered->past.ended_clean);
    EXPECT_TRUE(Life(directory_).recovered->past.did_business);
    ASSERT_TRUE(desk_.take(Stopped{}));
    write_with_hash();
    EXPECT_TRUE(Life(directory_).recovered->past.ended_clean);
    ASSERT_TRUE(desk_.take(Started{"digest", "test", 1'785'245'500, Router::state_version}));
    write_with_hash();
    EXPECT_FALSE(Life(directory_).recovered->past.ended_clean);
    EXPECT_FALSE(Life(directory_).recovered->past.did_business);
}

TEST_F(StateOnDisk, ASecondMachineMakesTheSnapshotBesideTheWriter) {
    live(4);
    write_with_hash();
    const std::uint64_t at = desk_.core.last_sequence();
    std::string state;
    save_state(us, past_, calendar_, desk_.core, [&](std::string_view piece) { state += piece; });
    const std::uint64_t hash_there = hash();
    live(3);
    const auto writer = write(); // is open, and further on
    const SecondReader reader(directory_, small_settings(temporary_.path()), us);
    const SnapshotStore store(snapshot_directory(directory_));
    const auto newest = [&] { return store.load_newest(writer->journal_id()).value().newest; };
    const auto saved = reader.save(at, store, {});
    ASSERT_TRUE(saved) << saved.error().what;
    EXPECT_EQ(*saved, state.size());
    EXPECT_EQ(newest(), (Snapshot{writer->journal_id(), at, hash_there, state}));
    const auto next = reader.save(desk_.core.last_sequence(), store, {});
    ASSERT_TRUE(next) << next.error().what;
    EXPECT_EQ(newest()->state_hash, hash()) << "goes on from the snapshot before";
}

TEST_F(StateOnDisk, ASecondMachineThatComesToAnotherStateSaysWhere) {
    live(2);
    write_with_hash(hash() + 1);
    live(1);
    const auto writer = write();
    const SecondReader reader(directory_, small_settings(temporary_.path()), us);
    const SnapshotStore store(snapshot_directory(directory_));
    const auto saved = reader.save(desk_.core.last_sequence(), store, {});
    ASSERT_FALSE(saved);
    EXPECT_NE(saved.error().what.find("replay gives another state"), std::string::npos)
        << saved.error().what;
}

TEST_F(StateOnDisk, ASecondMachineStopsWhenItIsTold) {
    live(2);
    const auto writer = write();
    const SecondReader reader(directory_, small_settings(temporary_.path()), us);
    std::stop_source stop;
    stop.request_stop();
    const SnapshotStore store(snapshot_directory(directory_));
    const auto saved = reader.save(desk_.core.last_sequence(), store, stop.get_token());
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().what, "the gateway stops");
    EXPECT_FALSE(reader.save(desk_.core.last_sequence() + 1, store, {})) << "beyond the end";
}

TEST_F(StateOnDisk, ADayRollIsKeptAsASnapshot) {
    live(2);
    StateKeeper keeper(small_settings(temporary_.path()), us.version);
    ASSERT_TRUE(desk_.take(DayRolled{half}));
    const auto writer = write();
    for (const Event& event : desk_.journal.events) keeper.saw(event.body);
    ASSERT_TRUE(keeper.keep(desk_.core, *writer));
    std::optional<StateKeeper::News> news;
    while (!(news = keeper.news())) std::this_thread::yield();
    EXPECT_TRUE(news->good) << news->text;
    EXPECT_TRUE(news->text.starts_with("snapshot of the state after event 7, ")) << news->text;
    const auto found =
        SnapshotStore(snapshot_directory(directory_)).load_newest(writer->journal_id());
    ASSERT_TRUE(found && found->newest);
    EXPECT_EQ(found->newest->state_hash, hash());
    ASSERT_TRUE(keeper.keep(desk_.core, *writer));
    EXPECT_FALSE(keeper.news()) << "once a roll";
}

} // namespace
} // namespace lockstep
