// Whatever arrives, QuickFIX sees only whole messages whose lengths are true.
#include "fix/framing.hpp"

#include "wire_text.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace lockstep {
namespace {

const std::string heartbeat = wire::message("35=0|34=2|49=A|56=B|52=20260105-14:30:00|");
const std::string report =
    wire::message("35=8|34=3|49=A|56=B|52=20260105-14:30:00|37=1|58=10=000|150=F|");

// What a stream turned into: "8:3" a message of type 8 with number 3, "garbled: ...", "broken: ..."
std::vector<std::string> read(Framer& framer, std::string_view bytes) {
    std::vector<std::string> seen;
    framer.feed(bytes);
    for (;;) {
        switch (framer.take()) {
        case Framer::Outcome::nothing: return seen;
        case Framer::Outcome::message:
            seen.push_back(std::string(framer.frame().msg_type) + ":" +
                           std::to_string(framer.frame().msg_seq_num));
            break;
        case Framer::Outcome::garbled:
            seen.push_back("garbled: " + std::string(name(framer.fault())));
            break;
        case Framer::Outcome::broken:
            seen.push_back("broken: " + std::string(name(framer.fault())));
            return seen;
        }
    }
}

std::vector<std::string> read_whole(std::string_view bytes) {
    Framer framer;
    return read(framer, bytes);
}

std::vector<std::string> read_in_pieces(std::string_view bytes, std::size_t piece) {
    Framer framer;
    std::vector<std::string> seen;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        for (std::string& one : read(framer, bytes.substr(at, piece))) {
            const bool over = one.starts_with("broken");
            seen.push_back(std::move(one));
            if (over) return seen;
        }
    }
    return seen;
}

TEST(Framing, GivesTheFieldsThatTheTransportNeeds) {
    Framer framer;
    framer.feed(report);
    ASSERT_EQ(framer.take(), Framer::Outcome::message);
    EXPECT_EQ(framer.frame().bytes, report);
    EXPECT_EQ(framer.frame().begin_string, "FIX.4.4");
    EXPECT_EQ(framer.frame().msg_type, "8");
    EXPECT_EQ(framer.frame().sender_comp_id, "A");
    EXPECT_EQ(framer.frame().target_comp_id, "B");
    EXPECT_EQ(framer.frame().msg_seq_num, 3);
    EXPECT_EQ(framer.take(), Framer::Outcome::nothing);
    EXPECT_EQ(framer.bytes_held(), 0U);
}

struct Row {
    const char* trouble;
    std::string bytes;
    std::vector<std::string> seen;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.trouble; }

std::string spoiled_checksum(std::string message, std::string_view checksum) {
    return message.substr(0, message.size() - 7) + wire::bytes("10=" + std::string(checksum) + "|");
}

