// The commands of the program, in this process, against a gateway that runs on another thread.
#include "cli/cli.hpp"
#include "engine/data_files.hpp"
#include "engine/run.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

namespace lockstep {
namespace {

using test::TemporaryDirectory;

constexpr std::chrono::seconds patience{20};

constexpr const char* good_settings = R"([DEFAULT]
BeginString=FIX.4.4
SenderCompID=LOCKSTEP
DataDirectory=data
ConsoleAddress=127.0.0.1:0
Owner=J. Trader
[INSTRUMENT]
Symbol=ES
TickSize=0.25
TickValue=12.50
[SESSION]
ConnectionType=acceptor
TargetCompID=LEADER
SocketAcceptPort=0
[SESSION]
ConnectionType=acceptor
TargetCompID=BROKER
SocketAcceptPort=0
[LEADER]
Account=LEAD1
Session=FIX.4.4:LOCKSTEP->LEADER
StartFlat=Y
[FOLLOWER]
Account=F50K
Leader=LEAD1
Session=FIX.4.4:LOCKSTEP->BROKER
Balance=50000
MaxContracts=5
)";

struct Outcome {
    int code = 0;
    std::string out, err;
};

class Program : public ::testing::Test {
  protected:
    std::string file(const std::string& name, const std::string& text) {
        const auto path = directory_.path() / name;
        std::ofstream(path) << text;
        return path.string();
    }
    Outcome run(std::vector<std::string> words) {
        words.insert(words.begin(), "lockstep");
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        ::testing::internal::CaptureStdout();
        ::testing::internal::CaptureStderr();
        Outcome outcome;
        outcome.code = run_cli(static_cast<int>(arguments.size()), arguments.data(), "9.9.9");
        outcome.out = ::testing::internal::GetCapturedStdout();
        outcome.err = ::testing::internal::GetCapturedStderr();
        return outcome;
    }

    TemporaryDirectory directory_;
    const std::string good_ = file("good.cfg", good_settings);
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST_F(Program, TellsItsVersionAndItsExitCodes) {
    const Outcome version = run({"version"});
    EXPECT_EQ(version.code, exit_good);
    EXPECT_EQ(version.out, "lockstep 9.9.9\n");
    const Outcome help = run({"--help"});
    EXPECT_EQ(help.code, exit_good);
    EXPECT_TRUE(has(help.out, "0 good, 1 failed, 2 wrong usage, 3 the settings")) << help.out;
}

TEST_F(Program, RefusesWrongUsage) {
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {},
             {"fly"},
             {"run"},
             {"run", good_, "twice"},
             {"status", good_, "--loud"},
             {"pause", good_, "F50K"},
             {"pause", good_, "--reason", "x"},
             {"position", good_, "LEAD1", "ES", "many", "--reason", "x"},
             {"bust", good_, "LEAD1", "perhaps", "--reason", "x"},
             {"journal"},
             {"journal", "verify"},
             {"journal", "dump", good_, "--from", "first"}}) {
        EXPECT_EQ(run(words).code, exit_usage) << (words.empty() ? "" : words[0]);
    }
}

TEST_F(Program, ChecksSettings) {
    const Outcome good = run({"check", good_});
    EXPECT_EQ(good.code, exit_good) << good.out;
    EXPECT_TRUE(has(good.out, "MaxContracts = 5")) << good.out;
    std::string text = good_settings;
    text.replace(text.find("MaxContracts=5"), 14, "MaxContract=5");
    const std::string bad = file("bad.cfg", text);
    const Outcome checked = run({"check", bad});
    EXPECT_EQ(checked.code, exit_settings);
    EXPECT_TRUE(has(checked.out, "bad.cfg:28: ")) << checked.out;
    for (const char* command : {"run", "status", "journal"}) {
        const Outcome refused = run({command, bad});
        EXPECT_EQ(refused.code, exit_settings) << command;
        EXPECT_TRUE(has(refused.err, "bad.cfg:28: ")) << refused.err;
    }
    EXPECT_EQ(run({"run", "/nowhere/at.all"}).code, exit_settings);
}

