// Trading phases: what each takes, what ends in them, and the single price of the open.
#include "unit/matching/play.hpp"

namespace lockstep::sim {

TEST(Phases, PreOpenTakesOrdersButTradesNothing) {
    Play().rows({
        {"phase pre-open", ""},
        {"a buy 3 limit 101", "a accepted"},
        {"b sell 3 limit 99", "b accepted"}, // crossed
        {"s buy 1 stop 100", "s accepted"},  // touched by the last trade, waits for the open
        {"replace a buy 2 limit 102", "a replaced: buy limit 102, 2 of 2 left"},
        {"cancel b", "b canceled: requested"},
        {"m sell 1 market", "m accepted; m restated: sell limit 90, 1 of 1 left"},
        {"i buy 1 limit 100 ioc", "i rejected: time in force unsupported"},
        {"f buy 1 market fok", "f rejected: time in force unsupported"},
    });
}

TEST(Phases, HaltTakesCancelsOnly) {
    Play().rows({
        {"a buy 1 limit 100", "a accepted"},
        {"b buy 1 limit 99", "b accepted"},
        {"phase halted", ""},
        {"c buy 1 limit 100", "c rejected: off session"},
        {"replace a buy 1 limit 99", "replace of a rejected: off session"},
        {"cancel a", "a canceled: requested"},
        {"phase open", ""},
        {"x sell 1 limit 99", "x accepted; x takes 1 @ 99, 0 left; b gives 1 @ 99, 0 left"},
    });
}

TEST(Phases, CloseExpiresDayOrdersAndKeepsTheOthers) {
    Play().rows({
        {"day buy 2 limit 100", "day accepted"},
        {"gtc buy 2 limit 100 gtc", "gtc accepted"},
        {"daystop buy 1 stop 105", "daystop accepted"},
        {"gtcstop sell 1 stop 95 gtc", "gtcstop accepted"},
        {"x sell 1 limit 100", "x accepted; x takes 1 @ 100, 0 left; day gives 1 @ 100, 1 left"},
        {"phase closed", "day expired; daystop expired"},
        {"c buy 1 limit 100", "c rejected: off session"},
        {"cancel gtc", "cancel of gtc rejected: off session"},
        {"cancel day", "cancel of day rejected: too late"},
        {"replace gtc buy 1 limit 100", "replace of gtc rejected: off session"},
        {"phase open", ""},
        {"y sell 1 limit 100", "y accepted; y takes 1 @ 100, 0 left; gtc gives 1 @ 100, 1 left"},
        {"b buy 1 limit 94", "b accepted"},
        {"replace gtc buy 2 limit 95 gtc", "gtc replaced: buy limit 95 gtc, 1 of 2 left"},
        {"z sell 1 limit 95", "z accepted; z takes 1 @ 95, 0 left; gtc gives 1 @ 95, 0 left; "
                              "gtcstop triggered; gtcstop takes 1 @ 94, 0 left; "
                              "b gives 1 @ 94, 0 left"},
    });
}

TEST(Phases, TheSamePhaseAgainSaysNothing) {
    Play play(Shown::everything);
    EXPECT_EQ(play.request("phase open"), "");
    EXPECT_EQ(play.request("phase halted"), "now halted");
}

TEST(Uncross, TradesEverythingAtTheOnePriceThatTradesTheMost) {
    Play(Shown::everything)
        .rows({
            {"phase pre-open", "now pre-open"},
            {"a buy 5 limit 103", "a accepted; bid 5 @ 103, ask none"},
            {"b buy 5 limit 101", "b accepted"},
            {"c sell 4 limit 99", "c accepted; bid 5 @ 103, ask 4 @ 99"},
            {"d sell 4 limit 101", "d accepted"},
            {"e sell 4 limit 102", "e accepted"},
            // 8 trade at 101, 5 at 102 and 103, 4 below
            {"phase open", "now open; "
                           "a gives 4 @ 101, 1 left; c gives 4 @ 101, 0 left; traded 4 @ 101; "
                           "a gives 1 @ 101, 0 left; d gives 1 @ 101, 3 left; traded 1 @ 101; "
                           "b gives 3 @ 101, 2 left; d gives 3 @ 101, 0 left; traded 3 @ 101; "
                           "bid 2 @ 101, ask 4 @ 102"},
        });
}

TEST(Uncross, AmongEqualPricesTheSmallestSurplusThenTheLastTradeThenTheLowest) {
    struct {
        std::string_view name;
        std::vector<std::string_view> orders;
        std::optional<Price> last;
        Price opens;
    } const rows[] = {
        // 5 trade at 101 and at 102; at 102 nobody is left over
        {"surplus",
         {"a buy 5 limit 102", "b buy 3 limit 101", "c sell 5 limit 101"},
         Price(101),
         Price(102)},
        // 5 trade without surplus anywhere from 97 to 103
        {"last inside", {"a buy 5 limit 103", "b sell 5 limit 97"}, Price(99), Price(99)},
        {"last above", {"a buy 5 limit 103", "b sell 5 limit 97"}, Price(110), Price(103)},
        {"last below", {"a buy 5 limit 103", "b sell 5 limit 97"}, Price(90), Price(97)},
        {"no last", {"a buy 5 limit 103", "b sell 5 limit 97"}, std::nullopt, Price(97)},
    };
    for (const auto& row : rows) {
        Listing listing = es_listing();
        listing.phase = Phase::pre_open;
        listing.last_settlement = row.last;
        Play play(Shown::orders, listing);
        for (const std::string_view order : row.orders) play.request(order);
        play.request("phase open");
        EXPECT_EQ(play.exchange().last_trade(InstrumentId{0}), row.opens) << row.name;
    }
}

TEST(Uncross, OrdersAtTheEdgeTradeByTime) {
    Play().rows({
        {"phase pre-open", ""},
        {"a buy 2 limit 100", "a accepted"},
        {"b buy 2 limit 100", "b accepted"},
        {"s sell 3 limit 100", "s accepted"},
        {"phase open", "a gives 2 @ 100, 0 left; s gives 2 @ 100, 1 left; "
                       "b gives 1 @ 100, 1 left; s gives 1 @ 100, 0 left"},
    });
}

TEST(Uncross, TriggersStopsAfterwards) {
    Play().rows({
        {"phase pre-open", ""},
        {"up buy 1 stop 103", "up accepted"},
        {"a buy 2 limit 104", "a accepted"},
        {"b sell 2 limit 104", "b accepted"},
        {"c sell 1 limit 105", "c accepted"},
        {"phase open", "a gives 2 @ 104, 0 left; b gives 2 @ 104, 0 left; "
                       "up triggered; up takes 1 @ 105, 0 left; c gives 1 @ 105, 0 left"},
    });
}

TEST(Uncross, TouchedStopsFromThePreOpenTriggerWithoutATrade) {
    Play().rows({
        {"phase pre-open", ""},
        {"s buy 1 stop 100", "s accepted"},
        {"phase open", "s triggered; s restated: buy limit 110, 1 of 1 left"},
    });
}

} // namespace lockstep::sim
