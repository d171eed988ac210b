// kill -9 and lost connections at any moment of a busy day: every account is where it must be when
// the day is over, and no order was sent twice.
#include "e2e/gateway.hpp"
#include "e2e/settings_text.hpp"
#include "e2e/simulator.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace lockstep::e2e {
namespace {

constexpr int accounts = 8;

std::string account_name(int number) { return "A" + std::to_string(number); }

// Two accounts to a broker.
std::string broker_name(int number) { return "BROKER" + std::to_string(number / 2); }

std::string sim_settings() {
    std::string text = simulator_head() + sim_session("LEADER", "Kind=dropcopy\n") +
                       sim_account("LEAD1", "DropCopySession=LEADER\nBalance=150000\n");
    for (int i = 0; i < accounts; ++i) {
        if (i % 2 == 0) text += sim_session(broker_name(i));
        text += sim_account(account_name(i), "Session=" + broker_name(i) + "\nBalance=50000\n");
    }
    return text;
}

std::string gateway_settings(std::uint16_t port) {
    std::string text = gateway_head() + dials("LEADER", port) + leader("LEAD1", "LEADER");
    for (int i = 0; i < accounts; ++i) {
        if (i % 2 == 0) text += dials(broker_name(i), port);
        const std::string mode = i % 3 == 0 ? "CopyMode=fills\n" : "";
        text += follower(account_name(i), "LEAD1", broker_name(i), mode + "MaxContracts=2\n");
    }
    return text;
}

// A trade with a bracket, then out at market; again and again, whoever listens.
std::string script(int rounds) {
    std::string text = "wait for session LEADER up and session BROKER0 up within 60s\n"
                       "wait for quiet 500ms within 60s\nprint the day begins\n";
    for (int round = 0; round < rounds; ++round) {
        const std::string id = std::to_string(round);
        text += "LEAD1 buy 2 ES market as in" + id + "\nafter 60ms LEAD1 sell 2 ES stop 4980.00" +
                " gtc as stop" + id + "\nLEAD1 sell 2 ES limit 5020.00 gtc as target" + id +
                "\nafter 100ms amend stop" + id + " stop 4985.00\nafter 100ms cancel stop" + id +
                "\ncancel target" + id + "\nLEAD1 sell 2 ES market as out" + id +
                "\nafter 200ms print round " + id + "\n";
    }
    return text + "print the day is over\nend\n";
}

// Every account flat with nothing working, by the broker's own record.
bool all_flat(const Ledger& ledger) {
    for (int i = 0; i < accounts; ++i) {
        if (ledger.position(account_name(i), "ES") != 0) return false;
        if (ledger.working(account_name(i)) != 0) return false;
    }
    return true;
}

void expect_ids_used_once(const Ledger& ledger) {
    for (int i = 0; i < accounts; ++i) {
        std::set<std::string> ids;
        for (const LedgerRow& row : ledger.requests(account_name(i))) {
            EXPECT_TRUE(ids.insert(row["clordid"]).second)
                << account_name(i) << " " << row["clordid"];
        }
    }
}

// No account was ever short or held more than its cap: the leader was never short.
void expect_never_too_much(const Ledger& ledger) {
    std::map<std::string, std::int64_t> held;
    for (const LedgerRow& row : ledger.rows()) {
        if (row.kind != "report" || row["type"] != "F" || row["account"] == "LEAD1") continue;
        std::int64_t& lots = held[row["account"]];
        lots += (row["side"] == "buy" ? 1 : -1) * std::stoll(row["lastqty"]);
        EXPECT_GE(lots, 0) << row["account"] << " at " << row.time_ns;
        EXPECT_LE(lots, 2) << row["account"] << " at " << row.time_ns;
    }
}

TEST(KillAnywhere, TheGatewayDiesAgainAndAgainAndTheDayEndsFlat) {
    const test::TemporaryDirectory folder;
    Simulator sim(folder.path(), sim_settings(), script(40));
    Gateway gateway(folder.path(), gateway_settings(sim.port()));
    gateway.start();
    ASSERT_TRUE(sim.until_printed("the day begins"));
    std::mt19937 random(20260105);
    int deaths = 0;
    for (; !sim.has_printed("the day is over") && sim.process().is_running(); ++deaths) {
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 2000));
        gateway.kill();
        gateway.start();
    }
    EXPECT_GE(deaths, 3);
    ASSERT_TRUE(sim.until_printed("the day is over"));
    EXPECT_TRUE(wait_until([&] { return all_flat(sim.ledger()); }));
    EXPECT_TRUE(gateway.until([](const Status& now) {
        return std::ranges::all_of(now.followers(), [&](const auto& each) {
            return held(now, each.account(), "ES") == 0 && working(now, each.account()) == 0;
        });
    }));
    EXPECT_EQ(gateway.stop(), 0);
    expect_ids_used_once(sim.ledger());
    expect_never_too_much(sim.ledger());
}

TEST(KillAnywhere, BrokersAreCutAgainAndAgainAndTheDayEndsFlat) {
    const test::TemporaryDirectory folder;
    std::string day = script(20);
    // Cuts of one broker after another, in the middle of what the leader does.
    for (std::size_t at = day.find("after 100ms cancel"), cut = 0; at != std::string::npos;
         at = day.find("after 100ms cancel", at + 200), ++cut) {
        day.insert(at, cut % 5 == 4
                           ? "disconnect LEADER\n"
                           : "disconnect " + broker_name(static_cast<int>(cut * 2) % 8) + "\n");
    }
    Simulator sim(folder.path(), sim_settings(), day);
    Gateway gateway(folder.path(), gateway_settings(sim.port()));
    gateway.start();
    ASSERT_TRUE(sim.until_printed("the day is over"));
    EXPECT_TRUE(wait_until([&] { return all_flat(sim.ledger()); }));
    EXPECT_EQ(gateway.stop(), 0);
    expect_ids_used_once(sim.ledger());
    expect_never_too_much(sim.ledger());
}

} // namespace
} // namespace lockstep::e2e
