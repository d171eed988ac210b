// What every kind of execution report becomes.
#include "unit/fix/fix44_desk.hpp"

namespace lockstep::fix44::test {
namespace {

// An order of LEAD1 to buy 3 ES at 4500.00 or better.
const std::string order = "37=O1|17=E1|54=1|55=ES|38=3|40=2|44=4500.00|60=20240102-15:00:01|";

TEST(Fix44Execution, EveryKindByItsExecType) {
    const struct {
        const char* codes;
        const char* event;
    } rows[] = {
        {"150=A|39=A", "LEAD1 pending"},     {"150=6|39=6", "LEAD1 pending"},
        {"150=E|39=E", "LEAD1 pending"},     {"150=0|39=0", "LEAD1 accepted"},
        {"150=L|39=0", "LEAD1 triggered"},   {"150=5|39=0", "LEAD1 replaced"},
        {"150=D|39=0", "LEAD1 restated"},    {"150=9|39=9", "LEAD1 suspended"},
        {"150=0|39=9", "LEAD1 suspended"},   {"150=3|39=3", "LEAD1 done"},
        {"150=4|39=4", "LEAD1 canceled"},    {"150=C|39=C", "LEAD1 expired"},
        {"150=8|39=8", "LEAD1 rejected"},    {"150=I|39=1", "LEAD1 status"},
        {"150=0|39=0|20=3", "LEAD1 status"},
    };
    const Desk desk;
    for (const auto& row : rows) {
        EXPECT_EQ(desk.read("8|" + order + row.codes + "|"),
                  std::string(row.event) + " 37=O1 buy 3 ES limit 4500.00 exec 20240102/B/E1")
            << row.codes;
    }
}

TEST(Fix44Execution, TradesBustsAndCorrections) {
    const struct {
        const char* what;
        FillStyle style;
        const char* codes;
        const char* event;
    } rows[] = {
        {"a fill", FillStyle::trade, "150=F|39=1|32=2|31=4499.75|14=2|151=1",
         "LEAD1 fill 37=O1 buy 3 ES limit 4500.00 traded 2@4499.75 cum 2 leaves 1 "
         "exec 20240102/B/E1"},
        {"a fill of FIX 4.2's habit", FillStyle::mixed, "150=1|39=1|32=2|31=4499.75|14=2|151=1",
         "LEAD1 fill 37=O1 buy 3 ES limit 4500.00 traded 2@4499.75 cum 2 leaves 1 "
         "exec 20240102/B/E1"},
        {"the last fill of FIX 4.2's habit", FillStyle::mixed, "150=2|39=2|32=3|31=4500|14=3|20=0",
         "LEAD1 fill 37=O1 buy 3 ES limit 4500.00 traded 3@4500.00 cum 3 exec 20240102/B/E1"},
        {"a bust", FillStyle::trade, "150=H|39=0|19=E0",
         "LEAD1 fill-bust 37=O1 buy 3 ES limit 4500.00 exec 20240102/B/E1 of 20240102/B/E0"},
        {"a bust by ExecTransType", FillStyle::mixed, "150=1|39=1|20=1|19=E0|32=2|31=4500",
         "LEAD1 fill-bust 37=O1 buy 3 ES limit 4500.00 traded 2@4500.00 exec 20240102/B/E1 "
         "of 20240102/B/E0"},
        {"a bust by OrdStatus", FillStyle::mixed, "150=1|39=H|19=E0",
         "LEAD1 fill-bust 37=O1 buy 3 ES limit 4500.00 exec 20240102/B/E1 of 20240102/B/E0"},
        {"a correction", FillStyle::trade, "150=G|39=1|19=E0|32=1|31=4499.50|14=1|151=2",
         "LEAD1 fill-corrected 37=O1 buy 3 ES limit 4500.00 traded 1@4499.50 cum 1 leaves 2 "
         "exec 20240102/B/E1 of 20240102/B/E0"},
        {"a correction by ExecTransType", FillStyle::mixed, "150=2|39=2|20=2|19=E0|32=3|31=4499",
         "LEAD1 fill-corrected 37=O1 buy 3 ES limit 4500.00 traded 3@4499.00 exec 20240102/B/E1 "
         "of 20240102/B/E0"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(Desk(row.style).read("8|" + order + row.codes + "|"), row.event) << row.what;
    }
}

TEST(Fix44Execution, TermsThatCanBeMirrored) {
    const struct {
        const char* fields;
        const char* terms;
    } rows[] = {
        {"40=1|", "market"},
        {"", "market"},
        {"40=2|44=4500|", "limit 4500.00"},
        {"40=3|99=4480.25|", "stop stop 4480.25"},
        {"40=4|44=4480|99=4480.25|", "stop-limit 4480.00 stop 4480.25"},
        {"40=2|44=4500|59=0|", "limit 4500.00"},
        {"40=2|44=4500|59=1|", "limit 4500.00 gtc"},
        {"40=2|44=4500|59=3|", "limit 4500.00 ioc"},
        {"40=2|44=4500|59=4|", "limit 4500.00 fok"},
        {"40=2|44=4500|59=6|432=20240105|", "limit 4500.00 gtd"},
        {"40=1|44=4500|", "market"}, // the price of a protection
        {"40=2|44=-37.25|", "limit -37.25"},
        {"40=2|44=0|", "limit 0.00"},
    };
    const Desk desk;
    for (const auto& row : rows) {
        EXPECT_EQ(desk.read("8|150=0|39=0|37=O1|54=2|55=ES|38=1|" + std::string(row.fields)),
                  "LEAD1 accepted 37=O1 sell 1 ES " + std::string(row.terms))
            << row.fields;
    }
}

TEST(Fix44Execution, TermsThatCannotBeMirroredCannotRest) {
    const struct {
        const char* fields;
        const char* terms;
        const char* why;
    } rows[] = {
        {"40=P|44=4500|", "market", "order type 40=P"},
        {"40=J|99=4500|", "market", "order type 40=J"},
        {"40=Q1|", "market", "order type 40=Q1"},
        {"40=2|", "market", "an order with a limit and no 44 (Price)"},
        {"40=3|", "market", "a stop order without 99 (StopPx)"},
        {"40=4|44=4500|", "market", "a stop order without 99 (StopPx)"},
        {"40=2|44=4500|59=7|", "limit 4500.00 ioc", "time in force 59=7"},
        {"40=2|44=4500|59=2|", "limit 4500.00 ioc", "time in force 59=2"},
    };
    const Desk desk;
    for (const auto& row : rows) {
        const std::string text = "8|150=0|39=0|37=O1|54=2|55=ES|38=1|" + std::string(row.fields);
        EXPECT_EQ(desk.read(text), "LEAD1 accepted 37=O1 sell 1 ES " + std::string(row.terms) +
                                       " ; info: 35=8 150=0 39=0 37=O1 55=ES of LEAD1: " + row.why +
                                       " cannot be mirrored; its fills are copied");
        EXPECT_FALSE(can_rest(desk.execution(text).terms)) << row.fields;
    }
    // K trades at once; what its venue makes of the rest only shows in fills.
    EXPECT_EQ(desk.read("8|150=0|39=0|37=O1|54=2|55=ES|38=1|40=K|44=4500|"),
              "LEAD1 accepted 37=O1 sell 1 ES market");
}

TEST(Fix44Execution, AHeldOrderThatIsReplacedHasItsNewTermsAndDoesNotWork) {
    EXPECT_EQ(Desk().read("8|" + order + "150=5|39=9|11=C2|41=C1|"),
              "LEAD1 replaced 37=O1 11=C2 41=C1 buy 3 ES limit 4500.00 exec 20240102/B/E1 ; "
              "LEAD1 suspended 37=O1 11=C2 41=C1 buy 3 ES limit 4500.00 "
              "exec 20240102/B/E1/held");
}

TEST(Fix44Execution, ABrokersReportIsTheFollowers) {
    EXPECT_EQ(Desk().read("8|1=F1|37=B9|11=C1|17=X1|150=0|39=0|54=2|55=NQ|38=2|40=1|14=0|151=2|"
                          "60=20240102-15:00:01|",
                          broker),
              "F1 accepted 37=B9 11=C1 sell 2 NQ market leaves 2 exec 20240102/S/X1");
}

TEST(Fix44Execution, TheReasonOfARejectIsKeptInWords) {
    const Desk desk;
    EXPECT_EQ(
        desk.read("8|1=F1|37=NONE|11=C1|17=0|150=8|39=8|54=1|55=ES|103=3|58=too big|", broker),
        "F1 rejected 11=C1 buy 0 ES market "
        "\"too big [103=3 order exceeds limit]\"");
    EXPECT_EQ(desk.read("8|1=F1|37=B9|11=C1|150=4|39=4|54=1|55=ES|378=6|", broker),
              "F1 canceled 37=B9 11=C1 buy 0 ES market \"[378=6 cancel on trading halt]\"");
    EXPECT_EQ(desk.read("8|1=F1|37=B9|11=C1|150=4|39=4|54=1|55=ES|378=106|", broker),
              "F1 canceled 37=B9 11=C1 buy 0 ES market \"[378=106]\"");
}

TEST(Fix44Execution, FlagsNumberAndTimeOfTheMessageComeAlong) {
    const Desk desk;
    const ExecutionEvent event =
        desk.execution("8|" + order + "150=0|39=0|", drop_copy, "43=Y|97=Y|122=20240102-14:00:00|");
    EXPECT_EQ(event.msg_seq_num, 7U);
    EXPECT_TRUE(event.poss_dup);
    EXPECT_TRUE(event.poss_resend);
    EXPECT_EQ(event.transact_time, Timestamp(1'704'207'601'000'000'000));
    EXPECT_EQ(event.ord_status, '0');
    // without 60 the time of the message is when it was sent
    EXPECT_EQ(desk.execution("8|150=0|39=0|37=O1|54=1|55=ES|38=1|").transact_time,
              Timestamp(1'704'207'601'500'000'000));
}

} // namespace
} // namespace lockstep::fix44::test
