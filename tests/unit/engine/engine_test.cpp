// The engine with its real sessions, journal and outlet, and peers on the other ends.
#include "wire_bench.hpp"

#include <gtest/gtest.h>

#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <fstream>

namespace lockstep {
namespace {

using namespace test;

bool contains(const std::vector<std::string>& lines, const std::string& what) {
    return std::ranges::any_of(lines,
                               [&](const auto& line) { return line.find(what) != line.npos; });
}

class EngineOnTheWire : public ::testing::Test {
  protected:
    void start() {
        bench.start_engine();
        bench.dial_in();
        ASSERT_TRUE(bench.all_up());
    }
    // The leader buys 2, both brokers fill.
    void everybody_buys() {
        bench.leader_fills('1', 2, "O1");
        ASSERT_TRUE(wait(*bench.broker1, "D", order1));
        ASSERT_TRUE(wait(*bench.broker2, "D", order2));
        bench.fill(*bench.broker1, *order1, "E1");
        bench.fill(*bench.broker2, *order2, "E2");
        ASSERT_TRUE(bench.until([&] { return held("half") == 1 && held("twice") == 4; }))
            << held("half") << held("twice");
    }
    bool wait(Peer& peer, const std::string& msg_type, std::optional<FIX::Message>& message) {
        return bench.until([&] { return (message = peer.take(msg_type)).has_value(); });
    }
    int held(const std::string& account) { return bench.follower(account).instruments(0).held(); }

