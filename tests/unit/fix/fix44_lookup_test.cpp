// Whose account and which instrument a message speaks of.
#include "unit/fix/fix44_desk.hpp"

namespace lockstep::fix44::test {
namespace {

const std::string ack = "8|37=O1|150=0|39=0|54=1|38=1|40=1|";
const std::string es_ack = ack + "55=ES|";

std::string who(const std::string& shown) { return shown.substr(0, shown.find(' ')); }

TEST(Fix44Lookup, Accounts) {
    const struct {
        const char* what;
        SessionIndex session;
        const char* fields;
        const char* who;
    } rows[] = {
        {"by tag 1", firm_drop_copy, "1=LEAD2|", "LEAD2"},
        {"by tag 1, another", firm_drop_copy, "1=LEAD3|", "LEAD3"},
        {"the only one of the session", drop_copy, "", "LEAD1"},
        {"the only one of a broker's", broker, "11=X|", "F1"},
        {"by the customer account among the parties", firm_drop_copy,
         "453=2|448=FIRM|447=D|452=1|448=LEAD3|447=D|452=24|", "LEAD3"},
        {"tag 1 before the parties", firm_drop_copy, "1=LEAD2|453=1|448=LEAD3|452=24|", "LEAD2"},
    };
    const Desk desk;
    for (const auto& row : rows) {
        EXPECT_EQ(who(desk.read(es_ack + row.fields, row.session)), row.who) << row.what;
    }
}

TEST(Fix44Lookup, AccountsThatAreNotFound) {
    const struct {
        const char* what;
        SessionIndex session;
        const char* fields;
        const char* refusal;
    } rows[] = {
        {"one among several is not guessed", firm_drop_copy, "",
         "refused 1: tag 1 (Account) is missing: the session carries 2 accounts"},
        {"not even where there is only one", drop_copy, "1=LEAD2|",
         "not ours 1: tag 1 (Account) = \"LEAD2\": no account of the settings on this session"},
        {"case counts", drop_copy, "1=lead1|",
         "not ours 1: tag 1 (Account) = \"lead1\": no account of the settings on this session"},
        {"an account of another session", broker, "1=F2|",
         "not ours 1: tag 1 (Account) = \"F2\": no account of the settings on this session"},
        {"a party", firm_drop_copy, "453=1|448=LEAD9|452=24|",
         "not ours 448: tag 448 (PartyID) = \"LEAD9\": no account of the settings on this "
         "session"},
    };
    const Desk desk;
    for (const auto& row : rows) {
        EXPECT_EQ(desk.read(es_ack + row.fields, row.session), row.refusal) << row.what;
    }
}

// The broker never had the order, so its answer knows neither account nor instrument.
TEST(Fix44Lookup, AnOrderOfAnEarlierLifeHasItsAccountFromTheQuestionAboutIt) {
    Desk desk;
    const std::string unknown = "8|37=NONE|17=E9|150=I|39=8|38=0|14=0|151=0|6=0|58=unknown|11=C7|";
    EXPECT_EQ(desk.read(unknown, shared_broker),
              "refused 1: tag 1 (Account) is missing: the session carries 2 accounts");
    for (const std::uint64_t number : {40U, 41U}) { // it is asked again and again
        desk.sent().remember(
            number, sent_order(StatusRequest{
                        .follower = f3, .cl_ord_id = "C7", .instrument = nq, .side = Side::sell}));
    }
    EXPECT_EQ(who(desk.read(unknown, shared_broker)), "F3");
}

TEST(Fix44Lookup, AnOrderThatWasSentHasItsAccountWhenTheReportNamesNone) {
    Desk desk;
    desk.sent().remember(40, sent_order(NewOrder{.follower = f3,
                                                 .cl_ord_id = "C7",
                                                 .instrument = nq,
                                                 .terms = {},
                                                 .quantity = Quantity(1)}));
    EXPECT_EQ(who(desk.read(es_ack + "11=C7|", shared_broker)), "F3");
    EXPECT_EQ(who(desk.read(es_ack + "11=C8|41=C7|", shared_broker)), "F3");
    EXPECT_EQ(desk.read(es_ack + "11=C9|", shared_broker),
              "refused 1: tag 1 (Account) is missing: the session carries 2 accounts");
}

TEST(Fix44Lookup, ARejectThatRepeatsNothingTakesSideAndInstrumentFromTheOrder) {
    Desk desk;
    OrderTerms terms;
    terms.side = Side::sell;
    desk.sent().remember(40, sent_order(NewOrder{.follower = f2,
                                                 .cl_ord_id = "C7",
                                                 .instrument = nq,
                                                 .terms = terms,
                                                 .quantity = Quantity(1)}));
    EXPECT_EQ(desk.read("8|37=NONE|11=C7|150=8|39=8|58=no|", shared_broker),
              "F2 rejected 11=C7 sell 0 NQ market \"no\"");
}

TEST(Fix44Lookup, AnOrderOfOneAccountReportedOnAnotherIsAlarmed) {
    Desk desk;
    desk.sent().remember(40, sent_order(NewOrder{.follower = f2,
                                                 .cl_ord_id = "C7",
                                                 .instrument = es,
                                                 .terms = {},
                                                 .quantity = Quantity(1)}));
    EXPECT_EQ(
        desk.read("8|1=F3|37=O1|11=C7|17=E1|150=F|39=2|54=1|55=ES|32=1|31=4500|", shared_broker),
        "F3 fill 37=O1 11=C7 buy 0 ES market traded 1@4500.00 exec 20240102/B/E1 ; "
        "alarm: 35=8 150=F 39=2 37=O1 11=C7 17=E1 55=ES of F3: the order was sent for F2");
}

TEST(Fix44Lookup, Instruments) {
    const struct {
        const char* what;
        const char* fields;
        const char* instrument; // or nothing
    } rows[] = {
        {"by symbol", "55=ES|", "ES"},
        {"by symbol, whatever its month, where the settings name none", "55=ES|200=202503|", "ES"},
        {"by id", "48=CLZ4|22=8|", "CL"},
        {"by id without its source", "48=CLZ4|", "CL"},
        {"by id, whatever the symbol", "55=[N/A]|48=CLZ4|22=8|", "CL"},
        {"by symbol where the message has no id", "55=CL|", "CL"},
        {"by symbol where the settings have no id", "55=NQ|48=1234|22=8|", "NQ"},
        {"by symbol and month", "55=GC|200=202412|", "GC"},
        {"another id", "55=CL|48=CLF5|22=8|", ""},
        {"an id of another source", "55=CL|48=CLZ4|22=4|", ""},
        {"another month", "55=GC|200=202502|", ""},
        {"no month", "55=GC|", ""},
        {"another symbol", "55=MES|", ""},
        {"another case", "55=es|", ""},
    };
    const Desk desk;
    for (const auto& row : rows) {
        const std::string shown = desk.read(ack + row.fields);
        const std::string expected =
            *row.instrument == '\0'
                ? "not ours 55"
                : "LEAD1 accepted 37=O1 buy 1 " + std::string(row.instrument) + " market";
        EXPECT_EQ(shown.substr(0, expected.size()), expected) << row.what;
    }
}

TEST(Fix44Lookup, ASessionCarriesTheAccountsOfTheSettings) {
    const RouterConfig config = make_config();
    const auto accounts = [&](SessionIndex session) {
        std::string text;
        for (const CarriedAccount& carried : make_context(config, session, nullptr).accounts) {
            text +=
                carried.account + (std::holds_alternative<LeaderId>(carried.owner) ? "* " : " ");
        }
        return text;
    };
    EXPECT_EQ(accounts(drop_copy), "LEAD1* ");
    EXPECT_EQ(accounts(firm_drop_copy), "LEAD2* LEAD3* ");
    EXPECT_EQ(accounts(broker), "F1 ");
    EXPECT_EQ(accounts(shared_broker), "F2 F3 ");
    EXPECT_EQ(accounts(SessionIndex{9}), "");
}

} // namespace
} // namespace lockstep::fix44::test
