// The gateway ends in the middle of a trade, with and without a goodbye, and starts again on the
// same directory.
#include "e2e/stock_desk.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

namespace lockstep::e2e {
namespace {

enum class End { sigterm, kill };

class Restart : public StockDesk, public testing::WithParamInterface<End> {
  protected:
    void start_all() {
        start_dialling(follower("FULL", "LEAD1", "BROKER", "MaxContracts=5\n") +
                       follower("HALF", "LEAD1", "BROKER", "SizingValue=0.5\nMaxContracts=5\n"));
    }
    void end() {
        if (GetParam() == End::kill) {
            gateway->kill();
        } else {
            EXPECT_EQ(gateway->stop(), 0);
        }
        ASSERT_TRUE(wait_until([this] { return !lead.is_up() && !broker.peer().is_up(); }));
    }
    void start_again() {
        gateway->start();
        ASSERT_TRUE(until_all_up());
    }
    // No order, replace or cancel of either life has the id of another one.
    void expect_ids_used_once() {
        std::set<std::string> ids;
        for (const FIX::Message& message : broker.peer().messages()) {
            if (!std::string("DGF").contains(field(message, 35))) continue;
            EXPECT_TRUE(ids.insert(field(message, 11)).second) << message.toString();
        }
    }
};

const BrokerOrder leaders_stop{.account = "LEAD1",
                               .order_id = "S1",
                               .cl_ord_id = "s1",
                               .side = '2',
                               .quantity = 4,
                               .type = '3',
                               .stop_price = "4990.00",
                               .time_in_force = '1'};

TEST_P(Restart, PositionsAndWorkingOrdersAreAsBeforeAndTheLeadersExitTakesAllFlat) {
    start_all();
    trade('1', 4);
    EXPECT_EQ(new_orders(2), (Texts{"D FULL buy 4 ES market day", "D HALF buy 2 ES market day"}));
    ASSERT_TRUE(until_holds("FULL", 4) && until_holds("HALF", 2));
    say(accepted(leaders_stop));
    EXPECT_EQ(new_orders(2),
              (Texts{"D FULL sell 4 ES stop 4990.00 gtc", "D HALF sell 2 ES stop 4990.00 gtc"}));
    ASSERT_TRUE(until_holds("FULL", 4, 4) && until_holds("HALF", 2, 2));

    end();
    start_again();
    ASSERT_TRUE(until_holds("FULL", 4, 4) && until_holds("HALF", 2, 2));
    EXPECT_EQ(follower_of(*gateway->status(), "FULL").mode(), "active");

    say(canceled(leaders_stop));
    EXPECT_EQ(new_orders(2), (Texts{"F FULL sell 4 ES", "F HALF sell 2 ES"}));
    ASSERT_TRUE(until_holds("FULL", 4) && until_holds("HALF", 2));
    trade('2', 4);
    EXPECT_EQ(new_orders(2), (Texts{"D FULL sell 4 ES market day", "D HALF sell 2 ES market day"}));
    ASSERT_TRUE(until_holds("FULL", 0) && until_holds("HALF", 0));
    expect_ids_used_once();
    expect_nothing_more();
}

TEST_P(Restart, WhatTheLeaderDidMeanwhileIsHeardAndOnlyItsExitIsCopied) {
    start_all();
    trade('1', 2);
    EXPECT_EQ(new_orders(2).size(), 2U);
    ASSERT_TRUE(until_holds("FULL", 2) && until_holds("HALF", 1));
    end();
    trade('1', 2); // nobody listens: an entry that is missed
    trade('2', 3);
    start_again();
    EXPECT_EQ(new_orders(2), (Texts{"D FULL sell 1 ES market day", "D HALF sell 1 ES market day"}));
    ASSERT_TRUE(until_holds("FULL", 1) && until_holds("HALF", 0));
    trade('2', 1);
    EXPECT_EQ(new_orders(1), Texts{"D FULL sell 1 ES market day"});
    ASSERT_TRUE(until_holds("FULL", 0));
    expect_ids_used_once();
    expect_nothing_more();
}

TEST_P(Restart, WhatTheBrokerFilledMeanwhileIsCountedOnce) {
    start_all();
    trade('1', 4);
    EXPECT_EQ(new_orders(2).size(), 2U);
    ASSERT_TRUE(until_holds("FULL", 4) && until_holds("HALF", 2));
    say(accepted(leaders_stop));
    EXPECT_EQ(new_orders(2).size(), 2U);
    ASSERT_TRUE(until_holds("FULL", 4, 4) && until_holds("HALF", 2, 2));
    end();
    BrokerOrder stop = leaders_stop;
    broker.fill("FULL", '2', '3', 4, "4990.00");
    broker.fill("HALF", '2', '3', 2, "4990.00");
    say(filled(stop, 4, "4990.00"));
    start_again();
    ASSERT_TRUE(until_holds("FULL", 0) && until_holds("HALF", 0));
    trade('2', 1); // and the day goes on
    EXPECT_EQ(new_orders(1), Texts{"D FULL sell 1 ES market day"});
    expect_ids_used_once();
    expect_nothing_more();
}

// The order is out and its answer is not there yet.
TEST_P(Restart, AnOrderWithoutAnAnswerIsAskedForAndNotSentAgain) {
    start_all();
    broker.hold_answers(true);
    trade('1', 2);
    EXPECT_EQ(new_orders(2), (Texts{"D FULL buy 2 ES market day", "D HALF buy 1 ES market day"}));
    end();
    broker.hold_answers(false);
    start_again();
    ASSERT_TRUE(wait_until([this] { return broker.questions() >= 2; }));
    broker.fill("FULL", '1', '1', 2, "5000.00");
    broker.fill("HALF", '1', '1', 1, "5000.00");
    ASSERT_TRUE(until_holds("FULL", 2) && until_holds("HALF", 1));
    trade('2', 2);
    EXPECT_EQ(new_orders(2), (Texts{"D FULL sell 2 ES market day", "D HALF sell 1 ES market day"}));
    ASSERT_TRUE(until_holds("FULL", 0) && until_holds("HALF", 0));
    expect_ids_used_once();
    expect_nothing_more();
}

TEST_P(Restart, AnEndAtEachOfManyStartsLeavesTheDirectoryGood) {
    start_all();
    trade('1', 2);
    EXPECT_EQ(new_orders(2).size(), 2U);
    ASSERT_TRUE(until_holds("FULL", 2) && until_holds("HALF", 1));
    for (int life = 0; life < 5; ++life) {
        if (GetParam() == End::kill) {
            gateway->kill();
        } else {
            EXPECT_EQ(gateway->stop(), 0);
        }
        gateway->start();
    }
    ASSERT_TRUE(until_all_up());
    ASSERT_TRUE(until_holds("FULL", 2) && until_holds("HALF", 1));
    trade('2', 2);
    EXPECT_EQ(new_orders(2).size(), 2U);
    ASSERT_TRUE(until_holds("FULL", 0) && until_holds("HALF", 0));
    expect_ids_used_once();
    expect_nothing_more();
}

INSTANTIATE_TEST_SUITE_P(, Restart, testing::Values(End::sigterm, End::kill), [](const auto& each) {
    return each.param == End::kill ? "AfterKill" : "AfterSigterm";
});

using CrashLoop = StockDesk;

// P4: whatever kills the process at each start, the eleventh only watches.
TEST_F(CrashLoop, AfterTenStartsThatDiedNothingLeavesUntilAnOperatorResumes) {
    start_dialling(follower("FULL", "LEAD1", "BROKER", "MaxContracts=5\n"));
    for (int crash = 0; crash < 10; ++crash) {
        gateway->kill();
        gateway->start();
    }
    ASSERT_TRUE(until_all_up());
    const Status observing = *gateway->status();
    EXPECT_EQ(follower_of(observing, "FULL").mode(), "observing");
    EXPECT_EQ(follower_of(observing, "FULL").mode_text(),
              "lockstep: the last 10 starts all ended in a crash: the accounts observe, nothing "
              "leaves until an operator resumes them");
    const auto leader_holds = [this](int lots) {
        return gateway->until([lots](const Status& status) {
            return status.leaders(0).instruments(0).position() == lots;
        });
    };
    trade('1', 2);
    ASSERT_TRUE(leader_holds(2));
    trade('2', 2);
    ASSERT_TRUE(leader_holds(0));

    EXPECT_EQ(gateway->command("resume", {"FULL", "--reason", "looked at it"}).code, 0);
    trade('1', 1);
    EXPECT_EQ(new_orders(1), Texts{"D FULL buy 1 ES market day"}) << "the first that ever left";
    ASSERT_TRUE(until_holds("FULL", 1));
    expect_nothing_more();
}

using SecondStart = StockDesk;

TEST_F(SecondStart, OnTheSameDirectoryIsRefusedAndNamesTheFirst) {
    start_dialling(follower("FULL", "LEAD1", "BROKER", "MaxContracts=5\n"));
    const Finished second = gateway->command("run");
    EXPECT_EQ(second.code, 1) << second.err;
    EXPECT_NE((second.out + second.err).find(std::to_string(gateway->process().id())),
              std::string::npos)
        << second.out << second.err;
    trade('1', 1); // the first one lives
    EXPECT_EQ(new_orders(1), Texts{"D FULL buy 1 ES market day"});
    ASSERT_TRUE(until_holds("FULL", 1));
    expect_nothing_more();
}

using RunningGateway = StockDesk;

TEST_F(RunningGateway, LeavesNoCoreDumpsAndTakesEveryDescriptorThereIs) {
    start_dialling(follower("FULL", "LEAD1", "BROKER", "MaxContracts=5\n"));
    const std::string process = "/proc/" + std::to_string(gateway->process().id());
    std::ifstream limits(process + "/limits");
    std::string line, core, files_soft, files_hard;
    while (std::getline(limits, line)) {
        std::istringstream words(line.substr(std::min<std::size_t>(line.size(), 26)));
        if (line.starts_with("Max core file size")) words >> core;
        if (line.starts_with("Max open files")) words >> files_soft >> files_hard;
    }
    EXPECT_EQ(core, "0");
    EXPECT_EQ(files_soft, files_hard);
    EXPECT_FALSE(files_hard.empty());
}

} // namespace
} // namespace lockstep::e2e
