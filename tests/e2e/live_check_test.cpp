// `lockstep check --live` before a session: against the simulator, with all well and with one thing
// wrong at a time; and that the gateway goes on behind it as if nobody had been there.
#include "e2e/gateway.hpp"
#include "e2e/raw_peer.hpp"
#include "e2e/settings_text.hpp"
#include "e2e/simulator.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <thread>

namespace lockstep::e2e {
namespace {

std::string simulator_settings() {
    return simulator_head() + sim_session("DROP", "Kind=dropcopy\n") + sim_session("BROKER") +
           sim_account("LEAD1", "DropCopySession=DROP\nBalance=150000\n") +
           sim_account("F50K", "Session=BROKER\nBalance=50000\n");
}

std::string good_settings(std::uint16_t port) {
    return gateway_head() + dials("DROP", port) + dials("BROKER", port, "MarketData=Y\n") +
           leader("LEAD1", "DROP") + follower("F50K", "LEAD1", "BROKER", "MaxContracts=5\n");
}

// The lines of a verdict, without it. What depends on the machine is left out: the state of its
// clock, and the warning that the tests' console takes any port.
std::vector<std::string> lines_of(const Finished& check, const std::string& verdict) {
    std::vector<std::string> lines;
    std::istringstream text(check.out);
    for (std::string line; std::getline(text, line);) {
        if (!line.starts_with(verdict + " ")) continue;
        line = line.substr(line.find_first_not_of(' ', verdict.size()));
        if (line.starts_with("clock: ") || line.contains("ConsoleAddress")) continue;
        lines.push_back(line);
    }
    return lines;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

class LiveCheck : public testing::Test {
  protected:
    Finished check(const std::string& settings) {
        write_text(file(), settings);
        return run_to_end({gateway_program(), "check", "--live", file()});
    }
    std::string file() const { return (folder.path() / "lockstep.cfg").string(); }

    test::TemporaryDirectory folder;
};

TEST_F(LiveCheck, IsGreenWhenAllIsWellAndTheGatewayGoesOnBehindIt) {
    // The leader trades while nobody listens: its reports wait at the drop copy.
    Simulator simulator(folder.path(), simulator_settings(),
                        "LEAD1 buy 1 ES market as in\nwait for in filled\nprint traded\nend\n");
    ASSERT_TRUE(simulator.until_printed("traded"));
    const std::string settings = good_settings(simulator.port());
    for (int time = 1; time <= 2; ++time) {
        const Finished looked = check(settings);
        EXPECT_EQ(looked.code, 0) << looked.out << looked.err;
        EXPECT_EQ(joined(lines_of(looked, "FAIL")), "") << looked.out;
        EXPECT_EQ(joined(lines_of(looked, "WARN")), "") << looked.out;
        for (const char* part :
             {"OK    accounts: 1 of 1 copy a lot", "OK    disk: can be written",
              "OK    console: ", "OK    session FIX.4.4:LOCKSTEP->DROP: logged on and out at ",
              "OK    session FIX.4.4:LOCKSTEP->BROKER: logged on and out at "}) {
            EXPECT_TRUE(looked.out.contains(part)) << part << "\n" << looked.out;
        }
        EXPECT_FALSE(looked.out.contains('\033')); // colour is for terminals
    }
    EXPECT_TRUE(simulator.ledger().requests("F50K", "D").empty());

    Gateway gateway(folder.path(), settings);
    gateway.start();
    EXPECT_TRUE(gateway.until([](const Status& status) {
        return is_up(status, "DROP") && is_up(status, "BROKER") && status.leaders_size() == 1 &&
               status.leaders(0).instruments_size() > 0 &&
               status.leaders(0).instruments(0).position() == 1; // not lost on the check
    }));
    EXPECT_EQ(gateway.stop(), 0);
    EXPECT_EQ(check(settings).code, 0);
}

TEST_F(LiveCheck, IsRefusedWhileTheGatewayRuns) {
    Simulator simulator(folder.path(), simulator_settings(), "print up\n");
    const std::string settings = good_settings(simulator.port());
    Gateway gateway(folder.path(), settings);
    gateway.start();
    const auto is_well = [](const Status& status) {
        return is_up(status, "DROP") && is_up(status, "BROKER");
    };
    ASSERT_TRUE(gateway.until(is_well));
    const Finished looked = check(settings);
    EXPECT_EQ(looked.code, 1);
    EXPECT_EQ(looked.out, "");
    EXPECT_TRUE(looked.err.contains(" is in use by process ")) << looked.err;
    EXPECT_TRUE(looked.err.contains("it is for before a start")) << looked.err;
    EXPECT_TRUE(is_well(*gateway.status()));
    EXPECT_EQ(gateway.stop(), 0);
}

TEST_F(LiveCheck, SaysOfBadSettingsWhatCheckSays) {
    const Finished looked = check("[DEFAULT]\nNobodyKnows=1\n");
    EXPECT_EQ(looked.code, 3);
    EXPECT_TRUE(looked.out.contains("lockstep.cfg:2: nobody knows the key")) << looked.out;
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "data"));
}

// `from` of the good settings becomes `to`; the line is what is said of it then.
struct Trouble {
    std::string name;
    std::string from, to;
    std::string verdict, line; // PORT stands for the simulator's
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
    return text;
}

const std::vector<Trouble> troubles{
    {"nobody listens", "TargetCompID=BROKER\nSocketConnectHost=127.0.0.1\nSocketConnectPort=PORT",
     "TargetCompID=BROKER\nSocketConnectHost=127.0.0.1\nSocketConnectPort=1", "FAIL",
     "session FIX.4.4:LOCKSTEP->BROKER: 127.0.0.1:1: Connection refused"},
    {"nobody has that name there", "BROKER", "BROKERS", "FAIL",
     "session FIX.4.4:LOCKSTEP->BROKERS: 127.0.0.1:PORT: the peer hung up on the Logon, without a "
     "word"},
    {"closed by its hours", "MarketData=Y\n", "MarketData=Y\nStartTime=CLOSED\nEndTime=OVER\n",
     "WARN", "session FIX.4.4:LOCKSTEP->BROKER: is closed until "},
    {"numbers would start again", "MarketData=Y\n", "MarketData=Y\nResetOnLogout=Y\n", "OK",
     "session FIX.4.4:LOCKSTEP->BROKER: 127.0.0.1:PORT (connected alone: a Logon would start the "
     "numbers again)"},
    {"rounds to nothing", "MaxContracts=5\n", "MaxContracts=5\nSizingValue=0.5\n", "WARN",
     "account F50K: one lot of ES rounds to no ES"},
    {"clipped at one lot", "MaxContracts=5\n", "MaxContracts=5\nSizingValue=6\n", "WARN",
     "account F50K: one lot of ES would be 6 ES, and no more than 5 fit under its cap"},
    {"skipped at one lot", "MaxContracts=5\n", "MaxContracts=5\nSizingValue=6\nOverCap=skip\n",
     "FAIL",
     "account F50K: one lot of ES would be 6 ES, and no more than 5 fit under its cap: nothing is "
     "copied (OverCap=skip)"},
    {"a cap below one contract", "MaxContracts=5\n", "MaxContracts=0.5\n", "FAIL",
     "account F50K: not one ES fits under its cap"},
    {"expired", "Symbol=ES\n", "Symbol=ES\nExpires=2026-03-20 08:30 America/Chicago\n", "FAIL",
     "account F50K: ES has expired: 2026-03-20T13:30:00.000000000Z"},
    {"a doubtful profile", "MaxContracts=5\n", "RiskProfile=myfundedfutures-50k\n", "WARN",
     ": the profile myfundedfutures-50k is doubtful: "},
};

TEST_F(LiveCheck, IsRedOrYellowWhereSomethingIsWrong) {
    Simulator simulator(folder.path(), simulator_settings(), "print up\n");
    const std::string port = std::to_string(simulator.port());
    // An hour of the day that is well over, whatever the time is now.
    const std::string now = utc_now();
    const int hour = std::stoi(now.substr(now.find('-') + 1, 2));
    const auto clock = [](int h) {
        return std::to_string(100 + (h + 24) % 24).substr(1) + ":00:00";
    };
    for (const Trouble& trouble : troubles) {
        SCOPED_TRACE(trouble.name);
        std::string to = replaced(trouble.to, "CLOSED", clock(hour - 4));
        to = replaced(to, "OVER", clock(hour - 2));
        const std::string good = good_settings(simulator.port());
        const std::string from = replaced(trouble.from, "PORT", port);
        ASSERT_TRUE(good.contains(from));
        const Finished looked = check(replaced(good, from, to));
        EXPECT_EQ(looked.code, trouble.verdict == "FAIL" ? 1 : 0) << looked.out << looked.err;
        const std::string lines = joined(lines_of(looked, trouble.verdict));
        EXPECT_TRUE(lines.contains(replaced(trouble.line, "PORT", port))) << looked.out;
    }
}

TEST_F(LiveCheck, IsRedBecauseOfAKillFileAndOfAConsolePortThatIsTaken) {
    Simulator simulator(folder.path(), simulator_settings(), "print up\n");
    const std::string settings =
        replaced(good_settings(simulator.port()), "ConsoleAddress=127.0.0.1:0",
                 "ConsoleAddress=127.0.0.1:" + std::to_string(simulator.port()));
    std::filesystem::create_directory(folder.path() / "data");
    write_text(folder.path() / "data/kill", "");
    const Finished looked = check(settings);
    EXPECT_EQ(looked.code, 1);
    const std::string lines = joined(lines_of(looked, "FAIL"));
    EXPECT_TRUE(lines.contains("console: 127.0.0.1:" + std::to_string(simulator.port()) +
                               ": Address already in use"))
        << looked.out;
    EXPECT_TRUE(lines.contains("kill is there, so every account would be halted")) << looked.out;
}

} // namespace
} // namespace lockstep::e2e
