// What an operator does with a recorded day: verify it, read it, run it again, and ask what other
// settings would have made of it.
#include "e2e/loopback.hpp"
#include "e2e/stock_desk.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace lockstep::e2e {
namespace {

class RecordedDay : public StockDesk {
  protected:
    // The leader is in and out with 2; FULL copies it, HALF with half the size.
    void play() {
        start_dialling(follower("FULL", "LEAD1", "BROKER", "MaxContracts=8\n") +
                       follower("HALF", "LEAD1", "BROKER", "SizingValue=0.5\nMaxContracts=8\n"));
        for (const char side : {'1', '2'}) {
            trade(side, 2);
            EXPECT_EQ(new_orders(2).size(), 2U);
            ASSERT_TRUE(until_holds("FULL", side == '1' ? 2 : 0) &&
                        until_holds("HALF", side == '1' ? 1 : 0));
        }
    }
    // `lockstep WORDS...`, which ends well.
    std::string ask(std::vector<std::string> words) {
        words.insert(words.begin(), gateway_program());
        const Finished done = run_to_end(words);
        EXPECT_EQ(done.code, 0) << words[1] << "\n" << done.out << done.err;
        return done.out;
    }
    std::string settings() const { return gateway->settings_file().string(); }
};

TEST_F(RecordedDay, IsVerifiedAndReadWhileTheGatewayWritesAndAfterwards) {
    play();
    for (const bool running : {true, false}) {
        if (!running) expect_nothing_more();
        EXPECT_NE(ask({"journal", "verify", settings()}).find("good"), std::string::npos);
        const std::string lines = ask({"journal", "dump", settings(), "--decisions"});
        for (const char* word : {"leader LEAD1: fill buy 2 ES", "follower HALF: fill sell 1 ES"}) {
            EXPECT_NE(lines.find(word), std::string::npos) << word << "\n" << lines;
        }
        const std::string json = ask({"journal", "dump", settings(), "--json"});
        EXPECT_TRUE(json.starts_with("{")) << json;
    }
}

TEST_F(RecordedDay, RunsAgainToTheSameState) {
    play();
    expect_nothing_more();
    const std::string first = ask({"journal", "replay", settings()});
    EXPECT_EQ(ask({"journal", "replay", settings()}), first);
    EXPECT_NE(first.find("state"), std::string::npos) << first;
}

TEST_F(RecordedDay, WithDoubledSizesTradesTwiceAsMuch) {
    play();
    expect_nothing_more();
    std::ifstream in(gateway->settings_file());
    std::stringstream text;
    text << in.rdbuf();
    const auto other = folder.path() / "doubled.cfg";
    std::string whole = text.str();
    const std::string half = "SizingValue=0.5";
    std::ofstream(other) << whole.replace(whole.find(half), half.size(), "SizingValue=2");
    const std::string table = ask({"replay", settings(), "--settings", other.string()});
    std::istringstream lines(table);
    bool seen = false;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string account, sent, sent_what_if, traded, traded_what_if;
        words >> account >> sent >> sent_what_if >> traded >> traded_what_if;
        if (account != "HALF" || traded_what_if.empty()) continue; // its heading further down
        seen = true;
        EXPECT_EQ(traded, "2") << line;         // 1 in, 1 out
        EXPECT_EQ(traded_what_if, "8") << line; // 4 in, 4 out
    }
    EXPECT_TRUE(seen) << table;
}

} // namespace
} // namespace lockstep::e2e
