// What the settings alone tell before a session: one row of the table, one change of a good file.
#include "preflight/preflight.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

const std::string good = R"([DEFAULT]
BeginString=FIX.4.4
SenderCompID=LOCKSTEP
[INSTRUMENT]
Symbol=ES
TickSize=0.25
TickValue=12.50
[INSTRUMENT]
Symbol=MES
TickSize=0.25
TickValue=1.25
ContractWeight=0.1
[SESSION]
ConnectionType=initiator
TargetCompID=BROKER
SocketConnectHost=127.0.0.1
SocketConnectPort=6001
MarketData=Y
[LEADER]
Account=LEAD1
Session=FIX.4.4:LOCKSTEP->BROKER
Owner=J. Trader
Balance=150000
[FOLLOWER]
Account=F50K
Leader=LEAD1
Session=FIX.4.4:LOCKSTEP->BROKER
Owner=J. Trader
Balance=50000
)";

// 2026-11-23 00:00 UTC.
constexpr Timestamp now(1'795'392'000'000'000'000);

// The rows that are not well, as the page has them; `keys` are added to the follower.
std::string said_of(const std::string& keys, const std::string& file = good) {
    const test::TemporaryDirectory folder;
    folder.write("old.txt", "Zone=UTC\nThrough=2026-11-22\n2026-11-20 08:30 NFP\n");
    folder.write("ends.txt", "Zone=UTC\nThrough=2026-11-24\n2026-11-20 08:30 NFP\n");
    const Checked checked = check_settings(folder.write("a.cfg", file + keys), Environment());
    if (!checked.good()) return format_problems(checked);
    std::string text;
    for (const PreflightRow& row : check_accounts(*checked.settings, now)) {
        if (row.verdict == Verdict::ok) continue;
        text += (row.verdict == Verdict::fail ? "FAIL " : "WARN ") + row.subject + ": " +
                row.words + "\n";
    }
    return text;
}

TEST(PreflightAccounts, AreJudgedByOneLotOfTheLeader) {
    struct Row {
        std::string keys;
        std::string said;
    };
    const std::string micro = "InstrumentMap=ES:MES*10\nAllowedInstruments=MES\n";
    for (const Row& row : std::vector<Row>{
             {"MaxContracts=1\n", ""},
             {"MaxContracts=1\n" + micro, ""}, // ten micros are one
             {"MaxContracts=0.9\n" + micro,
              "WARN account F50K: one lot of ES would be 10 MES, and no more than 9 fit under its "
              "cap\n"},
             {"MaxContracts=0.9\nOverCap=skip\n" + micro,
              "FAIL account F50K: one lot of ES would be 10 MES, and no more than 9 fit under its "
              "cap: nothing is copied (OverCap=skip)\n"},
             {"MaxContracts=0.05\n" + micro, "FAIL account F50K: not one MES fits under its cap\n"},
             {"MaxContracts=5\nScalingPlan=0:0.5, 1000:5\nAllowedInstruments=ES\n",
              "FAIL account F50K: not one ES fits under its cap\n"},
             {"MaxContracts=5\nSizingValue=0.09\n" + micro,
              "WARN account F50K: one lot of ES rounds to no MES\n"},
             {"MaxContracts=5\nSizing=percent_of_balance\nSizingValue=100\n"
              "AllowedInstruments=ES\n",
              "WARN account F50K: one lot of ES rounds to no ES\n"}, // a third of one
             {"MaxContracts=5\nSizing=percent_of_balance\nSizingValue=300\n", ""},
             {"MaxContracts=5\nAllowedInstruments=ES\nInstrumentMap=MES:ES\n", ""},
         }) {
        EXPECT_EQ(said_of(row.keys), row.said) << row.keys;
    }
}

std::string changed(const std::string& from, const std::string& to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
}

TEST(PreflightAccounts, AreWarnedOfTicksThatDoNotMatch) {
    const std::string keys = "MaxContracts=5\nInstrumentMap=ES:MES\nAllowedInstruments=MES\n";
    const std::string mes = "Symbol=MES\nTickSize=0.25";
    EXPECT_EQ(said_of(keys, changed(mes, "Symbol=MES\nTickSize=0.05")), ""); // a finer grid
    EXPECT_EQ(
        said_of(keys, changed(mes, "Symbol=MES\nTickSize=0.5")),
        "WARN account F50K: prices of ES (tick 0.25) are rounded to those of MES (tick 0.5)\n");
}

TEST(PreflightAccounts, AreWarnedOfContractsThatExpire) {
    const std::string keys = "MaxContracts=5\nAllowedInstruments=ES\n";
    const auto expires = [&](const std::string& when) {
        return said_of(keys, changed("Symbol=ES\n", "Symbol=ES\nExpires=" + when + " UTC\n"));
    };
    EXPECT_EQ(expires("2026-11-26 00:00"), "");
    EXPECT_EQ(expires("2026-11-25 23:59"),
              "WARN account F50K: ES expires soon: 2026-11-25T23:59:00.000000000Z\n");
    EXPECT_EQ(expires("2026-11-23 00:00"),
              "FAIL account F50K: ES has expired: 2026-11-23T00:00:00.000000000Z\n");
}

TEST(PreflightAccounts, AreWarnedOfCalendarsThatEnd) {
    EXPECT_EQ(said_of("MaxContracts=5\nNewsFile=old.txt\n"),
              "FAIL account F50K: NewsFile is out of date: it ended "
              "2026-11-23T00:00:00.000000000Z\n");
    EXPECT_EQ(said_of("MaxContracts=5\nHolidayFile=ends.txt\n"),
              "WARN account F50K: HolidayFile ends soon: 2026-11-25T00:00:00.000000000Z\n");
}

TEST(PreflightRows, AreOnePageAndColouredOnlyWhenAsked) {
    const std::vector<PreflightRow> rows{{Verdict::ok, "disk", "there"},
                                         {Verdict::warn, "clock", "late"},
                                         {Verdict::fail, "kill file", "there"}};
    EXPECT_EQ(format_rows(rows, false), "OK    disk: there\nWARN  clock: late\n"
                                        "FAIL  kill file: there\n"
                                        "1 ok, 1 to be looked at, 1 failed\n");
    EXPECT_TRUE(format_rows(rows, true).starts_with("\033[32mOK\033[0m    disk: there\n"));
    EXPECT_TRUE(has_failed(rows));
    EXPECT_FALSE(has_failed({rows[0], rows[1]}));
}

} // namespace
} // namespace lockstep
