// The newest good snapshot, whatever happened to the others.
#include "journal/snapshot.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace lockstep {
namespace {

constexpr std::uint64_t journal_id = 77;

class Snapshots : public testing::Test {
  protected:
    static Snapshot at(std::uint64_t sequence) {
        return {journal_id, sequence, sequence * 31, "state after " + std::to_string(sequence)};
    }
    void save(std::uint64_t sequence) {
        const auto saved = save(store_, at(sequence));
        ASSERT_TRUE(saved) << saved.error().what;
        EXPECT_EQ(*saved, at(sequence).state.size());
    }
    // In two pieces.
    static Result<std::size_t> save(const SnapshotStore& store, const Snapshot& snapshot) {
        return store.save(snapshot, [&](const TakeBytes& take) {
            take(snapshot.state.substr(0, 3));
            take(snapshot.state.substr(3));
        });
    }
    SnapshotStore::Found newest() const { return store_.load_newest(journal_id).value(); }
    std::filesystem::path path(std::uint64_t sequence) const {
        const std::string digits = std::to_string(sequence);
        return directory() / (std::string(20 - digits.size(), '0') + digits + ".lss");
    }
    std::filesystem::path directory() const { return temporary_.path() / "snapshots"; }
    std::string bytes(std::uint64_t sequence) const {
        std::ifstream file(path(sequence), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    void put_bytes(std::uint64_t sequence, std::string_view bytes) const {
        std::filesystem::remove(path(sequence));
        std::ofstream file(path(sequence), std::ios::binary);
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }

    const test::TemporaryDirectory temporary_;
    const SnapshotStore store_{directory(), [](int) { return 0; }};
};

TEST_F(Snapshots, AreNoneAtFirst) {
    EXPECT_FALSE(newest().newest);
    EXPECT_TRUE(newest().passed_over.empty());
}

TEST_F(Snapshots, GiveTheNewestAndKeepTheOneBefore) {
    for (const std::uint64_t sequence : {9UL, 10UL, 2'000UL, 10'000'000'000UL}) save(sequence);
    EXPECT_EQ(newest().newest, at(10'000'000'000));
    EXPECT_TRUE(std::filesystem::exists(path(2'000)));
    EXPECT_FALSE(std::filesystem::exists(path(10)));
    EXPECT_FALSE(std::filesystem::exists(path(9)));
}

TEST_F(Snapshots, PassOverOneThatIsDamagedAnywhere) {
    save(5);
    save(8);
    const std::string good = bytes(8);
    for (std::size_t bit = 0; bit < 8 * good.size(); ++bit) {
        std::string flipped = good;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        put_bytes(8, flipped);
        const auto found = newest();
        ASSERT_EQ(found.newest, at(5)) << "bit " << bit;
        ASSERT_EQ(found.passed_over.size(), 1U);
    }
    for (std::size_t size = 0; size < good.size(); ++size) {
        put_bytes(8, std::string_view(good).substr(0, size));
        ASSERT_EQ(newest().newest, at(5)) << size << " bytes";
    }
    put_bytes(8, good + "x");
    EXPECT_EQ(newest().passed_over.front(),
              "snapshot " + path(8).string() +
                  " is passed over: it is cut short, or has bytes too many");
}

TEST_F(Snapshots, PassOverThoseOfAnotherJournalAndRenamedOnes) {
    ASSERT_TRUE(save(store_, {journal_id + 1, 9, 0, "other"}));
    save(7);
    save(8);
    const auto found = newest();
    EXPECT_EQ(found.newest, at(8)) << "the two newest of this journal are kept";
    EXPECT_EQ(found.passed_over, std::vector{"snapshot " + path(9).string() +
                                             " is passed over: it belongs to another journal"});
    std::filesystem::remove(path(8));
    put_bytes(8, bytes(7));
    EXPECT_EQ(newest().newest, at(7));
    EXPECT_EQ(newest().passed_over.at(1),
              "snapshot " + path(8).string() + " is passed over: it holds the state after event 7");
}

TEST_F(Snapshots, LeaveTheEarlierOnesWhenAStateIsTooLarge) {
    save(5);
    const std::string piece(std::size_t{1} << 20, 's');
    const auto saved = store_.save({journal_id, 8, 0, {}}, [&](const TakeBytes& take) {
        for (std::size_t i = 0; i <= snapshot_state_size_max / piece.size(); ++i) take(piece);
    });
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().what,
              "the state is too large for a snapshot: more than 268435456 bytes");
    EXPECT_EQ(newest().newest, at(5));
}

TEST_F(Snapshots, LeaveTheEarlierOnesWhenTheDiskFails) {
    save(5);
    const SnapshotStore failing(directory(), [](int) {
        errno = EIO;
        return -1;
    });
    const auto saved = save(failing, at(8));
    ASSERT_FALSE(saved);
    EXPECT_NE(saved.error().what.find("Input/output error"), std::string::npos);
    EXPECT_EQ(newest().newest, at(5));
    EXPECT_TRUE(newest().passed_over.empty());
}

} // namespace
} // namespace lockstep
