// Logs in QuickFIX's format, without secrets, that nobody waits for.
#include "fix/file_name.hpp"
#include "fix/raw_fields.hpp"
#include "fix/wire_log.hpp"

#include "support/temporary_directory.hpp"
#include "wire_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace lockstep {
namespace {

TEST(Redaction, ShowsNoSecretOfALogon) {
    const std::string shown = redacted(wire::message(
        "35=A|34=1|49=A|56=B|98=0|108=30|95=6|96=top|se|553=me|554=hush|925=hushhush|"));
    EXPECT_EQ(shown.find("hush"), std::string::npos);
    EXPECT_EQ(shown.find("top"), std::string::npos);
    EXPECT_NE(shown.find(wire::bytes("|96=***|553=me|554=***|925=***|")), std::string::npos);
    EXPECT_EQ(redacted(wire::message("35=BE|923=1|554=hush|")).find("hush"), std::string::npos);
}

TEST(Redaction, LeavesOtherMessagesAlone) {
    const std::string order = wire::message("35=D|34=2|49=A|56=B|11=x|58=554=y|");
    EXPECT_EQ(redacted(order), order);
}

// The line with every digit as `d`.
std::string shape_of(std::string line) {
    std::replace_if(line.begin(), line.end(), [](char c) { return c >= '0' && c <= '9'; }, 'd');
    return line;
}

std::vector<std::string> lines_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

TEST(WireLog, WritesQuickFixFormat) {
    const test::TemporaryDirectory folder;
    SessionConfig config;
    config.begin_string = "FIX.4.4";
    config.sender_comp_id = "A/..";
    config.target_comp_id = "B";
    {
        WireLogRoom room(folder.path());
        const std::unique_ptr<WireLog> log = room.open(config);
        log->onOutgoing(wire::message("35=A|554=hush|"));
        log->onIncoming(wire::message("35=0|34=2|"));
        log->onEvent("Received logon request");
        log->onEvent("Disconnecting");
        EXPECT_EQ(log->last_event(), "Received logon request");
    }
    const std::vector<std::string> messages =
        lines_of(folder / "FIX.4.4-A%2F..-B.messages.current.log");
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(shape_of(messages[0]).substr(0, 42),
              wire::bytes("dddddddd-dd:dd:dd.ddddddddd : d=FIX.d.d|d="));
    EXPECT_EQ(messages[0].find("hush"), std::string::npos);
    EXPECT_TRUE(messages[1].ends_with(wire::message("35=0|34=2|"))) << messages[1];
    EXPECT_EQ(lines_of(folder / "FIX.4.4-A%2F..-B.event.current.log").size(), 2U);
}

TEST(WireLog, AFullQueueDropsLinesAndNeverWaits) {
    const test::TemporaryDirectory folder;
    WireLogRoom room(folder.path());
    const std::unique_ptr<WireLog> log = room.open("flood");
    const std::string message = wire::message("35=8|58=" + std::string(2'000, 'x') + "|");
    // More lines than the queue holds, from a thread that is faster than the writer.
    const std::size_t lines = 50 * LogWriter::ring_bytes / message.size();
    for (std::size_t i = 0; i < lines && room.lines_dropped() == 0; ++i) log->onIncoming(message);
    EXPECT_GT(room.lines_dropped(), 0U);
}

TEST(FileName, LeadsNowhereElse) {
    EXPECT_EQ(file_name_part("BROKER_1.a"), "BROKER_1.a");
    EXPECT_EQ(file_name_part("a/b-c:d e"), "a%2Fb%2Dc%3Ad%20e");
}

} // namespace
} // namespace lockstep
