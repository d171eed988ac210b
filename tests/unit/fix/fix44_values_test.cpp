// Bad values of business fields: a clear refusal that names tag and value, and nothing traded.
#include "fix/fix44_fields.hpp"
#include "unit/fix/fix44_desk.hpp"

#include <algorithm>

namespace lockstep::fix44::test {
namespace {

// A fill of LEAD1 whose field `tag` reads `value`; an empty value leaves the field out.
std::string fill_with(std::string_view tag, std::string_view value) {
    const std::pair<std::string_view, std::string_view> fields[] = {
        {"150", "F"},   {"39", "1"},
        {"37", "O1"},   {"17", "E1"},
        {"54", "1"},    {"55", "ES"},
        {"38", "3"},    {"32", "1"},
        {"31", "4500"}, {"14", "1"},
        {"151", "2"},   {"40", "2"},
        {"44", "4500"}, {"60", "20240102-15:00:01"}};
    std::string text = "8|";
    for (const auto& [name, usual] : fields) {
        const std::string_view used = name == tag ? value : usual;
        if (!used.empty()) text.append(name).append("=").append(used).append("|");
    }
    return text;
}

// More fields than the table of their places knows, and tags beyond it.
TEST(Fix44Values, AreFoundHoweverManyFieldsThereAre) {
    FIX::FieldMap map;
    for (int tag = 100; tag < 1'200; tag += 2) map.setField(tag, std::to_string(tag));
    const Fields fields(map);
    for (int tag = 100; tag < 1'200; tag += 2) {
        EXPECT_EQ(fields.text(tag), std::to_string(tag));
        EXPECT_EQ(fields.text(tag + 1), "");
    }
    EXPECT_EQ(Fields(FIX::FieldMap()).text(11), "");
}

TEST(Fix44Values, QuantitiesThatAreNone) {
    const struct {
        const char* value;
        const char* why;
    } rows[] = {
        {"-1", "contracts cannot be negative"},
        {"-0", "contracts cannot be negative"},
        {"0.5", "not a whole number of contracts"},
        {"1.000000001", "not a whole number of contracts"},
        {"1e3", "not a number of contracts"},
        {"+1", "not a number of contracts"},
        {"NaN", "not a number of contracts"},
        {"Inf", "not a number of contracts"},
        {"1,000", "not a number of contracts"},
        {" 1", "not a number of contracts"},
        {"1 ", "not a number of contracts"},
        {"0x10", "not a number of contracts"},
        {".", "not a number of contracts"},
        {"9223372036854775808", "not a number of contracts"}, // 2^63
        {"99999999999999999999999999", "not a number of contracts"},
        {"1000000001", "more contracts than anybody trades"},
    };
    const Desk desk;
    for (const char* tag : {"38", "32", "14", "151"}) {
        for (const auto& row : rows) {
            const std::string shown = desk.read(fill_with(tag, row.value));
            EXPECT_TRUE(shown.starts_with("refused " + std::string(tag) + ": tag " + tag + " ("))
                << shown;
            EXPECT_TRUE(
                shown.ends_with("= \"" + std::string(row.value).substr(0, 40) + "\": " + row.why))
                << shown;
        }
    }
    EXPECT_EQ(desk.execution(fill_with("38", "1000000000")).order_qty, Quantity(1'000'000'000));
}

TEST(Fix44Values, AWorkingOrderOfTheLeaderHasASize) {
    const Desk desk;
    const std::string order = "8|150=0|39=0|37=O1|54=1|55=ES|40=2|44=4500|";
    EXPECT_EQ(desk.read(order + "38=0|"),
              "refused 38: tag 38 (OrderQty) = \"0\": an order of nothing");
    EXPECT_EQ(desk.read(order), "refused 38: tag 38 (OrderQty) is missing: the size of a working "
                                "order");
    // a broker need not repeat to us what we asked for
    EXPECT_EQ(desk.read(order + "11=C1|", broker),
              "F1 accepted 37=O1 11=C1 buy 0 ES limit 4500.00");
}

TEST(Fix44Values, PricesThatAreNone) {
    const struct {
        const char* value;
        const char* why;
    } rows[] = {
        {"1e5", "not a price"},
        {"Inf", "not a price"},
        {"NaN", "not a price"},
        {"4500,25", "not a price"},
        {"+4500", "not a price"},
        {"--4500", "not a price"},
        {"4500.1", "not a price of ES (tick 0.25) or out of range"},
        {"4500.00000000000000000001", "not a price"}, // 20 decimals
        {"999999999999999999", "not a price of ES (tick 0.25) or out of range"},
    };
    const Desk desk;
    for (const auto& row : rows) {
        EXPECT_EQ(desk.read(fill_with("31", row.value)),
                  "refused 31: tag 31 (LastPx) = \"" + std::string(row.value) + "\": " + row.why);
        const std::string ack = "8|150=0|39=0|37=O1|54=1|55=ES|38=1|40=2|44=";
        EXPECT_EQ(desk.read(ack + row.value + "|"),
                  "refused 44: tag 44 (Price) = \"" + std::string(row.value) + "\": " + row.why);
    }
    // zeros are as good as none
    EXPECT_EQ(desk.execution(fill_with("31", "4500.25000000000000")).last_price, Price(18'001));
}

TEST(Fix44Values, AFillIsNotLostForThePriceOfItsOrder) {
    const Desk desk;
    for (const char* price : {"4500.1", "1e5", ""}) {
        const auto event = desk.execution(fill_with("44", price));
        EXPECT_EQ(event.kind, ExecKind::fill) << price;
        EXPECT_EQ(event.last_qty, Quantity(1)) << price;
        EXPECT_FALSE(can_rest(event.terms)) << price;
    }
}

TEST(Fix44Values, WhatAFillCannotDoWithout) {
    const Desk desk;
    EXPECT_EQ(desk.read(fill_with("31", "")),
              "refused 31: tag 31 (LastPx) is missing: the price of a trade");
    EXPECT_EQ(desk.read(fill_with("17", "")),
              "refused 17: tag 17 (ExecID) is missing: a trade has to have one");
    EXPECT_EQ(desk.read(fill_with("37", "")),
              "refused 37: tag 37 (OrderID) is missing: the leader's orders are known by it");
    EXPECT_EQ(desk.read(fill_with("54", "")),
              "refused 54: tag 54 (Side) is missing: a report has to name its side");
    EXPECT_EQ(desk.read(fill_with("55", "")),
              "refused 55: tag 55 (Symbol) is missing: the message names no instrument");
    EXPECT_EQ(desk.read(fill_with("150", "")),
              "refused 150: tag 150 (ExecType) is missing: the report does not say what happened");
    EXPECT_EQ(desk.read(fill_with("32", "")),
              "alarm: 35=8 150=F 39=1 37=O1 17=E1 55=ES of LEAD1: means nothing here; not acted "
              "upon");
}

TEST(Fix44Values, WhatABustAndACorrectionCannotDoWithout) {
    const Desk desk;
    const std::string bust = "8|150=H|39=0|37=O1|17=E2|54=1|55=ES|";
    EXPECT_EQ(desk.read(bust),
              "refused 19: tag 19 (ExecRefID) is missing: which trade is busted or corrected");
    const std::string correction = "8|150=G|39=1|37=O1|17=E2|19=E1|54=1|55=ES|";
    EXPECT_EQ(desk.read(correction + "31=4500|"),
              "refused 32: tag 32 (LastQty) is missing: how much traded");
    EXPECT_EQ(desk.read(correction + "32=1|"),
              "refused 31: tag 31 (LastPx) is missing: the price of a trade");
    EXPECT_EQ(desk.execution(correction + "32=0|31=4500|").last_qty, Quantity(0));
}

TEST(Fix44Values, SidesThatAreNone) {
    const Desk desk;
    for (const char* side : {"0", "3", "7", "8", "11", "B"}) {
        EXPECT_EQ(desk.read(fill_with("54", side)), "refused 54: tag 54 (Side) = \"" +
                                                        std::string(side) +
                                                        "\": neither a buy nor a sell");
    }
    for (const char* side : {"2", "5", "6"}) { // short sales are sales
        EXPECT_EQ(desk.execution(fill_with("54", side)).terms.side, Side::sell) << side;
    }
}

TEST(Fix44Values, InstrumentsThatNoSettingsKnow) {
    const Desk desk;
    EXPECT_EQ(desk.read(fill_with("55", "ZZ")),
              "not ours 55: tag 55 (Symbol) = \"ZZ\": no such instrument in the settings");
    EXPECT_EQ(desk.read(fill_with("55", "GC") + "200=202306|"), // expired
              "not ours 55: tag 55 (Symbol) = \"GC\": no such instrument in the settings, "
              "200=202306");
    EXPECT_EQ(desk.read(fill_with("55", "ESH4-ESM4")), // a spread
              "not ours 55: tag 55 (Symbol) = \"ESH4-ESM4\": no such instrument in the settings");
}

TEST(Fix44Values, TimesThatAreNone) {
    const Desk desk;
    for (const char* time : {"20240102", "20240102-25:00:00", "20240231-00:00:00", "now",
                             "20240102-15:00:01.1234567890"}) {
        EXPECT_EQ(desk.read(fill_with("60", time)), "refused 60: tag 60 (TransactTime) = \"" +
                                                        std::string(time) +
                                                        "\": not a UTC time "
                                                        "(YYYYMMDD-HH:MM:SS.sss)");
    }
    EXPECT_EQ(desk.execution(fill_with("60", "20240102-15:00:01.123456789")).transact_time,
              Timestamp(1'704'207'601'123'456'789));
    EXPECT_EQ(desk.execution(fill_with("60", "20240102-15:00:60")).transact_time,
              Timestamp(1'704'207'660'000'000'000));
    EXPECT_EQ(desk.read(fill_with("60", "20240102-15:00:01") + "75=2024-01-02|"),
              "refused 75: tag 75 (TradeDate) = \"2024-01-02\": not a date (YYYYMMDD)");
}

TEST(Fix44Values, CodesThatAreLongerThanOneCharacter) {
    const Desk desk;
    for (const char* tag : {"150", "39"}) {
        EXPECT_TRUE(
            desk.read(fill_with(tag, "FF")).ends_with("= \"FF\": one character is expected"))
            << tag;
    }
}

TEST(Fix44Values, ExecTypeAndOrdStatusThatContradictEachOther) {
    const Desk desk;
    const std::string order = "8|37=O1|54=1|55=ES|38=3|40=2|44=4500|";
    for (const char* codes : {"150=0|39=4|", "150=0|39=8|", "150=5|39=C|", "150=D|39=4|",
                              "150=L|39=8|", "150=4|39=0|", "150=8|39=1|", "150=C|39=5|"}) {
        const std::string shown = desk.read(order + codes);
        EXPECT_TRUE(shown.starts_with("alarm: ")) << shown;
        EXPECT_TRUE(shown.ends_with("contradict each other; not acted upon")) << shown;
    }
    // a trade is a trade, whatever the status says
    EXPECT_EQ(desk.execution(fill_with("39", "8")).kind, ExecKind::fill);
}

TEST(Fix44Values, UnknownExecTypesAlarmAndDoNothing) {
    const Desk desk;
    for (const char* type : {"7", "B", "J", "K", "Z", "*"}) {
        const std::string shown = desk.read(fill_with("150", type));
        EXPECT_TRUE(shown.starts_with("alarm: 35=8 150=" + std::string(type))) << shown;
    }
}

TEST(Fix44Values, IdentifiersThatCannotBeKept) {
    const Desk desk;
    const std::string long_id(100'000,
                              'A'); // framing would not let it through; the decoder does not care
    EXPECT_EQ(desk.read(fill_with("37", long_id)), "refused 37: tag 37 (OrderID) = \"" +
                                                       long_id.substr(0, 40) +
                                                       "...\": longer than 64 bytes");
    EXPECT_EQ(desk.read(fill_with("17", std::string(80, 'E'))), "refused 17: tag 17 (ExecID) = \"" +
                                                                    std::string(40, 'E') +
                                                                    "...\": too long to be kept");
    EXPECT_EQ(desk.read(fill_with("37", "O1\x1b[2J")),
              "refused 37: tag 37 (OrderID) = \"O1\\x1b[2J\": holds characters that are not "
              "printable ASCII");
    EXPECT_EQ(desk.execution(fill_with("17", std::string(69, 'E'))).exec_key.size(), 80U);
}

TEST(Fix44Values, AClOrdIdThatCannotBeOursIsNone) {
    const Desk desk;
    for (const std::string& id : {std::string(64'000, 'C'), std::string("C\xff"), std::string()}) {
        EXPECT_TRUE(desk.execution(fill_with("", "") + "11=" + id + "|").cl_ord_id.empty());
    }
    EXPECT_EQ(desk.execution(fill_with("", "") + "11=with \\x01 and <b>|").cl_ord_id,
              "with \\x01 and <b>");
}

TEST(Fix44Values, HostileTextIsKeptShortAndShownPrintable) {
    const Desk desk;
    const std::string text = "=cmd()<script>\x1b[31m" + std::string(1'000, 'x');
    const auto event = desk.execution(fill_with("", "") + "58=" + text + "|");
    EXPECT_EQ(event.text, text.substr(0, 512));
    const std::string shown = desk.read(fill_with("54", "9") + "58=x|");
    EXPECT_TRUE(std::ranges::all_of(shown, [](char c) { return c >= ' ' && c <= '~'; })) << shown;
    EXPECT_EQ(desk.read(fill_with("55", "\x1b[2J\xff\t" + std::string(60, 'Z'))),
              "not ours 55: tag 55 (Symbol) = \"\\x1b[2J\\xff\\x09" + std::string(34, 'Z') +
                  "...\": no such instrument in the settings");
}

TEST(Fix44Values, AFillLargerThanItsOrderIsStillAFill) {
    // whether it can be is the book's to say; losing it would be worse
    const auto event = Desk().execution("8|150=F|39=2|37=O1|17=E1|54=1|55=ES|38=1|32=5|31=4500|");
    EXPECT_EQ(event.last_qty, Quantity(5));
    EXPECT_EQ(event.order_qty, Quantity(1));
}

TEST(Fix44Values, AnEmptyTagIsAsGoodAsNone) {
    EXPECT_EQ(Desk().read("8|150=0|39=0|37=O1|11=|58=|59=|54=1|55=ES|38=1|40=1|"),
              "LEAD1 accepted 37=O1 buy 1 ES market");
}

TEST(Fix44Values, ATagThatStandsTwiceIsRefused) {
    const Desk desk;
    for (const char* tag : {"11", "38", "32", "37", "9999"}) {
        const std::string twice = std::string(tag) + "=1|";
        EXPECT_EQ(desk.read(fill_with(tag, "") + twice + twice),
                  "QuickFIX: Repeated tag not part of repeating group")
            << tag;
    }
}

TEST(Fix44Values, TheDecoderNeedsNobodyToSeeThatATagStandsTwice) {
    FIX::Message message(wire::message("35=8|49=PEER|56=LOCKSTEP|34=7|52=20240102-15:00:01|150=F|"
                                       "39=2|37=O1|17=E1|54=1|55=ES|32=1|32=100|31=4500|"),
                         true);
    const RouterConfig config = make_config();
    EXPECT_EQ(show(fix44::decode(message, make_context(config, drop_copy, nullptr))),
              "refused 32: tag 32 (LastQty) = \"1\": stands more than once");
}

} // namespace
} // namespace lockstep::fix44::test
