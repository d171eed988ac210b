// The venue without wires: accounts, orders by ClOrdID, reports, and the faults of a broker.
#include "venue/ledger.hpp"
#include "venue/venue.hpp"

#include <gtest/gtest.h>

namespace lockstep::sim {
namespace {

constexpr ClientId broker{0};
constexpr AccountIndex one{0};
constexpr AccountIndex two{1};
constexpr InstrumentId es{0};

Instrument contract() {
    Instrument instrument;
    instrument.symbol = "ES";
    instrument.tick_size = Decimal{25, 2};
    instrument.tick_value = *Money::parse("12.50");
    return instrument;
}

OrderTerms market(Side side) {
    return {side, OrderType::market, TimeInForce::day, std::nullopt, std::nullopt};
}
OrderTerms limit(Side side, std::int64_t ticks) {
    return {side, OrderType::limit, TimeInForce::day, Price(ticks), std::nullopt};
}
OrderTerms stop(Side side, std::int64_t ticks) {
    return {side, OrderType::stop, TimeInForce::day, std::nullopt, Price(ticks)};
}

// A venue of one instrument around 1000 ticks; what it says is one line a report.
class Play {
  public:
    Play()
        : venue_({{{contract(), Price(1000), 40, Quantity(100), true}},
                  {{"ONE", Money::of(1000)}, {"TWO", Money::of(1000)}},
                  1,
                  ""}) {
        std::vector<VenueEvent> ignored;
        venue_.open(now_, ignored);
    }

    std::string buy(const char* id, OrderTerms terms, std::int64_t lots,
                    AccountIndex account = one) {
        return said([&](auto& out) {
            venue_.submit({broker, account, id, es, terms, Quantity(lots)}, now_, out);
        });
    }
    std::string replace(const char* id, const char* orig, OrderTerms terms, std::int64_t lots) {
        return said([&](auto& out) {
            venue_.replace({broker, id, orig, terms, Quantity(lots)}, now_, out);
        });
    }
    std::string cancel(const char* id, const char* orig) {
        return said([&](auto& out) { venue_.cancel({broker, id, orig}, now_, out); });
    }
    std::string move_to(std::int64_t ticks) {
        return said([&](auto& out) { ASSERT_TRUE(venue_.move_to(es, Price(ticks), now_, out)); });
    }
    std::string phase(Phase phase) {
        return said([&](auto& out) { venue_.set_phase(es, phase, now_, out); });
    }
    std::string release(std::size_t order) {
        return said([&](auto& out) { venue_.release_rest(order, now_, out); });
    }
    std::int64_t position(AccountIndex account) const {
        return venue_.account(account).position(es).net;
    }
    Venue& venue() { return venue_; }
    std::vector<RestHeld> held;

  private:
    // "150/39 ClOrdID filled+leaves" for each report, "9:102 ClOrdID" for each cancel reject.
    template <class Call> std::string said(Call call) {
        std::vector<VenueEvent> events;
        call(events);
        std::string text;
        for (const auto& event : events) {
            const std::string gap = text.empty() ? "" : ", ";
            if (const auto* report = std::get_if<ExecutionReport>(&event)) {
                const auto& order = report->order;
                text += gap + report->exec_type + "/" + order.status + " " + order.cl_ord_id.str() +
                        " " + std::to_string(order.filled.lots) + "+" +
                        std::to_string(order.leaves().lots);
            }
            if (const auto* reject = std::get_if<CancelReject>(&event)) {
                text += gap + "9:" + std::to_string(reject->reason) + " " + reject->cl_ord_id.str();
            }
            if (const auto* rest = std::get_if<RestHeld>(&event)) held.push_back(*rest);
        }
        return text;
    }

