// The simulator's settings: what they mean, and every mistake with its exact words.
#include "front/sim_settings.hpp"
#include "unit/sim/sim_fixture.hpp"

#include <gtest/gtest.h>

namespace lockstep::sim::test {
namespace {

std::vector<std::string> problems_of(const std::string& text) {
    std::vector<Problem> problems;
    read_settings("s.cfg", text, problems);
    std::vector<std::string> lines;
    for (const auto& problem : problems) lines.push_back(describe("s.cfg", problem));
    return lines;
}

const std::string instrument = "[INSTRUMENT]\nSymbol=ES\nTickSize=0.25\nTickValue=12.50\n"
                               "StartPrice=5000\n"; // five lines

TEST(SimSettings, defaults_reach_the_sections_below_them) {
    std::vector<Problem> problems;
    const auto settings = read_settings("s.cfg", common_settings(), problems);
    ASSERT_TRUE(problems.empty()) << describe("s.cfg", problems.front());
    ASSERT_EQ(settings.sessions.size(), 4u);
    EXPECT_EQ(settings.sessions[0].target_comp_id, "LOCKSTEP");
    EXPECT_EQ(settings.sessions[0].name, "BROKER1");
    EXPECT_FALSE(settings.sessions[0].cancel_on_disconnect);
    EXPECT_TRUE(settings.sessions[1].cancel_on_disconnect);
    EXPECT_EQ(settings.sessions[2].kind, SessionKind::drop_copy);
    EXPECT_EQ(settings.sessions[3].resend_messages, 0);
    EXPECT_EQ(settings.accounts[3].drop_copy, settings.find_session("LEADER"));
    EXPECT_EQ(settings.accounts[2].balance, Money::parse("25000.50"));
    EXPECT_EQ(settings.instruments[0].start_price, Price(20'000));
}

TEST(SimSettings, comments_signs_variables_and_line_ends_are_read_as_the_manual_says) {
    ::setenv("LOCKSTEP_TEST_NAME", "BROKER9", 1);
    std::vector<Problem> problems;
    const auto settings = read_settings(
        "s.cfg",
        "\xEF\xBB\xBF# a comment\r\n" + instrument +
            "[SESSION]\r\nSenderCompID=${LOCKSTEP_TEST_NAME} # why\r\nTargetCompID=A\\#1#2\r\n"
            "SocketAcceptPort=0",
        problems);
    ASSERT_TRUE(problems.empty()) << describe("s.cfg", problems.front());
    EXPECT_EQ(settings.sessions[0].sender_comp_id, "BROKER9");
    EXPECT_EQ(settings.sessions[0].target_comp_id, "A#1#2");
}

struct BadFile {
    std::string text;
    std::vector<std::string> problems;
};

TEST(SimSettings, every_mistake_is_listed_with_its_line_and_its_cure) {
    const BadFile rows[] = {
        {"",
         {"s.cfg:0: there is no [INSTRUMENT]; add one with Symbol, TickSize, TickValue and "
          "StartPrice"}},
        {"Symbol=ES\n" + instrument,
         {"s.cfg:1: Symbol stands before any section; put [DEFAULT] above it"}},
        {instrument + "what is this\n",
         {"s.cfg:6: \"what is this\" is neither [SECTION] nor Key=Value; write Key=Value, or # "
          "before a comment"}},
        {instrument + "Depth=1\nDepth=2\n",
         {"s.cfg:7: Depth stands twice in this section, first in line 6; take one out"}},
        {instrument + "Dept=5\n", {"s.cfg:6: [INSTRUMENT] knows no key Dept; did you mean Depth?"}},
        {instrument + "[SESION]\n", {"s.cfg:6: [SESION] is no section; did you mean SESSION?"}},
        {instrument + "[SESSION\n",
         {"s.cfg:6: \"[SESSION\" is a section without its closing bracket; write [SECTION]"}},
        {instrument + "Depth=many\n",
         {"s.cfg:6: Depth=many is not a whole number in range; write one from 0 to 1000000"}},
        {instrument + "Currency=\n",
         {"s.cfg:6: Currency has no value; give it one, or take the line out"}},
        {instrument + "Currency=${LOCKSTEP_NOT_SET}\n",
         {"s.cfg:6: the environment variable LOCKSTEP_NOT_SET is not set; set it, or write the "
          "value here"}},
        {"[INSTRUMENT]\nSymbol=ES\nTickSize=0\nTickValue=12.5\nStartPrice=5000\n",
         {"s.cfg:3: TickSize=0 is no price step; write it like 0.25, above zero, at most nine "
          "decimals"}},
        {"[INSTRUMENT]\nSymbol=ES\nTickSize=0.25\nTickValue=x\nStartPrice=5000.10\n",
         {"s.cfg:4: TickValue=x is no amount of money; write it like 12.50, at most four decimals",
          "s.cfg:4: TickValue has to be above zero; write it like 12.50",
          "s.cfg:5: StartPrice: 5000.10 is not a multiple of ES's tick 0.25; write a multiple of "
          "TickSize=0.25"}},
        {instrument + instrument,
         {"s.cfg:7: ES stands in an earlier [INSTRUMENT] too; give it another Symbol, or take one "
          "out"}},
        {instrument + "MovesWith=NQ\n",
         {"s.cfg:6: MovesWith=NQ is no other instrument; known are ES"}},
        {instrument + "[SESSION]\nSenderCompID=A\nSocketAcceptPort=70000\n",
         {"s.cfg:6: [SESSION] has no TargetCompID; add TargetCompID=LOCKSTEP",
          "s.cfg:8: SocketAcceptPort=70000 is not a whole number in range; write one from 0 to "
          "65535"}},
        {instrument + "[SESSION]\nSenderCompID=A\nTargetCompID=B\nConnectionType=initiator\n",
         {"s.cfg:6: [SESSION] has no SocketConnectPort; add SocketConnectPort=5001"}},
        {instrument + "[SESSION]\nSenderCompID=A\nTargetCompID=B\nSocketAcceptPort=0\nKind=broke\n"
                      "ResetOnLogon=yes\nSocketAcceptAddress=nowhere\nReconnectInterval=0\n",
         {"s.cfg:10: Kind=broke is not known; write one of broker, dropcopy, marketdata",
          "s.cfg:11: ResetOnLogon=yes is neither Y nor N; write Y or N",
          "s.cfg:12: SocketAcceptAddress=nowhere is no IP address; write one like 127.0.0.1, or "
          "localhost",
          "s.cfg:13: ReconnectInterval is below 0.01 s; write at least 0.01"}},
        {instrument + "[ACCOUNT]\nAccount=X\nSession=BROKER\nBalance=1\n",
         {"s.cfg:8: Session=BROKER is no session of this file; there is none yet"}},
        {instrument + "[SESSION]\nSenderCompID=BROKER1\nTargetCompID=B\nSocketAcceptPort=0\n"
                      "[ACCOUNT]\nAccount=X\nSession=BROKER\nDropCopySession=BROKER1\n",
         {"s.cfg:10: [ACCOUNT] has no Balance; add Balance=50000",
          "s.cfg:12: Session=BROKER is no session of this file; did you mean BROKER1?",
          "s.cfg:13: session BROKER1 is not of Kind=dropcopy; name another one, or change its "
          "Kind"}},
    };
    for (const auto& row : rows) EXPECT_EQ(problems_of(row.text), row.problems) << row.text;
}

} // namespace
} // namespace lockstep::sim::test
