// A broker that is asked after all orders, or all positions, of an account at once: the gateway as
// a process, the broker as another one.
#include "e2e/gateway.hpp"
#include "e2e/settings_text.hpp"
#include "e2e/simulator.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <set>

namespace lockstep::e2e {
namespace {

// No report is sent again: what became of an order has to be asked for.
std::string sim_settings(const std::string& broker) {
    return simulator_head() + sim_session("LEADER", "Kind=dropcopy\n") +
           sim_session("BROKER", "ResendMessages=0\n" + broker) +
           sim_account("LEAD1", "DropCopySession=LEADER\nBalance=150000\n") +
           sim_account("FULL", "Session=BROKER\nBalance=50000\n");
}

std::string gateway_settings(std::uint16_t port) {
    return gateway_head() + dials("LEADER", port) +
           dials("BROKER", port, "MassStatus=Y\nPositionReports=Y\n") + leader("LEAD1", "LEADER") +
           follower("FULL", "LEAD1", "BROKER", "MaxContracts=10\n");
}

const std::string both_up =
    "wait for session LEADER up and session BROKER up and quiet 300ms within 60s\n";

const status::v1::FollowerInstrument* es_of(const Status& status) {
    for (const auto& instrument : follower_of(status, "FULL").instruments()) {
        if (instrument.instrument() == "ES") return &instrument;
    }
    return nullptr;
}

bool is_resolved(const Status& status, int working_contracts) {
    const auto* es = es_of(status);
    return is_up(status, "BROKER") && es != nullptr && es->unknown_orders() == 0 &&
           es->working_entries() == working_contracts;
}

std::size_t ids_asked_for(const Ledger& ledger) {
    std::set<std::string> ids;
    for (const LedgerRow& row : ledger.requests("FULL", "H")) ids.insert(row["clordid"]);
    return ids.size();
}

struct Way {
    const char* name;
    const char* broker;          // its settings
    std::size_t asked_for = 0;   // orders that were asked for one by one
    const char* patience = "1s"; // of the script, before it goes on
};

class MassStatus : public testing::TestWithParam<Way> {};

// Five orders are out, the broker has not said a word, and the gateway is killed.
TEST_P(MassStatus, OrdersWithoutAnAnswerAreResolvedAfterAKillAndNoneIsSentTwice) {
    std::string script = both_up + "silence BROKER\n";
    for (int i = 0; i < 5; ++i) {
        script += "LEAD1 buy 1 ES limit " + std::to_string(4990 - i) + ".00 as o" +
                  std::to_string(i) + "\n";
    }
    script += "wait for session LEADER down within 60s\nresume BROKER\n"
              "wait for FULL working 5 within 60s\nprint all five work\n" +
              both_up + "print back again\n";
    script += "after " + std::string(GetParam().patience) + "\n";
    for (int i = 0; i < 5; ++i) script += "cancel o" + std::to_string(i) + "\n";
    script += "wait for FULL working 0 within 60s\nprint none works\nend\n";

    const test::TemporaryDirectory folder;
    Simulator sim(folder.path(), sim_settings(GetParam().broker), script);
    Gateway gateway(folder.path(), gateway_settings(sim.port()));
    gateway.start();
    ASSERT_TRUE(gateway.until([](const Status& status) { return working(status, "FULL") == 5; }));
    gateway.kill();
    ASSERT_TRUE(sim.until_printed("all five work"));
    gateway.start();
    ASSERT_TRUE(gateway.until([](const Status& status) { return is_resolved(status, 5); }));
    ASSERT_TRUE(sim.until_printed("none works"));
    EXPECT_TRUE(gateway.until([](const Status& status) { return working(status, "FULL") == 0; }));
    EXPECT_EQ(gateway.stop(), 0);
    ASSERT_TRUE(wait_until([&] { return sim.ledger().requests("FULL", "F").size() == 5; }));
    const Ledger ledger = sim.ledger();
    EXPECT_EQ(ledger.requests("FULL", "D").size(), 5U);
    EXPECT_EQ(ledger.requests("FULL", "AF").size(), 1U);
    EXPECT_EQ(ids_asked_for(ledger), GetParam().asked_for);
}

INSTANTIATE_TEST_SUITE_P(, MassStatus,
                         testing::Values(Way{"Answered", "", 0},
                                         Way{"Late", "MassQuestionDelay=1\n", 0, "3s"},
                                         Way{"Incomplete", "MassQuestions=incomplete\n", 2},
                                         Way{"Ignored", "MassQuestions=ignored\n", 5, "8s"},
                                         Way{"Refused", "MassQuestions=refused\n", 5}),
                         [](const auto& each) { return each.param.name; });

// Somebody buys on the account while the gateway is away, and its report is not sent again.
TEST(PositionReports, WhatNoExecutionExplainsIsShownAndNotTraded) {
    const std::string script =
        both_up + "LEAD1 buy 2 ES market as in\nwait for FULL position ES 2\nprint in\n"
                  "wait for session BROKER down within 60s\n"
                  "FULL buy 3 ES market as hand\nwait for hand filled\nprint by hand\n"
                  "wait for session BROKER up within 60s\n"
                  "wait for quiet 4s within 60s\n"
                  "LEAD1 sell 2 ES market as out\n"
                  "wait for FULL position ES 3 within 60s\nprint out\nend\n";
    const test::TemporaryDirectory folder;
    Simulator sim(folder.path(), sim_settings(""), script);
    Gateway gateway(folder.path(), gateway_settings(sim.port()));
    gateway.start();
    ASSERT_TRUE(sim.until_printed("in"));
    ASSERT_TRUE(
        gateway.until([](const Status& status) { return held(status, "FULL", "ES") == 2; }));
    EXPECT_EQ(gateway.stop(), 0);
    ASSERT_TRUE(sim.until_printed("by hand"));
    gateway.start();
    ASSERT_TRUE(gateway.until([](const Status& status) {
        const auto* es = es_of(status);
        return es != nullptr && es->unexplained() == 3;
    }));
    const auto status = gateway.status();
    ASSERT_TRUE(status);
    EXPECT_EQ(held(*status, "FULL", "ES"), 2);
    EXPECT_EQ(follower_of(*status, "FULL").mode(), "paused");
    EXPECT_EQ(follower_of(*status, "FULL").mode_reason(), "foreign-trade");
    ASSERT_TRUE(sim.until_printed("out")); // ours alone is closed
    EXPECT_TRUE(gateway.until([](const Status& now) { return held(now, "FULL", "ES") == 0; }));
    EXPECT_EQ(gateway.stop(), 0);
    const Ledger ledger = sim.ledger();
    EXPECT_EQ(ledger.requests("FULL", "D").size(), 2U);
    EXPECT_EQ(ledger.position("FULL", "ES"), 3);
}

} // namespace
} // namespace lockstep::e2e
