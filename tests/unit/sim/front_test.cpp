// The FIX front over loopback, spoken to in plain bytes.
#include "unit/sim/sim_fixture.hpp"
#include "unit/sim/wire_client.hpp"

#include <gtest/gtest.h>

namespace lockstep::sim::test {
namespace {

class Front : public testing::Test {
  protected:
    WireClient client(const std::string& session, std::string_view more = "") {
        WireClient made(desk.port(session), "LOCKSTEP", session);
        made.log_on(more);
        EXPECT_EQ(made.await("A").get(108), "30");
        return made;
    }
    void order(WireClient& to, const std::string& id, const std::string& more,
               const std::string& account = "ONE") {
        to.send("35=D|1=" + account + "|11=" + id + "|55=ES|60=20260102-03:04:05.678|" + more);
    }
    RunningDesk desk{common_settings()};
};

TEST_F(Front, a_market_order_is_accepted_and_filled_at_the_best_offer) {
    auto broker = client("BROKER1");
    order(broker, "a", "54=1|38=2|40=1|");
    EXPECT_EQ(broker.await_report({150, 39, 1, 11, 55, 54, 38, 40, 59, 14, 151, 6}),
              "150=0 39=0 1=ONE 11=a 55=ES 54=1 38=2 40=1 59=0 14=0 151=2 6=0");
    EXPECT_EQ(broker.await_report({150, 39, 11, 31, 32, 14, 151, 6}),
              "150=F 39=2 11=a 31=5000.25 32=2 14=2 151=0 6=5000.25");
}

TEST_F(Front, the_order_id_stays_over_a_replace_and_every_execution_has_its_own_id) {
    auto broker = client("BROKER1");
    order(broker, "a", "54=1|38=2|40=2|44=4990.00|59=1|");
    const auto accepted = broker.await("8");
    broker.send("35=G|1=ONE|11=b|41=a|55=ES|54=1|38=3|40=2|44=4991.00|59=1|");
    const auto replaced = broker.await("8");
    EXPECT_EQ(replaced.get(37), accepted.get(37));
    EXPECT_NE(replaced.get(17), accepted.get(17));
    EXPECT_EQ(replaced.get(150) + replaced.get(39) + replaced.get(11) + replaced.get(41), "50ba");
    EXPECT_EQ(replaced.get(38) + " " + replaced.get(44) + " " + replaced.get(59), "3 4991.00 1");
    broker.send("35=F|1=ONE|11=c|41=b|55=ES|54=1|38=3|");
    EXPECT_EQ(broker.await_report({150, 39, 11, 41, 14, 151}), "150=4 39=4 11=c 41=b 14=0 151=0");
}

struct BadOrder {
    std::string fields;
    std::string answer; // 103 and 58
};

TEST_F(Front, an_order_that_cannot_be_is_rejected_with_its_reason) {
    auto broker = client("BROKER1");
    const BadOrder rows[] = {
        {"1=THREE|55=ES|54=1|38=1|40=1|", "103=15 58=account THREE is not traded on this session"},
        {"1=NOBODY|55=ES|54=1|38=1|40=1|",
         "103=15 58=account NOBODY is not traded on this session"},
        {"1=ONE|55=CL|54=1|38=1|40=1|", "103=1 58=instrument CL is not listed"},
        {"1=ONE|55=ES|54=5|38=1|40=1|", "103=11 58=Side 5 is not 1 or 2"},
        {"1=ONE|55=ES|54=1|38=1|40=P|", "103=11 58=OrdType P is not 1, 2, 3 or 4"},
        {"1=ONE|55=ES|54=1|38=1|40=1|59=7|", "103=11 58=TimeInForce 7 is not 0, 1, 3 or 4"},
        {"1=ONE|55=ES|54=1|38=0|40=1|", "103=13 58=OrderQty 0 is not above zero"},
        {"1=ONE|55=ES|54=1|38=1.5|40=1|", "103=13 58=OrderQty 1.5 is no whole number"},
        {"1=ONE|55=ES|54=1|38=1e3|40=1|",
         "103=13 58=OrderQty: \"1e3\" is not a number: only digits, one point and a leading minus "
         "are allowed"},
        {"1=ONE|55=ES|54=1|38=1|40=2|44=5000.10|",
         "103=99 58=5000.10 is not a multiple of ES's tick 0.25"},
        {"1=ONE|55=ES|54=1|38=1|40=2|", "103=99 58=price missing"},
    };
    int number = 0;
    for (const auto& row : rows) {
        broker.send("35=D|11=bad" + std::to_string(++number) + "|" + row.fields);
        EXPECT_EQ(broker.await_report({150, 39, 103, 58}), "150=8 39=8 " + row.answer);
    }
}

TEST_F(Front, a_clordid_that_was_used_is_refused) {
    auto broker = client("BROKER1");
    order(broker, "a", "54=1|38=1|40=1|");
    broker.await_report({150});
    broker.await_report({150});
    order(broker, "a", "54=1|38=1|40=1|");
    EXPECT_EQ(broker.await_report({150, 39, 103, 58}),
              "150=8 39=8 103=6 58=ClOrdID a was used before");
}

TEST_F(Front, a_missing_field_is_a_business_reject) {
    auto broker = client("BROKER1");
    broker.send("35=D|11=a|1=ONE|54=1|38=1|40=1|");
    const auto reject = broker.await("j");
    EXPECT_EQ(reject.get(380) + " " + reject.get(372), "5 D");
    order(broker, "b", "54=1|38=1|40=1|");
    EXPECT_EQ(broker.await_report({150, 11}), "150=0 11=b");
}

TEST_F(Front, a_cancel_is_refused_when_it_is_too_late_or_names_nothing) {
    auto broker = client("BROKER1");
    order(broker, "a", "54=1|38=1|40=1|");
    broker.await_report({150});
    broker.await_report({150});
    broker.send("35=F|1=ONE|11=b|41=a|55=ES|54=1|38=1|");
    EXPECT_EQ(broker.await_report({35, 434, 102, 39, 11, 41}), "35=9 434=1 102=0 39=2 11=b 41=a");
    broker.send("35=F|1=ONE|11=c|41=nothing|55=ES|54=1|38=1|");
    EXPECT_EQ(broker.await_report({35, 37, 434, 102, 39}), "35=9 37=NONE 434=1 102=1 39=8");
    broker.send("35=G|1=ONE|11=d|41=nothing|55=ES|54=1|38=1|40=2|44=1.00|");
    EXPECT_EQ(broker.await_report({35, 37, 434, 102, 39}), "35=9 37=NONE 434=2 102=1 39=8");
}

TEST_F(Front, a_status_request_is_answered_with_what_is_known) {
    auto broker = client("BROKER1");
    order(broker, "a", "54=2|38=2|40=2|44=5010.00|");
    broker.await_report({150});
    broker.send("35=H|11=a|55=ES|54=2|");
    EXPECT_EQ(broker.await_report({150, 39, 11, 14, 151}), "150=I 39=0 11=a 14=0 151=2");
    broker.send("35=H|11=never|55=ES|54=2|");
    EXPECT_EQ(broker.await_report({150, 39, 37, 11, 58}),
              "150=I 39=8 37=NONE 11=never 58=no order never is known");
}

// The fields of these tags that the message has.
std::string shown(const WireMessage& message, std::initializer_list<int> tags) {
    std::string text;
    for (const int tag : tags) {
        if (message.get(tag).empty()) continue;
        text += (text.empty() ? "" : " ") + std::to_string(tag) + "=" + message.get(tag);
    }
    return text;
}

TEST_F(Front, a_question_after_all_orders_lists_those_that_work_and_says_which_is_the_last) {
    auto broker = client("BROKER1");
    broker.send("35=AF|584=q0|585=7|1=ONE|");
    EXPECT_EQ(shown(broker.await("8"), {150, 39, 37, 11, 584, 911, 912}),
              "150=I 39=8 37=NONE 584=q0 911=0 912=Y");
    for (const char* id : {"a", "b", "c"}) {
        broker.send("35=D|1=ONE|11=" + std::string(id) + "|55=ES|54=1|38=2|40=2|44=4990.00|");
        EXPECT_EQ(broker.await_report({150, 11}), "150=0 11=" + std::string(id));
    }
    broker.send("35=F|11=d|41=b|");
    EXPECT_EQ(broker.await_report({150, 11}), "150=4 11=d");
    broker.send("35=AF|584=q1|585=7|1=ONE|");
    EXPECT_EQ(shown(broker.await("8"), {150, 39, 1, 11, 584, 911, 912}),
              "150=I 39=0 1=ONE 11=a 584=q1 911=2 912=N");
    EXPECT_EQ(shown(broker.await("8"), {150, 39, 1, 11, 584, 911, 912}),
              "150=I 39=0 1=ONE 11=c 584=q1 911=2 912=Y");
    broker.send("35=AF|584=q2|585=7|1=TWO|");
    EXPECT_EQ(shown(broker.await("8"), {37, 584}), "37=NONE 584=q2");
    broker.send("35=AF|584=q3|585=7|1=THREE|");
    EXPECT_EQ(shown(broker.await("j"), {372, 379, 380}), "372=AF 379=q3 380=1");
    broker.send("35=AF|584=q4|585=1|1=ONE|");
    EXPECT_EQ(shown(broker.await("j"), {372, 379, 380}), "372=AF 379=q4 380=0");
}

TEST_F(Front, positions_are_told_when_they_are_asked_for) {
    auto broker = client("BROKER1");
    broker.send("35=AN|710=p0|724=0|1=ONE|581=1|715=20240102|");
    EXPECT_EQ(shown(broker.await("AO"), {710, 1, 727, 728, 729}), "710=p0 1=ONE 727=0 728=2 729=0");
    broker.send("35=D|1=ONE|11=a|55=ES|54=1|38=2|40=1|");
    EXPECT_EQ(broker.await_report({150, 11}), "150=0 11=a");
    broker.send("35=D|1=ONE|11=b|55=NQ|54=2|38=1|40=1|");
    broker.send("35=AN|710=p1|724=0|1=ONE|581=1|715=20240102|");
    EXPECT_EQ(shown(broker.await("AO"), {710, 1, 727, 728, 729}), "710=p1 1=ONE 727=2 728=0 729=0");
    EXPECT_EQ(shown(broker.await("AP"), {710, 1, 728, 55, 702, 703, 704, 705}),
              "710=p1 1=ONE 728=0 55=ES 702=1 703=TOT 704=2");
    EXPECT_EQ(shown(broker.await("AP"), {710, 1, 728, 55, 702, 703, 704, 705}),
              "710=p1 1=ONE 728=0 55=NQ 702=1 703=TOT 705=1");
}

TEST_F(Front, cash_is_reported_on_logon_and_on_request) {
    auto broker = client("BROKER1");
    const auto first = broker.await("BA");
    const auto second = broker.await("BA");
    EXPECT_EQ(first.get(1) + " " + first.get(901), "ONE 50000.00");
    EXPECT_EQ(second.get(1) + " " + second.get(901), "TWO 25000.50");
    // Buys at 5000.25, sells at 4999.75: two ticks of 12.50 lost.
    order(broker, "a", "54=1|38=1|40=1|");
    order(broker, "b", "54=2|38=1|40=1|");
    for (int i = 0; i < 4; ++i) broker.await_report({150});
    broker.send("35=BB|909=q1|1=ONE|");
    const auto asked = broker.await("BA");
    EXPECT_EQ(asked.get(909) + " " + asked.get(1) + " " + asked.get(901), "q1 ONE 49975.00");
    broker.send("35=BB|909=q2|1=THREE|");
    EXPECT_EQ(broker.await("j").get(380), "1");
}

TEST_F(Front, the_drop_copy_carries_the_leaders_reports_even_those_from_before_its_logon) {
    desk.at_desk([&](Desk& at) {
        at.submit({script_client,
                   desk.account("LEAD1"),
                   "L1",
                   InstrumentId{0},
                   {Side::buy, OrderType::market, TimeInForce::day, {}, {}},
                   Quantity(1)});
    });
    WireClient leader(desk.port("LEADER"), "LOCKSTEP", "LEADER");
    leader.log_on();
    EXPECT_EQ(leader.await("A").get(34), "3"); // two reports are missing before it
    leader.send("35=2|7=1|16=0|");
    EXPECT_EQ(leader.await_report({34, 43, 150, 1, 11}), "34=1 43=Y 150=0 1=LEAD1 11=L1");
    EXPECT_EQ(leader.await_report({34, 43, 150, 1, 11}), "34=2 43=Y 150=F 1=LEAD1 11=L1");
    EXPECT_EQ(leader.await("4").get(36), "4");
}

TEST_F(Front, the_drop_copy_hears_of_a_brokers_account_too) {
    auto leader = client("LEADER");
    auto broker = client("BROKER2");
    order(broker, "a", "54=1|38=1|40=1|", "THREE");
    EXPECT_EQ(leader.await_report({150, 1, 11}), "150=0 1=THREE 11=a");
    EXPECT_EQ(leader.await_report({150, 1, 11}), "150=F 1=THREE 11=a");
}

TEST_F(Front, orders_are_not_taken_on_a_drop_copy) {
    auto leader = client("LEADER");
    order(leader, "a", "54=1|38=1|40=1|", "LEAD1");
    EXPECT_EQ(leader.await("j").get(380), "3");
}

TEST_F(Front, what_works_is_canceled_when_its_session_is_lost) {
    auto broker = client("BROKER2");
    order(broker, "a", "54=1|38=1|40=2|44=4990.00|", "THREE");
    broker.await_report({150});
    auto leader = client("LEADER");
    broker.close();
    EXPECT_EQ(leader.await_report({150, 1, 58}), "150=4 1=THREE 58=canceled on disconnect");
}

TEST_F(Front, market_data_begins_with_a_snapshot_and_goes_on_with_trades_and_the_best_prices) {
    auto market = client("MARKET");
    market.send("35=V|262=r|263=1|264=1|267=3|269=0|269=1|269=2|146=2|55=ES|55=NQ|");
    const auto snapshot = market.await("W");
    EXPECT_EQ(snapshot.get(262) + " " + snapshot.get(55), "r ES");
    EXPECT_EQ(snapshot.all(269), (std::vector<std::string>{"0", "1", "2"}));
    EXPECT_EQ(snapshot.all(270), (std::vector<std::string>{"4999.75", "5000.25", "5000.00"}));
    EXPECT_EQ(market.await("W").get(55), "NQ");
    desk.at_desk([](Desk& at) { ASSERT_TRUE(at.move_to(InstrumentId{0}, Price(20'001))); });
    std::string last_trade;
    while (last_trade != "5000.25") {
        const auto update = market.await("X");
        ASSERT_EQ(update.get(35), "X");
        for (std::size_t i = 0; i < update.all(269).size(); ++i) {
            if (update.all(269)[i] == "2") last_trade = update.all(270)[i];
        }
    }
    market.send("35=V|262=y|263=0|264=1|267=1|269=2|146=1|55=NQ|");
    EXPECT_EQ(market.await("W").get(262), "y");
    market.send("35=V|262=x|263=1|264=1|267=1|269=2|146=1|55=CL|");
    EXPECT_EQ(market.await("Y").get(281), "0");
}

struct BadBytes {
    std::string name;
    std::string bytes;
};

TEST_F(Front, bad_bytes_cost_their_sender_the_connection_and_nobody_else) {
    auto witness = client("BROKER2");
    const BadBytes rows[] = {
        {"another protocol", "GET / HTTP/1.1\r\n\r\n"},
        {"no length", "8=FIX.4.4\x01"
                      "35=A\x01"},
        {"a length of zero", "8=FIX.4.4\x01"
                             "9=0\x01"},
        {"a negative length", "8=FIX.4.4\x01"
                              "9=-5\x01"},
        {"a length past every bound", "8=FIX.4.4\x01"
                                      "9=4294967296\x01"},
        {"a wrong checksum", "8=FIX.4.4\x01"
                             "9=5\x01"
                             "35=0\x01"
                             "10=000\x01"},
        {"no end of the head", "8=FIX.4.4" + std::string(100, 'x')},
    };
    for (const auto& row : rows) {
        WireClient stranger(desk.port("BROKER1"), "LOCKSTEP", "BROKER1");
        stranger.send_raw(row.bytes);
        EXPECT_TRUE(stranger.closed()) << row.name;
        auto broker = client("BROKER1", "141=Y|");
        broker.send_raw(row.bytes);
        EXPECT_TRUE(broker.closed()) << row.name;
        EXPECT_TRUE(desk.wait_for([&](Desk& at) { return !at.is_up(desk.session("BROKER1")); }));
    }
    order(witness, "a", "54=1|38=1|40=1|", "THREE");
    EXPECT_EQ(witness.await_report({150}), "150=0");
}

TEST_F(Front, a_second_logon_of_a_session_that_is_up_is_refused) {
    auto first = client("BROKER1");
    WireClient second(desk.port("BROKER1"), "LOCKSTEP", "BROKER1");
    second.log_on();
    EXPECT_TRUE(second.closed());
    order(first, "a", "54=1|38=1|40=1|");
    EXPECT_EQ(first.await_report({150}), "150=0");
}

TEST_F(Front, a_message_may_come_in_pieces_and_two_in_one) {
    auto broker = client("BROKER1");
    const std::string head = "34=2|49=LOCKSTEP|56=BROKER1|52=20260102-03:04:05.678|";
    const auto first = framed("35=D|" + head + "11=a|1=ONE|55=ES|54=1|38=1|40=1|");
    for (const char byte : first) broker.send_raw({&byte, 1});
    EXPECT_EQ(broker.await_report({150, 11}), "150=0 11=a");
    broker.await_report({150});
    const auto order_as = [](const std::string& number, const std::string& id) {
        return framed("35=D|34=" + number + "|49=LOCKSTEP|56=BROKER1|52=20260102-03:04:05.678|11=" +
                      id + "|1=ONE|55=ES|54=1|38=1|40=1|");
    };
    broker.send_raw(order_as("3", "b") + order_as("4", "c"));
    EXPECT_EQ(broker.await_report({150, 11}), "150=0 11=b");
    broker.await_report({150});
    EXPECT_EQ(broker.await_report({150, 11}), "150=0 11=c");
}

} // namespace
} // namespace lockstep::sim::test