TEST_F(Program, ListsRiskProfilesAndPrintsThemWhole) {
    const Outcome list = run({"profiles"});
    EXPECT_EQ(list.code, exit_good) << list.err;
    EXPECT_TRUE(list.out.starts_with("profile ")) << list.out;
    EXPECT_TRUE(has(list.out, "\ntopstep-50k ")) << list.out;
    const Outcome whole = run({"profiles", "topstep-50k"});
    EXPECT_EQ(whole.code, exit_good) << whole.err;
    EXPECT_TRUE(has(whole.out, "\n[PROFILE]\nName=topstep-50k\n")) << whole.out;
    const Outcome nobody = run({"profiles", "nobody-50k"});
    EXPECT_EQ(nobody.code, exit_failed);
    EXPECT_TRUE(has(nobody.err, "there is no profile nobody-50k; there are ")) << nobody.err;
}

TEST_F(Program, ChecksWhatAProfileSets) {
    std::string text = good_settings;
    text.replace(text.find("MaxContracts=5"), 14, "RiskProfile=topstep-50k\nDailyLossLimit=1500");
    const Outcome checked = run({"check", file("profile.cfg", text)});
    EXPECT_EQ(checked.code, exit_good) << checked.out;
    EXPECT_TRUE(has(checked.out, "DailyLossLimit=1500 is looser than the profile topstep-50k has"))
        << checked.out;
    EXPECT_TRUE(has(checked.out, "\nrisk profiles\n  follower F50K: topstep-50k of 2026-11-01, "))
        << checked.out;
    EXPECT_TRUE(has(checked.out, "\n    sets MaxDrawdown = 2000\n")) << checked.out;
}

TEST_F(Program, SaysThatTheGatewayDoesNotRun) {
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"status", good_}, {"halt", good_, "all", "--reason", "x"}}) {
        const Outcome outcome = run(words);
        EXPECT_EQ(outcome.code, exit_failed);
        EXPECT_TRUE(has(outcome.err, "the gateway is not running")) << outcome.err;
        EXPECT_TRUE(has(outcome.err, "lockstep run ")) << outcome.err;
    }
}

// A gateway in this process, from its start to SIGTERM.
class RunningProgram : public Program {
  protected:
    void SetUp() override {
        Checked checked = check_settings(good_, Environment());
        ASSERT_TRUE(checked.good()) << format_problems(checked);
        data_ = checked.settings->gateway.data_directory;
        gateway_ = std::thread([this, settings = std::move(*checked.settings)] {
            code_ = run_gateway(settings, {.version = "9.9.9"}, banner_);
        });
        const auto limit = std::chrono::steady_clock::now() + patience;
        while (!std::filesystem::exists(data_ / "ports")) {
            ASSERT_LT(std::chrono::steady_clock::now(), limit) << "the gateway did not start";
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }
    void stop() {
        if (!gateway_.joinable()) return;
        std::raise(SIGTERM);
        gateway_.join();
    }
    void TearDown() override { stop(); }

    std::filesystem::path data_;
    std::ostringstream banner_;
    int code_ = -1;
    std::thread gateway_;
};

TEST_F(RunningProgram, ShowsItsStatus) {
    const Outcome table = run({"status", good_});
    EXPECT_EQ(table.code, exit_good) << table.err;
    EXPECT_TRUE(has(table.out, "lockstep 9.9.9, ")) << table.out;
    EXPECT_TRUE(has(table.out, "sessions: 0 of 2 up")) << table.out;
    const Outcome json = run({"status", good_, "--json"});
    EXPECT_EQ(json.code, exit_good);
    EXPECT_TRUE(has(json.out, "\"account\":\"F50K\"")) << json.out;
}

TEST_F(RunningProgram, ActsAndJournalsWhoAndWhy) {
    const Outcome paused = run({"pause", good_, "F50K", "--reason", "lunch"});
    EXPECT_EQ(paused.code, exit_good) << paused.err;
    EXPECT_TRUE(has(paused.out, "F50K is paused (operator-action), its session is DOWN; flat"))
        << paused.out;
    EXPECT_EQ(run({"halt", good_, "group:LEAD1", "--reason", "storm"}).code, exit_good);
    EXPECT_EQ(run({"resume", good_, "all", "--reason", "sun"}).code, exit_good);
    EXPECT_EQ(run({"flatten", good_, "F50K", "--reason", "enough"}).code, exit_good);
    EXPECT_EQ(run({"position", good_, "LEAD1", "ES", "-2", "--reason", "phone"}).code, exit_good);
    EXPECT_EQ(run({"bust", good_, "LEAD1", "keep", "--reason", "small"}).code, exit_good);
    const Outcome nobody = run({"pause", good_, "NOBODY", "--reason", "x"});
    EXPECT_EQ(nobody.code, exit_failed);
    EXPECT_TRUE(has(nobody.err, "there is no account NOBODY")) << nobody.err;
    stop();
    EXPECT_EQ(code_, exit_good);
    EXPECT_FALSE(std::filesystem::exists(data_ / "console.port"));
    const Outcome journal = run({"journal", good_});
    EXPECT_EQ(journal.code, exit_good) << journal.err;
    for (const char* part :
         {"operator \"console\": pause follower F50K", "lunch", "halt the followers of LEAD1",
          "resume", "flatten follower F50K", "LEAD1: position -2 ES", "bust"}) {
        EXPECT_TRUE(has(journal.out, part)) << part << "\n" << journal.out;
    }
}

TEST_F(RunningProgram, ReadsItsJournalWhileItIsWritten) {
    ASSERT_EQ(run({"halt", good_, "all", "--reason", "storm"}).code, exit_good);
    const std::string journal = (data_ / "journal").string();
    for (const std::string& where : {good_, data_.string(), journal}) {
        const Outcome verified = run({"journal", "verify", where});
        EXPECT_EQ(verified.code, exit_good) << verified.err;
        EXPECT_TRUE(
            has(verified.out, "00000001.lsj: events 1 to 2, 0 state hashes: good\n2 events "))
            << verified.out;
        const Outcome dumped = run({"journal", "dump", where, "--decisions", "--from", "2"});
        EXPECT_EQ(dumped.code, exit_good) << dumped.err; // by the copy of the settings
        EXPECT_TRUE(has(dumped.out, " 2 operator \"console\": halt")) << dumped.out;
        EXPECT_TRUE(has(dumped.out, "    info operator-action F50K: \"halt by")) << dumped.out;
        EXPECT_FALSE(has(dumped.out, " started version")) << dumped.out;
    }
    const Outcome json = run({"journal", "dump", good_, "--json", "--to", "1"});
    EXPECT_TRUE(json.out.starts_with("{\"sequence\":1,\"time\":")) << json.out;
    EXPECT_TRUE(has(json.out, "\"event\":\"started\",\"version\":\"9.9.9\"")) << json.out;
    EXPECT_EQ(std::count(json.out.begin(), json.out.end(), '\n'), 1);
}

TEST_F(RunningProgram, NamesTheDamageInItsJournal) {
    stop();
    const auto segment = data_ / "journal" / "00000001.lsj";
    {
        std::fstream file(segment, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(95); // in the payload of the first record
        file.put('\xFF');
    }
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"journal", good_}, {"journal", "verify", good_}, {"journal", "dump", good_}}) {
        const Outcome outcome = run(words);
        EXPECT_EQ(outcome.code, exit_failed);
        EXPECT_TRUE(has(outcome.err, segment.string() + " at offset 64: ")) << outcome.err;
    }
}