    Timestamp now_{1};
    Venue venue_;
};

TEST(Venue, a_market_order_fills_at_the_best_offer_and_the_quotes_are_filled_up_again) {
    Play play;
    EXPECT_EQ(play.buy("a", market(Side::buy), 100), "0/0 a 0+100, F/2 a 100+0");
    EXPECT_EQ(play.buy("b", market(Side::buy), 1), "0/0 b 0+1, F/2 b 1+0");
    EXPECT_EQ(play.position(one), 101);
    EXPECT_EQ(play.venue().find(broker, "b")->value_ticks, 1001); // still one tick above
    EXPECT_EQ(play.venue().working_orders(one), 0u);
}

TEST(Venue, a_price_move_fills_the_limits_and_stops_on_its_way) {
    Play play;
    play.buy("target", limit(Side::sell, 1010), 2);
    play.buy("stop", stop(Side::sell, 995), 2);
    EXPECT_EQ(play.move_to(1009), "");
    EXPECT_EQ(play.move_to(1010), "F/2 target 2+0");
    EXPECT_EQ(play.move_to(995), "L/0 stop 0+2, F/2 stop 2+0");
    EXPECT_EQ(play.position(one), -4);
}

TEST(Venue, a_replace_keeps_the_order_and_changes_its_name) {
    Play play;
    play.buy("a", limit(Side::buy, 990), 3);
    const auto order_id = play.venue().find(broker, "a")->order_id;
    EXPECT_EQ(play.replace("b", "a", limit(Side::buy, 995), 2), "5/0 b 0+2");
    EXPECT_EQ(play.venue().find(broker, "b")->order_id, order_id);
    EXPECT_EQ(play.replace("c", "a", limit(Side::buy, 996), 2), "9:1 c"); // it is b now
    EXPECT_EQ(play.move_to(995), "F/2 b 2+0");
    EXPECT_EQ(play.replace("d", "b", limit(Side::buy, 996), 5), "9:0 d");
    EXPECT_EQ(play.cancel("e", "b"), "9:0 e");
}

TEST(Venue, a_clordid_names_one_thing_only) {
    Play play;
    play.buy("a", limit(Side::buy, 990), 1);
    EXPECT_EQ(play.buy("a", limit(Side::buy, 990), 1), "8/8 a 0+0");
    EXPECT_EQ(play.replace("a", "a", limit(Side::buy, 991), 1), "9:6 a");
    EXPECT_EQ(play.cancel("b", "a"), "4/4 b 0+0");
    EXPECT_EQ(play.buy("b", limit(Side::buy, 990), 1), "8/8 b 0+0"); // b was the cancel
    EXPECT_EQ(play.venue().working_orders(one), 0u);
}

TEST(Venue, a_close_expires_day_orders_and_keeps_the_others) {
    Play play;
    auto lasting = limit(Side::buy, 980);
    lasting.time_in_force = TimeInForce::good_till_cancel;
    play.buy("day", limit(Side::buy, 990), 1);
    play.buy("gtc", lasting, 1);
    EXPECT_EQ(play.phase(Phase::closed), "C/C day 0+0");
    EXPECT_EQ(play.buy("x", market(Side::buy), 1), "8/8 x 0+0");
    EXPECT_EQ(play.cancel("y", "gtc"), "9:2 y");
    EXPECT_EQ(play.phase(Phase::open), "");
    EXPECT_EQ(play.buy("z", market(Side::buy), 1), "0/0 z 0+1, F/2 z 1+0"); // quotes are back
    EXPECT_EQ(play.cancel("w", "gtc"), "4/4 w 0+0");
}

TEST(Venue, rejects_are_used_up_by_the_account_they_are_for) {
    Play play;
    play.venue().reject_next(Rejectable::orders, one, 2, "no margin");
    play.venue().reject_next(Rejectable::cancels, one, 1, "not now");
    EXPECT_EQ(play.buy("t", limit(Side::buy, 990), 1, two), "0/0 t 0+1");
    EXPECT_EQ(play.buy("a", limit(Side::buy, 990), 1), "8/8 a 0+0");
    EXPECT_EQ(play.buy("b", limit(Side::buy, 990), 1), "8/8 b 0+0");
    EXPECT_EQ(play.buy("c", limit(Side::buy, 990), 1), "0/0 c 0+1");
    EXPECT_EQ(play.replace("r", "c", limit(Side::buy, 991), 1), "5/0 r 0+1");
    EXPECT_EQ(play.cancel("d", "r"), "9:2 d");
    EXPECT_EQ(play.cancel("e", "r"), "4/4 e 0+0");
}

TEST(Venue, a_part_fills_first_and_the_rest_follows_as_the_same_order) {
    Play play;
    play.venue().fill_next_partly(one, Quantity(2), Duration::seconds(1));
    EXPECT_EQ(play.buy("a", market(Side::buy), 5), "0/0 a 0+5, F/1 a 2+3");
    ASSERT_EQ(play.held.size(), 1u);
    EXPECT_EQ(play.replace("b", "a", market(Side::buy), 3), "9:2 b");
    EXPECT_EQ(play.release(play.held[0].order), "F/2 a 5+0");
    EXPECT_EQ(play.release(play.held[0].order), "");
    EXPECT_EQ(play.position(one), 5);
}

TEST(Venue, a_resting_part_grows_to_the_whole_order_when_the_rest_follows) {
    Play play;
    play.venue().fill_next_partly(one, Quantity(2), Duration::seconds(1));
    EXPECT_EQ(play.buy("a", limit(Side::buy, 990), 5), "0/0 a 0+5");
    EXPECT_EQ(play.release(play.held.at(0).order), "");
    EXPECT_EQ(play.replace("b", "a", limit(Side::buy, 991), 4), "5/0 b 0+4");
    EXPECT_EQ(play.move_to(991), "F/2 b 4+0");
}

TEST(Venue, a_part_fills_and_the_broker_cancels_the_rest) {
    Play play;
    play.venue().fill_next_partly(one, Quantity(2), std::nullopt);
    EXPECT_EQ(play.buy("a", market(Side::buy), 5), "0/0 a 0+5, F/1 a 2+3, 4/4 a 2+0");
    EXPECT_EQ(play.venue().working_orders(one), 0u);
}

TEST(Venue, what_is_held_back_can_be_canceled) {
    Play play;
    play.venue().fill_next_partly(one, Quantity(2), Duration::seconds(1));
    play.buy("a", market(Side::buy), 5);
    EXPECT_EQ(play.cancel("b", "a"), "4/4 b 2+0");
    EXPECT_EQ(play.release(play.held.at(0).order), "");
    EXPECT_EQ(play.position(one), 2);
}

struct Trade {
    Side side;
    std::int64_t lots;
    std::int64_t ticks;
    std::int64_t position;
    const char* cash;
};

TEST(AccountBook, positions_close_first_in_first_out_and_results_are_exact) {
    AccountBook book("ONE", Money::of(1000));
    const Trade rows[] = {
        {Side::buy, 2, 100, 2, "1000.00"},   {Side::buy, 1, 110, 3, "1000.00"},
        {Side::sell, 1, 104, 2, "1050.00"},  // 4 ticks of 12.50 from the first lot
        {Side::sell, 4, 108, -2, "1125.00"}, // 8 ticks and -2 ticks, then short 2
        {Side::buy, 1, 109, -1, "1112.50"},  {Side::buy, 1, 100, 0, "1212.50"},
    };
    for (const auto& row : rows) {
        book.apply(es, row.side, Quantity(row.lots), Price(row.ticks), contract().tick_value);
        EXPECT_EQ(book.position(es), Position(row.position));
        EXPECT_EQ(book.cash().str(), row.cash);
    }
}

TEST(Ledger, a_line_is_readable_by_keys_whatever_a_value_holds) {
    LedgerLine line(Timestamp(7), "report");
    line.add("a", "plain").add("b", "two words").add("c", "a \"quote\" and \\").add("d", "");
    EXPECT_EQ(line.text(), R"(7 report a=plain b="two words" c="a \"quote\" and \\" d="")");
}

} // namespace
} // namespace lockstep::sim
