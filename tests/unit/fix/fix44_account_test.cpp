// Prices, balances and positions, and the messages that mean nothing to a copier.
#include "unit/fix/fix44_desk.hpp"

namespace lockstep::fix44::test {
namespace {

TEST(Fix44MarketData, OnlyTradesMakeAMark) {
    const struct {
        const char* what;
        const char* message;
        const char* events;
    } rows[] = {
        {"a snapshot",
         "W|262=M|55=ES|268=3|269=0|270=4500|271=9|269=1|270=4500.25|269=2|270=4499.75|",
         "mark ES 4499.75"},
        {"a snapshot without a trade", "W|262=M|55=ES|268=2|269=0|270=4500|269=1|270=4500.25|", ""},
        {"an empty snapshot", "W|262=M|55=ES|268=0|", ""},
        {"an update", "X|262=M|268=1|279=0|269=2|55=NQ|270=15000.25|271=1|", "mark NQ 15000.25"},
        {"the last trade of several counts",
         "X|268=3|279=0|269=2|55=ES|270=4500|279=0|269=2|55=ES|270=4501|279=0|269=0|55=ES|270=1|",
         "mark ES 4501.00"},
        {"an entry goes on with the instrument before it",
         "X|268=2|279=0|269=2|55=NQ|270=15000|279=0|269=2|270=15001|", "mark NQ 15001.00"},
        {"several instruments", "X|268=2|279=0|269=2|55=NQ|270=15000|279=0|269=2|55=ES|270=4500|",
         "mark ES 4500.00 ; mark NQ 15000.00"},
        {"a deleted trade", "X|268=1|279=2|269=2|55=ES|270=4500|", ""},
        {"bids and offers", "X|268=2|279=0|269=0|55=ES|270=4500|279=1|269=1|270=4501|", ""},
        {"a negative price", "W|55=CL|48=CLZ4|22=8|268=1|269=2|270=-37.63|", "mark CL -37.63"},
        {"a month", "X|268=1|279=0|269=2|55=GC|200=202412|270=2040.1|", "mark GC 2040.1"},
    };
    const Desk desk;
    for (const auto& row : rows) EXPECT_EQ(desk.read(row.message, broker), row.events) << row.what;
}

TEST(Fix44MarketData, WhatCannotBeRead) {
    const struct {
        const char* message;
        const char* refusal;
    } rows[] = {
        {"W|55=ZZ|268=1|269=2|270=1|",
         "not ours 55: tag 55 (Symbol) = \"ZZ\": no such instrument in the settings"},
        {"W|268=1|269=2|270=1|",
         "refused 55: tag 55 (Symbol) is missing: the message names no instrument"},
        {"X|268=1|279=0|269=2|270=1|", "refused 55: tag 55 (Symbol) is missing: whose trade is it"},
        {"W|55=ES|268=1|269=2|270=1e3|", "refused 270: tag 270 (MDEntryPx) = \"1e3\": not a price"},
        {"W|55=ES|268=1|269=2|270=4500.1|", "refused 270: tag 270 (MDEntryPx) = \"4500.1\": not a "
                                            "price of ES (tick 0.25) or out of range"},
        {"W|55=ES|268=1|269=2|",
         "refused 270: tag 270 (MDEntryPx) is missing: the price of a trade"},
        {"W|55=ES|268=3|269=2|270=4500|",
         "refused 268: tag 268 (NoMDEntries) = \"3\": the message holds 1 entries"},
        {"W|55=ES|268=1|269=2|270=4500|269=2|270=4501|",
         "refused 268: tag 268 (NoMDEntries) = \"1\": the message holds 2 entries"},
        {"X|268=1000000000|279=0|269=2|55=ES|270=4500|",
         "refused 268: tag 268 (NoMDEntries) = \"1000000000\": the message holds 1 entries"},
        {"X|268=-1|279=0|269=2|55=ES|270=4500|", "refused 268: tag 268 (NoMDEntries) = \"-1\": not "
                                                 "a whole number of at most 18 digits"},
        {"X|268=0|279=0|269=2|55=ES|270=4500|",
         "refused 268: tag 268 (NoMDEntries) = \"0\": the message holds 1 entries"},
    };
    const Desk desk;
    for (const auto& row : rows) EXPECT_EQ(desk.read(row.message, broker), row.refusal);
}

TEST(Fix44MarketData, ARefusedRequestIsTold) {
    EXPECT_EQ(Desk().read("Y|262=M1|281=8|58=no permission|", broker),
              "warning: market data refused: 262=M1 281=8 no permission; positions are valued by "
              "the trades seen");
}

TEST(Fix44Balances, CashOutstanding) {
    const Desk desk;
    EXPECT_EQ(desk.read("BA|908=R1|909=Q1|910=0|1=F2|15=USD|901=50000.25|", shared_broker),
              "F2 balance 50000.25");
    EXPECT_EQ(desk.read("BA|908=R1|910=0|901=-12.5|"), "LEAD1 balance -12.50");
    EXPECT_EQ(desk.read("BA|908=R1|910=0|900=5|", broker),
              "warning: 35=BA of F1 has no 901 (CashOutstanding); no balance is taken");
    EXPECT_EQ(desk.read("BA|908=R1|910=0|901=1e6|", broker),
              "refused 901: tag 901 (CashOutstanding) = \"1e6\": not an amount of money with at "
              "most four decimals");
    EXPECT_EQ(desk.read("BA|908=R1|910=0|1=F9|901=1|", broker),
              "not ours 1: tag 1 (Account) = \"F9\": no account of the settings on this session");
}

TEST(Fix44Positions, TheLeadersNetPosition) {
    const struct {
        const char* what;
        const char* message;
        const char* event;
    } rows[] = {
        {"long", "AP|721=P|1=LEAD1|55=ES|702=1|703=TQ|704=3|705=0|", "LEAD1 position ES 3"},
        {"short", "AP|721=P|55=ES|702=1|703=TQ|705=2|", "LEAD1 position ES -2"},
        {"both", "AP|721=P|55=ES|702=1|703=TQ|704=3.0|705=5|", "LEAD1 position ES -2"},
        {"flat", "AP|721=P|55=ES|702=1|703=TQ|704=0|705=0|", "LEAD1 position ES 0"},
        {"of several rows the total",
         "AP|721=P|55=ES|702=3|703=SOD|704=1|703=TOT|704=4|705=1|703=TQ|704=3|705=1|",
         "LEAD1 position ES 3"},
        {"none of several rows is the total", "AP|721=P|55=ES|702=2|703=SOD|704=1|703=TQ|704=3|",
         "refused 703: tag 703 (PosType) is missing: 2 rows and none is TOT, the total"},
        {"two totals", "AP|721=P|55=ES|702=2|703=TOT|704=1|703=TOT|704=3|",
         "refused 703: tag 703 (PosType) = \"TOT\": stands on more than one row"},
        {"no row", "AP|721=P|55=ES|702=0|",
         "refused 702: tag 702 (NoPositions) is missing: no position is told"},
        {"an empty row", "AP|721=P|55=ES|702=1|703=TQ|",
         "refused 704: tag 704 (LongQty) is missing: and 705 (ShortQty) too: the row says nothing"},
        {"fewer rows than stated", "AP|721=P|55=ES|702=2|703=TQ|704=3|",
         "refused 702: tag 702 (NoPositions) = \"2\": the message holds 1 entries"},
        {"negative", "AP|721=P|55=ES|702=1|703=TQ|704=-3|",
         "refused 704: tag 704 (LongQty) = \"-3\": contracts cannot be negative"},
        {"not answered", "AP|721=P|728=2|58=none found|",
         "warning: 35=AP without a position: 728=2 none found"},
        {"of another instrument", "AP|721=P|55=ZZ|702=1|703=TQ|704=3|",
         "not ours 55: tag 55 (Symbol) = \"ZZ\": no such instrument in the settings"},
    };
    const Desk desk;
    for (const auto& row : rows) EXPECT_EQ(desk.read(row.message), row.event) << row.what;
    EXPECT_EQ(desk.read("AP|721=P|55=ES|702=1|703=TQ|704=3|", broker),
              "info: 35=AP of F1: a follower's position is known by its own fills");
}

TEST(Fix44Ignored, MessagesAreNamedOrSilent) {
    const struct {
        const char* message;
        const char* note;
    } rows[] = {
        {"0|", ""},
        {"1|112=T|", ""},
        {"2|7=1|16=0|", ""},
        {"4|36=9|", ""},
        {"5|58=bye|", ""},
        {"A|98=0|108=30|", ""},
        {"B|148=limits up|33=2|58=one|58=two|", "info: News (35=B) 148=limits up: ignored"},
        {"C|164=T|94=0|147=hello|", "info: Email (35=C): ignored"},
        {"h|336=1|340=2|58=open|", "info: TradingSessionStatus (35=h) 58=open: ignored"},
        {"f|55=ES|326=2|", "info: SecurityStatus (35=f) 55=ES: ignored"},
        {"AO|721=P|728=0|729=0|1=LEAD1|", "info: 35=AO that answers no question of ours: ignored"},
        {"BF|923=U|553=me|926=1|", "info: UserResponse (35=BF): ignored"},
        {"BG|909=Q|945=0|1=LEAD1|", "info: CollateralInquiryAck (35=BG) 1=LEAD1: ignored"},
        {"V|262=M|263=1|264=1|267=1|269=2|146=1|55=ES|", "info: MarketDataRequest (35=V): ignored"},
        {"BB|909=Q|1=LEAD1|", "info: CollateralInquiry (35=BB) 1=LEAD1: ignored"},
        {"H|11=C1|55=ES|54=1|",
         "info: OrderStatusRequest (35=H) 11=C1 55=ES 54=1: recorded, never acted upon"},
        {"zz|", "QuickFIX: Invalid Message Type"},
    };
    const Desk desk;
    for (const auto& row : rows) EXPECT_EQ(desk.read(row.message), row.note);
}

} // namespace
} // namespace lockstep::fix44::test
