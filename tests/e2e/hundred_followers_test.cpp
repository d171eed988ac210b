// A hundred brokers: one leader order, every follower's order out.
#include "e2e/gateway.hpp"
#include "e2e/settings_text.hpp"
#include "e2e/simulator.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <ranges>

namespace lockstep::e2e {
namespace {

constexpr int followers = 100;

std::string number_of(int follower) { return std::to_string(1000 + follower).substr(1); }

std::string sim_settings() {
    std::string text = simulator_head() + sim_session("LEADER", "Kind=dropcopy\n") +
                       sim_account("LEAD1", "DropCopySession=LEADER\nBalance=150000\n");
    for (int i = 0; i < followers; ++i) {
        text +=
            sim_session("BROKER" + number_of(i)) +
            sim_account("F" + number_of(i), "Session=BROKER" + number_of(i) + "\nBalance=50000\n");
    }
    return text;
}

std::string gateway_settings(std::uint16_t port) {
    std::string text = gateway_head() + dials("LEADER", port) + leader("LEAD1", "LEADER");
    for (int i = 0; i < followers; ++i) {
        text += dials("BROKER" + number_of(i), port) +
                follower("F" + number_of(i), "LEAD1", "BROKER" + number_of(i), "MaxContracts=2\n");
    }
    return text;
}

// "wait for A position ES 1 and B position ES 1 ..."
std::string until_all_hold(int lots) {
    std::string text = "wait for LEAD1 position ES " + std::to_string(lots);
    for (int i = 0; i < followers; ++i) {
        text += " and F" + number_of(i) + " position ES " + std::to_string(lots);
    }
    return text + " within 60s\n";
}

std::string script() {
    std::string text = "wait for session LEADER up within 60s\n";
    for (int i = 0; i < followers; ++i) {
        text += "wait for session BROKER" + number_of(i) + " up within 60s\n";
    }
    return text + "wait for quiet 500ms within 60s\nLEAD1 buy 1 ES market as in\n" +
           until_all_hold(1) +
           "print all are in\nwait for quiet 500ms within 60s\n"
           "LEAD1 sell 1 ES market as out\n" +
           until_all_hold(0) + "print all are out\nend\n";
}

// From the leader's fill on the wire to the requests that follow it, first and last.
std::pair<std::int64_t, std::int64_t> spread_ns(const Ledger& ledger, const std::string& side) {
    const std::string code = side == "buy" ? "1" : "2"; // requests are as the client wrote them
    std::int64_t sent = 0;
    std::string execution;
    std::vector<std::int64_t> came;
    for (const LedgerRow& row : ledger.rows()) {
        const bool is_fill = row.kind == "report" && row["type"] == "F";
        if (is_fill && row["account"] == "LEAD1" && row["side"] == side) execution = row["exec"];
        if (row.kind == "sent" && !execution.empty() && row["exec"] == execution) {
            sent = row.time_ns;
        }
        if (row.kind == "request" && row["msgtype"] == "D" && row["side"] == code) {
            came.push_back(row.time_ns);
        }
    }
    if (sent == 0 || came.empty()) return {-1, -1};
    const auto [first, last] = std::ranges::minmax(came);
    return {first - sent, last - sent};
}

TEST(HundredFollowers, OneLeaderOrderAndAllHundredOrdersAreOut) {
    const test::TemporaryDirectory folder;
    Simulator sim(folder.path(), sim_settings(), script());
    Gateway gateway(folder.path(), gateway_settings(sim.port()));
    gateway.start();
    ASSERT_TRUE(sim.until_printed("all are in"));
    ASSERT_TRUE(sim.until_printed("all are out"));

    // The ledger is written a moment after the fact.
    ASSERT_TRUE(wait_until([&] {
        const Ledger written = sim.ledger();
        return std::ranges::all_of(std::views::iota(0, followers), [&](int i) {
            return written.requests("F" + number_of(i)).size() >= 2 &&
                   written.position("F" + number_of(i), "ES") == 0;
        });
    }));
    const Ledger ledger = sim.ledger();
    for (int i = 0; i < followers; ++i) {
        EXPECT_EQ(ledger.requests("F" + number_of(i)).size(), 2U) << number_of(i);
        EXPECT_EQ(ledger.position("F" + number_of(i), "ES"), 0) << number_of(i);
    }
    for (const char* side : {"buy", "sell"}) {
        const auto [first_ns, last_ns] = spread_ns(ledger, side);
        EXPECT_GT(last_ns, 0);
        std::cout << followers << " orders after the leader's " << side << ": first "
                  << first_ns / 1000 << " us, last " << last_ns / 1000 << " us\n";
    }
    EXPECT_EQ(gateway.stop(), 0);
}

} // namespace
} // namespace lockstep::e2e