    WireBench bench;
    std::optional<FIX::Message> order1, order2;
};

TEST_F(EngineOnTheWire, CopiesAFillAndKeepsAJournalOfIt) {
    start();
    everybody_buys();
    EXPECT_EQ(text(*order1, 1), "half");
    EXPECT_EQ(text(*order1, 54), "1");
    EXPECT_EQ(text(*order1, 38), "1");
    EXPECT_EQ(text(*order2, 38), "4");
    EXPECT_EQ(bench.status().latency().count(), 1U);
    EXPECT_GT(bench.status().latency().max_ns(), 0U);
    EXPECT_FALSE(bench.stop_engine());
    const auto lines = bench.journal();
    EXPECT_TRUE(contains(lines, "leader LEAD1: fill buy 2 ES at 4500.25"));
    EXPECT_TRUE(contains(lines, "follower twice: fill buy 4 ES at 4500.50"));
}

TEST_F(EngineOnTheWire, AsksForPricesAndBalancesWhenABrokerIsUp) {
    start();
    std::optional<FIX::Message> prices, balance;
    ASSERT_TRUE(wait(*bench.broker1, "V", prices));
    ASSERT_TRUE(wait(*bench.broker1, "BB", balance));
    EXPECT_EQ(text(*balance, 1), "half");
    ASSERT_TRUE(wait(*bench.broker2, "BB", balance));
    EXPECT_FALSE(bench.broker2->take("V"));
    bench.broker1->say("BA",
                       {{908, "C1"}, {910, "3"}, {1, "half"}, {901, "51234.50"}, {15, "USD"}});
    ASSERT_TRUE(bench.until([&] { return bench.follower("half").balance() == "51234.50"; }));
}

TEST_F(EngineOnTheWire, ComesBackAfterAKillWithWhatItHeld) {
    start();
    everybody_buys();
    bench.kill_engine();
    start();
    EXPECT_EQ(held("half"), 1);
    EXPECT_EQ(held("twice"), 4);
    EXPECT_FALSE(bench.broker1->take("D"));
    EXPECT_FALSE(bench.broker2->take("D"));
    bench.leader_fills('2', 2, "O2");
    std::optional<FIX::Message> exit;
    ASSERT_TRUE(wait(*bench.broker2, "D", exit));
    EXPECT_EQ(text(*exit, 54), "2");
    EXPECT_EQ(text(*exit, 38), "4");
    EXPECT_NE(text(*exit, 11), text(*order2, 11));
}

TEST_F(EngineOnTheWire, RefusesAMessageThatBreaksFixAndGoesOn) {
    start();
    bench.leader->say("8", {{1, "LEAD1"},
                            {37, "O1"},
                            {17, "E1"},
                            {150, "F"},
                            {39, "2"},
                            {54, "1"},
                            {55, "ES"},
                            {38, "2"},
                            {32, "0.5"},
                            {31, "4500.25"}});
    std::optional<FIX::Message> reject;
    ASSERT_TRUE(wait(*bench.leader, "j", reject));
    EXPECT_EQ(text(*reject, 372), "8");
    EXPECT_NE(text(*reject, 58).find("32"), std::string::npos) << text(*reject, 58);
    EXPECT_TRUE(bench.until([&] { return bench.status().notices_size() == 1; }));
    everybody_buys();
}

TEST_F(EngineOnTheWire, AnswersNoRejectWithAReject) {
    start();
    bench.leader->say("j", {{45, "nonsense"}, {372, "8"}, {380, "99x"}, {58, "what?"}});
    everybody_buys(); // so the other was dealt with
    EXPECT_FALSE(bench.leader->take("j"));
}

TEST_F(EngineOnTheWire, AnOrderWithoutASessionIsNotKeptForLater) {
    bench.broker2.reset(); // nobody listens
    bench.start_engine();
    bench.dial_in();
    ASSERT_TRUE(bench.until([&] {
        const auto status = bench.status();
        return status.sessions(0).state() == "up" && status.sessions(1).state() == "up";
    }));
    bench.leader_fills('1', 2, "O1");
    ASSERT_TRUE(wait(*bench.broker1, "D", order1));
    EXPECT_TRUE(bench.until(
        [&] { return bench.follower("twice").last_decision().reason() == "session-down"; }));
    EXPECT_EQ(bench.follower("twice").orders_sent(), 0U);
}

// A peer that says it never had our messages gets a gap fill; what they were is made good.
TEST_F(EngineOnTheWire, AnOrderThatThePeerNeverHadComesBack) {
    start();
    bench.leader_fills('1', 2, "O1");
    ASSERT_TRUE(wait(*bench.broker2, "D", order2));
    const std::string number = order2->getHeader().getField(FIX::FIELD::MsgSeqNum);
    bench.broker2->say("2", {{7, number}, {16, number}});
    ASSERT_TRUE(bench.until([&] { return bench.follower("twice").last_notices_size() > 0; }));
    EXPECT_FALSE(bench.stop_engine());
    EXPECT_TRUE(contains(bench.journal(), text(*order2, 11) + " was not sent"));
}

TEST_F(EngineOnTheWire, AnOrderThatTheBrokerSpokeOfDidArrive) {
    start();
    everybody_buys();
    ASSERT_TRUE(wait(*bench.broker2, "BB", order1)); // asked at the start
    bench.broker2->say("2", {{7, "1"}, {16, "0"}});
    std::optional<FIX::Message> again;
    ASSERT_TRUE(wait(*bench.broker2, "BB", again)); // the question is asked again
    EXPECT_NE(text(*order1, 909), text(*again, 909));
    EXPECT_EQ(held("twice"), 4);
    EXPECT_FALSE(bench.stop_engine());
    EXPECT_FALSE(contains(bench.journal(), text(*order2, 11) + " was not sent"));
}

TEST_F(EngineOnTheWire, OperatorsAct) {
    start();
    everybody_buys();
    const ActionOutcome nobody =
        bench.act(AccountsAction{OperatorAction::halt, ActionScope::account, "nobody", "x"});
    EXPECT_EQ(nobody.kind, ActionOutcome::Kind::unknown_name);
    EXPECT_EQ(nobody.text, "there is no account nobody");
    const ActionOutcome flat =
        bench.act(AccountsAction{OperatorAction::flatten, ActionScope::group, "LEAD1", "enough"});
    EXPECT_EQ(flat.kind, ActionOutcome::Kind::done);
    EXPECT_EQ(flat.orders_sent, 2U);
    ASSERT_EQ(flat.accounts.size(), 2U);
    EXPECT_EQ(flat.accounts[1].mode, "flattening");
    EXPECT_EQ(flat.accounts[1].instruments.at(0).working_exits, 4);
    EXPECT_EQ(bench.follower("twice").mode(), "flattening"); // at once, no old picture
    std::optional<FIX::Message> exit;
    ASSERT_TRUE(wait(*bench.broker2, "D", exit));
    EXPECT_EQ(text(*exit, 54), "2");
}

TEST_F(EngineOnTheWire, AKillFileHaltsEverybodyAndHoldsThemOverARestart) {
    start();
    everybody_buys();
    const auto file = bench.settings.gateway.data_directory / "kill";
    std::ofstream(file).close();
    ASSERT_TRUE(bench.until([&] {
        return bench.follower("half").mode() == "halted" &&
               bench.follower("twice").mode() == "halted";
    }));
    EXPECT_EQ(bench.follower("twice").mode_text(), "kill file: " + file.string() + " is there");
    const AccountsAction resume{OperatorAction::resume, ActionScope::all, "", "all is well"};
    const ActionOutcome refused = bench.act(resume);
    EXPECT_EQ(refused.kind, ActionOutcome::Kind::refused);
    EXPECT_EQ(refused.text,
              "the kill file holds every account; remove " + file.string() + ", then resume");

    bench.kill_engine();
    start();
    EXPECT_EQ(bench.follower("half").mode(), "halted");
    std::filesystem::remove(file);
    EXPECT_EQ(bench.follower("half").mode(), "halted") << "until somebody says resume";
    EXPECT_EQ(bench.act(resume).kind, ActionOutcome::Kind::done);
    EXPECT_EQ(bench.follower("half").mode(), "active");
    bench.leader_fills('2', 2, "O2");
    std::optional<FIX::Message> exit;
    ASSERT_TRUE(wait(*bench.broker2, "D", exit));
    EXPECT_EQ(text(*exit, 54), "2");
}

TEST_F(EngineOnTheWire, StopsWithoutAnOrder) {
    start();
    everybody_buys();
    EXPECT_FALSE(bench.stop_engine());
    EXPECT_FALSE(bench.broker1->take("D"));
    EXPECT_TRUE(bench.until([&] { return !bench.leader->is_up() && !bench.broker1->is_up(); }));
}

TEST_F(EngineOnTheWire, ACleanStopIsJournaledAndLeavesASnapshot) {
    start();
    everybody_buys();
    EXPECT_FALSE(bench.stop_engine());
    const auto lines = bench.journal();
    EXPECT_TRUE(lines.back().ends_with(" stopped")) << lines.back();
    const auto journal = bench.settings.gateway.data_directory / "journal";
    EXPECT_FALSE(std::filesystem::is_empty(journal / "snapshots"));

    // The next life needs no event of the first one, and knows everything.
    start();
    EXPECT_EQ(held("half"), 1);
    EXPECT_EQ(held("twice"), 4);
    bench.leader_fills('2', 2, "O2");
    std::optional<FIX::Message> exit;
    ASSERT_TRUE(wait(*bench.broker2, "D", exit));
    EXPECT_EQ(text(*exit, 38), "4");
    EXPECT_FALSE(bench.stop_engine());
    std::filesystem::remove_all(journal / "snapshots");
    start(); // and the journal alone tells the same: every hash in it is compared
    EXPECT_TRUE(bench.until([&] { return held("twice") == 4; }));
}

// D1
TEST_F(EngineOnTheWire, AFullDiskHoldsEntriesLetsExitsGoAndClearsItself) {
    start();
    everybody_buys();
    EXPECT_FALSE(bench.stop_engine());
    const auto spare = bench.settings.gateway.data_directory / "journal" / "spare";
    std::filesystem::remove(spare);
    std::filesystem::create_directory(spare); // no file can be made there
    start();
    const auto shows = [&](const std::string& what) {
        return bench.until([&] {
            const auto status = bench.status();
            return std::ranges::any_of(status.notices(), [&](const auto& notice) {
                return notice.text().find(what) != what.npos;
            });
        });
    };
    ASSERT_TRUE(shows("no account enters"));
    EXPECT_TRUE(bench.status().journal().space_low());
    bench.leader_fills('1', 2, "O2");
    ASSERT_TRUE(bench.until(
        [&] { return bench.follower("twice").last_decision().reason() == "disk-full"; }));
    bench.leader_fills('2', 4, "O3");
    std::optional<FIX::Message> exit;
    ASSERT_TRUE(wait(*bench.broker2, "D", exit));
    EXPECT_EQ(text(*exit, 54), "2");
    EXPECT_EQ(text(*exit, 38), "4");
    bench.fill(*bench.broker2, *exit, "E3");
    ASSERT_TRUE(bench.until([&] { return held("twice") == 0; }));

    std::filesystem::remove(spare);
    ASSERT_TRUE(shows("entries go on"));
    bench.leader_fills('1', 1, "O4");
    std::optional<FIX::Message> entry;
    ASSERT_TRUE(wait(*bench.broker2, "D", entry));
    EXPECT_EQ(text(*entry, 54), "1");
    EXPECT_EQ(text(*entry, 38), "2");
}

TEST_F(EngineOnTheWire, ObservesWhenItIsToldTo) {
    start();
    everybody_buys();
    bench.engine->observe("crashes");
    ASSERT_TRUE(bench.until([&] { return bench.follower("twice").mode() == "observing"; }));
    EXPECT_EQ(bench.follower("twice").mode_reason(), "crash-loop");
    bench.leader_fills('2', 2, "O2");
    ASSERT_TRUE(bench.until([&] { return bench.follower("twice").decisions() == 2; }));
    EXPECT_FALSE(bench.broker2->take("D"));
}

// Every write to a file fails while this lives, as on a broken disk.
class BrokenDisk {
  public:
    BrokenDisk() {
        signal_ = std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before_);
        rlimit none = before_;
        none.rlim_cur = 0;
        setrlimit(RLIMIT_FSIZE, &none);
    }
    ~BrokenDisk() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, signal_);
    }
    BrokenDisk(const BrokenDisk&) = delete;
    BrokenDisk& operator=(const BrokenDisk&) = delete;

  private:
    rlimit before_{};
    void (*signal_)(int) = nullptr;
};