// Each row's bytes are followed by a good report and a heartbeat.
const std::vector<Row> rows{
    {"nothing wrong", "", {"8:3", "0:2"}},
    {"two messages in one packet", heartbeat, {"0:2", "8:3", "0:2"}},
    {"FIXT", wire::message("35=0|34=2|", "FIXT.1.1"), {"0:2", "8:3", "0:2"}},
    {"any byte may stand in a text",
     wire::message("35=0|34=2|58=" + std::string("\0\xff\xc3\xa9\xe9 <b>", 8) + "|"),
     {"0:2", "8:3", "0:2"}},
    {"8= inside a value is no beginning",
     wire::message("35=0|34=2|58=8=FIX.4.4|"),
     {"0:2", "8:3", "0:2"}},

    {"checksum wrong",
     spoiled_checksum(heartbeat, "999"),
     {"garbled: CheckSum is wrong", "8:3", "0:2"}},
    {"checksum of two digits: what follows it is lost too",
     spoiled_checksum(heartbeat, "12"),
     {"garbled: BodyLength is wrong", "0:2"}},
    {"checksum of four digits",
     spoiled_checksum(heartbeat, "1234"),
     {"garbled: BodyLength is wrong", "0:2"}},
    {"checksum missing",
     heartbeat.substr(0, heartbeat.size() - 7),
     {"garbled: BodyLength is wrong", "0:2"}},

    {"9= too short, lands inside the body",
     wire::with_length("35=0|34=2|49=A|56=B|", "10"),
     {"garbled: BodyLength is wrong", "8:3", "0:2"}},
    {"9= too long, would swallow the next message",
     wire::with_length("35=0|34=2|49=A|56=B|", "60"),
     {"garbled: BodyLength is wrong", "8:3", "0:2"}},
    {"9= empty",
     wire::with_length("35=0|34=2|", ""),
     {"garbled: BodyLength is no number", "8:3", "0:2"}},
    {"9= zero",
     wire::with_length("35=0|34=2|", "0"),
     {"garbled: BodyLength is no number", "8:3", "0:2"}},
    {"9= with leading zeros",
     wire::with_length("35=0|34=2|", "00010"),
     {"garbled: BodyLength is no number", "8:3", "0:2"}},
    {"9= with a plus",
     wire::with_length("35=0|34=2|", "+10"),
     {"garbled: BodyLength is no number", "8:3", "0:2"}},
    {"9= negative",
     wire::with_length("35=0|34=2|", "-1"),
     {"garbled: BodyLength is no number", "8:3", "0:2"}},
    {"9= with a letter",
     wire::with_length("35=0|34=2|", "10a"),
     {"garbled: BodyLength is no number", "8:3", "0:2"}},
    {"9= missing",
     wire::bytes("8=FIX.4.4|35=0|34=2|10=123|"),
     {"garbled: BodyLength is no number", "8:3", "0:2"}},
    {"9= of 31 bits", wire::with_length("35=0|34=2|", "2147483647"), {"broken: oversize"}},
    {"9= of 33 bits", wire::with_length("35=0|34=2|", "4294967296"), {"broken: oversize"}},
    {"9= of 20 digits",
     wire::with_length("35=0|34=2|", "10000000000000000000"),
     {"broken: oversize"}},
    {"9= of 16 MiB", wire::with_length("35=0|34=2|", "16777216"), {"broken: oversize"}},
    {"9= just above the bound", wire::with_length("35=0|34=2|", "65537"), {"broken: oversize"}},

    {"no 8=", wire::bytes("9=10|35=0|34=2|10=123|"), {"garbled: not FIX", "8:3", "0:2"}},
    {"58= where 8= should be",
     wire::bytes("58=FIX.4.4|9=10|35=0|34=2|10=123|"),
     {"garbled: not FIX", "8:3", "0:2"}},
    {"108= where 8= should be",
     wire::bytes("108=FIX.4.4|9=10|35=0|34=2|10=123|"),
     {"garbled: not FIX", "8:3", "0:2"}},
    {"8= of another protocol",
     wire::message("35=0|34=2|", "FAST.1"),
     {"garbled: not FIX", "8:3", "0:2"}},
    {"8= too long",
     wire::message("35=0|34=2|", "FIX.4.4.4.4.4"),
     {"garbled: not FIX", "8:3", "0:2"}},
    {"a SOH too many: the message after it is lost", "\x01", {"garbled: not FIX", "0:2"}},

    {"35= is not third",
     wire::message("34=2|35=0|"),
     {"garbled: MsgType is not third", "8:3", "0:2"}},
    {"35= is empty", wire::message("35=|34=2|"), {"garbled: MsgType is not third", "8:3", "0:2"}},
    {"10= inside the body",
     wire::message("35=0|10=123|34=2|"),
     {"garbled: frame field inside the body", "8:3", "0:2"}},
    {"8= inside the body",
     wire::message("35=0|8=FIX.4.2|34=2|"),
     {"garbled: frame field inside the body", "8:3", "0:2"}},
    {"9= inside the body",
     wire::message("35=0|9=5|34=2|"),
     {"garbled: frame field inside the body", "8:3", "0:2"}},
    {"an empty field", wire::message("35=0|34=2||"), {"garbled: malformed field", "8:3", "0:2"}},
    {"a field without =", wire::message("35=0|34|"), {"garbled: malformed field", "8:3", "0:2"}},
    {"a field without a tag",
     wire::message("35=0|=2|"),
     {"garbled: malformed field", "8:3", "0:2"}},
    {"a SOH missing between two fields makes one of them",
     wire::message("35=0|34=249=A|"),
     {"0:-1", "8:3", "0:2"}},
    {"a SOH missing before 10=: what follows it is lost too",
     wire::with_length("35=0|34=2", "9"),
     {"garbled: BodyLength is wrong", "0:2"}},
    {"tag 0", wire::message("35=0|0=2|"), {"garbled: malformed field", "8:3", "0:2"}},
    {"tag with a leading zero",
     wire::message("35=0|034=2|"),
     {"garbled: malformed field", "8:3", "0:2"}},
    {"tag negative", wire::message("35=0|-34=2|"), {"garbled: malformed field", "8:3", "0:2"}},
    {"tag of 11 digits",
     wire::message("35=0|12345678901=2|"),
     {"garbled: malformed field", "8:3", "0:2"}},
    {"34= is no number", wire::message("35=0|34=2a|"), {"0:-1", "8:3", "0:2"}},
    {"34= of 10 digits", wire::message("35=0|34=4294967298|"), {"0:-1", "8:3", "0:2"}},

    {"raw data may hold SOH and a whole message with its own 10=",
     wire::message("35=n|34=2|212=26|213=<RTRF>8=FIX|10=123|</RTRF>|"),
     {"n:2", "8:3", "0:2"}},
    {"raw data of no bytes", wire::message("35=0|34=2|95=0|96=|"), {"0:2", "8:3", "0:2"}},
    {"a length without data harms nobody",
     wire::message("35=0|34=2|95=20|"),
     {"0:2", "8:3", "0:2"}},
    {"95= far past the end",
     wire::message("35=0|34=2|95=2000000000|96=abc|"),
     {"broken: lying length"}},
    {"95= negative", wire::message("35=0|34=2|95=-2|96=abc|"), {"broken: lying length"}},
    {"95= one short", wire::message("35=0|34=2|95=2|96=abc|"), {"broken: lying length"}},
    {"95= one long", wire::message("35=0|34=2|95=4|96=abc|"), {"broken: lying length"}},
    {"95= one long, and a field follows",
     wire::message("35=0|34=2|95=4|96=abc|58=x|"),
     {"broken: lying length"}},
    {"95= is empty", wire::message("35=0|34=2|95=|96=abc|"), {"broken: lying length"}},
    {"95= is no number", wire::message("35=0|34=2|95=3x|96=abc|"), {"broken: lying length"}},
    {"96= without 95=", wire::message("35=0|34=2|96=abc|"), {"broken: lying length"}},
    {"95= not right before 96=",
     wire::message("35=0|34=2|95=3|58=x|96=abc|"),
     {"broken: lying length"}},
    {"the length of another pair",
     wire::message("35=0|34=2|90=3|96=abc|"),
     {"broken: lying length"}},
    {"95= twice, the last one lies",
     wire::message("35=0|34=2|95=3|95=99|96=abc|"),
     {"broken: lying length"}},
    {"a lie under a wrong checksum is only garbled",
     spoiled_checksum(wire::message("35=0|34=2|95=2000000000|96=abc|"), "999"),
     {"garbled: CheckSum is wrong", "8:3", "0:2"}},
};

