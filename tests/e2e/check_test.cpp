// `lockstep check` on a file where nearly everything is wrong, and on one where nothing is.
#include "e2e/process.hpp"
#include "e2e/settings_text.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace lockstep::e2e {
namespace {

const std::string bad_file = R"([DEFAULT]
BeginString=FIX.4.4
SenderCompID=LOCKSTEP
HeartBtInt=30s
DataDirectory=data
ConsoleAddress=0.0.0.0:8080
Owner=J. Trader

[INSTRUMENT]
Symbol=ES
TickSize=0
TickValue=12.50

[SESSION]
ConnectionType=acceptor
TargetCompID=LEADER
SocketAcceptPort=70000

[SESSION]
ConnectionType=initiator
TargetCompID=BROKER
SocketConnectHost=127.0.0.1
SocketConectPort=6001

[LEADER]
Account=LEAD1
Session=FIX.4.4:LOCKSTEP->LEADR

[FOLLOWER]
Account=F50K
Leader=LEAD2
Session=FIX.4.4:LOCKSTEP->BROKER
Sizing=multiply
FlatBy=15:10

[FOLOWER]
Account=F100K

[FOLLOWER]
Account=LEAD1
Leader=LEAD1
Session=FIX.4.4:LOCKSTEP->BROKER
Owner=Someone Else
SizingValue=${LOCKSTEP_NO_SUCH_VARIABLE}
MaxContracts=5
JoinMidTrade=y
)";

const std::vector<std::string> problems{
    "4: HeartBtInt=30s is not a whole number; write digits alone, without sign or unit",
    "6: ConsoleAddress=0.0.0.0:8080 would let other machines in without encryption; use 127.0.0.1, "
    "and reach it from elsewhere through a tunnel",
    "11: TickSize=0 is not a price step; write a number above zero, such as 0.25",
    "17: SocketAcceptPort=70000 is out of range; write 0 to 65535",
    "22: the initiator has no SocketConnectPort; add SocketConnectPort=",
    "23: nobody knows the key SocketConectPort; the nearest one is SocketConnectPort",
    "27: Session=FIX.4.4:LOCKSTEP->LEADR is the id of no [SESSION]; the nearest one is "
    "FIX.4.4:LOCKSTEP->LEADER",
    "29: [FOLLOWER] has no MaxContracts; add MaxContracts=, above 0, to 100000, at most 4 decimals",
    "31: Leader=LEAD2 is the account of no [LEADER]; the nearest one is LEAD1",
    "33: Sizing=multiply is not one of fixed, multiplier or percent_of_balance; the nearest one is "
    "multiplier",
    "34: FlatBy=15:10 is not a time somewhere; write HH:MM ZONE, such as 17:00 America/Chicago",
    "36: there is no section [FOLOWER]; the nearest one is [FOLLOWER]",
    "40: Account=LEAD1 is both follower and leader, at line 26; let it be one of the two",
    "43: Owner=Someone Else does not own the leader LEAD1, J. Trader does; copy between accounts "
    "of one owner, or set AllowOtherOwner=Y with Attestation=",
    "44: SizingValue names the environment variable LOCKSTEP_NO_SUCH_VARIABLE, which is not "
    "defined; define it where the gateway starts",
    "46: JoinMidTrade=y is neither Y nor N; write one of the two, in capitals",
};

// The lines of the text that begin with the file's name.
std::vector<std::string> lines_about(const std::string& file, const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with(file + ":")) lines.push_back(line.substr(file.size() + 1));
    }
    return lines;
}

TEST(Check, TellsEveryMistakeAtOnceWithItsLineAndHowToMendIt) {
    const test::TemporaryDirectory folder;
    const std::string file = (folder.path() / "bad.cfg").string();
    write_text(file, bad_file);
    const Finished check = run_to_end({gateway_program(), "check", file});
    EXPECT_EQ(check.code, 3);
    EXPECT_EQ(lines_about(file, check.out + check.err), problems);

    const Finished run = run_to_end({gateway_program(), "run", file});
    EXPECT_EQ(run.code, 3);
    EXPECT_EQ(lines_about(file, run.out + run.err), problems);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "data"));
}

TEST(Check, TellsTheEffectiveSettingsOfAGoodFileAndWhereTheyComeFrom) {
    const test::TemporaryDirectory folder;
    const std::string file = (folder.path() / "good.cfg").string();
    write_text(file, gateway_head() + dials("LEADER", 5001) + dials("BROKER", 6001) +
                         leader("LEAD1", "LEADER") +
                         follower("F50K", "LEAD1", "BROKER", "MaxContracts=5\n"));
    const Finished check = run_to_end({gateway_program(), "check", file});
    EXPECT_EQ(check.code, 0) << check.out << check.err;
    EXPECT_NE(check.out.find("MaxContracts = 5"), std::string::npos);
    EXPECT_NE(check.out.find("SizingValue = 1"), std::string::npos);
}

TEST(Check, SaysThatThereIsNoSuchFile) {
    const Finished check = run_to_end({gateway_program(), "check", "/nowhere/at/all.cfg"});
    EXPECT_EQ(check.code, 3);
    EXPECT_NE((check.out + check.err).find("/nowhere/at/all.cfg"), std::string::npos);
}

} // namespace
} // namespace lockstep::e2e
