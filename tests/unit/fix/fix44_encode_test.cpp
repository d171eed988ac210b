// Orders and questions, as the text that leaves.
#include "unit/fix/fix44_desk.hpp"

#include "fix/fix44_order_text.hpp"
#include "fix/fix44_time.hpp"
#include "fix/message_head.hpp"

#include <algorithm>
#include <concepts>

namespace lockstep::fix44::test {
namespace {

const RouterConfig& config() {
    static const RouterConfig made = make_config();
    return made;
}

const Timestamp now = parse_utc_time("20240102-15:00:01.500").value();

// The body as it leaves, with `|` for SOH: what stands between 35 and 10.
std::string body_of(const FIX::Message& message) {
    std::string text = message.toString();
    std::replace(text.begin(), text.end(), '\x01', '|');
    const std::size_t begin = text.find("35=");
    std::string body = text.substr(begin, text.find("|10=") + 1 - begin);
    // a session's part of the header
    const std::size_t number = body.find("34=1|");
    if (number != body.npos) {
        const std::size_t end = body.find('|', body.find("|56=") + 1) + 1;
        body.erase(number, end - number);
    }
    return body;
}

// An order as a session completes it, read back as a peer's engine does.
template <class Order>
    requires std::same_as<Order, NewOrder> || std::same_as<Order, ReplaceOrder> ||
             std::same_as<Order, CancelOrder>
FIX::Message order_message(const Order& order, const RouterConfig& settings, Timestamp time) {
    SummedText body;
    OrderTexts texts(settings);
    texts.of(order.follower, order.instrument).write(order, format_utc_time(time), body);
    const char* type = std::same_as<Order, NewOrder>       ? "D"
                       : std::same_as<Order, ReplaceOrder> ? "G"
                                                           : "F";
    MessageHead head("FIX.4.4", "LOCKSTEP", "PEER", 3);
    const std::string text = head.complete(type, 1, time, body);
    FIX::Message message(text, true);
    EXPECT_EQ(message.toString(), text) << "QuickFIX would write it otherwise";
    return message;
}

OrderTerms make_terms(Side side, OrderType type, TimeInForce time_in_force = TimeInForce::day) {
    OrderTerms terms;
    terms.side = side;
    terms.type = type;
    terms.time_in_force = time_in_force;
    if (type == OrderType::limit || type == OrderType::stop_limit) terms.price = Price(18'000);
    if (type == OrderType::stop || type == OrderType::stop_limit) terms.stop_price = Price(17'999);
    return terms;
}

NewOrder make_order(const OrderTerms& terms, InstrumentId instrument = es) {
    return {.follower = f1,
            .cl_ord_id = "C1",
            .instrument = instrument,
            .terms = terms,
            .quantity = Quantity(3)};
}

// As a session completes a message, then as a peer's engine reads and checks it.
void expect_valid(FIX::Message message) {
    FIX::Header& header = message.getHeader();
    header.setField(FIX::BeginString("FIX.4.4"));
    header.setField(FIX::SenderCompID("LOCKSTEP"));
    header.setField(FIX::TargetCompID("PEER"));
    header.setField(FIX::MsgSeqNum(1));
    header.setField(FIX::FIELD::SendingTime, "20240102-15:00:01.500");
    const FIX::DataDictionary& strict = strict_dictionary();
    try {
        const FIX::Message received(message.toString(), strict, true);
        strict.validate(received);
        EXPECT_EQ(received.toString(), message.toString());
    } catch (const FIX::Exception& refusal) {
        ADD_FAILURE() << body_of(message) << " is refused: " << refusal.what();
    }
}

TEST(Fix44Encode, NewOrders) {
    const struct {
        OrderTerms terms;
        const char* text;
    } rows[] = {
        {make_terms(Side::buy, OrderType::market),
         "35=D|1=F1|11=C1|21=1|38=3|40=1|54=1|55=ES|59=0|60=20240102-15:00:01.500|"},
        {make_terms(Side::sell, OrderType::limit),
         "35=D|1=F1|11=C1|21=1|38=3|40=2|44=4500.00|54=2|55=ES|59=0|60=20240102-15:00:01.500|"},
        {make_terms(Side::sell, OrderType::stop, TimeInForce::good_till_cancel),
         "35=D|1=F1|11=C1|21=1|38=3|40=3|54=2|55=ES|59=1|60=20240102-15:00:01.500|99=4499.75|"},
        {make_terms(Side::buy, OrderType::stop_limit),
         "35=D|1=F1|11=C1|21=1|38=3|40=4|44=4500.00|54=1|55=ES|59=0|60=20240102-15:00:01.500|"
         "99=4499.75|"},
        {make_terms(Side::buy, OrderType::limit, TimeInForce::ioc),
         "35=D|1=F1|11=C1|21=1|38=3|40=2|44=4500.00|54=1|55=ES|59=3|60=20240102-15:00:01.500|"},
        {make_terms(Side::buy, OrderType::limit, TimeInForce::fok),
         "35=D|1=F1|11=C1|21=1|38=3|40=2|44=4500.00|54=1|55=ES|59=4|60=20240102-15:00:01.500|"},
        // the date of a good-till-date order is not known: it ends with the day
        {make_terms(Side::buy, OrderType::limit, TimeInForce::gtd),
         "35=D|1=F1|11=C1|21=1|38=3|40=2|44=4500.00|54=1|55=ES|59=0|60=20240102-15:00:01.500|"},
    };
    for (const auto& row : rows) {
        const FIX::Message message = order_message(make_order(row.terms), config(), now);
        EXPECT_EQ(body_of(message), row.text);
        expect_valid(message);
    }
}

TEST(Fix44Encode, InstrumentsAreSaidAsTheSettingsHaveThem) {
    const OrderTerms market = make_terms(Side::buy, OrderType::market);
    const FIX::Message by_id = order_message(make_order(market, cl), config(), now);
    EXPECT_EQ(body_of(by_id), "35=D|1=F1|11=C1|21=1|22=8|38=3|40=1|48=CLZ4|54=1|55=CL|59=0|"
                              "60=20240102-15:00:01.500|");
    expect_valid(by_id);
    const FIX::Message by_month = order_message(make_order(market, gc), config(), now);
    EXPECT_EQ(body_of(by_month), "35=D|1=F1|11=C1|21=1|38=3|40=1|54=1|55=GC|59=0|"
                                 "60=20240102-15:00:01.500|167=FUT|200=202412|207=XCEC|");
    expect_valid(by_month);
}

TEST(Fix44Encode, NegativePrices) {
    OrderTerms terms = make_terms(Side::sell, OrderType::limit);
    terms.price = Price(-3763);
    EXPECT_EQ(body_of(order_message(make_order(terms, cl), config(), now)),
              "35=D|1=F1|11=C1|21=1|22=8|38=3|40=2|44=-37.63|48=CLZ4|54=2|55=CL|59=0|"
              "60=20240102-15:00:01.500|");
}

TEST(Fix44Encode, AReplaceNamesTheOrderAndItsNewTotal) {
    ReplaceOrder replace{.follower = f2,
                         .cl_ord_id = "C2",
                         .orig_cl_ord_id = "C1",
                         .order_key = "B9",
                         .instrument = es,
                         .terms = make_terms(Side::sell, OrderType::stop),
                         .total = Quantity(5)};
    const FIX::Message message = order_message(replace, config(), now);
    EXPECT_EQ(body_of(message), "35=G|1=F2|11=C2|21=1|37=B9|38=5|40=3|41=C1|54=2|55=ES|59=0|"
                                "60=20240102-15:00:01.500|99=4499.75|");
    expect_valid(message);
    replace.order_key = {}; // the broker has not said it yet
    EXPECT_EQ(body_of(order_message(replace, config(), now)),
              "35=G|1=F2|11=C2|21=1|38=5|40=3|41=C1|54=2|55=ES|59=0|60=20240102-15:00:01.500|"
              "99=4499.75|");
}

TEST(Fix44Encode, ACancelNamesTheOrderAsItStands) {
    const CancelOrder cancel{.follower = f3,
                             .cl_ord_id = "C3",
                             .orig_cl_ord_id = "C2",
                             .order_key = "B9",
                             .instrument = nq,
                             .side = Side::buy,
                             .total = Quantity(5)};
    const FIX::Message message = order_message(cancel, config(), now);
    EXPECT_EQ(body_of(message),
              "35=F|1=F3|11=C3|37=B9|38=5|41=C2|54=1|55=NQ|60=20240102-15:00:01.500|");
    expect_valid(message);
}

TEST(Fix44Encode, AQuestionAboutAnOrder) {
    const StatusRequest request{
        .follower = f1, .cl_ord_id = "C1", .instrument = es, .side = Side::sell};
    const FIX::Message message = encode(request, config());
    EXPECT_EQ(body_of(message), "35=H|1=F1|11=C1|54=2|55=ES|");
    expect_valid(message);
}

TEST(Fix44Encode, AQuestionAfterAllOrders) {
    const FIX::Message message = encode(MassStatusRequest{f2, "F2-rz-7"}, config());
    EXPECT_EQ(body_of(message), "35=AF|1=F2|584=F2-rz-7|585=7|");
    expect_valid(message);
}

TEST(Fix44Encode, AQuestionAfterPositions) {
    const Timestamp asked_at(1'704'207'600'500'000'000); // 2024-01-02 15:00:00.5
    const FIX::Message message = encode(PositionRequest{f2, "F2-rz-8"}, config(), asked_at);
    EXPECT_EQ(body_of(message),
              "35=AN|1=F2|60=20240102-15:00:00.500|263=0|453=1|448=F2|447=D|452=24|"
              "581=1|710=F2-rz-8|715=20240102|724=0|");
    expect_valid(message);
}

TEST(Fix44Encode, MarketDataAndBalances) {
    const InstrumentId wanted[] = {es, cl, gc};
    const FIX::Message marks = market_data_request(wanted, config(), "M1");
    EXPECT_EQ(body_of(marks), "35=V|146=3|55=ES|55=CL|48=CLZ4|22=8|55=GC|167=FUT|200=202412|"
                              "207=XCEC|262=M1|263=1|264=1|265=1|267=1|269=2|");
    expect_valid(marks);
    const FIX::Message balance = collateral_inquiry("F1", "Q1");
    EXPECT_EQ(body_of(balance), "35=BB|1=F1|263=1|909=Q1|");
    expect_valid(balance);
}

// What we say, heard by our own decoder as a broker would echo it.
TEST(Fix44Encode, TermsSurviveTheRoundTrip) {
    const Desk desk;
    for (const OrderType type :
         {OrderType::market, OrderType::limit, OrderType::stop, OrderType::stop_limit}) {
        for (const TimeInForce tif : {TimeInForce::day, TimeInForce::good_till_cancel,
                                      TimeInForce::ioc, TimeInForce::fok}) {
            const OrderTerms terms = make_terms(Side::sell, type, tif);
            const std::string sent = body_of(order_message(make_order(terms), config(), now));
            const auto echoed = desk.execution(
                "8|150=0|39=0|37=B1|" + sent.substr(std::string("35=D|").size()), broker);
            EXPECT_EQ(echoed.terms, terms) << sent;
            EXPECT_EQ(echoed.order_qty, Quantity(3));
            EXPECT_EQ(echoed.cl_ord_id, "C1");
            EXPECT_EQ(echoed.transact_time, now);
        }
    }
}

TEST(Fix44EncodeDeathTest, AnOrderWithoutThePriceOfItsTypeIsOurMistake) {
    OrderTerms terms = make_terms(Side::buy, OrderType::limit);
    terms.price.reset();
    EXPECT_DEATH(order_message(make_order(terms), config(), now), "invariant broken");
}

} // namespace
} // namespace lockstep::fix44::test