class FramingRows : public testing::TestWithParam<Row> {};

TEST_P(FramingRows, SeenAsStatedInOnePiece) {
    EXPECT_EQ(read_whole(GetParam().bytes + report + heartbeat), GetParam().seen);
}

TEST_P(FramingRows, SeenAsStatedWhateverTheSplit) {
    const std::string stream = GetParam().bytes + report + heartbeat;
    for (std::size_t piece = 1; piece < stream.size(); ++piece) {
        ASSERT_EQ(read_in_pieces(stream, piece), GetParam().seen) << "pieces of " << piece;
    }
    for (std::size_t at = 1; at < stream.size(); ++at) {
        Framer framer;
        std::vector<std::string> seen = read(framer, std::string_view(stream).substr(0, at));
        if (seen.empty() || !seen.back().starts_with("broken")) {
            for (std::string& one : read(framer, std::string_view(stream).substr(at))) {
                seen.push_back(std::move(one));
            }
        }
        ASSERT_EQ(seen, GetParam().seen) << "split at " << at;
    }
}

INSTANTIATE_TEST_SUITE_P(All, FramingRows, testing::ValuesIn(rows));

TEST(Framing, EveryPairOfLengthAndDataIsHeldToItsWord) {
    for (const LengthDataPair& pair : length_data_pairs()) {
        const std::string length = std::to_string(pair.length_tag);
        const std::string data = std::to_string(pair.data_tag);
        const auto body = [&](const char* stated) {
            return wire::message("35=0|34=2|" + length + "=" + stated + "|" + data + "=ab|d|");
        };
        EXPECT_EQ(read_whole(body("4")), std::vector<std::string>{"0:2"}) << length;
        EXPECT_EQ(read_whole(body("2000000000")), std::vector<std::string>{"broken: lying length"})
            << length;
        EXPECT_EQ(read_whole(body("-2")), std::vector<std::string>{"broken: lying length"})
            << length;
        EXPECT_EQ(read_whole(body("3")), std::vector<std::string>{"broken: lying length"})
            << length;
    }
}

