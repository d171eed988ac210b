// Stops: what triggers them, in which order, and what becomes of them.
#include "unit/matching/play.hpp"

namespace lockstep::sim {

TEST(Stops, WaitForATradeAtOrThroughTheirPrice) {
    Play().rows({
        {"up buy 1 stop 105", "up accepted"},
        {"down sell 1 stop 95", "down accepted"},
        {"a sell 2 limit 104", "a accepted"},
        {"b sell 9 limit 107", "b accepted"},
        {"x buy 1 limit 104", "x accepted; x takes 1 @ 104, 0 left; a gives 1 @ 104, 1 left"},
        {"quoted buy 1 limit 94", "quoted accepted"}, // quotes trigger nothing
        {"y buy 2 limit 107", "y accepted; y takes 1 @ 104, 1 left; a gives 1 @ 104, 0 left; "
                              "y takes 1 @ 107, 0 left; b gives 1 @ 107, 8 left; "
                              "up triggered; up takes 1 @ 107, 0 left; b gives 1 @ 107, 7 left"},
    });
    Play().rows({
        {"down sell 1 stop 95", "down accepted"},
        {"a buy 1 limit 95", "a accepted"},
        {"b buy 1 limit 93", "b accepted"},
        {"x sell 1 limit 95", "x accepted; x takes 1 @ 95, 0 left; a gives 1 @ 95, 0 left; "
                              "down triggered; down takes 1 @ 93, 0 left; b gives 1 @ 93, 0 left"},
    });
}

TEST(Stops, ProtectionCountsFromTheStopPrice) {
    Play().rows({
        {"s sell 3 stop 95", "s accepted"},
        {"a buy 1 limit 95", "a accepted"},
        {"b buy 1 limit 85", "b accepted"},
        {"c buy 1 limit 84", "c accepted"},
        {"x sell 1 limit 95", "x accepted; x takes 1 @ 95, 0 left; a gives 1 @ 95, 0 left; "
                              "s triggered; s takes 1 @ 85, 2 left; b gives 1 @ 85, 0 left; "
                              "s restated: sell limit 85, 2 of 3 left"},
    });
}

TEST(Stops, StopLimitBecomesALimitAndKeepsItsType) {
    Play().rows({
        {"s buy 3 stop-limit 105 106", "s accepted"},
        {"a sell 2 limit 105", "a accepted"},
        {"b sell 9 limit 107", "b accepted"},
        {"x buy 1 limit 105", "x accepted; x takes 1 @ 105, 0 left; a gives 1 @ 105, 1 left; "
                              "s triggered; s takes 1 @ 105, 2 left; a gives 1 @ 105, 0 left"},
        {"y sell 1 limit 106", "y accepted; y takes 1 @ 106, 0 left; s gives 1 @ 106, 1 left"},
    });
}

TEST(Stops, AlreadyTouchedTriggerOnArrival) {
    Play().rows({
        // the last trade is 100
        {"a sell 5 limit 103", "a accepted"},
        {"at buy 1 stop 100",
         "at accepted; at triggered; at takes 1 @ 103, 0 left; a gives 1 @ 103, 4 left"},
        {"through buy 1 stop 102", "through accepted; through triggered; "
                                   "through takes 1 @ 103, 0 left; a gives 1 @ 103, 3 left"},
        {"waits buy 1 stop 104", "waits accepted"},
    });
}

TEST(Stops, TriggeredOneByOneFromTheNearestPriceThenByTime) {
    Play().rows({
        {"far buy 1 stop 104", "far accepted"},
        {"near2 buy 1 stop 102", "near2 accepted"},
        {"near1 buy 1 stop 101", "near1 accepted"},
        {"near3 buy 1 stop 102", "near3 accepted"},
        {"a sell 9 limit 104", "a accepted"},
        {"x buy 1 limit 104", "x accepted; x takes 1 @ 104, 0 left; a gives 1 @ 104, 8 left; "
                              "near1 triggered; near1 takes 1 @ 104, 0 left; "
                              "a gives 1 @ 104, 7 left; "
                              "near2 triggered; near2 takes 1 @ 104, 0 left; "
                              "a gives 1 @ 104, 6 left; "
                              "near3 triggered; near3 takes 1 @ 104, 0 left; "
                              "a gives 1 @ 104, 5 left; "
                              "far triggered; far takes 1 @ 104, 0 left; a gives 1 @ 104, 4 left"},
    });
}

TEST(Stops, TradesOfOneStopTriggerTheNext) {
    Play().rows({
        {"one buy 1 stop 102", "one accepted"},
        {"two buy 1 stop 104", "two accepted"},
        {"a sell 1 limit 102", "a accepted"},
        {"b sell 1 limit 104", "b accepted"},
        {"c sell 1 limit 106", "c accepted"},
        {"x buy 1 limit 102", "x accepted; x takes 1 @ 102, 0 left; a gives 1 @ 102, 0 left; "
                              "one triggered; one takes 1 @ 104, 0 left; b gives 1 @ 104, 0 left; "
                              "two triggered; two takes 1 @ 106, 0 left; c gives 1 @ 106, 0 left"},
    });
}

TEST(Stops, EveryTradeOfASweepCounts) {
    Play().rows({
        // the book has dropped without a trade: the sweep begins below the sell stop
        {"s sell 1 stop 97", "s accepted"},
        {"a sell 1 limit 96", "a accepted"},
        {"b sell 1 limit 99", "b accepted"},
        {"x buy 2 limit 99", "x accepted; x takes 1 @ 96, 1 left; a gives 1 @ 96, 0 left; "
                             "x takes 1 @ 99, 0 left; b gives 1 @ 99, 0 left; "
                             "s triggered; s restated: sell limit 87, 1 of 1 left"},
    });
}

TEST(Stops, CanBeReplacedAndCanceledWhileTheyWait) {
    Play().rows({
        {"s buy 2 stop 105", "s accepted"},
        {"replace s buy 3 stop 103", "s replaced: buy stop 103, 3 of 3 left"},
        {"a sell 9 limit 103", "a accepted"},
        {"x buy 1 limit 103", "x accepted; x takes 1 @ 103, 0 left; a gives 1 @ 103, 8 left; "
                              "s triggered; s takes 3 @ 103, 0 left; a gives 3 @ 103, 5 left"},
        {"t buy 2 stop 110", "t accepted"},
        {"cancel t", "t canceled: requested"},
        {"u sell 1 stop 90", "u accepted"}, // replaced to where the market has traded already
        {"replace u sell 1 stop 103", "u replaced: sell stop 103, 1 of 1 left; u triggered; "
                                      "u restated: sell limit 93, 1 of 1 left"},
    });
}

TEST(Stops, OnceTriggeredTheStopPriceStays) {
    Play().rows({
        {"s buy 2 stop 100", "s accepted; s triggered; s restated: buy limit 110, 2 of 2 left"},
        {"replace s buy 2 stop 103", "replace of s rejected: already triggered"},
        {"replace s buy 1 limit 109", "s replaced: buy limit 109, 1 of 1 left"},
        {"t buy 2 stop-limit 100 90", "t accepted; t triggered"},
        {"replace t buy 2 stop-limit 103 90", "replace of t rejected: already triggered"},
        {"replace t buy 2 stop-limit 100 91", "t replaced: buy stop-limit 100 91, 2 of 2 left"},
    });
}

TEST(Stops, ShrinkingAStopKeepsItsPlace) {
    Play().rows({
        {"one buy 2 stop 105", "one accepted"},
        {"two buy 1 stop 105", "two accepted"},
        {"replace one buy 1 stop 105", "one replaced: buy stop 105, 1 of 1 left"},
        {"a sell 9 limit 105", "a accepted"},
        {"x buy 1 limit 105", "x accepted; x takes 1 @ 105, 0 left; a gives 1 @ 105, 8 left; "
                              "one triggered; one takes 1 @ 105, 0 left; a gives 1 @ 105, 7 left; "
                              "two triggered; two takes 1 @ 105, 0 left; a gives 1 @ 105, 6 left"},
    });
}

} // namespace lockstep::sim