TEST_F(EngineOnTheWire, ABrokenDiskStopsTradingAtOnce) {
    start();
    everybody_buys();
    {
        const BrokenDisk broken;
        bench.leader_fills('2', 2, "O2");
        ASSERT_TRUE(bench.until([&] { return !bench.status().journal().error().empty(); }));
        EXPECT_TRUE(bench.stop_engine()); // of itself, and it tells why
    }
    EXPECT_FALSE(bench.broker1->take("D"));
    EXPECT_FALSE(bench.broker2->take("D"));
    // What was not journaled was not taken: said again, it is news.
    start();
    bench.leader_fills('2', 2, "O2");
    std::optional<FIX::Message> exit;
    ASSERT_TRUE(wait(*bench.broker2, "D", exit));
    EXPECT_EQ(text(*exit, 54), "2");
    EXPECT_EQ(text(*exit, 38), "4");
}

// The first is acted on at once, the others some at a time.
TEST_F(EngineOnTheWire, FactsThatComeInARowAreCopiedInTheirOrder) {
    for (FollowerConfig& follower : bench.settings.router.followers) {
        follower.limits.max_contracts = Ratio(1'000, 1);
    }
    start();
    constexpr int facts = 30;
    for (int i = 1; i <= facts; ++i) bench.leader_fills('1', i, "O" + std::to_string(i));
    for (int i = 1; i <= facts; ++i) {
        std::optional<FIX::Message> order;
        ASSERT_TRUE(wait(*bench.broker2, "D", order)) << i;
        EXPECT_EQ(text(*order, 38), std::to_string(2 * i));
        bench.fill(*bench.broker2, *order, "X" + std::to_string(i));
    }
    ASSERT_TRUE(bench.until([&] { return held("twice") == facts * (facts + 1); }));
    EXPECT_EQ(bench.follower("twice").orders_sent(), facts);
}

// One sync serves all that has come meanwhile; the first fills wait for it, and none is forgotten.
TEST_F(EngineOnTheWire, WithPowerDurabilityEverythingIsCopiedAndRemembered) {
    bench.settings.gateway.durability = Durability::power;
    start();
    for (int i = 0; i < 5; ++i) bench.leader_fills('1', 1, "O" + std::to_string(i));
    for (int i = 0; i < 5; ++i) {
        std::optional<FIX::Message> order;
        ASSERT_TRUE(wait(*bench.broker2, "D", order)) << i;
        bench.fill(*bench.broker2, *order, "X" + std::to_string(i));
    }
    ASSERT_TRUE(bench.until([&] { return held("twice") == 10; }));
    EXPECT_FALSE(bench.stop_engine());
    start();
    EXPECT_EQ(held("twice"), 10);
    bench.leader_fills('2', 5, "P");
    std::optional<FIX::Message> exit;
    ASSERT_TRUE(wait(*bench.broker2, "D", exit)) << "the leader's numbers went on";
    EXPECT_EQ(text(*exit, 38), "10");
}

bool disk_syncs = true;

int sync_while_it_can(int) {
    if (disk_syncs) return 0;
    errno = EIO;
    return -1;
}

// A stop that finds out that what was decided can never leave.
TEST_F(EngineOnTheWire, ASyncThatFailsInTheMiddleOfAStopLetsNothingLeave) {
    bench.settings.gateway.durability = Durability::power;
    bench.journal_options.sync_file = &sync_while_it_can;
    start();
    const std::size_t before = bench.journal().size();
    disk_syncs = false;
    bench.leader_fills('1', 2, "O1");
    ASSERT_TRUE(bench.until([&] { return bench.journal().size() > before; })); // held back
    EXPECT_TRUE(bench.stop_engine());
    disk_syncs = true;
    EXPECT_FALSE(bench.broker1->take("D"));
    EXPECT_FALSE(bench.broker2->take("D"));
}

// A power cut may take the newest records; the broker has the orders that followed from them.
TEST_F(EngineOnTheWire, AJournalThatLostItsEndGivesNoClOrdIdTwice) {
    start();
    const auto journal = bench.settings.gateway.data_directory / "journal";
    const auto before = bench.directory.path() / "before";
    std::filesystem::copy(journal, before, std::filesystem::copy_options::recursive);
    everybody_buys();
    bench.kill_engine();
    std::filesystem::remove_all(journal);
    std::filesystem::rename(before, journal);
    start();
    bench.leader_fills('1', 2, "O2");
    std::optional<FIX::Message> order;
    ASSERT_TRUE(wait(*bench.broker1, "D", order));
    EXPECT_NE(text(*order, 11), text(*order1, 11));
}

TEST_F(EngineOnTheWire, OtherSettingsWhileSomethingIsHeldNeedAWord) {
    start();
    everybody_buys();
    EXPECT_FALSE(bench.stop_engine());
    bench.settings.digest = "fedcba9876543210";
    try {
        bench.start_engine();
        FAIL() << "started";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("twice holds 4 ES"), std::string::npos)
            << error.what();
    }
}

// An account that still holds something leaves the settings: that is said once, and accepted once.
TEST_F(EngineOnTheWire, SettingsOnceAcceptedNeedNoWordAgain) {
    start();
    everybody_buys();
    EXPECT_FALSE(bench.stop_engine());
    bench.settings.router.followers.pop_back();
    bench.settings.gateway.day_roll.pop_back();
    bench.settings.digest = "fedcba9876543210";
    EXPECT_THROW(bench.start_engine(), std::runtime_error);
    bench.start_engine(true);
    EXPECT_FALSE(bench.stop_engine());
    bench.start_engine();
    EXPECT_EQ(held("half"), 1);
    EXPECT_FALSE(bench.stop_engine());
}

TEST_F(EngineOnTheWire, DoesNotStartOnADamagedJournal) {
    start();
    everybody_buys();
    EXPECT_FALSE(bench.stop_engine());
    const auto segment = bench.settings.gateway.data_directory / "journal" / segment_file_name(1);
    std::fstream file(segment, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(200);
    file.put('\x55');
    file.close();
    EXPECT_THROW(bench.start_engine(), std::runtime_error);
}

} // namespace
} // namespace lockstep