TEST(Framing, EndlessBytesAreHeldOnlyUpToTheBound) {
    const std::vector<std::pair<const char*, std::string>> beginnings{
        {"after 8=", "8="},
        {"after 8=FIX.4.4", wire::bytes("8=FIX.4.4|")},
        {"after 9=", wire::bytes("8=FIX.4.4|9=")},
        {"after a header", wire::bytes("8=FIX.4.4|9=60000|35=")},
    };
    for (const auto& [where, beginning] : beginnings) {
        Framer framer;
        std::vector<std::string> seen = read(framer, beginning);
        std::size_t most = 0;
        for (int i = 0; i < 4096 && (seen.empty() || !seen.back().starts_with("broken")); ++i) {
            for (std::string& one : read(framer, std::string(1024, '7'))) {
                seen.push_back(std::move(one));
            }
            most = std::max(most, framer.bytes_held());
        }
        ASSERT_FALSE(seen.empty()) << where;
        EXPECT_EQ(seen.back(), "broken: oversize") << where;
        EXPECT_LE(most, 2 * default_message_bytes_max) << where;
    }
}

TEST(Framing, AnotherProtocolIsNamedAtItsFirstBytes) {
    EXPECT_EQ(read_whole(std::string("\x16\x03\x01\x02", 4)),
              std::vector<std::string>{"garbled: not FIX"});
    EXPECT_EQ(read_whole("GET / HTTP/1.1\r\n"), std::vector<std::string>{"garbled: not FIX"});
}

TEST(Framing, NothingButGarbledMessagesBreaksTheStream) {
    std::string stream;
    for (int i = 0; i <= Framer::garbled_in_a_row_max; ++i) {
        stream += spoiled_checksum(heartbeat, "999");
    }
    const std::vector<std::string> seen = read_whole(stream);
    ASSERT_EQ(seen.size(), static_cast<std::size_t>(Framer::garbled_in_a_row_max) + 1);
    EXPECT_EQ(seen.back(), "broken: nothing but garbled messages");
}

TEST(Framing, AGoodMessageForgivesTheGarbledOnesBefore) {
    std::string stream;
    for (int i = 0; i < 100; ++i) stream += spoiled_checksum(heartbeat, "999") + heartbeat;
    const std::vector<std::string> seen = read_whole(stream);
    EXPECT_EQ(std::count(seen.begin(), seen.end(), "0:2"), 100);
}

TEST(Framing, ABrokenStreamStaysBroken) {
    Framer framer;
    EXPECT_EQ(read(framer, wire::message("35=0|95=-2|96=abc|")).back(), "broken: lying length");
    EXPECT_EQ(read(framer, heartbeat).back(), "broken: lying length");
}

} // namespace
} // namespace lockstep
