// One list of fields, three uses: bytes, the same bytes hashed, and back again without trust.
#include "proto/archive.hpp"

#include "proto/order.hpp"

#include <gtest/gtest.h>

#include <map>
#include <unordered_map>

namespace lockstep {
namespace {

struct Things {
    std::uint32_t number = 0;
    std::int64_t below = 0;
    bool yes = false;
    Side side = Side::buy;
    Int128 wide = 0;
    std::string words;
    Text<5> word;
    std::optional<Price> price;
    std::vector<std::pair<std::uint8_t, Quantity>> rows;
    std::unordered_map<Text<5>, std::uint16_t> by_word;
    InstrumentId instrument;

    static void fields(auto& self, auto& archive) {
        archive(self.number, self.below, self.yes, self.side, self.wide, self.words, self.word,
                self.price, self.rows);
        archive.sorted(self.by_word);
        archive(self.instrument);
    }
};

Things sample() {
    return {0x01020304,     -2,   true,     Side::sell,         Int128{1} << 64,
            "abc",          "de", Price(7), {{9, Quantity(1)}}, {{"b", 2}, {"a", 1}},
            InstrumentId{1}};
}

std::string bytes_of(const Things& things) {
    std::string bytes;
    ByteSink sink(bytes);
    StateWriter archive(sink);
    archive(things);
    return bytes;
}

Result<Things> read(std::string_view bytes) {
    Things things;
    StateReader archive(bytes, 2);
    archive(things);
    if (auto finished = archive.finish(); !finished) return std::unexpected(finished.error());
    return things;
}

std::string hexadecimal(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes) {
        constexpr std::string_view digits = "0123456789abcdef";
        text += digits[static_cast<unsigned char>(byte) >> 4U];
        text += digits[static_cast<unsigned char>(byte) & 15U];
    }
    return text;
}

TEST(Archive, WritesLittleEndianNumbersAndTextsBehindTheirLength) {
    EXPECT_EQ(hexadecimal(bytes_of(sample())),
              "04030201"                         // number
              "feffffffffffffff"                 // below
              "01"                               // yes
              "01"                               // sell
              "00000000000000000100000000000000" // wide
              "03000000616263"                   // words
              "020000006465"                     // word
              "010700000000000000"               // a price
              "0100000000000000"
              "09"
              "0100000000000000"
              "0200000000000000"
              "0100000061"
              "0100"
              "0100000062"
              "0200" // by key
              "01000000");
}

TEST(Archive, ReadsWhatItWrote) {
    const auto things = read(bytes_of(sample()));
    ASSERT_TRUE(things) << things.error().what;
    EXPECT_EQ(things->below, -2);
    EXPECT_TRUE(things->wide == Int128{1} << 64);
    EXPECT_EQ(things->by_word.at("b"), 2);
    EXPECT_EQ(bytes_of(*things), bytes_of(sample()));
}

TEST(Archive, RefusesWhatIsCutShortAnywhereAndWhatGoesOn) {
    const std::string good = bytes_of(sample());
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_FALSE(read(std::string_view(good).substr(0, size))) << size;
    }
    EXPECT_EQ(read(good + "x").error().what, "the state holds more than it should before byte " +
                                                 std::to_string(good.size()) + " of " +
                                                 std::to_string(good.size() + 1));
}

TEST(Archive, RefusesValuesThatThereAreNot) {
    const std::string good = bytes_of(sample());
    struct Row {
        std::size_t at;
        char byte;
        std::string what;
    };
    const std::vector<Row> rows{
        {12, 2, "what is neither true nor false"},
        {13, 2, "a word that there is not"},
        {30, 127, "less than it should"},
        {37, 6, "a text that is too long"},
        {good.size() - 4, 2, "an instrument that the settings do not have"},
        {good.size() - 7, 'a', "a key twice"},
        {58, 1, "less than it should"}, // 2^48 rows: no memory is taken for them
    };
    for (const Row& row : rows) {
        std::string bad = good;
        bad[row.at] = row.byte;
        const auto things = read(bad);
        ASSERT_FALSE(things) << row.at;
        EXPECT_NE(things.error().what.find(row.what), std::string::npos) << things.error().what;
    }
}

TEST(Archive, HashesTheBytesHoweverTheyCome) {
    const std::string bytes = bytes_of(sample());
    HashSink fields;
    StateWriter archive(fields);
    archive(sample());
    HashSink whole;
    whole.text(bytes);
    HashSink one_by_one;
    for (const char byte : bytes) one_by_one.number(static_cast<unsigned char>(byte), 1);
    EXPECT_EQ(fields.value(), whole.value());
    EXPECT_EQ(fields.value(), one_by_one.value());
}

TEST(Archive, EveryBitCountsInTheHash) {
    const std::string good = bytes_of(sample());
    const auto hash_of = [](std::string_view bytes) {
        HashSink hash;
        hash.text(bytes);
        return hash.value();
    };
    std::map<std::uint64_t, std::size_t> seen{{hash_of(good), good.size() * 8}};
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        std::string flipped = good;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        EXPECT_TRUE(seen.emplace(hash_of(flipped), bit).second) << bit;
    }
    EXPECT_NE(hash_of(good), hash_of(good + '\0'));
    EXPECT_NE(hash_of(""), hash_of(std::string(8, '\0')));
}

} // namespace
} // namespace lockstep
