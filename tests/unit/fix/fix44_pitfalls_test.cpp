// One test for each trouble that real FIX 4.4 drop copies and brokers are known for.
#include "unit/fix/fix44_desk.hpp"

namespace lockstep::fix44::test {
namespace {

TEST(Fix44Pitfalls, AFillThatRacesAReplaceCarriesTheOldClOrdId) {
    const Desk desk;
    const auto replaced = desk.execution("8|37=O1|17=E2|150=5|39=0|11=C2|41=C1|54=1|55=ES|38=5|"
                                         "40=2|44=4501|14=0|151=5|60=20240102-15:00:01|");
    const auto fill = desk.execution("8|37=O1|17=E3|150=F|39=1|11=C1|54=1|55=ES|38=3|40=2|44=4500|"
                                     "32=1|31=4500|14=1|151=2|60=20240102-15:00:01|");
    EXPECT_EQ(fill.kind, ExecKind::fill);
    EXPECT_EQ(fill.order_key, replaced.order_key); // one order, whatever its ClOrdID
    EXPECT_EQ(fill.cl_ord_id, "C1");
    EXPECT_EQ(replaced.orig_cl_ord_id, "C1");
}

TEST(Fix44Pitfalls, AReplaceOfAFilledOrderIsNoFill) {
    EXPECT_EQ(Desk().read("8|37=O1|17=E2|150=5|39=2|11=C2|41=C1|54=1|55=ES|38=2|40=2|44=4500|14=2|"
                          "151=0|32=2|31=4500|60=20240102-15:00:01|"),
              "LEAD1 replaced 37=O1 11=C2 41=C1 buy 2 ES limit 4500.00 cum 2 exec 20240102/B/E2");
}

TEST(Fix44Pitfalls, ACancelIsRejectedBeforeTheFillThatCausedIt) {
    const Desk desk;
    EXPECT_EQ(
        desk.read("9|1=F1|37=B1|11=C2|41=C1|39=2|434=1|102=0|", broker),
        "F1 cancel-rejected 37=B1 11=C2 41=C1 buy 0 ES market \"[102=0 too late to cancel]\"");
    EXPECT_EQ(
        desk.execution("8|1=F1|37=B1|11=C1|17=X1|150=F|39=2|54=1|55=ES|32=1|31=4500|", broker).kind,
        ExecKind::fill);
}

TEST(Fix44Pitfalls, QuantityAfterAReplaceIsTheTotal) {
    const auto event = Desk().execution("8|37=O1|150=5|39=1|54=1|55=ES|38=10|40=1|14=4|151=6|");
    EXPECT_EQ(event.order_qty, Quantity(10));
    EXPECT_EQ(event.cum_qty, Quantity(4));
    EXPECT_EQ(event.leaves_qty, Quantity(6));
}

TEST(Fix44Pitfalls, AMissingTotalIsWhatFilledAndWhatIsLeft) {
    EXPECT_EQ(Desk().execution("8|37=O1|150=5|39=1|54=1|55=ES|40=1|14=4|151=6|").order_qty,
              Quantity(10));
}

TEST(Fix44Pitfalls, ACorrectionThenABustNameTheTradeThatTheyChange) {
    const Desk desk;
    const std::string rest = "37=O1|54=1|55=ES|75=20240102|";
    const auto fill = desk.execution("8|150=F|39=1|17=E1|32=2|31=4500|" + rest);
    const auto correction = desk.execution("8|150=G|39=1|17=E2|19=E1|32=1|31=4500|" + rest);
    const auto bust = desk.execution("8|150=H|39=0|17=E3|19=E2|" + rest);
    EXPECT_EQ(correction.exec_ref_key, fill.exec_key);
    EXPECT_EQ(bust.exec_ref_key, correction.exec_key);
}

TEST(Fix44Pitfalls, ABustBeforeItsFillNamesTheKeyThatTheFillWillHave) {
    const Desk desk;
    const std::string rest = "37=O1|54=1|55=ES|60=20240102-15:00:01|";
    const auto bust = desk.execution("8|150=H|39=0|17=E3|19=E1|" + rest);
    const auto fill = desk.execution("8|150=F|39=1|17=E1|32=2|31=4500|" + rest);
    EXPECT_EQ(bust.exec_ref_key, fill.exec_key);
}

TEST(Fix44Pitfalls, ABustOnTheNextDayFindsItsTradeByTradeDate) {
    const Desk desk;
    const auto fill = desk.execution("8|150=F|39=1|17=E1|32=2|31=4500|37=O1|54=1|55=ES|"
                                     "60=20240102-23:59:59|");
    const auto bust = desk.execution("8|150=H|39=0|17=E9|19=E1|37=O1|54=1|55=ES|75=20240102|"
                                     "60=20240103-00:00:30|");
    EXPECT_EQ(bust.exec_ref_key, fill.exec_key);
}

TEST(Fix44Pitfalls, ALateFillOfAnExpiredOrderCounts) {
    EXPECT_EQ(Desk().execution("8|37=O1|17=E1|150=F|39=C|54=1|55=ES|32=1|31=4500|").kind,
              ExecKind::fill);
    EXPECT_EQ(Desk().execution("8|37=O1|17=E1|150=F|39=4|54=1|55=ES|32=1|31=4500|").kind,
              ExecKind::fill);
}

TEST(Fix44Pitfalls, AnUnsolicitedCancelKeepsItsReasonWhateverItIs) {
    const struct {
        const char* code;
        const char* text;
    } rows[] = {
        {"0", "[378=0]"},
        {"1", "[378=1 renewal of a good-till order]"},
        {"3", "[378=3 repricing]"},
        {"4", "[378=4 broker option]"},
        {"5", "[378=5 partial decline]"},
        {"6", "[378=6 cancel on trading halt]"},
        {"7", "[378=7 cancel on system failure]"},
        {"8", "[378=8 market option]"},
        {"100", "[378=100]"},
        {"106", "[378=106]"},
    };
    const Desk desk;
    for (const auto& row : rows) {
        const auto event =
            desk.execution("8|37=O1|150=4|39=4|54=1|55=ES|378=" + std::string(row.code) + "|");
        EXPECT_EQ(event.kind, ExecKind::canceled) << row.code;
        EXPECT_EQ(event.text, row.text);
    }
}

TEST(Fix44Pitfalls, AnOvernightRestatementIsTheSameOrder) {
    EXPECT_EQ(Desk().read("8|37=O1|11=C1|150=D|39=0|378=1|54=1|55=ES|38=3|40=2|44=4500|59=1|"),
              "LEAD1 restated 37=O1 11=C1 buy 3 ES limit 4500.00 gtc "
              "\"[378=1 renewal of a good-till order]\"");
}

TEST(Fix44Pitfalls, ASecondAckOfAStopIsAcceptedAgainForTheMachineToJudge) {
    const Desk desk;
    const std::string ack = "8|37=O1|150=0|39=0|54=2|55=ES|38=1|";
    EXPECT_EQ(desk.read(ack + "11=C1|40=3|99=4480|"),
              "LEAD1 accepted 37=O1 11=C1 sell 1 ES stop stop 4480.00");
    // the same; with another type; with another ClOrdID
    for (const char* second : {"11=C1|40=3|99=4480|", "11=C1|40=1|", "11=C9|40=2|44=4480|"}) {
        const auto event = desk.execution(ack + second);
        EXPECT_EQ(event.kind, ExecKind::accepted) << second;
        EXPECT_EQ(event.order_key, "O1") << second;
    }
    EXPECT_EQ(desk.execution(ack + "40=3|99=4480|", drop_copy).kind, ExecKind::accepted);
    EXPECT_EQ(desk.execution("8|37=O1|150=L|39=0|54=2|55=ES|38=1|40=1|").kind, ExecKind::triggered);
}

TEST(Fix44Pitfalls, AMarketOrderWhoseRestBecomesALimitRestsFromThenOn) {
    const Desk desk;
    const std::string order = "8|37=O1|39=0|54=1|55=ES|38=5|";
    EXPECT_FALSE(can_rest(desk.execution(order + "150=0|40=K|").terms));
    const auto rest = desk.execution(order + "150=D|40=2|44=4502.25|14=3|151=2|");
    EXPECT_EQ(rest.kind, ExecKind::restated);
    EXPECT_TRUE(can_rest(rest.terms));
    EXPECT_EQ(rest.terms.price, Price(18'009));
}

TEST(Fix44Pitfalls, TheSameExecIdOnTheOtherSideIsAnotherTrade) {
    const Desk desk;
    const std::string trade = "8|37=O1|17=E1|150=F|39=2|55=ES|32=1|31=4500|75=20240102|";
    EXPECT_NE(desk.execution(trade + "54=1|").exec_key, desk.execution(trade + "54=2|").exec_key);
}

TEST(Fix44Pitfalls, TheSameExecIdOnAnotherDayIsAnotherTrade) {
    const Desk desk;
    const std::string trade = "8|37=O1|17=E1|150=F|39=2|54=1|55=ES|32=1|31=4500|";
    EXPECT_NE(desk.execution(trade + "75=20240102|").exec_key,
              desk.execution(trade + "75=20240103|").exec_key);
    EXPECT_NE(desk.execution(trade + "60=20240102-23:59:59|").exec_key,
              desk.execution(trade + "60=20240103-00:00:00|").exec_key);
}

TEST(Fix44Pitfalls, ARepeatedTradeKeepsItsKeyWithoutTradeDateAndTransactTime) {
    const Desk desk;
    const std::string trade = "8|37=O1|17=E1|150=F|39=2|54=1|55=ES|32=1|31=4500|";
    // first sent on the day before, repeated today
    EXPECT_EQ(desk.execution(trade, drop_copy, "43=Y|122=20240101-23:59:59|").exec_key,
              "20240101/B/E1");
    EXPECT_EQ(desk.execution(trade).exec_key, "20240102/B/E1");
}

TEST(Fix44Pitfalls, APlaceholderForAnExecIdNamesNoReport) {
    const Desk desk;
    for (const char* id : {"0", "NONE"}) {
        const std::string report = "8|37=NONE|17=" + std::string(id) + "|54=1|55=ES|";
        EXPECT_TRUE(desk.execution(report + "150=8|39=8|11=C1|", broker).exec_key.empty()) << id;
        EXPECT_TRUE(desk.execution(report + "150=I|39=0|11=C1|", broker).exec_key.empty()) << id;
    }
    // of a trade it is a name like any other
    EXPECT_EQ(desk.execution("8|37=O1|17=0|150=F|39=2|54=1|55=ES|32=1|31=4500|").exec_key,
              "20240102/B/0");
}

TEST(Fix44Pitfalls, ZeroLastPriceAndQuantityOnAnAckAreNoFill) {
    EXPECT_EQ(Desk().read("8|37=O1|17=E1|150=0|39=0|54=1|55=ES|38=3|40=1|31=0|32=0|14=0|151=3|6=0|"
                          "60=20240102-15:00:01|"),
              "LEAD1 accepted 37=O1 buy 3 ES market leaves 3 exec 20240102/B/E1");
}

TEST(Fix44Pitfalls, AFillComesOnlyFromATrade) {
    const Desk desk;
    const std::string order = "8|37=O1|17=E1|54=1|55=ES|38=3|40=2|44=4500|32=1|31=4500|14=1|151=2|";
    for (const char* codes : {"150=0|39=1|", "150=5|39=1|", "150=I|39=2|", "150=D|39=1|",
                              "150=3|39=3|", "150=4|39=4|", "150=C|39=C|", "150=0|39=1|20=3|"}) {
        EXPECT_NE(desk.execution(order + codes).kind, ExecKind::fill) << codes;
    }
    // 4.2's 1 and 2 are no trades unless the profile of the session says so
    EXPECT_EQ(desk.read(order + "150=1|39=1|"),
              "alarm: 35=8 150=1 39=1 37=O1 17=E1 55=ES of LEAD1: means nothing here; not acted "
              "upon");
    // a trade of nothing is none
    EXPECT_EQ(desk.read("8|37=O1|17=E1|54=1|55=ES|150=F|39=1|32=0|31=0|"),
              "alarm: 35=8 150=F 39=1 37=O1 17=E1 55=ES of LEAD1: means nothing here; not acted "
              "upon");
}

TEST(Fix44Pitfalls, NegativeAndZeroPricesTrade) {
    const Desk desk;
    const std::string trade = "8|37=O1|17=E1|150=F|39=2|54=1|55=CL|48=CLZ4|32=1|31=";
    EXPECT_EQ(desk.execution(trade + "-37.63|").last_price, Price(-3763));
    EXPECT_EQ(desk.execution(trade + "0|").last_price, Price(0));
    EXPECT_EQ(desk.execution(trade + "-0.00|").last_price, Price(0));
}

TEST(Fix44Pitfalls, QuantitiesWithLeadingZerosAndDecimals) {
    const auto event =
        Desk().execution("8|37=O1|17=E1|150=F|39=1|54=1|55=ES|38=002000.00|32=1.0|31=4500.2500|"
                         "14=01|151=1999.|");
    EXPECT_EQ(event.order_qty, Quantity(2000));
    EXPECT_EQ(event.last_qty, Quantity(1));
    EXPECT_EQ(event.leaves_qty, Quantity(1999));
    EXPECT_EQ(event.last_price, Price(18'001));
}

TEST(Fix44Pitfalls, APartialFillThatLeavesNothingIsAFill) {
    const auto event =
        Desk().execution("8|37=O1|17=E1|150=F|39=1|54=1|55=ES|38=3|32=1|31=4500|14=1|151=0|");
    EXPECT_EQ(event.kind, ExecKind::fill);
    EXPECT_EQ(event.last_qty, Quantity(1));
    EXPECT_EQ(event.order_qty, Quantity(3));
}

TEST(Fix44Pitfalls, APossResendTwinIsKnownByItsKeyOrByItsFlag) {
    const Desk desk;
    const std::string trade = "8|37=O1|150=F|39=2|54=1|55=ES|32=1|31=4500|60=20240102-15:00:01|";
    const auto first = desk.execution(trade + "17=E1|");
    const auto same = desk.execution(trade + "17=E1|", drop_copy, "97=Y|");
    const auto renamed = desk.execution(trade + "17=E2|", drop_copy, "97=Y|");
    EXPECT_EQ(same.exec_key, first.exec_key);
    EXPECT_NE(renamed.exec_key, first.exec_key);
    EXPECT_TRUE(renamed.poss_resend);
    EXPECT_FALSE(first.poss_resend);
}

TEST(Fix44Pitfalls, AnEnvelopeOfAnotherDialectIsNamedAndLeftAlone) {
    EXPECT_EQ(Desk().read("n|", drop_copy, "212=6|213=<RTRF>|"), "info: XMLnonFIX (35=n): ignored");
}

TEST(Fix44Pitfalls, AFillWithoutAnAckIsComplete) {
    EXPECT_EQ(Desk().read("8|37=O7|17=E1|150=F|39=2|54=1|55=ES|32=3|31=4500|60=20240102-15:00:01|"),
              "LEAD1 fill 37=O7 buy 0 ES market traded 3@4500.00 exec 20240102/B/E1");
}

TEST(Fix44Pitfalls, TheDaySentAgainUnderNewNumbersHasTheSameKeys) {
    const Desk desk;
    const std::string trade =
        "8|37=O1|17=E1|150=F|39=2|54=1|55=ES|32=1|31=4500|60=20240102-09:00:00|";
    const auto first = desk.execution(trade);
    const auto again = desk.execution(trade, drop_copy, "50=AFTER-RESET|");
    EXPECT_EQ(again.exec_key, first.exec_key);
    EXPECT_EQ(again.order_key, first.order_key);
}

TEST(Fix44Pitfalls, DoneForTheDayIsNotCanceled) {
    EXPECT_EQ(Desk().execution("8|37=O1|150=3|39=3|54=1|55=ES|38=3|40=2|44=4500|59=1|").kind,
              ExecKind::done);
}

TEST(Fix44Pitfalls, AnAccountThatIsNotMappedIsNotOurs) {
    EXPECT_EQ(
        Desk().read("8|1=SOMEBODY|37=O1|17=E1|150=F|39=2|54=1|55=ES|32=1|31=4500|", firm_drop_copy),
        "not ours 1: tag 1 (Account) = \"SOMEBODY\": no account of the settings on this "
        "session");
}

TEST(Fix44Pitfalls, TheSameTradeFromAnotherSourceHasTheSameKey) {
    const Desk desk;
    const std::string trade = "8|37=O1|17=E1|150=F|39=2|54=1|55=ES|32=1|31=4500|75=20240102|";
    EXPECT_EQ(desk.execution(trade).exec_key,
              desk.execution(trade + "1=LEAD2|", firm_drop_copy).exec_key);
    // the clearing house's word of it is none for us
    EXPECT_EQ(desk.read("AE|571=T1|487=0|17=E1|32=1|31=4500|55=ES|552=1|54=1|1=LEAD1|"),
              "info: TradeCaptureReport (35=AE) 55=ES: ignored");
}

TEST(Fix44Pitfalls, ASpreadIsCountedByItsLegsAndNotByItsSummary) {
    const Desk desk;
    const std::string spread = "8|37=O1|17=E1|150=F|39=2|32=1|60=20240102-15:00:01|";
    EXPECT_EQ(desk.read(spread + "442=3|55=ES-NQ|54=1|31=100|"),
              "info: 35=8 150=F 39=2 37=O1 17=E1 55=ES-NQ of LEAD1: the summary of a spread; its "
              "legs are counted");
    EXPECT_EQ(desk.read(spread + "442=2|55=ES|54=1|31=4500|"),
              "LEAD1 fill 37=O1/ES buy 0 ES market traded 1@4500.00 exec 20240102/B/E1/ES");
    EXPECT_EQ(desk.read(spread + "442=2|55=NQ|54=2|31=15000|"),
              "LEAD1 fill 37=O1/NQ sell 0 NQ market traded 1@15000.00 exec 20240102/S/E1/NQ");
    EXPECT_EQ(desk.execution(spread + "442=1|55=ES|54=1|31=4500|").order_key, "O1");
    // a leg's ack bears the price of the spread, so it must never be mirrored
    EXPECT_FALSE(
        can_rest(desk.execution("8|37=O1|150=0|39=0|442=2|55=ES|54=1|38=1|40=2|44=100|").terms));
}

TEST(Fix44Pitfalls, OrdersOnADropCopyAreRecordedAndNeverActedUpon) {
    const struct {
        const char* message;
        const char* note;
    } rows[] = {
        {"D|11=C1|1=LEAD1|21=1|55=ES|54=1|60=20240102-15:00:00|38=3|40=1|",
         "NewOrderSingle (35=D) 1=LEAD1 11=C1 55=ES 54=1 38=3"},
        {"G|11=C2|41=C1|55=ES|54=1|60=20240102-15:00:00|38=3|40=1|",
         "OrderCancelReplaceRequest (35=G) 11=C2 41=C1 55=ES 54=1 38=3"},
        {"F|11=C3|41=C2|55=ES|54=1|60=20240102-15:00:00|",
         "OrderCancelRequest (35=F) 11=C3 41=C2 55=ES 54=1"},
        {"AB|11=C4|55=ES-NQ|54=1|555=2|600=ES|624=1|600=NQ|624=2|38=1|40=1|",
         "NewOrderMultileg (35=AB) 11=C4 55=ES-NQ 54=1 38=1"},
        {"AC|11=C5|41=C4|55=ES-NQ|54=1|38=1|40=1|",
         "MultilegOrderCancelReplace (35=AC) 11=C5 41=C4 55=ES-NQ 54=1 38=1"},
        {"E|66=L1|73=2|11=C6|67=1|55=ES|54=1|11=C7|67=2|55=NQ|54=2|", "NewOrderList (35=E)"},
    };
    const Desk desk;
    for (const auto& row : rows) {
        EXPECT_EQ(desk.read(row.message),
                  "info: " + std::string(row.note) + ": recorded, never acted upon");
    }
}

} // namespace
} // namespace lockstep::fix44::test