TEST_F(RunningProgram, SaysWhatItIs) {
    stop();
    EXPECT_EQ(code_, exit_good);
    for (const char* part : {"lockstep 9.9.9", "durability process",
                             "console     http://127.0.0.1:", "LOCKSTEP->LEADER on port ",
                             "LEAD1 is followed by F50K", "lockstep.log"}) {
        EXPECT_TRUE(has(banner_.str(), part)) << part << "\n" << banner_.str();
    }
}

TEST_F(RunningProgram, RefusesASecondOneOnItsDirectory) {
    const Outcome second = run({"run", good_});
    EXPECT_EQ(second.code, exit_failed);
    EXPECT_TRUE(has(second.err, "is in use by process ")) << second.err;
    EXPECT_EQ(run({"status", good_}).code, exit_good); // the first one goes on
}

TEST_F(RunningProgram, PutsTheJournalAside) {
    ASSERT_EQ(run({"pause", good_, "F50K", "--reason", "lunch"}).code, exit_good);
    stop();
    Checked checked = check_settings(good_, Environment());
    std::thread next([&] {
        code_ = run_gateway(std::move(*checked.settings), {.version = "9.9.9", .new_journal = true},
                            banner_);
    });
    const auto limit = std::chrono::steady_clock::now() + patience;
    while (!std::filesystem::exists(data_ / "ports") && std::chrono::steady_clock::now() < limit) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_TRUE(has(run({"status", good_}).out, " active "));
    std::raise(SIGTERM);
    next.join();
    int old_journals = 0;
    for (const auto& entry : std::filesystem::directory_iterator(data_)) {
        old_journals += entry.path().filename().string().starts_with("journal-until-");
    }
    EXPECT_EQ(old_journals, 1);
}

} // namespace
} // namespace lockstep
