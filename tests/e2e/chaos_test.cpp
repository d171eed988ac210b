// The real programs under kill -9, SIGSTOP, spoiled connections and a full disk, a trouble a round;
// `./dev chaos` runs longer days.
#include "chaos/campaign.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <iostream>

namespace lockstep::e2e {
namespace {

std::string joined(const std::vector<std::string>& findings) {
    std::string text;
    for (const std::string& finding : findings) text += finding + "\n";
    return text;
}

// Every kind of trouble once.
TEST(Chaos, ADozenTroublesAndNothingIsLostDoubledOrUnexplained) {
    const test::TemporaryDirectory folder;
    const chaos::Outcome outcome =
        chaos::run_campaign({.rounds = 12, .seed = 20260105, .folder = folder.path()}, std::cout);
    std::cout << outcome.line() << std::endl;
    EXPECT_EQ(joined(outcome.verdict.lost), "");
    EXPECT_EQ(joined(outcome.verdict.doubled), "");
    EXPECT_EQ(joined(outcome.verdict.unexplained), "");
    EXPECT_EQ(outcome.tally.rounds, 12);
    EXPECT_GE(outcome.tally.kills, 6);
    EXPECT_EQ(outcome.tally.stops, 1);
    EXPECT_GE(outcome.tally.cuts, 1);
    EXPECT_EQ(outcome.tally.full_disks, 2);
    EXPECT_GT(outcome.tally.fills, 100U);
}

} // namespace
} // namespace lockstep::e2e
