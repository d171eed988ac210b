// Who trades first, at which price, and how much.
#include "unit/matching/play.hpp"

namespace lockstep::sim {

TEST(Priority, BetterPriceGoesFirstThenEarlierTime) {
    Play().rows({
        {"late sell 1 limit 102", "late accepted"},
        {"first sell 1 limit 101", "first accepted"},
        {"second sell 1 limit 101", "second accepted"},
        {"best sell 1 limit 100", "best accepted"},
        {"x buy 4 limit 102", "x accepted; "
                              "x takes 1 @ 100, 3 left; best gives 1 @ 100, 0 left; "
                              "x takes 1 @ 101, 2 left; first gives 1 @ 101, 0 left; "
                              "x takes 1 @ 101, 1 left; second gives 1 @ 101, 0 left; "
                              "x takes 1 @ 102, 0 left; late gives 1 @ 102, 0 left"},
    });
    Play().rows({
        {"late buy 1 limit 98", "late accepted"},
        {"first buy 1 limit 99", "first accepted"},
        {"second buy 1 limit 99", "second accepted"},
        {"x sell 3 limit 98", "x accepted; "
                              "x takes 1 @ 99, 2 left; first gives 1 @ 99, 0 left; "
                              "x takes 1 @ 99, 1 left; second gives 1 @ 99, 0 left; "
                              "x takes 1 @ 98, 0 left; late gives 1 @ 98, 0 left"},
    });
}

TEST(Priority, PartialFillKeepsItsPlaceInTheQueue) {
    Play().rows({
        {"a buy 3 limit 100", "a accepted"},
        {"b buy 3 limit 100", "b accepted"},
        {"x sell 2 limit 100", "x accepted; x takes 2 @ 100, 0 left; a gives 2 @ 100, 1 left"},
        {"y sell 2 limit 100", "y accepted; y takes 1 @ 100, 1 left; a gives 1 @ 100, 0 left; "
                               "y takes 1 @ 100, 0 left; b gives 1 @ 100, 2 left"},
    });
}

TEST(Priority, RestOfAnAggressorJoinsTheBookAtItsOwnPrice) {
    Play().rows({
        {"a sell 2 limit 100", "a accepted"},
        {"x buy 5 limit 101", "x accepted; x takes 2 @ 100, 3 left; a gives 2 @ 100, 0 left"},
        {"b sell 4 limit 99", "b accepted; b takes 3 @ 101, 1 left; x gives 3 @ 101, 0 left"},
    });
}

TEST(Priority, NothingTradesBeyondTheLimit) {
    Play play;
    play.rows({
        {"a sell 2 limit 101", "a accepted"},
        {"b buy 2 limit 100", "b accepted"},
    });
    EXPECT_EQ(play.exchange().best(InstrumentId{0}, Side::buy), (Level{Price(100), Quantity(2)}));
    EXPECT_EQ(play.exchange().best(InstrumentId{0}, Side::sell), (Level{Price(101), Quantity(2)}));
}

TEST(Priority, OneOwnerMayTradeWithItself) {
    Play().rows({
        {"alice/a sell 1 limit 100", "a accepted"},
        {"alice/b buy 1 limit 100", "b accepted; b takes 1 @ 100, 0 left; a gives 1 @ 100, 0 left"},
    });
}

TEST(Priority, PricesMayBeZeroAndNegative) {
    Play().rows({
        {"a sell 1 limit -3", "a accepted"},
        {"b sell 1 limit 0", "b accepted"},
        {"x buy 2 limit 0", "x accepted; x takes 1 @ -3, 1 left; a gives 1 @ -3, 0 left; "
                            "x takes 1 @ 0, 0 left; b gives 1 @ 0, 0 left"},
    });
}

TEST(Priority, DepthListsLevelsFromTheBestWithWhatStandsThere) {
    Play play;
    for (const char* const line : {"a buy 3 limit 98", "b buy 2 limit 99", "c buy 4 limit 99",
                                   "d buy 1 limit 95", "e sell 1 limit 101"}) {
        play.request(line);
    }
    const std::vector<Level> two = {{Price(99), Quantity(6)}, {Price(98), Quantity(3)}};
    EXPECT_EQ(play.exchange().depth(InstrumentId{0}, Side::buy, 2), two);
    EXPECT_EQ(play.exchange().depth(InstrumentId{0}, Side::buy, 9).size(), 3U);
    EXPECT_EQ(play.exchange().depth(InstrumentId{0}, Side::sell, 9).size(), 1U);
}

} // namespace lockstep::sim
