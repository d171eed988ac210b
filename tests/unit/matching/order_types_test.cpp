// What each order type and each time in force does on arrival.
#include "unit/matching/play.hpp"

namespace lockstep::sim {

TEST(MarketOrder, TradesUpToItsProtectionAndRestsThereAsALimit) {
    Play().rows({
        // protection is 10 ticks from the best price of the other side
        {"a sell 1 limit 102", "a accepted"},
        {"b sell 1 limit 112", "b accepted"},
        {"c sell 1 limit 113", "c accepted"},
        {"x buy 4 market", "x accepted; x takes 1 @ 102, 3 left; a gives 1 @ 102, 0 left; "
                           "x takes 1 @ 112, 2 left; b gives 1 @ 112, 0 left; "
                           "x restated: buy limit 112, 2 of 4 left"},
        {"y sell 3 limit 112 ioc", "y accepted; y takes 2 @ 112, 1 left; "
                                   "x gives 2 @ 112, 0 left; "
                                   "y canceled: rest of immediate or cancel"},
    });
    Play().rows({
        {"a buy 1 limit 98", "a accepted"},
        {"b buy 1 limit 87", "b accepted"},
        {"x sell 2 market gtc", "x accepted; x takes 1 @ 98, 1 left; a gives 1 @ 98, 0 left; "
                                "x restated: sell limit 88 gtc, 1 of 2 left"},
    });
}

TEST(MarketOrder, WithNobodyThereCountsFromTheLastTrade) {
    Play().rows({{"x buy 2 market", "x accepted; x restated: buy limit 110, 2 of 2 left"}});
    Play().rows({{"x sell 2 market", "x accepted; x restated: sell limit 90, 2 of 2 left"}});
}

TEST(MarketOrder, WithNobodyThereAndNoLastTradeIsRejected) {
    Listing listing = es_listing();
    listing.last_settlement.reset();
    Play(Shown::orders, listing)
        .rows({
            {"x buy 2 market", "x rejected: no reference price"},
            {"a sell 1 limit 50", "a accepted"},
            {"y sell 2 market", "y rejected: no reference price"},
            {"z buy 1 market", "z accepted; z takes 1 @ 50, 0 left; a gives 1 @ 50, 0 left"},
            {"w sell 1 market", "w accepted; w restated: sell limit 40, 1 of 1 left"},
        });
}

TEST(MarketOrder, ProtectionEndsAtTheEdgeOfAllPrices) {
    Play().rows({
        {"a sell 1 limit 1000000000", "a accepted"},
        {"x buy 2 market", "x accepted; x takes 1 @ 1000000000, 1 left; "
                           "a gives 1 @ 1000000000, 0 left; "
                           "x restated: buy limit 1000000000, 1 of 2 left"},
    });
}

TEST(ImmediateOrCancel, TradesWhatItCanAndCancelsTheRest) {
    Play().rows({
        {"a sell 2 limit 100", "a accepted"},
        {"x buy 5 limit 100 ioc", "x accepted; x takes 2 @ 100, 3 left; "
                                  "a gives 2 @ 100, 0 left; "
                                  "x canceled: rest of immediate or cancel"},
        {"y buy 5 limit 100 ioc", "y accepted; y canceled: rest of immediate or cancel"},
        {"b sell 2 limit 100", "b accepted"},
        {"z buy 5 market ioc", "z accepted; z takes 2 @ 100, 3 left; b gives 2 @ 100, 0 left; "
                               "z canceled: rest of immediate or cancel"},
        {"w buy 1 limit 99 ioc", "w accepted; w canceled: rest of immediate or cancel"},
    });
}

TEST(FillOrKill, TradesWholeOrNotAtAll) {
    Play().rows({
        {"a sell 2 limit 100", "a accepted"},
        {"b sell 2 limit 101", "b accepted"},
        {"x buy 5 limit 101 fok", "x accepted; x canceled: fill or kill not filled"},
        {"y buy 3 limit 100 fok", "y accepted; y canceled: fill or kill not filled"},
        {"z buy 3 limit 101 fok", "z accepted; z takes 2 @ 100, 1 left; "
                                  "a gives 2 @ 100, 0 left; "
                                  "z takes 1 @ 101, 0 left; b gives 1 @ 101, 1 left"},
    });
}

TEST(FillOrKill, AtMarketLooksNoFurtherThanItsProtection) {
    Play().rows({
        {"a sell 2 limit 100", "a accepted"},
        {"b sell 2 limit 111", "b accepted"},
        {"x buy 3 market fok", "x accepted; x canceled: fill or kill not filled"},
        {"y buy 2 market fok", "y accepted; y takes 2 @ 100, 0 left; a gives 2 @ 100, 0 left"},
    });
}

TEST(Refusals, NameTheFirstReason) {
    Listing listing = es_listing();
    listing.max_working_orders = 2;
    Play(Shown::orders, listing)
        .rows({
            {"a buy 0 limit 100", "a rejected: quantity not positive"},
            {"a buy -1 limit 100", "a rejected: quantity not positive"},
            {"a buy 101 limit 100", "a rejected: quantity above maximum"},
            {"a buy 1 limit -", "a rejected: price missing"},
            {"a buy 1 stop-limit 105 -", "a rejected: price missing"},
            {"a buy 1 stop -", "a rejected: stop price missing"},
            {"a buy 1 stop-limit - 105", "a rejected: stop price missing"},
            {"a buy 1 limit 1000000001", "a rejected: price out of range"},
            {"a sell 1 stop -1000000001", "a rejected: price out of range"},
            {"a buy 1 limit 100 gtd", "a rejected: time in force unsupported"},
            {"a buy 1 stop 105 ioc", "a rejected: time in force unsupported"},
            {"a buy 1 stop-limit 105 105 fok", "a rejected: time in force unsupported"},
            {"a buy 0 limit - gtd", "a rejected: time in force unsupported"},
            {"a buy 100 limit 100", "a accepted"},
            {"b buy 1 stop 105", "b accepted"},
            {"c buy 1 limit 90", "c rejected: too many orders"},
            {"cancel a", "a canceled: requested"},
            {"c buy 1 limit 90", "c accepted"},
        });
}

TEST(Refusals, UnknownInstrumentHasNoOrderId) {
    Exchange exchange({es_listing()});
    OrderEntry entry;
    entry.owner = OwnerId{7};
    entry.instrument = InstrumentId{1};
    entry.quantity = Quantity(1);
    std::vector<MarketEvent> events;
    EXPECT_TRUE(exchange.submit(entry, Timestamp(5), events).is_none());
    OrderReport expected;
    expected.time = Timestamp(5);
    expected.exec_id = ExecId{1};
    expected.kind = ReportKind::rejected;
    expected.order.owner = OwnerId{7};
    expected.order.instrument = InstrumentId{1};
    expected.order.total = Quantity(1);
    expected.refusal = Refusal::unknown_instrument;
    EXPECT_TRUE(events == std::vector<MarketEvent>{expected});
}

} // namespace lockstep::sim
